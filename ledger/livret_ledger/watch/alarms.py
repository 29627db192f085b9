"""What an alert says: facts of the ledger, and no word about a person. Pure."""

from typing import final

import msgspec

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError
from livret_core.ledger.head import CosignedHead
from livret_core.ledger.watching import Claim, Foreign


@final
class Alert(msgspec.Struct, frozen=True):
    """Something that the owner of a name has to know.

    Attributes:
        body: what is told of it, JSON.
        index: of the entry; None for what is not about one.
        operation: the entry's id, or that of what is missing; empty for what is about neither.
        is_theft: whether only keys of the owner's could have made it.
    """

    body: bytes
    index: int | None = None
    operation: str = ""
    is_theft: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether it is about what the ledger ought to have."""
        return self.index is None and bool(self.operation)


def of_entry(foreign: Foreign, *, did: str, origin: str, head: CosignedHead) -> Alert:
    """Tell an entry that the owner did not make.

    Args:
        foreign: the entry.
        did: the owner's.
        origin: of the ledger.
        head: believed, and over it.
    """
    operation = foreign.operation
    signers: list[JsonValue] = [each.by for each in operation.sigs]
    body: JsonObject = {
        "event": "alert",
        "kind": "theft" if foreign.is_theft else "others",
        "did": did,
        "ledger": origin,
        "index": foreign.index,
        "type": operation.type,
        "subject": operation.subject,
        "id": operation.id,
        "key": foreign.key,
        "signed_by": signers,
        "answer": foreign.answer,
        "size": head.size,
        "time_s": head.time_s,
    }
    return Alert(json_encoding.format(body), foreign.index, operation.id, foreign.is_theft)


def of_missing(claim: Claim, *, did: str, origin: str, head: CosignedHead) -> Alert:
    """Tell what the owner takes to be on the ledger, and is not.

    Args:
        claim: of the owner's journal.
        did: the owner's.
        origin: of the ledger.
        head: believed, and looked through.
    """
    body: JsonObject = {
        "event": "alert",
        "kind": "missing",
        "did": did,
        "ledger": origin,
        "code": "watch.missing",
        "index": claim.index,
        "type": claim.type,
        "id": claim.operation_id,
        "answer": "hand_in",
        "size": head.size,
        "time_s": head.time_s,
    }
    return Alert(json_encoding.format(body), None, claim.operation_id)


def of_trouble(code: str, *, did: str, origin: str, since_s: int) -> Alert:
    """Tell why nothing can be known of the ledger, or that it cannot be believed.

    Args:
        code: of the reason, from :data:`livret_core.codes.CODES`.
        did: the owner's.
        origin: of the ledger.
        since_s: when something was last heard of it, seconds since 1970.
    """
    body: JsonObject = {
        "event": "alert",
        "kind": "trouble",
        "did": did,
        "ledger": origin,
        "code": code,
        "since_s": since_s,
    }
    return Alert(json_encoding.format(body))


def is_silent(heard_s: int, *, now_s: int, quiet_s: int) -> bool:
    """Decide whether nothing was heard of a ledger for too long."""
    return now_s - heard_s > quiet_s


def read(alert: Alert) -> JsonObject:
    """Read what an alert says."""
    return json_encoding.parse_object(alert.body)


def lasting_trouble(
    before: str, error: LivretError | None, heard_s: int, *, now_s: int, quiet_s: int
) -> str:
    """Decide which trouble there is after a look.

    That a ledger cannot be believed is told at once. That nothing came is no alarm yet:
    it becomes one when nothing was heard for too long.

    Args:
        before: code of the trouble that was told and lasted until now; empty for none.
        error: how the look ended; None when it was made.
        heard_s: when something was last heard of the ledger.
        now_s: seconds since 1970.
        quiet_s: how long nothing may be heard.

    Returns:
        Its code; empty for none.
    """
    if error is not None and error.branch == "refused":
        return error.code
    if is_silent(heard_s, now_s=now_s, quiet_s=quiet_s):
        return "watch.silent"
    return before if error is not None and before != "watch.silent" else ""
