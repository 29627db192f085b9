"""What services signed when they asked, kept in a vault: each request once, the newest two hundred."""

from dataclasses import replace
from typing import Final

from livret_wallet.request_record import AskedRecord
from livret_wallet.vault.layout import RowId
from livret_wallet.vault.vault import Vault

#: How many are kept; at 64 KiB each at most.
MOST: Final = 200


def kept(vault: Vault) -> list[tuple[RowId, AskedRecord]]:
    """Every request that is kept, in the order they were first put."""
    return [(row, AskedRecord.parse(value)) for row, value in vault.all("request")]


def find(vault: Vault, digest: bytes) -> AskedRecord | None:
    """Find a request; None for one that is not kept, or of which nothing was signed."""
    found = (each for _, each in kept(vault) if each.digest == digest and each.text)
    return next(found, None)


def note(vault: Vault, record: AskedRecord) -> None:
    """Keep a request in the place of what was kept of it; the oldest of many goes.

    Several changes: within a transaction of the caller's they are one with what came of it.
    Of one that nobody signed nothing is kept once there is an answer: it is no evidence.
    """
    found = kept(vault)
    row = next((row for row, each in found if each.digest == record.digest), None)
    if record.text or record.unanswered is not None:
        others = sorted((each.at_s, at) for at, each in found if at != row)
        for _, oldest in others[: max(0, len(others) - MOST + 1)]:
            vault.delete("request", oldest)
        vault.put("request", row, record.format())
    elif row is not None:
        vault.delete("request", row)


def settle(vault: Vault) -> int:
    """Note of each request that was seen when the wallet was locked or stopped that it was not answered.

    Returns:
        How many there were.
    """
    if not vault.ids("request"):
        return 0
    seen = [(each, each.unanswered) for _, each in kept(vault)]
    with vault.changing():
        count = 0
        for record, entry in sorted(seen, key=lambda one: one[0].at_s):
            if entry is not None:
                vault.put("history", None, entry.format())
                note(vault, replace(record, unanswered=None))
                count += 1
    return count
