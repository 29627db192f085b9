"""What of a vault goes into a backup. Pure.

Without keys, unless somebody wants otherwise: the list of proofs and not what they say, the
history, the ledgers that are believed, and what a town hall gives new copies for. With keys:
everything, so that two wallets can show the same copies.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError
from livret_wallet.backup.contents import Contents, Row
from livret_wallet.listing import expires_at_s
from livret_wallet.missing_record import MissingProof
from livret_wallet.pickup_record import Pickup
from livret_wallet.records import HeldBatch, HolderKey, PendingRequest

if TYPE_CHECKING:
    from livret_wallet.backup.contents import Kind

#: As they are in either backup.
_SAME: Final[frozenset["Kind"]] = frozenset({"history", "setting", "trust", "missing", "recovery"})
#: When to ask next is drawn anew; what waited for a day is over by then. What services signed
#: stays on this computer: an earlier livret reads every backup that this one writes.
_NEVER: Final[frozenset["Kind"]] = frozenset({"refill", "inbox", "request"})


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


def what_opens(rows: Iterable[Row], *, now_s: int) -> Contents:
    """Take what is left of a damaged vault: all of it that can be used, with its keys.

    A proof is taken with the copies whose keys are there; one without any is missing from then on.
    """
    kept = tuple(row for row in rows if row[0] not in _NEVER and _is_record(row))
    keys = {HolderKey.parse(value).id for kind, value in kept if kind == "key"}
    return Contents(now_s, True, tuple(_usable(kept, keys, now_s)))


def _usable(rows: tuple[Row, ...], keys: set[str], now_s: int) -> Iterator[Row]:
    for kind, value in rows:
        if kind == "credential":
            batch = HeldBatch.parse(value)
            copies = tuple(copy for copy in batch.copies if copy.key_id in keys)
            if copies:
                yield kind, replace(batch, copies=copies).format()
            elif batch.replaced_at_s is None:
                yield "missing", _of_batch(batch, now_s).format()
        elif kind == "pending":
            request = PendingRequest.parse(value)
            if set(request.key_ids) <= keys:
                yield kind, value
            else:
                yield "missing", _of_request(request, now_s).format()
        elif kind == "pickup":
            pickup = Pickup.parse(value)
            whole = not pickup.is_open or set(pickup.key_ids) <= keys
            yield kind, value if whole else _handle(pickup).format()
        else:
            yield kind, value


def _is_record(row: Row) -> bool:
    """Whether a row reads as what it is to be; of those that are read here."""
    kind, value = row
    try:
        match kind:
            case "credential":
                HeldBatch.parse(value)
            case "key":
                HolderKey.parse(value)
            case "pending":
                PendingRequest.parse(value)
            case "pickup":
                Pickup.parse(value)
            case _:
                pass
    except LivretError:
        return False
    return True
