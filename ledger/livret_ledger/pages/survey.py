"""What the public pages say: page values, from the records as of one head. Pure.

Legal persons stand here by their registered identifiers, as on the ledger. Every state that a
word tells (a right that stands, a member that is suspended) is as of the head's time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar, final

from livret_core.errors import LivretError
from livret_core.ledger.bodies import Asked
from livret_core.ledger.head import CosignedHead, verify
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.records import (
    DidRecord,
    LedgerRecord,
    LogRecord,
    MemberRecord,
    Policy,
    PolicyRecord,
    ProposalRecord,
    Record,
    RightRecord,
    ServiceRecord,
    Span,
)
from livret_core.ledger.rules.rights import ROOT
from livret_core.ledger.state import did_name, member_name
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog import cosignature
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.lines import encode_base64
from livret_core.tlog.note import VerifierKey
from livret_ledger.pages.terms import Term, term_state
from livret_ledger.proving import Records
from livret_ledger.standing import Behind, behind

Role: TypeAlias = Literal["witness", "auditor", "accreditor", "schemas"]

_R = TypeVar("_R", bound=Record)


@final
@dataclass(frozen=True, slots=True)
class Member:
    """One member, or one that was.

    Attributes:
        who: its registered identifier; *operator* runs its machines.
        roles: that it holds now.
        suspensions: from when to when, oldest first.
        expelled_from_s: when it was expelled, or will be.
        is_suspended, is_expelled: as of the head.
    """

    who: str
    operator: str
    did: str
    since_s: int
    roles: tuple[Role, ...]
    suspensions: tuple[tuple[int, int], ...]
    expelled_from_s: int | None
    is_suspended: bool
    is_expelled: bool


@final
@dataclass(frozen=True, slots=True)
class Right:
    """What one institution may issue in one place, and the history of it.

    Attributes:
        who: its registered identifier.
        is_suspended, is_expelled: of the member that it is, as of the head.
        has_ended: its DID acts no more.
    """

    who: str
    did: str
    type: str
    scope: str
    terms: tuple[Term, ...]
    is_suspended: bool
    is_expelled: bool
    has_ended: bool


@final
@dataclass(frozen=True, slots=True)
class Service:
    """A service that may ask, or might."""

    who: str
    did: str
    sponsor: str
    purpose: str
    asks: tuple[Asked, ...]
    from_s: int
    until_s: int
    is_over: bool


@final
@dataclass(frozen=True, slots=True)
class Cosigner:
    """Who cosigned a head, by registered identifier or else by the name of the key, and when."""

    who: str
    time_s: int


@final
@dataclass(frozen=True, slots=True)
class Head:
    """A head and those who confirmed it.

    Attributes:
        root: of the tree, base64 as in the checkpoint's own text.
        time_s: its T.
    """

    size: int
    root: str
    time_s: int
    witnesses: tuple[Cosigner, ...]
    auditors: tuple[Cosigner, ...]


@final
@dataclass(frozen=True, slots=True)
class Coming:
    """A policy that will count: its numbers, who witnesses and audits then, and from when on."""

    from_s: int
    numbers: Quorums
    witnesses: tuple[str, ...]
    auditors: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True)
class Survey:
    """All that the pages of one ledger say.

    Attributes:
        time_s: as of when.
        witnesses, auditors: how many confirmed the newest head.
        is_frozen: nothing is written any more; *successor* goes on, if any.
        coming: the policy that was voted and does not count yet.
        candidates: who asks to become a member.
        heads: newest first.
        signed: the newest, as it is published.
    """

    origin: str
    began_s: int | None
    size: int
    time_s: int
    numbers: Quorums
    witnesses: int
    auditors: int
    behind: Behind
    is_frozen: bool
    successor: str | None
    members: tuple[Member, ...]
    candidates: tuple[str, ...]
    rights: tuple[Right, ...]
    services: tuple[Service, ...]
    heads: tuple[Head, ...]
    signed: bytes
    coming: Coming | None = None


def survey(
    state: Records,
    newest: SignedCheckpoint,
    chain: TrustChain,
    older: Iterable[SignedCheckpoint] = (),
) -> Survey:
    """Gather what the pages say.

    Args:
        state: the records as of *newest*.
        newest: the head that is published.
        chain: the trust roots that heads are held against.
        older: heads noted before it, in any order; one that too few confirmed is left out.

    Raises:
        As :func:`livret_core.ledger.head.verify`, of *newest*.
    """
    cosigned = verify(newest, chain)
    at_s = cosigned.time_s
    policy_record = _find(state, "policy", PolicyRecord)
    policy = None if policy_record is None else policy_record.in_force(at_s)
    ledger = _find(state, "ledger", LedgerRecord)
    log = _find(state, "log", LogRecord)
    keys = cosignature.verify(newest, cosigned.trust.policy.witness_keys)
    names = _holders(policy_record)
    heads = {cosigned.size: _head(newest, cosigned, names)}
    for signed in older:
        if signed.checkpoint.size < cosigned.size and (found := _verified(signed, chain)):
            heads[found.size] = _head(signed, found, names)
    return Survey(
        origin=newest.checkpoint.origin,
        began_s=None if ledger is None else ledger.began_s,
        size=cosigned.size,
        time_s=at_s,
        numbers=cosigned.trust.numbers,
        witnesses=cosigned.witnesses,
        auditors=cosigned.auditors,
        behind=behind(state, keys, cosigned.trust.policy, at_s=at_s),
        is_frozen=log is not None and log.is_frozen(at_s),
        successor=None if log is None else log.successor,
        members=tuple(_members(state, policy, () if ledger is None else ledger.roots, at_s)),
        candidates=tuple(_candidates(state)),
        rights=tuple(
            sorted(_rights(state, at_s), key=lambda each: (each.type, each.scope, each.who))
        ),
        services=tuple(sorted(_services(state, at_s), key=lambda each: (each.is_over, each.who))),
        heads=tuple(heads[size] for size in sorted(heads, reverse=True)),
        signed=newest.format(),
        coming=_coming(policy_record, at_s),
    )


def _coming(record: PolicyRecord | None, at_s: int) -> Coming | None:
    policy = None if record is None else record.coming(at_s)
    if record is None or policy is None or record.next_from_s is None:
        return None
    return Coming(
        record.next_from_s,
        policy.numbers,
        tuple(each.who for each in policy.witnesses),
        tuple(each.who for each in policy.auditors),
    )


def _find(state: Records, name: str, kind: type[_R]) -> _R | None:
    record = state.record(name)
    return record if isinstance(record, kind) else None


def _members(
    state: Records, policy: Policy | None, roots: Sequence[str], at_s: int
) -> Iterable[Member]:
    for name in state.record_names("member/"):
        record = state.record(name)
        if not isinstance(record, MemberRecord):
            continue
        who = name.removeprefix("member/")
        is_expelled = record.is_expelled(at_s)
        yield Member(
            who,
            record.operator,
            record.did,
            record.admitted_s,
            () if is_expelled else tuple(_roles(who, policy, roots)),
            record.suspensions,
            record.expelled_from_s,
            record.is_suspended(at_s),
            is_expelled,
        )


def _roles(who: str, policy: Policy | None, roots: Sequence[str]) -> Iterable[Role]:
    if policy is not None and any(each.who == who for each in policy.witnesses):
        yield "witness"
    if policy is not None and any(each.who == who for each in policy.auditors):
        yield "auditor"
    if who in roots:
        yield "accreditor"
    if policy is not None and who in policy.schemas:
        yield "schemas"


def _candidates(state: Records) -> Iterable[str]:
    for name in state.record_names("member/"):
        record = state.record(name)
        if isinstance(record, ProposalRecord) and record.is_open:
            yield name.removeprefix("member/").removesuffix("/proposal")


def _rights(state: Records, at_s: int) -> Iterable[Right]:
    for name in state.record_names("accr/"):
        record = state.record(name)
        if not isinstance(record, RightRecord):
            continue
        _, did, type_name, scope = name.split("/", 3)
        identity = _find(state, did_name(did), DidRecord)
        who = _owner(state, did)
        member = _find(state, member_name(who), MemberRecord)
        yield Right(
            who,
            did,
            type_name,
            scope,
            tuple(_term(state, span, at_s) for span in record.spans),
            member is not None and member.is_suspended(at_s),
            member is not None and member.is_expelled(at_s),
            identity is not None and not identity.acts(at_s),
        )


def _term(state: Records, span: Span, at_s: int) -> Term:
    return Term(
        span.from_s,
        span.until_s,
        span.granted_s,
        span.depth,
        None if span.by == ROOT else _owner(state, span.by),
        span.ended_s,
        span.void_from_s,
        term_state(span, at_s),
    )


def _services(state: Records, at_s: int) -> Iterable[Service]:
    for name in state.record_names("service/"):
        record = state.record(name)
        if not isinstance(record, ServiceRecord):
            continue
        did = name.removeprefix("service/")
        yield Service(
            _owner(state, did),
            did,
            record.sponsor,
            record.purpose,
            record.asks,
            record.from_s,
            record.until_s,
            at_s >= record.until_s,
        )


def _owner(state: Records, did: str) -> str:
    """Give the legal person whose DID it is, or the DID where the ledger knows none."""
    record = _find(state, did_name(did), DidRecord)
    return did if record is None else record.who


def _holders(policy: PolicyRecord | None) -> Callable[[VerifierKey], str]:
    """Say whose a key is, as far as the policies that are known say."""
    names: dict[str, str] = {}
    if policy is not None:
        known = policy.policy.holders + (() if policy.next is None else policy.next.holders)
        names = {holder.key: holder.who for holder in known}
    return lambda key: names.get(key.format(), str(key.name))


def _verified(signed: SignedCheckpoint, chain: TrustChain) -> CosignedHead | None:
    try:
        return verify(signed, chain)
    except LivretError:
        return None


def _head(
    signed: SignedCheckpoint, cosigned: CosignedHead, name: Callable[[VerifierKey], str]
) -> Head:
    times_s = cosignature.verify(signed, cosigned.trust.policy.witness_keys)

    def of(keys: frozenset[VerifierKey]) -> tuple[Cosigner, ...]:
        found = [Cosigner(name(key), times[-1]) for key, times in times_s.items() if key in keys]
        return tuple(sorted(found, key=lambda each: each.who))

    trust = cosigned.trust
    root = encode_base64(cosigned.root)
    return Head(cosigned.size, root, cosigned.time_s, of(trust.witnesses), of(trust.auditors))
