"""What services signed when they asked, kept in a vault: each request once, and not too many.

It is evidence against a service, so no service is to be rid of it by asking again and again, nor
of what is held against another. Who is registered on a ledger has room of its own, which all
others together cannot take; and in either room whoever has most makes room for the next one.
"""

from dataclasses import replace
from typing import Final

from livret_wallet.request_record import AskedRecord
from livret_wallet.vault.layout import RowId
from livret_wallet.vault.room import makes_room
from livret_wallet.vault.vault import Vault

#: How many are kept of services that are registered, and again of all others; of 64 KiB each at most.
MOST: Final = 100


def kept(vault: Vault) -> list[tuple[RowId, AskedRecord]]:
    """Every request that is kept, in the order they were first put."""
    return [(row, AskedRecord.parse(value)) for row, value in vault.all("request")]


def find(vault: Vault, digest: bytes) -> AskedRecord | None:
    """Find a request; None for one that is not kept, or of which nothing was signed."""
    found = (each for _, each in kept(vault) if each.digest == digest and each.text)
    return next(found, None)


def note(vault: Vault, record: AskedRecord) -> None:
    """Keep a request in the place of what was kept of it; where there are many, another goes.

    Of one that goes before it was answered the history says first that it was not. Of one that
    nobody signed nothing is kept once there is an answer: it is no evidence.

    One change: within a transaction of the caller's it is one with what came of it.
    """
    found = kept(vault)
    row = next((row for row, each in found if each.digest == record.digest), None)
    others = [
        (at, each) for at, each in found if at != row and each.is_registered == record.is_registered
    ]
    with vault.changing():
        while _is_worth_keeping(record) and len(others) >= MOST:
            at = makes_room([each.service for _, each in others], record.service)
            gone, old = others.pop(at)
            if old.unanswered is not None:
                vault.put("history", None, old.unanswered.format())
            vault.delete("request", gone)
        _put(vault, row, record)


def settle(vault: Vault) -> int:
    """Note of each request that was seen when the wallet was locked or stopped that it was not answered.

    Returns:
        How many there were.
    """
    if not vault.ids("request"):
        return 0
    seen = [(row, each, each.unanswered) for row, each in kept(vault)]
    with vault.changing():
        count = 0
        for row, record, entry in sorted(seen, key=lambda one: one[1].at_s):
            if entry is not None:
                vault.put("history", None, entry.format())
                _put(vault, row, replace(record, unanswered=None))
                count += 1
    return count


def _is_worth_keeping(record: AskedRecord) -> bool:
    return bool(record.text) or record.unanswered is not None


def _put(vault: Vault, row: RowId | None, record: AskedRecord) -> None:
    if _is_worth_keeping(record):
        vault.put("request", row, record.format())
    elif row is not None:
        vault.delete("request", row)
