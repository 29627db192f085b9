"""``policy.change``, ``log.rotate``, ``log.freeze``: what takes two thirds, and a week."""

from collections.abc import Mapping

import msgspec

from livret_core.errors import Refused
from livret_core.ledger import bodies
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.records import LogRecord, MemberRecord, Policy, PolicyRecord, Record
from livret_core.ledger.rules.case import (
    CHANGE_DELAY_S,
    LOG_USE,
    Case,
    check_distinct,
    check_role_key,
)
from livret_core.ledger.rules.genesis import RULES
from livret_core.ledger.state import member_name
from livret_core.tlog.note import SignatureType


def change(case: Case, body: bodies.PolicyChange) -> Mapping[str, Record]:
    """``policy.change``: other numbers or role holders, in force after 7 days.

    A change that is still to come is replaced, and expulsions that wait for it wait for
    this one; the threshold is the policy's in force.

    Raises:
        Refused: ``ledger.threshold``, ``ledger.rules_version``, ``ledger.numbers``,
            ``ledger.role`` for a holder who is no member, has not that key, or shares an
            operator with another; ``ledger.same_key``.
    """
    case.check_about_ledger()
    record = case.demand("policy", PolicyRecord)
    policy = record.in_force(case.at_s)
    case.check_votes(policy.numbers.change_threshold)
    if body.rules != RULES:
        raise Refused("ledger.rules_version", version=body.rules)
    numbers = Quorums(body.n, body.q, body.a, body.k)
    numbers.check()
    if numbers.n != len(body.witnesses) or numbers.a > len(body.auditors):
        raise Refused("ledger.numbers", n=body.n, q=body.q, a=body.a, k=body.k)
    _check_holders(case, body)
    # By key, as a reader of two trust roots counts: who takes another stops with the old one.
    staying = {holder.key for holder in policy.witnesses} & {each.key for each in body.witnesses}
    numbers.check_follows(policy.numbers, stay=len(staying))
    coming = Policy(numbers, body.witnesses, body.auditors, body.schemas, body.rules)
    from_s = case.at_s + CHANGE_DELAY_S
    return {
        "policy": PolicyRecord(
            case.seq, case.last, policy, record.version_at(case.at_s), coming, from_s
        ),
        **_later_expulsions(case, policy, from_s),
    }


def _check_holders(case: Case, body: bodies.PolicyChange) -> None:
    keys = [check_role_key(text, signature_type=SignatureType.ED25519) for text in _log_keys(case)]
    for role, holders in (("witness", body.witnesses), ("auditor", body.auditors)):
        operators = set()
        for holder in holders:
            member = case.demand(member_name(holder.who), MemberRecord)
            # Also one whose expulsion is still to come.
            if member.expelled_from_s is not None or holder.key != getattr(member, role):
                raise Refused("ledger.role", "no member, or not with that key")
            keys.append(check_role_key(holder.key, signature_type=SignatureType.COSIGNATURE_V1))
            operators.add(member.operator)
        # Members under one operator are one fault domain, and would count as several.
        if len(operators) != len(holders):
            raise Refused("ledger.role", "two holders under one operator")
    check_distinct(keys)
    if len(set(body.schemas)) != len(body.schemas):
        raise Refused("ledger.exists", "an authority twice")
    for who in body.schemas:
        if case.demand(member_name(who), MemberRecord).expelled_from_s is not None:
            raise Refused("ledger.role", "no member")


def _later_expulsions(case: Case, policy: Policy, from_s: int) -> dict[str, Record]:
    """Move expulsions to the policy that now replaces the holder (LEDGER §2)."""
    writes: dict[str, Record] = {}
    for holder in policy.holders:
        member = case.demand(member_name(holder.who), MemberRecord)
        if member.expelled_from_s is not None and member.expelled_from_s > case.at_s:
            writes[member_name(holder.who)] = msgspec.structs.replace(
                member, expelled_from_s=from_s
            )
    return writes


def _log_keys(case: Case) -> list[str]:
    log = case.demand("log", LogRecord)
    now = log.key_at(case.at_s)
    return [now] if log.next_key in (None, now) else [now, log.next_key]


def rotate(case: Case, body: bodies.Rotate) -> Mapping[str, Record]:
    """``log.rotate``: another key signs checkpoints; at once if the old one signs too.

    That it does is in what everybody signs: whoever left its signature out would make another
    operation, and not the same one to come in a week.

    Raises:
        Refused: ``ledger.threshold``, ``ledger.key_again`` for a key that was used for
            anything before, ``ledger.role``, ``note.key_type``.
    """
    case.check_about_ledger()
    log = case.demand("log", LogRecord)
    case.check_votes(case.policy.numbers.change_threshold)
    key = check_role_key(body.key, signature_type=SignatureType.ED25519)
    now = log.key_at(case.at_s)
    if key.name.text != case.state.origin:
        raise Refused("ledger.role", "a log key is named as its ledger")
    _check_at_once(case, at_once=body.at_once)
    # The one that is to come anyway may come at once.
    is_coming = body.key == log.next_key != now
    used = {} if is_coming else case.spend(key.public_key, LOG_USE)
    return {
        **used,
        "log": msgspec.structs.replace(
            log,
            seq=case.seq,
            last=case.last,
            key=body.key if body.at_once else now,
            next_key=None if body.at_once else body.key,
            next_from_s=None if body.at_once else case.at_s + CHANGE_DELAY_S,
        ),
    }


def _check_at_once(case: Case, *, at_once: bool) -> None:
    """Check that the log key signed what is to count at once.

    Raises:
        Refused: ``ledger.threshold``.
    """
    if at_once and not case.signers.by_log:
        raise Refused("ledger.threshold", "without the log key", needed=1, found=0)


def freeze(case: Case, body: bodies.Freeze) -> Mapping[str, Record]:
    """``log.freeze``: the ledger ends with the first ``state.commit`` after 7 days.

    At once, if the log key signs too: with the next one.

    Raises:
        Refused: ``ledger.threshold``.
    """
    case.check_about_ledger()
    log = case.demand("log", LogRecord)
    case.check_votes(case.policy.numbers.change_threshold)
    _check_at_once(case, at_once=body.at_once)
    delay_s = 1 if body.at_once else CHANGE_DELAY_S
    return {
        "log": msgspec.structs.replace(
            log,
            seq=case.seq,
            last=case.last,
            frozen_from_s=case.at_s + delay_s,
            successor=body.successor,
        )
    }
