"""Which entries about a DID its owner did not make, with whose key, and what to do (LEDGER §9). Pure.

Only the owner can tell a theft that breaks no rule: the ledger has what was written in the
owner's name, the owner's own journal has what was written by the owner. What others may rightly write
about somebody (an accreditor ends a right, voters suspend) is told as theirs, and is no theft.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, final

from livret_core import limits
from livret_core.dids.webvh.parameters import key_hash
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Unavailable
from livret_core.ledger.operation import Operation

Key: TypeAlias = Literal["update", "recovery", "operation"]
"""What signed in the owner's name."""

Answer: TypeAlias = Literal[
    "recover",
    "recover_other",
    "members",
    "operation_key",
    "credential_key",
    "refuse",
    "ask",
]
"""What the owner does next: take the identity back with a recovery key, or with the other one;
call the members, since no key of the owner's helps any more; change the key that signs
operations, or credentials; refuse a succession; ask whoever signed."""

#: So far an owner's clock may be behind those of the witnesses.
NOTED_LAG_S: Final = 3_600

_ENTRIES: Final = frozenset({"did.create", "did.update", "did.deactivate"})
_OF_OTHERS: Final[dict[str, Answer]] = {"did.succeed": "refuse", "key.compromise": "credential_key"}


@final
@dataclass(frozen=True, slots=True)
class Watched:
    """Whose name is watched.

    Attributes:
        did: the owner's.
        who: the owner's number as a legal person; empty when it is not known yet.
        hashes: what the last entry of the DID committed to: the next update key, then
            the recovery keys.
    """

    did: str
    who: str = ""
    hashes: tuple[str, ...] = ()

    def concerns(self, operation: Operation) -> bool:
        """Say whether an operation is about the owner, or in the owner's name."""
        body = operation.body
        return (
            operation.subject.partition("#")[0] == self.did
            or any(each.by == self.did for each in operation.sigs)
            or bool(self.who and self.who in (operation.subject, body.get("who")))
            or self.did in (body.get("to"), body.get("did"))
        )

    def after(self, operation: Operation) -> "Watched":
        """Go on behind an operation that the ledger took."""
        if operation.subject != self.did or operation.type not in _ENTRIES:
            return self
        who = operation.body.get("who", self.who)
        hashes = _parameters(operation).get("nextKeyHashes", [])
        return replace(
            self,
            who=who if isinstance(who, str) else self.who,
            hashes=tuple(map(str, hashes)) if isinstance(hashes, list) else (),
        )


@final
@dataclass(frozen=True, slots=True)
class Foreign:
    """An entry about the owner that the owner did not make.

    Attributes:
        index: where it stands.
        operation: what it says.
        key: which key of the owner's signed it; None when others did, in their own name.
        answer: what the owner does next.
    """

    index: int
    operation: Operation
    key: Key | None
    answer: Answer

    @property
    def is_theft(self) -> bool:
        """Whether only keys of the owner's could have made it."""
        return self.key is not None


@final
@dataclass(frozen=True, slots=True)
class Claim:
    """What an owner's journal says to be on the ledger.

    Attributes:
        operation_id: what was made.
        type: of it.
        index: where it is to stand.
        noted_s: when the owner noted that it does, seconds since 1970.
    """

    operation_id: str
    type: str
    index: int
    noted_s: int


def is_in_name_of(did: str, operation: Operation) -> bool:
    """Say whether only keys of a DID could have made an operation about it, or in its name."""
    return _signed_with(Watched(did), operation) is not None


def not_held(
    claims: Iterable[Claim], id_at: Callable[[int], str], *, size: int, time_s: int
) -> list[Claim]:
    """Find what an owner takes to be on the ledger, and the ledger does not have there.

    Somebody showed the owner a proof of another history. One of a head that is newer than what
    was looked at says nothing yet.

    Args:
        claims: of the owner's journal.
        id_at: gives the id of the entry at an index below *size*.
        size: how many entries there are under the head that was looked at.
        time_s: of that head.
    """
    return [
        each
        for each in claims
        if (
            id_at(each.index) != each.operation_id
            if each.index < size
            else time_s > each.noted_s + NOTED_LAG_S
        )
    ]


def check_reaches(claims: Iterable[Claim], *, size: int) -> None:
    """Check that a copy of a ledger goes as far as what its owner has proof of.

    What ends before that tells what was, and the opposite of what is.

    Args:
        claims: of the owner's journal.
        size: how many entries the copy has.

    Raises:
        Unavailable: ``ledger.older_head``.
    """
    last = max((each.index for each in claims), default=-1)
    if last >= size:
        raise Unavailable("ledger.older_head", size=size, known=last + 1)


def not_made_by(
    watched: Watched, journal: Collection[str], entries: Iterable[tuple[int, Operation]]
) -> tuple[list[Foreign], Watched]:
    """Find the entries that concern an owner and do not stand in the owner's journal.

    Args:
        watched: the owner, as of the first entry.
        journal: ids of all operations that the owner made or signed.
        entries: that follow each other, with their indexes; proved to stand in the ledger,
            and taken by its rules.

    Returns:
        What was found, and the owner as of the last entry.
    """
    found = []
    for index, operation in entries:
        if operation.id not in journal and watched.concerns(operation):
            found.append(_foreign(watched, index, operation))
        watched = watched.after(operation)
    return found, watched


def _foreign(watched: Watched, index: int, operation: Operation) -> Foreign:
    key = _signed_with(watched, operation)
    if key is not None:
        return Foreign(index, operation, key, _against(watched, operation, key))
    is_subject = operation.subject.partition("#")[0] == watched.did
    answer = _OF_OTHERS.get(operation.type, "ask") if is_subject else "ask"
    return Foreign(index, operation, None, answer)


def _signed_with(watched: Watched, operation: Operation) -> Key | None:
    """Say which key of the owner's an operation took, if it took one."""
    if operation.type == "did.deactivate" and operation.subject == watched.did:
        return "recovery"
    if operation.type in _ENTRIES and operation.subject == watched.did:
        return "recovery" if _hash_of(operation) in watched.hashes[1:] else "update"
    for signature in operation.sigs:
        if signature.by == watched.did:
            return "recovery" if signature.key_id.startswith("did:key:") else "operation"
    return None


def _against(watched: Watched, operation: Operation, key: Key) -> Answer:
    if key == "operation":
        return "operation_key"
    if key == "update":
        return "recover"
    if operation.type == "did.update":
        # What a recovery key did is undone by another, if the entry left one in force.
        left = set(watched.hashes[1:]) - {_hash_of(operation)}
        return "recover_other" if left & set(watched.after(operation).hashes[1:]) else "members"
    ends = operation.type == "did.deactivate" or operation.body.get("to") is not None
    return "members" if ends else "recover_other"


def _hash_of(operation: Operation) -> str:
    """Commitment to the key that signed an entry."""
    match _parameters(operation).get("updateKeys"):
        case [str(key)]:
            return key_hash(key)
    return ""


def _parameters(operation: Operation) -> JsonObject:
    entry = operation.body.get("entry")
    try:
        read = json_encoding.parse_object(
            str(entry).encode("utf-8"), max_bytes=limits.OPERATION_BYTES
        )
    except MalformedInput:
        return {}
    parameters = read.get("parameters")
    return parameters if isinstance(parameters, dict) else {}
