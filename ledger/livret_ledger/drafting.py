"""Operations drafted against a ledger as it stands: in their place, and refused before anybody signs. Pure.

    draft = follow(desk, "member.suspend", who, {"reason": …}, now_s=…)
    wanted = rehearse(desk, draft)         # whose signatures it takes; or why it would be refused
    wanted.standing({…})                   # who of them has signed

Whose signatures an operation takes is not written down here a second time: everybody who might
sign is put to the ledger's own rules, alone and then together.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, final

from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.ledger import apply as rules
from livret_core.ledger import bodies, signers
from livret_core.ledger import draft as drafts
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation
from livret_core.ledger.records import (
    AnyRecord,
    Chained,
    DidRecord,
    KeyRecord,
    LedgerRecord,
    MemberRecord,
    PlaceRecord,
    ProposalRecord,
    RightRecord,
    ServiceRecord,
)
from livret_core.ledger.state import (
    Clock,
    State,
    did_name,
    find,
    key_name,
    member_name,
    place_name,
    policy_of,
    proposal_name,
    right_name,
    service_name,
)
from livret_ledger.proving import Records

_DID: Final = "did:"


@final
class Desk:
    """A ledger as of one head, at the time at which something would be handed in.

    After an hour of silence a ledger says the time before it takes anything (LEDGER §4), so what
    is drafted now is measured by now, not by the time of the head.
    """

    def __init__(self, origin: str, records: Records, clock: Clock, *, now_s: int) -> None:
        """Stand at it.

        Args:
            origin: of the ledger.
            records: as of the head.
            clock: of the head's ``state.commit``.
            now_s: seconds since 1970.
        """
        self.origin: Final = origin
        self.records: Final = records
        self.clock: Final = clock._replace(at_s=max(clock.at_s, now_s))

    def get(self, name: str) -> AnyRecord | None:
        return self.records.record(name)

    def map_root(self) -> str:
        """Give no root: no ``state.commit`` is drafted at a desk, and none would be taken."""
        return ""


def clock_of(last: Operation) -> Clock:
    """Read ledger time from the last entry under a head.

    Raises:
        Refused: ``ledger.not_last`` when it is no ``state.commit``.
    """
    if last.type != "state.commit":
        raise Refused("ledger.not_last", "the head does not end with the state")
    return Clock(bodies.read(last.body, bodies.StateCommit).at, last.seq, last.id)


def follow(state: State, kind: str, subject: str, body: JsonObject, *, now_s: int) -> Draft:
    """Draft the next operation on its record.

    Args:
        state: of the ledger.
        kind: ``member.propose`` …
        subject: whom or what it is about.
        body: what it says.
        now_s: seconds since 1970.

    Raises:
        MalformedInput: ``ledger.operation`` for a body that is not of its type.
    """
    first = Draft(state.origin, kind, subject, 1, NO_PREDECESSOR, now_s, body)
    record = state.get(rules.record_advanced(state, first))
    if not isinstance(record, Chained):
        return first
    return Draft(state.origin, kind, subject, record.seq + 1, record.last, now_s, body)


def did_of(state: State, named: str) -> str:
    """Find the DID of a legal person; a DID is itself.

    A member's is the one it was admitted with, anybody else's the first at its place.

    Raises:
        Refused: ``ledger.unknown``.
    """
    if named.startswith(_DID):
        return named
    member = find(state, member_name(named), MemberRecord)
    if member is not None and not member.is_expelled(state.clock.at_s):
        return member.did
    place = find(state, place_name(named), PlaceRecord)
    if place is None:
        raise Refused("ledger.unknown", "no DID at its place", record="did")
    return place.did


@final
@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody whose signature counts: its DID, and whose that is."""

    who: str
    did: str


