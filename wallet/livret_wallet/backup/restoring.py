"""What a new wallet makes of a backup: what works again, and what must be issued again. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import final

from livret_core.errors import LivretError, MalformedInput
from livret_wallet import trust_record
from livret_wallet.backup.contents import Contents, Row
from livret_wallet.dating import HeldDating
from livret_wallet.missing_record import MissingProof
from livret_wallet.pickup_record import Pickup
from livret_wallet.records import HeldBatch, HistoryEntry, HolderKey, PendingRequest
from livret_wallet.recovery_record import Recovery


@final
@dataclass(frozen=True, slots=True)
class Absent:
    """A proof that is known and cannot be shown.

    Attributes:
        proof: what is known of it.
        has_handle: whether its town hall gives new copies without a visit's hand-over.
    """

    proof: MissingProof
    has_handle: bool


@final
@dataclass(frozen=True, slots=True)
class Restored:
    """What comes back.

    Attributes:
        made_at_s: when the backup was made, seconds since 1970.
        with_keys: whether it has keys.
        rows: for the new vault, in order.
        shown: proofs that can be shown, each copy with its use unknown.
        absent: proofs that must be issued again.
        going_on: fetchings that go on.
        history: how many entries.
        ledgers: the public ledgers believed, by name.
    """

    made_at_s: int
    with_keys: bool
    rows: tuple[Row, ...] = field(repr=False)
    shown: tuple[HeldBatch, ...]
    absent: tuple[Absent, ...]
    going_on: tuple[Pickup, ...]
    history: int
    ledgers: tuple[str, ...]


def plan(contents: Contents, *, now_s: int) -> Restored:
    """Say what a new wallet makes of *contents*, and make its records.

    Every record is read before anything is made of one.

    Raises:
        MalformedInput: ``backup.malformed`` for a record that is none.
    """
    try:
        return _plan(contents, now_s)
    except LivretError as error:
        raise MalformedInput("backup.malformed", error.code) from None


def _plan(contents: Contents, now_s: int) -> Restored:
    if not contents.with_keys and (contents.of("key") or contents.of("credential")):
        raise MalformedInput("backup.malformed", "keys in a backup without keys")
    batches = [_doubted(HeldBatch.parse(each), contents) for each in contents.of("credential")]
    keys = {HolderKey.parse(each).id for each in contents.of("key")}
    absent = [MissingProof.parse(each) for each in contents.of("missing")]
    pickups = [Pickup.parse(each) for each in contents.of("pickup")]
    for batch in batches:
        if not {copy.key_id for copy in batch.copies} <= keys:
            raise MalformedInput("backup.malformed", "a copy without its key")
    for request in map(PendingRequest.parse, contents.of("pending")):
        if not set(request.key_ids) <= keys:
            raise MalformedInput("backup.malformed", "a request without its keys")
    for pickup in pickups:
        if pickup.is_open and not set(pickup.key_ids) <= keys:
            raise MalformedInput("backup.malformed", "a fetching without its keys")
    handles = {each.batch_id for each in pickups if each.refresh_token}
    ledgers = tuple(trust_record.parse(each).origin for each in contents.of("trust"))
    for value in contents.of("dating"):
        HeldDating.parse(value)
    for value in contents.of("recovery"):
        Recovery.parse(value)
    history = [HistoryEntry.parse(each) for each in contents.of("history")]
    return Restored(
        contents.made_at_s,
        contents.with_keys,
        tuple(_rows(contents, now_s)),
        tuple(each for each in batches if each.replaced_at_s is None),
        tuple(Absent(each, each.id in handles) for each in absent),
        tuple(each for each in pickups if each.is_open),
        len(history),
        ledgers,
    )


def _rows(contents: Contents, now_s: int) -> Iterator[Row]:
    for kind, value in contents.rows:
        if kind == "credential":
            yield kind, _doubted(HeldBatch.parse(value), contents).format()
        elif kind not in {"refill", "inbox", "request"}:
            yield kind, value
    yield "history", HistoryEntry(now_s, "restored", "").format()


def _doubted(batch: HeldBatch, contents: Contents) -> HeldBatch:
    """Mark copies whose use is unknown: since the oldest backup that they came back from."""
    since_s = contents.made_at_s
    if batch.restored_from_s is not None:
        since_s = min(since_s, batch.restored_from_s)
    return replace(batch, restored_from_s=since_s)
