"""What each type of operation says: its body, read strictly.

There is no place for free text in any of them. Every member is a number, a time, a digest,
a key, a DID, a code from a list, or a registered identifier: that is how personal data
stays out. The one long text, a did:webvh entry, is held to a document of fixed members in
:mod:`livret_core.ledger.did_profile`.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias, TypeVar

import msgspec

from livret_core.encoding.json import JsonObject
from livret_core.ledger.operation import ADDRESS, ORDER, DidText, Digest, Origin, Seconds, misshapen

_B = TypeVar("_B", bound="Body")

LEGAL: Final = r"[a-z]{2}-[a-z]{3,5}:[0-9AB]{5,10}"
SCOPE: Final = r"(\*|[a-z]{2}-[a-z]{3,5}:([0-9AB]{0,9}\*|[0-9AB]{5,10}))"
LegalText: TypeAlias = Annotated[str, msgspec.Meta(pattern=rf"\A{LEGAL}\Z")]
ScopeText: TypeAlias = Annotated[str, msgspec.Meta(pattern=rf"\A{SCOPE}\Z")]
# At most three words, no digit: what a type is for, not whom.
TYPE: Final = r"(?![a-z-]{25})[a-z]{1,24}(?:-[a-z]{1,24}){0,2}"
_MEMBER: Final = r"[a-z]{1,24}(?:_[a-z]{1,24}){0,3}"
TypeName: TypeAlias = Annotated[str, msgspec.Meta(pattern=rf"\A{TYPE}\Z")]
TypeOrAny: TypeAlias = Annotated[str, msgspec.Meta(pattern=rf"\A(\*|{TYPE})\Z")]
# As type metadata has its paths: `address.locality`, `parents.*.given_name`.
ClaimName: TypeAlias = Annotated[
    str,
    msgspec.Meta(pattern=rf"\A(?![a-z_.*]{{65}}){_MEMBER}(\.(\*|{_MEMBER})){{0,3}}\Z"),
]
ClaimNames: TypeAlias = Annotated[tuple[ClaimName, ...], msgspec.Meta(min_length=1, max_length=64)]
# `name+hash+base64` of C2SP signed-note, the name an address; tlog reads it.
VerifierKeyText: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=rf"\A{ADDRESS}\+[0-9a-f]{{8}}\+[A-Za-z0-9+/]{{44}}\Z")
]
EntryLine: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r"\A\{[\x20-\x7e]*\}\Z", max_length=15_000)
]
Depth: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=3)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=1_000)]

ReasonCode: TypeAlias = Literal[
    "key-compromise", "equivocation", "rule-broken", "unreachable", "legal-end", "own-request"
]
# Why a service may ask, after the purposes that administrations register.
PurposeCode: TypeAlias = Literal[
    "entitlement", "enrolment", "identity", "residence", "mobility", "culture", "sport", "procedure"
]


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an operation of one type says."""


class Founder(Body, frozen=True):
    """One founding member: who, its first operation key, its machines, and who runs them."""

    who: LegalText
    operator: LegalText
    did: Annotated[str, msgspec.Meta(pattern=r"\Adid:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}\Z")]
    witness: VerifierKeyText
    auditor: VerifierKeyText | None = None


class Genesis(Body, frozen=True):
    """``ledger.genesis``: the first entry. Signed by every founder."""

    key: VerifierKeyText
    founders: Annotated[tuple[Founder, ...], msgspec.Meta(min_length=1, max_length=64)]
    n: Count
    q: Count
    a: Count
    k: Count
    roots: Annotated[tuple[LegalText, ...], msgspec.Meta(max_length=64)]
    schemas: Annotated[tuple[LegalText, ...], msgspec.Meta(max_length=64)]
    rules: int
    at: Seconds


class DidCreate(Body, frozen=True):
    """``did.create``: did:webvh entry 1, byte-exact without its line feed, and whose it is."""

    who: LegalText
    entry: EntryLine


class DidEntry(Body, frozen=True):
    """``did.update`` and ``did.deactivate``: the next did:webvh entry, byte-exact.

    ``lists`` is the root over the final status lists, and only a deactivation has it.
    """

    entry: EntryLine
    lists: Digest | None = None


class DidSucceed(Body, frozen=True):
    """``did.succeed``: another DID carries on; ``to`` is null when the old one refuses."""

    to: DidText | None
    lists: Digest | None = None


class Propose(Body, frozen=True):
    """``member.propose``: a candidate, the roles it would take, and its keys for them."""

    did: DidText
    operator: LegalText
    witness: VerifierKeyText | None = None
    auditor: VerifierKeyText | None = None


class Endorse(Body, frozen=True):
    """``member.endorse``: of this proposal, by its operation id, and by whom.

    An operation is called by what it says and not by who signed it: without ``by``, two
    members' endorsements of one second would be one operation, and count once.
    """

    proposal: Digest
    by: LegalText


class Admit(Body, frozen=True):
    """``member.admit``: of this proposal, by its operation id."""

    proposal: Digest


class MemberReason(Body, frozen=True):
    """``member.suspend``, ``member.reinstate`` and ``member.expel``."""

    reason: ReasonCode


