"""``accredit.*``: who may issue what, where, by whose leave (LEDGER §2)."""

from collections.abc import Mapping
from typing import Final

import msgspec

from livret_core.errors import Refused
from livret_core.ledger import bodies
from livret_core.ledger.records import (
    DidRecord,
    LedgerRecord,
    MemberRecord,
    Record,
    RightRecord,
    RightsRecord,
    Span,
)
from livret_core.ledger.rules.case import DAY_S, GRANTED_A_DAY, Case
from livret_core.ledger.scope import Scope
from livret_core.ledger.state import did_name, right_name, rights_name

MAX_TERM_S: Final = 10 * 366 * DAY_S
#: Terms that one record keeps. All of them travel in the evidence for an issuer.
MAX_SPANS: Final = 4
MAX_RENEWALS: Final = 12
#: Rights that a DID may have. Their names travel in its evidence too.
MAX_RIGHTS: Final = 32
ROOT: Final = "root"  # stands for k voters where else the DID of an accreditor stands


def grant(case: Case, body: bodies.Grant) -> Mapping[str, Record]:
    """``accredit.grant``: by one who holds that right with a depth to spare, or k voters.

    A term that goes on where the last one stops, by the same right, makes that one longer.

    Raises:
        Refused: ``ledger.interval`` for a term that begins before ledger time, ends before
            it begins, lasts over 10 years or overlaps one in force; ``ledger.scope`` beyond
            the granter's own right; ``ledger.not_in_force``, ``ledger.threshold``,
            ``ledger.signer``, ``ledger.suspended``, ``ledger.full``, ``ledger.too_often``,
            ``ledger.unknown`` for a type that no authority published.
    """
    subject = case.operation.subject
    holder = case.demand(did_name(subject), DidRecord)
    if not holder.acts(case.at_s):
        raise Refused("ledger.not_in_force", "the DID has ended")
    scope = Scope.parse(body.scope)
    case.check_type(body.type)
    if not case.at_s <= body.from_s < body.until_s <= body.from_s + MAX_TERM_S:
        raise Refused("ledger.interval")
    by, ground = _granter(case, body, scope, holder)
    name = right_name(subject, body.type, body.scope)
    record = case.find(name, RightRecord)
    spans = () if record is None else record.spans
    # A term is called by its first second, by who ends it and by what is granted from it.
    if spans and (
        _end_s(spans[-1]) > body.from_s or any(one.from_s == body.from_s for one in spans)
    ):
        raise Refused("ledger.interval", "the term before has not ended by then")
    span = Span(
        body.from_s, body.until_s, body.depth, by, body.parent, case.at_s, parent_from_s=ground
    )
    if spans and _goes_on(spans[-1], span):
        span = _renewed(spans[-1], span)
        spans = spans[:-1]
    if len(spans) >= MAX_SPANS:
        raise Refused("ledger.full")
    writes: dict[str, Record] = {name: RightRecord(case.seq, case.last, (*spans, span))}
    if record is None:
        writes[rights_name(subject)] = _listed(case, f"{body.type}/{body.scope}")
    if by != ROOT:
        writes |= case.done_by(by, "grants", most=GRANTED_A_DAY)
    return writes


def end(case: Case, body: bodies.EndRight) -> Mapping[str, Record]:
    """``accredit.end``: by who granted it and still could, or k voters.

    Void can only become void earlier. The first end of a term, and the first word that it is
    void, are never one too many; another one by its granter alone may be.

    Raises:
        Refused: ``ledger.unknown``, ``ledger.not_in_force``, ``ledger.interval``,
            ``ledger.threshold``, ``ledger.earlier_only``, ``ledger.too_often``.
    """
    subject = case.operation.subject
    name = right_name(subject, body.type, body.scope)
    record = case.demand(name, RightRecord)
    span = record.term(body.from_s)
    if span is None:
        raise Refused("ledger.unknown", "no such term", record="accr")
    is_own = _still_grants(case, span)
    if not is_own:
        case.check_votes(case.policy.numbers.k, but=case.side_of(case.owner_of(subject)))
    said = span.ended_s if body.void_from_s is None else span.void_from_s
    if body.void_from_s is None:
        if case.at_s >= _end_s(span):
            raise Refused("ledger.not_in_force", "it has ended")
        changed = msgspec.structs.replace(span, ended_s=max(case.at_s, span.from_s))
    else:
        if body.void_from_s > case.at_s:
            raise Refused("ledger.interval", "void from a time to come")
        if span.void_from_s is not None and body.void_from_s >= span.void_from_s:
            raise Refused("ledger.earlier_only")
        changed = msgspec.structs.replace(span, void_from_s=body.void_from_s)
    spans = tuple(changed if one is span else one for one in record.spans)
    writes: dict[str, Record] = {name: RightRecord(case.seq, case.last, spans)}
    if is_own and said is not None:
        writes |= case.done_by(span.by, "ends")
    return writes


