"""What of a vault goes into a backup. Pure.

Without keys, unless somebody wants otherwise: the list of proofs and not what they say, the
history, the ledgers that are believed, and what a town hall gives new copies for. With keys:
everything, so that two wallets can show the same copies.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from livret_wallet.backup.contents import Contents, Row
from livret_wallet.listing import expires_at_s
from livret_wallet.missing_record import MissingProof
from livret_wallet.pickup_record import Pickup
from livret_wallet.records import HeldBatch, PendingRequest

if TYPE_CHECKING:
    from livret_wallet.backup.contents import Kind

#: As they are in either backup.
_SAME: Final[frozenset["Kind"]] = frozenset({"history", "setting", "trust", "missing", "recovery"})
#: When to ask next is drawn anew.
_NEVER: Final[frozenset["Kind"]] = frozenset({"refill"})


def with_keys(rows: Iterable[Row], *, now_s: int) -> Contents:
    """Take everything; *rows* in the order they were first put."""
    return Contents(now_s, True, tuple(row for row in rows if row[0] not in _NEVER))


def without_keys(rows: Iterable[Row], *, now_s: int) -> Contents:
    """Take what no service can be shown.

    Raises:
        MalformedInput: ``vault.record`` for a record that is none.
    """
    return Contents(now_s, False, tuple(_without_keys(tuple(rows), now_s)))


def _without_keys(rows: tuple[Row, ...], now_s: int) -> Iterator[Row]:
    gone = {
        batch.id
        for kind, value in rows
        if kind == "credential" and (batch := HeldBatch.parse(value)).replaced_at_s is not None
    }
    for kind, value in rows:
        if kind in _SAME:
            yield kind, value
        elif kind == "credential":
            batch = HeldBatch.parse(value)
            if batch.id not in gone:
                yield "missing", _of_batch(batch, now_s).format()
        elif kind == "pending":
            yield "missing", _of_request(PendingRequest.parse(value), now_s).format()
        elif kind == "pickup":
            pickup = Pickup.parse(value)
            if pickup.batch_id not in gone:
                yield kind, _handle(pickup).format()


def _of_batch(batch: HeldBatch, now_s: int) -> MissingProof:
    return MissingProof(
        id=batch.id,
        issuer_did=batch.issuer_did,
        issuer_name=batch.issuer_name,
        vct=batch.vct,
        received_at_s=batch.received_at_s,
        code=batch.code,
        copies=len(batch.copies),
        expires_at_s=expires_at_s(batch),
        known_at_s=now_s,
    )


def _of_request(request: PendingRequest, now_s: int) -> MissingProof:
    return MissingProof(
        id=request.id,
        issuer_did=request.issuer_did,
        issuer_name=request.issuer_name,
        vct=request.vct,
        received_at_s=request.requested_at_s,
        code=request.code,
        copies=0,
        expires_at_s=None,
        known_at_s=now_s,
    )


def _handle(pickup: Pickup) -> Pickup:
    """Keep of a fetching what gets new copies, and nothing that leans on a key that stays behind."""
    if not pickup.is_open:
        return replace(pickup, key_ids=(), proofs=())
    return replace(pickup, key_ids=(), asked_at_s=0, proofs=(), transaction_id="", not_before_s=0)