class RoleHolder(Body, frozen=True):
    """Who holds a role: the member and its key for that role."""

    who: LegalText
    key: VerifierKeyText


class PolicyChange(Body, frozen=True):
    """``policy.change``: the numbers, every holder of each role, and the rules that count."""

    n: Count
    q: Count
    a: Count
    k: Count
    witnesses: Annotated[tuple[RoleHolder, ...], msgspec.Meta(min_length=1, max_length=64)]
    auditors: Annotated[tuple[RoleHolder, ...], msgspec.Meta(max_length=64)]
    schemas: Annotated[tuple[LegalText, ...], msgspec.Meta(max_length=64)]
    rules: int


class Grant(Body, frozen=True, rename={"from_s": "from", "until_s": "until"}):
    """``accredit.grant``: the right to issue a type within a scope, perhaps to pass it on.

    ``parent`` is the DID, type and scope of the right it stands on; null for a root right.
    """

    type: TypeOrAny
    scope: ScopeText
    from_s: Seconds
    until_s: Seconds
    depth: Depth
    parent: "RightName | None"


class RightName(Body, frozen=True):
    """Names a right: who holds it, for what, where."""

    did: DidText
    type: TypeOrAny
    scope: ScopeText


class EndRight(Body, frozen=True, rename={"from_s": "from", "void_from_s": "void_from"}):
    """``accredit.end``: the span that began at ``from`` ends now, or is void from a time on."""

    type: TypeOrAny
    scope: ScopeText
    from_s: Seconds
    void_from_s: Seconds | None


class Asked(Body, frozen=True):
    """A type and the claims of it that a service may ask for: such as some version of it has."""

    type: TypeName
    claims: ClaimNames

    def __post_init__(self) -> None:
        _check_each_once(self.claims, "claims", is_sorted=False)


class RegisterService(Body, frozen=True, rename={"until_s": "until"}):
    """``verifier.register``: what a service may ask, why, and until when."""

    asks: Annotated[tuple[Asked, ...], msgspec.Meta(min_length=1, max_length=16)]
    purpose: PurposeCode
    text: Digest
    until_s: Seconds

    def __post_init__(self) -> None:
        _check_each_once(tuple(each.type for each in self.asks), "asks", is_sorted=False)


class Nothing(Body, frozen=True):
    """The body of an operation that says all by its type: ``verifier.end``, ``schema.retire``."""


class PublishSchema(Body, frozen=True):
    """``schema.publish``: the digest of a type's published metadata, and its claims. Immutable.

    ``claims`` are named once each, sorted: a service may be registered for these and no other.
    """

    digest: Digest
    media: Literal["application/json"]
    claims: ClaimNames

    def __post_init__(self) -> None:
        _check_each_once(self.claims, "claims", is_sorted=True)


class Commit(Body, frozen=True):
    """``commit``: the day's Merkle root over named digests."""

    day: Annotated[int, msgspec.Meta(ge=0, le=200_000)]
    root: Digest


class Compromise(Body, frozen=True, rename={"from_s": "from"}):
    """``key.compromise``: from when on the key is suspected."""

    from_s: Seconds


class Rotate(Body, frozen=True):
    """``log.rotate``: the key to sign checkpoints; ``at_once`` if the old one signs this too."""

    key: VerifierKeyText
    at_once: bool


class Freeze(Body, frozen=True):
    """``log.freeze``: nothing more is written; ``successor`` goes on, if any.

    ``at_once`` if the log key signs this too.
    """

    successor: Origin | None
    at_once: bool


class StateCommit(Body, frozen=True):
    """``state.commit``: root of the state map over all entries before this one, and the time."""

    root: Digest
    at: Seconds


BODIES: Final[Mapping[str, type[Body]]] = {
    "ledger.genesis": Genesis,
    "did.create": DidCreate,
    "did.update": DidEntry,
    "did.deactivate": DidEntry,
    "did.succeed": DidSucceed,
    "member.propose": Propose,
    "member.endorse": Endorse,
    "member.admit": Admit,
    "member.suspend": MemberReason,
    "member.reinstate": MemberReason,
    "member.expel": MemberReason,
    "policy.change": PolicyChange,
    "accredit.grant": Grant,
    "accredit.end": EndRight,
    "verifier.register": RegisterService,
    "verifier.end": Nothing,
    "schema.publish": PublishSchema,
    "schema.retire": Nothing,
    "commit": Commit,
    "key.compromise": Compromise,
    "log.rotate": Rotate,
    "log.freeze": Freeze,
    "state.commit": StateCommit,
}


def read(body: JsonObject, kind: type[_B]) -> _B:
    """Read the body of an operation as *kind*.

    Raises:
        MalformedInput: ``ledger.operation`` for a member missing, unknown or of a form
            that this operation has no place for.
    """
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise misshapen(error, "body") from None


def _check_each_once(names: tuple[str, ...], member: str, *, is_sorted: bool) -> None:
    once = sorted(set(names))
    if (list(names) if is_sorted else sorted(names)) != once:
        raise ValueError(ORDER + member)
