"""Decide about what a town hall puts on the public ledger: what it says, and whether it may. Pure.

One operation of a record follows another, so the next is made when it is known how the last
ended. What the ledger itself refuses is the ledger's to say.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from livret_core import limits
from livret_core.dids.webvh import VerifiedLog, commitment
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Refused
from livret_core.keys import Ed25519Signer
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation
from livret_issuer.hall_document import is_request_key
from livret_issuer.identity import TownHall
from livret_issuer.records import StoredOperation

DAY_S: Final = 86_400


def next_draft(
    hall: TownHall,
    kind: str,
    subject: str,
    body: JsonObject,
    *,
    last: StoredOperation | None,
    now_s: int,
) -> Draft:
    """Make an operation that follows the last on its record.

    Args:
        hall: who makes it.
        kind: ``commit`` …
        subject: whom it is about.
        body: what it says.
        last: the last one on the record that the ledger did not refuse.
        now_s: seconds since 1970.

    Raises:
        Refused: ``home.no_ledger``; ``home.operation_open`` while the last is not settled.
    """
    if hall.ledger is None:
        raise Refused("home.no_ledger")
    if last is not None and last.stand == "open":
        raise Refused("home.operation_open", type=last.operation.type)
    seq, prev = (0, NO_PREDECESSOR) if last is None else (last.operation.seq, last.operation.id)
    return Draft(hall.ledger.origin, kind, subject, seq + 1, prev, now_s, body)


def check_registered(last: StoredOperation | None) -> None:
    """Check that the ledger has this town hall's DID.

    What is signed before its key is listed there is refused for good.

    Args:
        last: the last operation on the DID's record.

    Raises:
        Refused: ``home.not_registered``.
    """
    if last is None or (last.operation.seq == 1 and last.stand == "open"):
        raise Refused("home.not_registered")


def check_signs(on_ledger: Iterable[StoredOperation], key_id: str) -> None:
    """Check that the DID's log, as the ledger has it, lists the key that is to sign.

    Another process of this town hall may have noted a change of keys, on another machine too.

    Args:
        on_ledger: the operations on the DID's record that the ledger has, newest first.
        key_id: DID URL of the key.

    Raises:
        Refused: ``home.operation_open``: until the key that took its place is at hand here.
    """
    for each in on_ledger:
        entry = each.operation.body.get("entry")
        if isinstance(entry, str):
            if key_id not in _signing_keys(entry):
                raise Refused("home.operation_open", type=each.operation.type)
            return


def may_sign_lists(on_ledger: Iterable[StoredOperation], key_id: str) -> bool:
    """Say whether a key was not taken out of the DID's document, as the ledger has it.

    A key that gave way to the next stays there, and signs its own lists to their end. One that was
    taken out signs none: what it signed until then counts, and a list in its place would not. One
    that the ledger does not have yet signs the lists that are begun with it.

    Args:
        on_ledger: as for :func:`check_signs`.
        key_id: DID URL of the key.
    """
    entries = (each.operation.body.get("entry") for each in on_ledger)
    had = (key_id in _methods(entry) for entry in entries if isinstance(entry, str))
    return next(had, True) or not any(had)


def check_signs_no_proofs(hall: TownHall) -> None:
    """Check that a desk's key may stand under a DID: whoever has it could sign proofs in that name.

    Raises:
        Refused: ``home.signs_proofs``.
    """
    if hall.rights:
        raise Refused("home.signs_proofs")


def check_not_over(last: StoredOperation | None, key_id: str, *, now_s: int) -> None:
    """Check that a key that is to give way signs nothing of a day after it said so.

    The ledger may have taken that meanwhile, and lets the key end when its entry says.

    Args:
        last: the last operation on the DID's record.
        key_id: DID URL of the key.
        now_s: seconds since 1970.

    Raises:
        Refused: ``home.operation_open``.
    """
    if last is None or last.stand != "open" or last.operation.type != "did.update":
        return
    operation = last.operation
    is_over = operation.issued_at_s // DAY_S < now_s // DAY_S
    if is_over and key_id not in _signing_keys(str(operation.body.get("entry"))):
        raise Refused("home.operation_open", type=operation.type)


@lru_cache(maxsize=64)
def _signing_keys(entry: str) -> frozenset[str]:
    """Name the keys that an entry of a DID log lists for credentials."""
    return frozenset(each for each in _listed(entry, "assertionMethod") if isinstance(each, str))


def request_key_listed(operation: Operation) -> str:
    """Give the DID URL of the key that an entry lists for a desk's requests."""
    listed = _listed(str(operation.body.get("entry")), "assertionMethod")
    return next(str(each) for each in listed if is_request_key(each))


@lru_cache(maxsize=64)
def _methods(entry: str) -> frozenset[str]:
    """Name all keys that an entry of a DID log has."""
    methods = _listed(entry, "verificationMethod")
    names = [each.get("id") for each in methods if isinstance(each, dict)]
    return frozenset(each for each in names if isinstance(each, str))


