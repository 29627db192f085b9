"""``accredit.*``: who may issue what, where, by whose leave (LEDGER §2)."""

from collections.abc import Iterable, Iterator, Mapping
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
#: Terms that one record keeps by root accreditors and voters, and as many by others. All of
#: them travel in the evidence for an issuer.
MAX_SPANS: Final = 4
MAX_RENEWALS: Final = 12
#: Rights that a DID may have. Their names travel in its evidence too.
MAX_RIGHTS: Final = 32
#: Of these, how many it may hold of accreditors that are no root themselves, and on how many
#: rights of theirs and above all may stand: nobody asks the DID whether it wants them.
MAX_PASSED_ON: Final = 16
MAX_ABOVE: Final = 12
ROOT: Final = "root"  # stands for k voters where else the DID of an accreditor stands


def grant(case: Case, body: bodies.Grant) -> Mapping[str, Record]:
    """``accredit.grant``: by one who holds that right with a depth to spare, or k voters.

    A term that goes on where the last one stops, by the same right, makes that one longer.

    Raises:
        Refused: ``ledger.interval`` for a term that begins before ledger time, ends before
            it begins, lasts over 10 years or overlaps one by the same right; ``ledger.scope``
            beyond the granter's own right; ``ledger.not_in_force``, ``ledger.threshold``,
            ``ledger.own_matter``, ``ledger.signer``, ``ledger.suspended``, ``ledger.full``, ``ledger.too_often``,
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
    spans = _kept(case, name)
    # A term is called by its first second, by who ends it and by what is granted from it.
    # Another's term is no obstacle: it could lie there to be one.
    if any(
        one.from_s == body.from_s or (_is_by_same(one, by, body) and _overlaps(one, body))
        for one in spans
    ):
        raise Refused("ledger.interval", "the term before has not ended by then")
    span = Span(
        body.from_s, body.until_s, body.depth, by, body.parent, case.at_s, parent_from_s=ground
    )
    before = next((one for one in spans if _goes_on(one, span)), None)
    if before is not None:
        span = _renewed(before, span)
        spans = tuple(one for one in spans if one is not before)
    if sum((one.parent is None) == (span.parent is None) for one in spans) >= MAX_SPANS:
        raise Refused("ledger.full")
    right = f"{body.type}/{body.scope}"
    names = _listed(case)
    if span.parent is not None and before is None:
        _check_room(case, span, names, is_new=not spans)
    writes: dict[str, Record] = {name: RightRecord(case.seq, case.last, (*spans, span))}
    if right not in names:
        writes[rights_name(subject)] = _listed_with(case, names, right)
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


def _listed(case: Case) -> tuple[str, ...]:
    """Give the names of the rights that the subject was granted, as its record lists them."""
    record = case.find(rights_name(case.operation.subject), RightsRecord)
    return () if record is None else record.names


def _held(case: Case, right: str) -> tuple[Span, ...]:
    """Give the terms of a listed right of the subject that lend something."""
    return _kept(case, right_name(case.operation.subject, *right.split("/", 1)))


def _listed_with(case: Case, names: Iterable[str], right: str) -> RightsRecord:
    """Add a right to the list. Of those before, what lends nothing any more leaves it."""
    kept = [each for each in names if _held(case, each)]
    if len(kept) >= MAX_RIGHTS:
        raise Refused("ledger.full")
    return RightsRecord(tuple(sorted((*kept, right))))


def _kept(case: Case, name: str) -> tuple[Span, ...]:
    """Give the terms of a right but those that lend nothing to anybody, at any time.

    A term that is void from its first second, or was granted when what it stands on was void.
    That is for good, as void only becomes void earlier; and no proof dates anything into it. So
    it makes room, or who filled a record would have filled it for ever. What has ended or
    was voided later stays, for what was signed before.

    One that begins this very second stays for it: what was granted from it is called by that
    second, and would come to stand on a new term that begins in the same.
    """
    record = case.find(name, RightRecord)
    spans = () if record is None else record.spans
    return tuple(one for one in spans if one.from_s == case.at_s or _lends(case, one))


def _lends(case: Case, span: Span) -> bool:
    if span.void_from_s is not None and span.void_from_s <= span.from_s:
        return False
    at_s = span.granted_s
    for _, used in _above(case, span):
        if used is None or (used.void_from_s is not None and used.void_from_s <= at_s):
            return False
        at_s = used.granted_for(at_s)
    return True


def _check_room(case: Case, span: Span, names: Iterable[str], *, is_new: bool) -> None:
    """Check that accreditors leave room for each other, for roots and for voters.

    What they pass on travels in all evidence of the subject, with the rights above.

    Args:
        case: the grant.
        span: that it adds.
        names: of the rights that the subject's record lists.
        is_new: whether nothing under its name lends anything yet.

    Raises:
        Refused: ``ledger.full``.
    """
    held = [spans for name in names if (spans := _held(case, name))]
    passed_on = sum(all(one.parent is not None for one in spans) for spans in held)
    if is_new and passed_on >= MAX_PASSED_ON:
        raise Refused("ledger.full", "of rights that were passed on")
    terms = [span, *(one for spans in held for one in spans)]
    if len({name for one in terms for name, _ in _above(case, one)}) > MAX_ABOVE:
        raise Refused("ledger.full", "of rights above")


def _above(case: Case, span: Span) -> Iterator[tuple[bodies.RightName, Span | None]]:
    """Go through the rights that a term stands on, each with the very term it was granted under.

    Each was granted with less depth than its granter had, so this ends.
    """
    term: Span | None = span
    while term is not None and term.parent is not None:
        above = term.parent
        record = case.demand(right_name(above.did, above.type, above.scope), RightRecord)
        term = record.term(term.parent_from_s)
        yield above, term


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
    for span in _standing_terms(case, parent):
        if (
            body.depth < span.depth
            and parent.type in ("*", body.type)
            and Scope.parse(parent.scope).covers(scope)
            and body.until_s <= _end_s(span)
        ):
            _check_not_own(case, span, holder)
            return by, span.from_s
    raise Refused("ledger.scope")


def _check_not_own(case: Case, ground: Span, holder: DidRecord) -> None:
    """Check that a right does not come back to who gave it out.

    A root accreditor does not grant itself, and would through a DID that it sponsors alone.

    Raises:
        Refused: ``ledger.own_matter``.
    """
    terms = [ground, *(term for _, term in _above(case, ground) if term is not None)]
    if any(term.by == holder.did for term in terms):
        raise Refused("ledger.own_matter", "it comes back to who granted it")
    root = terms[-1].by
    if root != ROOT:
        side = case.side_of(case.owner_of(root))
        if not set(side).isdisjoint(case.side_of(holder.who)):
            raise Refused("ledger.own_matter", "it comes back to who granted it")


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
            return any(one.depth > span.depth for one in _standing_terms(case, span.parent))
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


def _standing_terms(case: Case, name: bodies.RightName) -> list[Span]:
    """Find the terms under which a right stands now, with all that they stand on.

    Raises:
        Refused: ``ledger.not_in_force`` when there is none.
    """
    record = case.demand(right_name(name.did, name.type, name.scope), RightRecord)
    found = [
        span
        for span in record.spans
        if span.holds(case.at_s)
        and all(term is not None and term.holds(case.at_s) for _, term in _above(case, span))
    ]
    if not found:
        raise Refused("ledger.not_in_force", "the granter's own right")
    return found


def _is_by_same(span: Span, by: str, body: bodies.Grant) -> bool:
    return (span.by, span.parent) == (by, body.parent)


def _overlaps(span: Span, body: bodies.Grant) -> bool:
    return span.from_s < body.until_s and body.from_s < _end_s(span)


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
