"""Links that wait in a vault for their holder: each once, and not for long after they are over.

No more wait than a person can look through. Those whom a ledger knows have room of their own,
which all others together cannot take; in either room whoever has most makes room for the next.
"""

from typing import Final

from livret_wallet.vault.layout import RowId
from livret_wallet.vault.room import makes_room
from livret_wallet.vault.vault import Vault
from livret_wallet.waiting_record import Waiting

#: For how long one that is over is still told of.
TOLD_S: Final = 7 * 86_400
#: How many wait of those whom a ledger knows, and again of all others.
MOST: Final = 25


def waiting(vault: Vault) -> list[tuple[RowId, Waiting]]:
    """Everything that waits, the newest first, with the row it stands in."""
    return sorted(_kept(vault), key=lambda entry: -entry[1].since_s)


def put(vault: Vault, one: Waiting) -> None:
    """Keep a link, in the place of the same one; what was over long ago goes, and one of many."""
    found = _kept(vault)
    row = next((row for row, each in found if each.link == one.link), None)
    others = [(at, each) for at, each in found if at != row]
    gone = [at for at, each in others if each.is_over(_old(one))]
    beside = [
        (at, each) for at, each in others if at not in gone and bool(each.did) == bool(one.did)
    ]
    while len(beside) >= MOST:
        gone.append(beside.pop(_makes_room([each for _, each in beside], one))[0])
    with vault.changing():
        for each in gone:
            vault.delete("inbox", each)
        vault.put("inbox", row, one.format())


def drop(vault: Vault, link: str) -> bool:
    """Keep a link no more; whether it was kept."""
    rows = [row for row, each in _kept(vault) if each.link == link]
    if rows:
        with vault.transaction():
            for row in rows:
                vault.delete("inbox", row)
    return bool(rows)


def _kept(vault: Vault) -> list[tuple[RowId, Waiting]]:
    return [(row, Waiting.parse(value)) for row, value in vault.all("inbox")]


def _makes_room(beside: list[Waiting], one: Waiting) -> int:
    over = (at for at, each in enumerate(beside) if each.is_over(one.since_s))
    at = next(over, None)
    return makes_room([_whose(each) for each in beside], _whose(one)) if at is None else at


def _whose(one: Waiting) -> str:
    return one.did or one.hosts


def _old(one: Waiting) -> int:
    return max(0, one.since_s - TOLD_S)