def _listed(entry: str, name: str) -> list[JsonValue]:
    state = json_encoding.parse_object(entry, max_bytes=limits.DID_LOG_BYTES).get("state")
    listed = state.get(name) if isinstance(state, dict) else None
    return listed if isinstance(listed, list) else []


def check_not_ended(last: StoredOperation | None) -> None:
    """Check that this town hall has not ended its DID, nor is about to.

    With the end it named its final lists. One that is signed after them would lie where they
    lay, and count for nobody.

    Args:
        last: the last operation on the DID's record.

    Raises:
        Refused: ``home.ended``.
    """
    if last is None or last.stand not in {"open", "taken"}:
        return
    operation = last.operation
    if operation.type == "did.deactivate" or (
        operation.type == "did.succeed" and operation.body.get("to") is not None
    ):
        raise Refused("home.ended")


def check_acts(last: StoredOperation | None) -> None:
    """Check that the ledger has this DID, and that it has not ended.

    Raises:
        Refused: ``home.not_registered``, ``home.ended``.
    """
    check_registered(last)
    check_not_ended(last)


def again(last: StoredOperation | None, kind: str, *, day: int | None = None) -> Operation | None:
    """Give what was made already and is not settled, when the same is asked for again.

    Args:
        last: the last on the record.
        kind: what is asked for; ``did.create``, ``commit``.
        day: of a commit.

    Raises:
        Refused: ``ledger.day`` when the day's commit was taken, or a later one's.
    """
    if last is None or last.operation.type != kind:
        return None
    made_day = last.operation.body.get("day")
    if last.stand == "open" and made_day == day:
        return last.operation
    if (
        last.stand in {"taken", "foreign", "unanswered"}
        and isinstance(made_day, int)
        and day is not None
        and made_day >= day
    ):
        raise Refused("ledger.day")
    return None


def key_after(log: VerifiedLog, updates: tuple[Ed25519Signer, ...]) -> Ed25519Signer:
    """Find the key that the log has committed to for its next entry.

    Raises:
        Refused: ``webvh.key_not_committed`` when it is none of this town hall's.
    """
    wanted = log.parameters.next_key_hashes[0]
    for key in updates:
        if commitment(key.public_key) == wanted:
            return key
    raise Refused("webvh.key_not_committed", "the next key is not here")


def next_name(use: str, names: tuple[str, ...]) -> str:
    """Name a new key: ``credential-3`` after ``credential-2``; no name is used twice."""
    return f"{use}-{1 + max(int(name.rpartition('-')[2]) for name in names)}"


def gave_way(key_id: str, now: str) -> bool:
    """Say whether a key of this town hall's gave way to another of the same use.

    Args:
        key_id: DID URL of the key.
        now: of the one that signs now.
    """
    (use, _, number), (now_use, _, now_number) = (
        each.rpartition("#")[2].rpartition("-") for each in (key_id, now)
    )
    are_ours = number.isdecimal() and now_number.isdecimal()
    return use == now_use and are_ours and int(number) < int(now_number)


def check_may_drop(holds_until_s: int | None, *, now_s: int) -> None:
    """Check that nobody needs a key's status lists any more.

    Args:
        holds_until_s: when the last copy under it ends; None for one that never does.
        now_s: seconds since 1970.

    Raises:
        Refused: ``home.key_needed``.
    """
    if _holds(holds_until_s, now_s):
        raise Refused("home.key_needed")


def check_lists_may_go(holds_until_s: int | None, *, now_s: int) -> None:
    """Check that nobody needs the lists at an address any more.

    Args:
        holds_until_s: when the last copy with a place in them ends; None for one that never does.
        now_s: seconds since 1970.

    Raises:
        Refused: ``home.lists_needed``.
    """
    if _holds(holds_until_s, now_s):
        raise Refused("home.lists_needed")


def create_body(hall: TownHall, entry: bytes) -> JsonObject:
    """What ``did.create`` says."""
    if hall.ledger is None:
        raise Refused("home.no_ledger")
    return {"who": hall.ledger.who, "entry": _line(entry)}


def update_body(entry: bytes) -> JsonObject:
    """What ``did.update`` says."""
    return {"entry": _line(entry)}


def deactivate_body(entry: bytes, lists: bytes) -> JsonObject:
    """What ``did.deactivate`` says: the last entry, and the root over the final lists."""
    return {"entry": _line(entry), "lists": base64url.encode(lists)}


def succeed_body(to: str | None, lists: bytes | None) -> JsonObject:
    """What ``did.succeed`` says: who goes on, or that nobody is to."""
    return {"to": to, "lists": None if lists is None else base64url.encode(lists)}


def commit_body(day: int, root: bytes) -> JsonObject:
    """What ``commit`` says."""
    return {"day": day, "root": base64url.encode(root)}


def compromise_body(from_s: int) -> JsonObject:
    """What ``key.compromise`` says."""
    return {"from": from_s}


def _holds(until_s: int | None, now_s: int) -> bool:
    return until_s is None or now_s < until_s


def _line(entry: bytes) -> str:
    return entry.rstrip(b"\n").decode("utf-8")
