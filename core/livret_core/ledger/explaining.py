"""An entry of a ledger, or a draft of one, as facts for a sentence: who did what, by which rule. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, final

from livret_core import limits
from livret_core.dids.webvh.parameters import key_hash
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Fact, MalformedInput
from livret_core.ledger import bodies
from livret_core.ledger.operation import Draft, Operation

Facts: TypeAlias = Mapping[str, Fact]

_NOW: Final = "_now"
_ENTRIES: Final = ("did.create", "did.update", "did.deactivate")

#: By which rule an entry of each type is taken: whose signatures it needs.
RULES: Final[Mapping[str, str]] = {
    "ledger.genesis": "founders",
    "did.create": "sponsor",
    "did.update": "update_key",
    "did.deactivate": "recovery_key",
    "did.succeed": "succession",
    "member.propose": "candidate",
    "member.endorse": "voter",
    "member.admit": "endorsed",
    "member.suspend": "suspension",
    "member.reinstate": "suspension",
    "member.expel": "change",
    "policy.change": "change",
    "accredit.grant": "accreditor",
    "accredit.end": "accreditor",
    "verifier.register": "voter",
    "verifier.end": "voter",
    "schema.publish": "authority",
    "schema.retire": "authority",
    "commit": "own_key",
    "key.compromise": "suspected",
    "log.rotate": "change",
    "log.freeze": "change",
    "state.commit": "itself",
}


@final
@dataclass(frozen=True, slots=True)
class Told:
    """What an entry says.

    Attributes:
        sentence: which one says it, a name in every language's table.
        facts: for that sentence; those that end in ``_s`` are seconds since 1970.
        rule: which rule it was taken by, likewise.
        signers: who signed; the ledger itself, where only its head covers an entry; nobody under a
            draft, or an entry that a DID's own key signed (:func:`entry_key`).
        issued_at_s: when its maker says that it was made.
    """

    sentence: str
    facts: Facts
    rule: str
    signers: tuple[str, ...]
    issued_at_s: int


@final
@dataclass(frozen=True, slots=True)
class EntryKey:
    """The key that signed an entry of a DID's log.

    Attributes:
        multikey: the key.
        use: *update* or *recovery*; None where the entry before it is not at hand.
    """

    multikey: str
    use: Literal["update", "recovery"] | None


def tell(operation: Operation | Draft) -> Told:
    """Say what an entry says, or would say.

    Raises:
        MalformedInput: ``ledger.operation`` for a body that is not of its type.
    """
    body = bodies.read(operation.body, bodies.BODIES[operation.type])
    name, more = operation.type.replace(".", "_"), _MORE.get(operation.type)
    facts: dict[str, Fact] = {"subject": operation.subject}
    if more is not None:
        variant, found = more(body)
        name += variant
        facts |= found
    return Told(
        name,
        facts,
        RULES[operation.type],
        _signers(operation),
        operation.issued_at_s,
    )


def members_of(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Give what a draft says member by member, for whoever is to sign it.

    An entry of a DID is left out: it is a document, and its town's own.
    """
    return tuple(
        (name, line)
        for name, value in sorted(draft.body.items())
        if name != "entry"
        for line in _lines(value)
    )


def _lines(value: JsonValue) -> Iterator[str]:
    """Write a member's value, each thing that it lists on a line of its own."""
    match value:
        case None:
            yield "–"
        case bool():
            yield "true" if value else "false"
        case str():
            yield value
        case list():
            for each in value:
                yield from _lines(each)
        case dict():
            # `who` before `key`, `type` before `claims`: what it is about comes last in the alphabet.
            parts = (value[name] for name in sorted(value, reverse=True))
            yield " ".join(line for each in parts for line in _lines(each))
        case _:
            yield str(value)


def _signers(operation: Operation | Draft) -> tuple[str, ...]:
    if isinstance(operation, Draft):
        return ()
    if operation.type == "state.commit":
        return (operation.ledger,)
    return tuple(each.by for each in operation.sigs)


