"""What an open vault holds, read back as values. Nothing is verified or shown here.

Apart from :mod:`livret_wallet.service` so that a list costs no more than its passphrase:
no signature is made or checked to read one.
"""

from typing import TYPE_CHECKING

from livret_wallet.records import HeldBatch, HistoryEntry, PendingRequest
from livret_wallet.vault import RowId, Vault

if TYPE_CHECKING:
    from livret_wallet.dating import HeldDating
    from livret_wallet.missing_record import MissingProof
    from livret_wallet.pickup_record import Pickup
    from livret_wallet.recovery_record import Recovery


def batches(vault: Vault) -> list[HeldBatch]:
    """Every held proof, newest first."""
    held = [HeldBatch.parse(value) for _, value in vault.all("credential")]
    return sorted(held, key=lambda batch: -batch.received_at_s)


def pending(vault: Vault) -> list[tuple[RowId, PendingRequest]]:
    """Every request not answered yet, newest first, with the row it stands in."""
    found = [(row, PendingRequest.parse(value)) for row, value in vault.all("pending")]
    return sorted(found, key=lambda entry: -entry[1].requested_at_s)


def datings(vault: Vault) -> "dict[str, tuple[RowId, HeldDating]]":
    """What dates the held proofs, by the proof's id, with the row it stands in."""
    from livret_wallet.dating import HeldDating  # with it comes all that verifies

    found = ((row, HeldDating.parse(value)) for row, value in vault.all("dating"))
    return {held.batch_id: (row, held) for row, held in found}


def pickups(vault: Vault) -> "list[tuple[RowId, Pickup]]":
    """Every fetching over the network, finished or not, oldest first, with its row."""
    from livret_wallet.pickup_record import Pickup  # with it come the protocol's messages

    return [(row, Pickup.parse(value)) for row, value in vault.all("pickup")]


def missing(vault: Vault) -> "list[tuple[RowId, MissingProof]]":
    """Every proof that is known and cannot be shown, newest first, with its row."""
    from livret_wallet.missing_record import MissingProof

    found = [(row, MissingProof.parse(value)) for row, value in vault.all("missing")]
    return sorted(found, key=lambda entry: -entry[1].received_at_s)


def recovery(vault: Vault) -> "tuple[RowId, Recovery] | None":
    """The recovery words, with their row; None where none were made."""
    from livret_wallet.recovery_record import Recovery

    found = ((row, Recovery.parse(value)) for row, value in vault.all("recovery"))
    return next(found, None)


def history(vault: Vault) -> list[HistoryEntry]:
    """What happened, newest first; of one second, what was noted last."""
    entries = [HistoryEntry.parse(value) for _, value in vault.all("history")]
    # Sorting keeps the order of equals, so each second is turned round beforehand.
    entries.reverse()
    return sorted(entries, key=lambda entry: -entry.at_s)
