"""The ledger's rules as one pure function: the same for sequencer, auditor and verifier.

    change = apply(state, operation)      # or Refused, with the rule's name

Nothing is written here and nothing read but the state that is passed in. Signatures are
verified, so what comes out is what anyone who replays the log must come to as well.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, NamedTuple

from livret_core.encoding import base64url
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.ledger import bodies
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation, Signature
from livret_core.ledger.records import Chained, LedgerRecord, LogRecord, Record
from livret_core.ledger.rules import dids, facts, genesis, members, policies, rights
from livret_core.ledger.rules.case import DAY_S, Case
from livret_core.ledger.signed_ahead import NONE_AHEAD, SignedAhead
from livret_core.ledger.signers import Signers, suppose, verify
from livret_core.ledger.state import (
    Change,
    Clock,
    State,
    commit_name,
    compromise_name,
    did_name,
    endorsement_name,
    find,
    member_name,
    proposal_name,
    right_name,
    schema_name,
    service_name,
)

CLOCK_AHEAD_S: Final = 300
#: For how long what somebody signed may be handed in.
SIGNED_WITHIN_S: Final = 30 * DAY_S

# What stands in the place of a signature that nobody has made.
_SUPPOSED: Final = "#supposed"
_NO_SIG: Final = base64url.encode(bytes(64))


class _Rule(NamedTuple):
    """A rule, and how the record it advances is named."""

    function: Callable[[Case, Any], Mapping[str, Record]]
    record: Callable[[State, Operation, Any], str]


def _by_subject(name: Callable[[str], str]) -> Callable[[State, Operation, Any], str]:
    return lambda _state, operation, _body: name(operation.subject)


def _right(_state: State, operation: Operation, body: bodies.Grant | bodies.EndRight) -> str:
    return right_name(operation.subject, body.type, body.scope)


def _endorsement(_state: State, operation: Operation, body: bodies.Endorse) -> str:
    return endorsement_name(operation.subject, body.by)


def _fixed(name: str) -> Callable[[State, Operation, Any], str]:
    return lambda _state, _operation, _body: name


_RULES: Final[Mapping[str, _Rule]] = {
    "did.create": _Rule(dids.create, _by_subject(did_name)),
    "did.update": _Rule(dids.update, _by_subject(did_name)),
    "did.deactivate": _Rule(dids.deactivate, _by_subject(did_name)),
    "did.succeed": _Rule(dids.succeed, _by_subject(did_name)),
    "member.propose": _Rule(members.propose, _by_subject(proposal_name)),
    "member.endorse": _Rule(members.endorse, _endorsement),
    "member.admit": _Rule(members.admit, _by_subject(member_name)),
    "member.suspend": _Rule(members.suspend, _by_subject(member_name)),
    "member.reinstate": _Rule(members.reinstate, _by_subject(member_name)),
    "member.expel": _Rule(members.expel, _by_subject(member_name)),
    "policy.change": _Rule(policies.change, _fixed("policy")),
    "log.rotate": _Rule(policies.rotate, _fixed("log")),
    "log.freeze": _Rule(policies.freeze, _fixed("log")),
    "accredit.grant": _Rule(rights.grant, _right),
    "accredit.end": _Rule(rights.end, _right),
    "verifier.register": _Rule(facts.register, _by_subject(service_name)),
    "verifier.end": _Rule(facts.end_service, _by_subject(service_name)),
    "schema.publish": _Rule(facts.publish, _by_subject(schema_name)),
    "schema.retire": _Rule(facts.retire, _by_subject(schema_name)),
    "commit": _Rule(facts.commit, _by_subject(commit_name)),
    "key.compromise": _Rule(facts.compromise, _by_subject(compromise_name)),
}


def apply(state: State, operation: Operation, ahead: SignedAhead = NONE_AHEAD) -> Change:
    """Decide what *operation* does to *state*.

    Args:
        state: as it stands before it.
        operation: the next entry of the log.
        ahead: signatures that were verified before.

    Raises:
        MalformedInput: ``ledger.operation`` for a type there is not, or a body that is not
            of its type.
        Refused: ``ledger.origin`` for another ledger's, ``ledger.sequence`` out of its place
            (a replay, a fork of a record, one sent too late), ``ledger.frozen``,
            ``ledger.outdated``, ``ledger.content`` for something carried that is not well
            formed, and what the rule of its type says.
    """
    return _decide(state, operation, lambda state, operation: verify(state, operation, ahead))


def is_in_place(state: State, operation: Operation) -> bool:
    """Say whether an operation is the next of its record, and not signed too long ago.

    What :func:`apply` asks before it looks at any signature. Whoever verifies signatures ahead
    of it asks here first, so that nobody makes us verify them with an old operation.
    """
    rule = _RULES.get(operation.type)
    if rule is None:
        return False
    try:
        body = bodies.read(operation.body, bodies.BODIES[operation.type])
        _check_place(state, operation, rule.record(state, operation, body))
        _check_iat(operation.issued_at_s, state.clock.at_s)
    except LivretError:
        return False
    return True


def rehearse(state: State, draft: Draft, signers: Collection[str]) -> None:
    """Say what :func:`apply` would say if these signed a draft. Nothing comes of it.

    For whoever drafts and gathers signatures: what the ledger would refuse is refused before
    anybody signs. No signature is looked at, so no state may ever be made of this.

    Args:
        state: as it stands before the operation.
        draft: not signed.
        signers: DIDs that would sign with an operation key, or the origin for the log key.

    Raises:
        As :func:`apply`; ``ledger.signer`` for a DID that could not sign now.
    """
    supposed = [
        Signature(each, each + _SUPPOSED * (each != state.origin), "Ed25519", _NO_SIG)
        for each in signers
    ]
    _decide(state, draft.signed(supposed), suppose)


def record_advanced(state: State, draft: Draft) -> str:
    """Name the record that a draft advances, wherever in its chain it stands.

    Raises:
        MalformedInput: ``ledger.operation``. Refused: ``ledger.unknown``.
    """
    rule = _RULES.get(draft.type)
    if rule is None:
        raise MalformedInput("ledger.operation", "no such type", member="type", rule="form")
    body = bodies.read(draft.body, bodies.BODIES[draft.type])
    return rule.record(state, draft.signed(()), body)


def _decide(
    state: State, operation: Operation, signed: Callable[[State, Operation], Signers]
) -> Change:
    if operation.ledger != state.origin:
        raise Refused("ledger.origin")
    if operation.type == "ledger.genesis":
        return _begin(state, operation)
    log = find(state, "log", LogRecord)
    if log is None:
        raise Refused("ledger.unknown", "no genesis yet", record="ledger")
    if log.is_frozen(state.clock.at_s):
        raise Refused("ledger.frozen")
    if operation.type == "state.commit":
        return _tick(state, operation)
    rule = _RULES.get(operation.type)
    if rule is None:
        raise MalformedInput("ledger.operation", "no such type", member="type", rule="form")
    body = bodies.read(operation.body, bodies.BODIES[operation.type])
    # What costs least first: nobody makes us verify signatures with an old operation.
    _check_place(state, operation, rule.record(state, operation, body))
    if operation.sigs:
        _check_iat(operation.issued_at_s, state.clock.at_s)
    try:
        case = Case(state, operation, signed(state, operation), operation.seq, operation.id)
        return Change(rule.function(case, body), state.clock)
    except MalformedInput as error:
        # Well formed as an operation: what it carries is not, and so it is refused.
        raise _refused(error) from None


def _refused(error: LivretError) -> LivretError:
    return Refused("ledger.content", error.code, reason=error.code)


def _check_place(state: State, operation: Operation, name: str) -> None:
    """Check that the operation follows the last one on the record it advances."""
    record = state.get(name)
    seq, last = (record.seq, record.last) if isinstance(record, Chained) else (0, NO_PREDECESSOR)
    if operation.seq != seq + 1 or operation.prev != last:
        raise _out_of_place(operation, seq + 1)


def _out_of_place(operation: Operation, expected: int) -> Refused:
    """Say which member does not follow the last operation on its record: where, or which one."""
    member = "prev" if operation.seq == expected else "seq"
    return Refused("ledger.sequence", member=member, seq=operation.seq, expected=expected)


def _check_iat(issued_at_s: int, at_s: int) -> None:
    """Check that signatures are not older than what their makers still think.

    Nothing is decided by ``iat`` but this: votes that were gathered and held back run out.
    """
    if not at_s - SIGNED_WITHIN_S <= issued_at_s <= at_s + dids.CLOCK_LAG_S + CLOCK_AHEAD_S:
        raise Refused("ledger.outdated", issued_at_s=issued_at_s, at_s=at_s)


def is_too_late(operation: Operation, record: Record | None, *, at_s: int) -> bool:
    """Say whether a ledger that does not have an operation takes it at no later time either.

    Args:
        operation: that it does not have.
        record: the one that it would advance, as the ledger has it; None where it has none.
        at_s: ledger time there, seconds since 1970.
    """
    seq, last = (record.seq, record.last) if isinstance(record, Chained) else (0, NO_PREDECESSOR)
    if seq >= operation.seq or (seq == operation.seq - 1 and last != operation.prev):
        return True
    if operation.type == "commit":
        day = operation.body.get("day")
        return isinstance(day, int) and day < at_s // DAY_S
    return bool(operation.sigs) and operation.issued_at_s < at_s - SIGNED_WITHIN_S


def _begin(state: State, operation: Operation) -> Change:
    body = bodies.read(operation.body, bodies.Genesis)
    if find(state, "ledger", LedgerRecord) is not None:
        raise Refused("ledger.exists", "a second genesis")
    if (operation.seq, operation.prev) != (1, NO_PREDECESSOR):
        raise _out_of_place(operation, 1)
    if operation.subject != state.origin:
        raise Refused("ledger.subject", "a genesis is about its ledger")
    try:
        writes = genesis.found(operation, body)
    except MalformedInput as error:
        raise _refused(error) from None
    return Change(writes, Clock(body.at, 0, NO_PREDECESSOR))


def _tick(state: State, operation: Operation) -> Change:
    """``state.commit``: what the map comes to, and what time it is."""
    body = bodies.read(operation.body, bodies.StateCommit)
    clock = state.clock
    if operation.subject != state.origin:
        raise Refused("ledger.subject", "it is about the ledger")
    if operation.sigs:
        raise Refused("ledger.threshold", "the checkpoint covers it", needed=0, found=1)
    if (operation.seq, operation.prev) != (clock.seq + 1, clock.last):
        raise _out_of_place(operation, clock.seq + 1)
    if body.at <= clock.at_s:
        raise Refused("ledger.time", at_s=body.at, before_s=clock.at_s)
    if body.root != state.map_root():
        raise Refused("ledger.map_root")
    return Change({}, Clock(body.at, operation.seq, operation.id))


def check_clock(at_s: int, *, now_s: int) -> None:
    """Check a ``state.commit``'s time as an auditor does, by a clock of its own (LEDGER §4).

    Raises:
        Refused: ``ledger.time_ahead`` for more than 5 minutes ahead.
    """
    if at_s > now_s + CLOCK_AHEAD_S:
        raise Refused("ledger.time_ahead", at_s=at_s, now_s=now_s)
