"""``member.*``: administrations admit each other, and may suspend or expel (LEDGER §1, §2)."""

from collections.abc import Mapping
from typing import Final

import msgspec

from livret_core.errors import Refused
from livret_core.keys import multikey
from livret_core.ledger import bodies
from livret_core.ledger.legal_id import LegalId
from livret_core.ledger.records import (
    DidRecord,
    EndorsementRecord,
    MemberRecord,
    PolicyRecord,
    ProposalRecord,
    Record,
    UsedRecord,
)
from livret_core.ledger.rules.case import DAY_S, Case, check_distinct, check_role_key, role_use
from livret_core.ledger.state import (
    did_name,
    endorsement_name,
    member_name,
    proposal_name,
    used_name,
)
from livret_core.tlog.note import SignatureType

SUSPENSION_S: Final = 7 * DAY_S
RENEWAL_S: Final = 30 * DAY_S
MAX_SUSPENSIONS: Final = 32


def propose(case: Case, body: bodies.Propose) -> Mapping[str, Record]:
    """``member.propose``: signed by the candidate's own DID; replaces what it proposed before.

    Raises:
        Refused: ``ledger.signer`` for another, or for a member by another DID than the one
            it was admitted with, while that one acts; ``ledger.threshold``, ``ledger.role``,
            ``ledger.same_key``, ``ledger.key_again`` for a key that is another's or was for
            another use, ``note.key_type``, ``ledger.too_often``.
    """
    who = case.operation.subject
    LegalId.parse(body.operator)
    did, owner = case.only_signer()
    if did != body.did or owner != who:
        raise Refused("ledger.signer", "not the candidate")
    standing = case.find(member_name(who), MemberRecord)
    # Whose a DID is, one voter says. A member is not talked over by that.
    if (
        standing is not None
        and standing.did != did
        and not standing.is_expelled(case.at_s)
        and case.demand(did_name(standing.did), DidRecord).acts(case.at_s)
    ):
        raise Refused("ledger.signer", "the member has another DID")
    keys = {
        role: check_role_key(key, signature_type=SignatureType.COSIGNATURE_V1)
        for role, key in (("witness", body.witness), ("auditor", body.auditor))
        if key is not None
    }
    if not keys:
        raise Refused("ledger.role", "no role")
    check_distinct(keys.values())
    writes: dict[str, Record] = {}
    for role, key in keys.items():
        use = role_use(who, role)
        used = case.find(used_name(multikey.format(key.public_key)), UsedRecord)
        # What it proposed before it may propose again, for the same role.
        if used is None or used.kid != use:
            writes |= case.spend(key.public_key, use)
    return {
        **writes,
        **case.done_by(did, "proposals"),
        proposal_name(who): ProposalRecord(
            case.seq, case.last, body.did, body.operator, body.witness, body.auditor
        ),
    }


def endorse(case: Case, body: bodies.Endorse) -> Mapping[str, Record]:
    """``member.endorse``: one voter, of this very proposal, and not of its own side.

    Raises:
        Refused: ``ledger.signer``, ``ledger.own_matter``, ``ledger.suspended``,
            ``ledger.other_proposal``, ``ledger.not_in_force``, ``ledger.exists`` for one
            that repeats what is on record and counts.
    """
    who = case.operation.subject
    proposal = _open_proposal(case, body)
    voter = case.voucher(but=(*case.side_of(who), proposal.operator))
    if voter != body.by:
        raise Refused("ledger.signer", "not the one it names")
    member = case.demand(member_name(voter), MemberRecord)
    standing = case.find(endorsement_name(who, voter), EndorsementRecord)
    # One that was expelled and came back says it anew: what it said before counts no more.
    is_of_now = standing is not None and standing.at_s >= member.admitted_s
    if standing is not None and is_of_now and standing.proposal == proposal.last:
        raise Refused("ledger.exists", "endorsed already")
    record = EndorsementRecord(case.seq, case.last, body.proposal, case.at_s)
    return {endorsement_name(who, voter): record}


def admit(case: Case, body: bodies.Admit) -> Mapping[str, Record]:
    """``member.admit``: the candidate takes up what k voters of this moment endorsed.

    An endorsement by one who is no voter any more counts for nothing; by one who became a
    voter later, only if it was made as one, since none else can be on record. What one
    endorsed before it was expelled does not come back with it. A proposal is
    taken up once: an expelled member does not come back by an old one.

    Raises:
        Refused: ``ledger.signer``, ``ledger.other_proposal``, ``ledger.not_in_force`` also
            for one whose expulsion is under way, ``ledger.threshold``, ``ledger.suspended``,
            ``ledger.holds_role`` for a role holder that would come under another operator.
    """
    who = case.operation.subject
    proposal = _open_proposal(case, body)
    did, owner = case.only_signer()
    if did != proposal.did or owner != who:
        raise Refused("ledger.signer", "not the candidate")
    found = len(_endorsers(case, who, proposal))
    if found < case.policy.numbers.k:
        raise Refused("ledger.threshold", needed=case.policy.numbers.k, found=found)
    member = MemberRecord(
        case.seq,
        case.last,
        proposal.did,
        proposal.operator,
        proposal.witness,
        proposal.auditor,
        case.at_s,
    )
    standing = case.find(member_name(who), MemberRecord)
    if standing is not None:
        _check_stands(case, who, standing, proposal)
        # Its suspensions stay on record, whoever it is admitted as.
        member = msgspec.structs.replace(
            member, suspensions=standing.suspensions, suspended_by=standing.suspended_by
        )
        if not standing.is_expelled(case.at_s):
            member = msgspec.structs.replace(member, admitted_s=standing.admitted_s)
    return {
        member_name(who): member,
        proposal_name(who): msgspec.structs.replace(proposal, is_open=False),
    }