@final
@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose signatures an operation takes.

    Attributes:
        alone: any one of these is enough.
        together: or *needed* of these.
        also: and each of these, besides.
        kept_out: who has a say in such a thing and none in this one, and why.
    """

    alone: tuple[Signatory, ...]
    together: tuple[Signatory, ...]
    needed: int
    also: tuple[Signatory, ...] = ()
    kept_out: tuple[tuple[Signatory, LivretError], ...] = ()

    def missing(self, signed: Collection[str]) -> int:
        """Say how many signatures are still missing, at best.

        Args:
            signed: DIDs that signed.
        """
        also = sum(each.did not in signed for each in self.also)
        if any(each.did in signed for each in self.alone):
            return also
        left = self.needed - sum(each.did in signed for each in self.together)
        least = 1 if self.alone else left
        return also + max(0, min(left, least) if self.together else least)

    def open(self, signed: Collection[str]) -> tuple[Signatory, ...]:
        """Give those who may still sign."""
        counting = {*self.alone, *self.together, *self.also}
        return tuple(each for each in counting if each.did not in signed)


def rehearse(state: State, draft: Draft) -> Wanted:
    """Say whose signatures a draft takes, as far as the rules can be asked.

    Raises:
        MalformedInput, Refused: what the ledger would say whoever signed it.
    """
    tried = {each: _outcome(state, draft, (each.did,)) for each in _possible(state, draft)}
    alone = tuple(each for each, error in tried.items() if error is None)
    votes = {each: error for each, error in tried.items() if error and _is_a_vote(error)}
    if votes:
        together = tuple(votes)
        error = _outcome(state, draft, [each.did for each in together])
        if error is None:
            needed = max(int(each.facts["needed"]) for each in votes.values())
            return Wanted(alone, together, needed, _also(draft), _kept_out(tried))
        tried = {together[0]: error} if not alone else tried
    if alone:
        return Wanted(alone, (), 1, _also(draft), _kept_out(tried))
    raise _telling(list(tried.values()))


def check(state: State, draft: Draft, signed: Collection[str]) -> None:
    """Say what the ledger would say if just these signed.

    Raises:
        As :func:`livret_core.ledger.apply.rehearse`.
    """
    rules.rehearse(state, draft, signed)


def signers_of(state: State, draft: Draft, signature: bytes) -> tuple[str, ...]:
    """Verify one signature under a draft, and say who made it.

    Args:
        state: of the ledger.
        draft: that it should be under.
        signature: as a file.

    Raises:
        MalformedInput: ``ledger.operation``.
        Refused: ``ledger.signature``, ``ledger.other_draft``, ``ledger.signer``.
    """
    operation = drafts.join(draft, [signature])
    signers.verify(state, operation)
    return tuple(each.by for each in operation.sigs)


def owner_of(state: State, did: str) -> str:
    """Say whose a DID is; what the ledger does not know stands for itself."""
    record = find(state, did_name(did), DidRecord)
    return did if record is None else record.who


def _outcome(state: State, draft: Draft, signers: Collection[str]) -> LivretError | None:
    try:
        rules.rehearse(state, draft, [*signers, *(each.did for each in _also(draft))])
    except (Refused, MalformedInput) as error:
        return error
    return None


def _also(draft: Draft) -> tuple[Signatory, ...]:
    """Give who signs whatever the others do: the ledger's own key, what is to be at once."""
    return (Signatory(draft.ledger, draft.ledger),) if draft.body.get("at_once") is True else ()


def _is_a_vote(error: LivretError) -> bool:
    return error.code == "ledger.threshold" and int(error.facts.get("found", 0)) > 0


#: That a signer is not the right one says least.
_LEAST: Final = ("ledger.signer", "ledger.threshold", "ledger.own_matter")


def _kept_out(
    tried: Mapping[Signatory, LivretError | None],
) -> tuple[tuple[Signatory, LivretError], ...]:
    """Give who could sign but for what is in the draft, or in the way: a term that overlaps."""
    return tuple(
        (each, error)
        for each, error in tried.items()
        if error is not None and error.code not in _LEAST
    )


def _telling(errors: list[LivretError | None]) -> LivretError:
    """Choose what says most."""
    found = [error for error in errors if error is not None]
    if not found:
        return Refused("ledger.signer", "nobody who might sign it")
    return next((error for error in found if error.code not in _LEAST), found[0])


def _possible(state: State, draft: Draft) -> list[Signatory]:
    """Give everybody who might have a say: those with a role, and those it is about."""
    found: dict[str, Signatory] = {}
    for did in _dids(state, draft):
        record = find(state, did_name(did), DidRecord)
        if record is not None:
            found.setdefault(did, Signatory(record.who, did))
    return sorted(found.values(), key=lambda each: each.who)


def _dids(state: State, draft: Draft) -> Iterator[str]:
    policy, ledger = policy_of(state), find(state, "ledger", LedgerRecord)
    with_a_role = {each.who for each in policy.holders} | {*policy.schemas}
    if ledger is not None:
        with_a_role |= {*ledger.roots}
    by = draft.body.get("by")
    for who in (*sorted(with_a_role), draft.subject, by if isinstance(by, str) else ""):
        member = find(state, member_name(who), MemberRecord)
        if member is not None:
            yield member.did
    yield from _concerned(state, draft)


def _concerned(state: State, draft: Draft) -> Iterator[str]:
    yield draft.subject
    owner = find(state, did_name(draft.subject), DidRecord)
    if owner is not None and owner.successor is not None:
        yield owner.successor
    for member in ("did", "to"):
        if isinstance(value := draft.body.get(member), str):
            yield value
    match draft.body.get("parent"):
        case {"did": str(did)}:
            yield did
    if (proposal := find(state, proposal_name(draft.subject), ProposalRecord)) is not None:
        yield proposal.did
    if (key := find(state, key_name(draft.subject), KeyRecord)) is not None:
        yield key.did
    service = find(state, service_name(draft.subject), ServiceRecord)
    if service is not None:
        sponsor = find(state, member_name(service.sponsor), MemberRecord)
        if sponsor is not None:
            yield sponsor.did
    match draft.body:
        case {"type": str(kind), "scope": str(scope)}:
            right = find(state, right_name(draft.subject, kind, scope), RightRecord)
            for span in () if right is None else right.spans:
                yield span.by