def entry_key(operation: Operation, before: Operation | None) -> EntryKey | None:
    """Say which key signed the entry of a DID's log that an operation brings.

    Args:
        operation: it.
        before: what brought the entry before it; None where it is not at hand, or there is none.

    Raises:
        MalformedInput: ``ledger.operation`` for a body or an entry that is none.
    """
    if operation.type not in _ENTRIES:
        return None
    proofs = _entry_of(operation).get("proof")
    match proofs:
        case [{"verificationMethod": str(method)}]:
            key = method.rpartition("#")[2]
        case _:
            raise MalformedInput("ledger.operation", "an entry without its proof")
    if operation.type == "did.create":
        return EntryKey(key, "update")
    if operation.type == "did.deactivate":
        # The rules take it with no other.
        return EntryKey(key, "recovery")
    if before is None:
        return EntryKey(key, None)
    match _entry_of(before).get("parameters"):
        case {"nextKeyHashes": [*hashes]} if key_hash(key) in hashes:
            # The next update key is committed to first, then the recovery keys.
            return EntryKey(key, "recovery" if key_hash(key) in hashes[1:] else "update")
    return EntryKey(key, None)


def _entry_of(operation: Operation) -> JsonObject:
    entry = operation.body.get("entry")
    if not isinstance(entry, str):
        raise MalformedInput("ledger.operation", "no entry")
    return json_encoding.parse_object(entry.encode("utf-8"), max_bytes=limits.OPERATION_BYTES)


def _genesis(body: bodies.Genesis) -> tuple[str, Facts]:
    return "", {"count": len(body.founders), "who": ", ".join(each.who for each in body.founders)}


def _create(body: bodies.DidCreate) -> tuple[str, Facts]:
    return "", {"who": body.who}


def _succeed(body: bodies.DidSucceed) -> tuple[str, Facts]:
    return ("_refused", {}) if body.to is None else ("", {"to": body.to})


def _propose(body: bodies.Propose) -> tuple[str, Facts]:
    return "", {"operator": body.operator}


def _reason(body: bodies.MemberReason) -> tuple[str, Facts]:
    return "", {"reason": body.reason}


def _policy(body: bodies.PolicyChange) -> tuple[str, Facts]:
    return "", {"n": body.n, "q": body.q, "a": body.a, "k": body.k}


def _grant(body: bodies.Grant) -> tuple[str, Facts]:
    term: Facts = {"from_s": body.from_s, "until_s": body.until_s}
    return "", {"type": body.type, "scope": body.scope, **term}


def _end(body: bodies.EndRight) -> tuple[str, Facts]:
    facts: dict[str, Fact] = {"type": body.type, "scope": body.scope}
    if body.void_from_s is None:
        return "", facts
    return "_void", facts | {"void_s": body.void_from_s}


def _register(body: bodies.RegisterService) -> tuple[str, Facts]:
    types = ", ".join(each.type for each in body.asks)
    return "", {"types": types, "purpose": body.purpose, "until_s": body.until_s}


def _commit(body: bodies.Commit) -> tuple[str, Facts]:
    return "", {"day_s": body.day * 86_400}


def _compromise(body: bodies.Compromise) -> tuple[str, Facts]:
    return "", {"from_s": body.from_s}


def _rotate(body: bodies.Rotate) -> tuple[str, Facts]:
    return _NOW * body.at_once, {}


def _freeze(body: bodies.Freeze) -> tuple[str, Facts]:
    now = _NOW * body.at_once
    return (now, {}) if body.successor is None else (f"_on{now}", {"successor": body.successor})


def _state(body: bodies.StateCommit) -> tuple[str, Facts]:
    return "", {"at_s": body.at}


_MORE: Final[Mapping[str, Callable[[Any], tuple[str, Facts]]]] = {
    "ledger.genesis": _genesis,
    "did.create": _create,
    "did.succeed": _succeed,
    "member.propose": _propose,
    "member.suspend": _reason,
    "member.reinstate": _reason,
    "member.expel": _reason,
    "policy.change": _policy,
    "accredit.grant": _grant,
    "accredit.end": _end,
    "verifier.register": _register,
    "commit": _commit,
    "key.compromise": _compromise,
    "log.rotate": _rotate,
    "log.freeze": _freeze,
    "state.commit": _state,
}
#: Every sentence there is, for those who write them.
SENTENCES: Final = frozenset(
    {kind.replace(".", "_") for kind in RULES}
    | {"did_succeed_refused", "accredit_end_void", "log_freeze_on"}
    | {f"{name}{_NOW}" for name in ("log_rotate", "log_freeze", "log_freeze_on")}
)
