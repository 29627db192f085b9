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
    Span,
)
from livret_core.ledger.rules.case import DAY_S, Case
from livret_core.ledger.scope import Scope
from livret_core.ledger.state import did_name, right_name

MAX_TERM_S: Final = 10 * 366 * DAY_S
#: Terms that one record keeps. All of them travel in the evidence for an issuer.
MAX_SPANS: Final = 4
ROOT: Final = "root"  # stands for k voters where else the DID of an accreditor stands


def grant(case: Case, body: bodies.Grant) -> Mapping[str, Record]:
    """``accredit.grant``: by one who holds that right with a depth to spare, or k voters.

    A term that goes on where the last one stops, by the same right, makes that one longer.

    Raises:
        Refused: ``ledger.interval`` for a term that begins before ledger time, ends before
            it begins, lasts over 10 years or overlaps one in force; ``ledger.scope`` beyond
            the granter's own right; ``ledger.not_in_force``, ``ledger.threshold``,
            ``ledger.signer``, ``ledger.suspended``, ``ledger.full``, ``ledger.unknown`` for
            a type that no authority published.
    """
    subject = case.operation.subject
    holder = case.demand(did_name(subject), DidRecord)
    if not holder.acts(case.at_s):
        raise Refused("ledger.not_in_force", "the DID has ended")
    scope = Scope.parse(body.scope)
    case.check_type(body.type)
    if not case.at_s <= body.from_s < body.until_s <= body.from_s + MAX_TERM_S:
        raise Refused("ledger.interval")
    by = _granter(case, body, scope, holder)
    name = right_name(subject, body.type, body.scope)
    record = case.find(name, RightRecord)
    spans = () if record is None else record.spans
    if spans and _end_s(spans[-1]) > body.from_s:
        raise Refused("ledger.interval", "the term before has not ended by then")
    span = Span(body.from_s, body.until_s, body.depth, by, body.parent, case.at_s)
    if spans and _goes_on(spans[-1], span):
        span = msgspec.structs.replace(spans[-1], until_s=span.until_s)
        spans = spans[:-1]
    if len(spans) >= MAX_SPANS:
        raise Refused("ledger.full")
    return {name: RightRecord(case.seq, case.last, (*spans, span))}


def end(case: Case, body: bodies.EndRight) -> Mapping[str, Record]:
    """``accredit.end``: by who granted it, or k voters. Void can only become void earlier.

    Raises:
        Refused: ``ledger.unknown``, ``ledger.not_in_force``, ``ledger.interval``,
            ``ledger.threshold``.
    """
    subject = case.operation.subject
    name = right_name(subject, body.type, body.scope)
    record = case.demand(name, RightRecord)
    index = next((i for i, span in enumerate(record.spans) if span.from_s == body.from_s), None)
    if index is None:
        raise Refused("ledger.unknown", "no such term", record="accr")
    span = record.spans[index]
    if span.by not in case.signers.dids:
        case.check_votes(case.policy.numbers.k, but=case.side_of(case.owner_of(subject)))
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
    spans = (*record.spans[:index], changed, *record.spans[index + 1 :])
    return {name: RightRecord(case.seq, case.last, spans)}


def _granter(case: Case, body: bodies.Grant, scope: Scope, holder: DidRecord) -> str:
    """Find by whose right this is granted."""
    if body.parent is None:
        own = case.side_of(holder.who)
        if (root := _root_signer(case)) is not None:
            did, member = root
            if not {member.operator, case.signers.dids[did]}.isdisjoint(own):
                raise Refused("ledger.own_matter")
            case.check_may_vouch(case.signers.dids[did])
            return did
        case.check_votes(case.policy.numbers.k, but=own)
        return ROOT
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
    return by


def _root_signer(case: Case) -> tuple[str, MemberRecord] | None:
    """Give the root accreditor that signed alone, if one did."""
    if len(case.signers.dids) != 1 or len(case.operation.sigs) != 1:
        return None
    did, who = next(iter(case.signers.dids.items()))
    member = case.member(did, who)
    if member is None or who not in case.demand("ledger", LedgerRecord).roots:
        return None
    return did, member


def _standing_term(case: Case, name: bodies.RightName) -> Span:
    """Find the term under which a right stands now, and check those that it stands on."""
    record = case.demand(right_name(name.did, name.type, name.scope), RightRecord)
    span = next((span for span in record.spans if span.holds(case.at_s)), None)
    if span is None:
        raise Refused("ledger.not_in_force", "the granter's own right")
    # Each was granted with less depth than its granter had, so this ends.
    if span.parent is not None:
        _standing_term(case, span.parent)
    return span


def _goes_on(last: Span, span: Span) -> bool:
    return (
        last.until_s == span.from_s
        and (last.ended_s, last.void_from_s) == (None, None)
        and (last.by, last.parent, last.depth) == (span.by, span.parent, span.depth)
    )


def _end_s(span: Span) -> int:
    ends = (span.until_s, span.ended_s, span.void_from_s)
    return min(end_s for end_s in ends if end_s is not None)