def suspend(case: Case, _body: bodies.MemberReason) -> Mapping[str, Record]:
    """``member.suspend``: f + 1 voters, for 7 days; a renewal within 30 takes f + 1 others.

    Raises:
        Refused: ``ledger.threshold``, ``ledger.full``.
    """
    who = case.operation.subject
    member = _standing(case, who)
    found = case.votes(but=case.side_of(who))
    before_s = member.suspensions[-1][0] if member.suspensions else None
    is_renewal = before_s is not None and case.at_s < before_s + SUSPENSION_S + RENEWAL_S
    fresh = found.difference(member.suspended_by) if is_renewal else found
    needed = case.policy.numbers.f + 1
    if len(fresh) < needed:
        raise Refused("ledger.threshold", needed=needed, found=len(fresh))
    if len(member.suspensions) >= MAX_SUSPENSIONS:
        raise Refused("ledger.full")
    earlier = _ended(member, case.at_s)
    return {
        member_name(who): msgspec.structs.replace(
            member,
            seq=case.seq,
            last=case.last,
            suspensions=(*earlier, (case.at_s, case.at_s + SUSPENSION_S)),
            suspended_by=(*(member.suspended_by if is_renewal else ()), *sorted(fresh)),
        )
    }


def reinstate(case: Case, _body: bodies.MemberReason) -> Mapping[str, Record]:
    """``member.reinstate``: k voters end a suspension before its time.

    Raises:
        Refused: ``ledger.threshold``, ``ledger.not_suspended``.
    """
    who = case.operation.subject
    member = _standing(case, who)
    case.check_votes(case.policy.numbers.k, but=case.side_of(who))
    if not member.is_suspended(case.at_s):
        raise Refused("ledger.not_suspended")
    return {
        member_name(who): msgspec.structs.replace(
            member, seq=case.seq, last=case.last, suspensions=_ended(member, case.at_s)
        )
    }


def expel(case: Case, _body: bodies.MemberReason) -> Mapping[str, Record]:
    """``member.expel``: as many as change a policy; a role holder only with its replacement.

    Raises:
        Refused: ``ledger.threshold``; ``ledger.holds_role`` while a policy to come names it,
            or the one in force does and none is to come.
    """
    who = case.operation.subject
    member = _standing(case, who)
    case.check_votes(case.policy.numbers.change_threshold, but=case.side_of(who))
    record = case.demand("policy", PolicyRecord)
    coming = record.coming(case.at_s)
    from_s = case.at_s
    if coming is not None and coming.names(who):
        raise Refused("ledger.holds_role")
    if case.policy.names(who):
        if coming is None or record.next_from_s is None:
            raise Refused("ledger.holds_role")
        from_s = record.next_from_s
    writes: dict[str, Record] = {
        member_name(who): msgspec.structs.replace(
            member, seq=case.seq, last=case.last, expelled_from_s=from_s
        )
    }
    proposal = case.find(proposal_name(who), ProposalRecord)
    if proposal is not None and proposal.is_open:
        writes[proposal_name(who)] = msgspec.structs.replace(proposal, is_open=False)
    return writes


def _open_proposal(case: Case, body: bodies.Endorse | bodies.Admit) -> ProposalRecord:
    proposal = case.demand(proposal_name(case.operation.subject), ProposalRecord)
    if proposal.last != body.proposal:
        raise Refused("ledger.other_proposal")
    if not proposal.is_open:
        raise Refused("ledger.not_in_force", "taken up, or ended by an expulsion")
    return proposal


def _endorsers(case: Case, who: str, proposal: ProposalRecord) -> frozenset[str]:
    """Give the fault domains that endorsed, as they stand now, by operator."""
    own = {*case.side_of(who), proposal.operator}
    found = set()
    for holder in case.policy.witnesses:
        member = case.find(member_name(holder.who), MemberRecord)
        endorsement = case.find(endorsement_name(who, holder.who), EndorsementRecord)
        if (
            member is not None
            and endorsement is not None
            and endorsement.proposal == proposal.last
            and endorsement.at_s >= member.admitted_s
            and own.isdisjoint((holder.who, member.operator))
            and not member.is_expelled(case.at_s)
            and not member.is_suspended(case.at_s)
        ):
            found.add(member.operator)
    return frozenset(found)


def _check_stands(case: Case, who: str, standing: MemberRecord, proposal: ProposalRecord) -> None:
    """Check that one who is a member may be admitted as another."""
    if standing.is_expelled(case.at_s):
        return
    if standing.expelled_from_s is not None:
        raise Refused("ledger.not_in_force", "its expulsion is under way")
    if standing.is_suspended(case.at_s):
        raise Refused("ledger.suspended")
    record = case.demand("policy", PolicyRecord)
    coming = record.coming(case.at_s)
    if standing.operator != proposal.operator and (
        case.policy.names(who) or (coming is not None and coming.names(who))
    ):
        # Two holders could come under one operator without a policy saying so.
        raise Refused("ledger.holds_role", "under another operator")


def _ended(member: MemberRecord, at_s: int) -> tuple[tuple[int, int], ...]:
    """Give the suspensions, one that is under way ended at *at_s*."""
    return tuple((from_s, min(until_s, at_s)) for from_s, until_s in member.suspensions)


def _standing(case: Case, who: str) -> MemberRecord:
    member = case.demand(member_name(who), MemberRecord)
    if member.is_expelled(case.at_s):
        raise Refused("ledger.not_in_force", "expelled")
    return member