def _listed(case: Case, right: str) -> RightsRecord:
    """Add a right to the list of all that the subject was ever granted."""
    record = case.find(rights_name(case.operation.subject), RightsRecord)
    names = () if record is None else record.names
    if len(names) >= MAX_RIGHTS:
        raise Refused("ledger.full")
    return RightsRecord(tuple(sorted((*names, right))))


def _granter(
    case: Case, body: bodies.Grant, scope: Scope, holder: DidRecord
) -> tuple[str, int | None]:
    """Find by whose right this is granted, and which term of it, by its first second."""
    if body.parent is None:
        own = case.side_of(holder.who)
        if (root := _root_signer(case)) is not None:
            did, member = root
            if not {member.operator, case.signers.dids[did]}.isdisjoint(own):
                raise Refused("ledger.own_matter")
            case.check_may_vouch(case.signers.dids[did])
            return did, None
        case.check_votes(case.policy.numbers.k, but=own)
        return ROOT, None
    by, who = case.only_signer()
    parent = body.parent
    if parent.did != by or by == case.operation.subject:
        raise Refused("ledger.signer", "not the holder of that right")
    case.check_may_vouch(who)
    span = _standing_term(case, parent)
    if (
        body.depth >= span.depth
        or parent.type not in ("*", body.type)
        or not Scope.parse(parent.scope).covers(scope)
        or body.until_s > _end_s(span)
    ):
        raise Refused("ledger.scope")
    return by, span.from_s


def _still_grants(case: Case, span: Span) -> bool:
    """Say whether who granted a term signed, and is one that could grant it now.

    An accreditor that was expelled or suspended, or whose own right is void or has ended,
    undoes nothing of what it did while it was one.
    """
    who = case.signers.dids.get(span.by)
    if who is None:
        return False
    try:
        case.check_may_vouch(who)
        if span.parent is not None:
            return _standing_term(case, span.parent).depth > span.depth
    except Refused:
        return False
    return _root(case, span.by, who) is not None


def _root_signer(case: Case) -> tuple[str, MemberRecord] | None:
    """Give the root accreditor that signed alone, if one did."""
    if len(case.signers.dids) != 1 or len(case.operation.sigs) != 1:
        return None
    did, who = next(iter(case.signers.dids.items()))
    member = _root(case, did, who)
    return None if member is None else (did, member)


def _root(case: Case, did: str, who: str) -> MemberRecord | None:
    """Give the member that *did* speaks for if it is a root accreditor."""
    member = case.member(did, who)
    if member is None or who not in case.demand("ledger", LedgerRecord).roots:
        return None
    return member


def _standing_term(case: Case, name: bodies.RightName) -> Span:
    """Find the term under which a right stands now, and check those that it stands on."""
    record = case.demand(right_name(name.did, name.type, name.scope), RightRecord)
    span = next((span for span in record.spans if span.holds(case.at_s)), None)
    ground = span
    # Each was granted with less depth than its granter had, so this ends.
    while ground is not None and ground.parent is not None:
        above = ground.parent
        record = case.demand(right_name(above.did, above.type, above.scope), RightRecord)
        ground = record.term(ground.parent_from_s)
        if ground is not None and not ground.holds(case.at_s):
            ground = None
    if span is None or ground is None:
        raise Refused("ledger.not_in_force", "the granter's own right")
    return span


def _goes_on(last: Span, span: Span) -> bool:
    return (
        last.until_s == span.from_s
        and (last.ended_s, last.void_from_s) == (None, None)
        and (last.by, last.parent, last.parent_from_s, last.depth)
        == (span.by, span.parent, span.parent_from_s, span.depth)
        and len(last.renewals) < MAX_RENEWALS
    )


def _renewed(last: Span, span: Span) -> Span:
    """Make a term longer. Whether what it stands on stood is asked of each part by itself."""
    renewals = last.renewals
    if span.parent is not None:
        renewals = (*renewals, (span.from_s, span.granted_s))
    return msgspec.structs.replace(last, until_s=span.until_s, renewals=renewals)


def _end_s(span: Span) -> int:
    ends = (span.until_s, span.ended_s, span.void_from_s)
    return min(end_s for end_s in ends if end_s is not None)
