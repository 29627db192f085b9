"""Links that wait in a vault for their holder: each once, and not for long after they are over."""

from typing import Final

from livret_wallet.vault.layout import RowId
from livret_wallet.vault.vault import Vault
from livret_wallet.waiting_record import Waiting

#: For how long one that is over is still told of.
TOLD_S: Final = 7 * 86_400
_MOST: Final = 50


def waiting(vault: Vault) -> list[tuple[RowId, Waiting]]:
    """Everything that waits, the newest first, with the row it stands in."""
    found = [(row, Waiting.parse(value)) for row, value in vault.all("inbox")]
    return sorted(found, key=lambda entry: -entry[1].since_s)


def put(vault: Vault, one: Waiting) -> None:
    """Keep a link, in the place of the same one; what was over long ago goes, and the oldest of many."""
    found = waiting(vault)
    gone = [row for row, each in found if each.link == one.link or each.is_over(_old(one))]
    left = [row for row, _ in found if row not in gone]
    with vault.changing():
        for row in (*gone, *left[_MOST - 1 :]):
            vault.delete("inbox", row)
        vault.put("inbox", None, one.format())


def drop(vault: Vault, link: str) -> bool:
    """Keep a link no more; whether it was kept."""
    rows = [row for row, each in waiting(vault) if each.link == link]
    if rows:
        with vault.transaction():
            for row in rows:
                vault.delete("inbox", row)
    return bool(rows)


def _old(one: Waiting) -> int:
    return max(0, one.since_s - TOLD_S)
