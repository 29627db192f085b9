"""Find what could answer a request, and exactly what each answer would show. Pure.

What a query is allowed to ask, and when it is answered, is the specification's and
decided in :mod:`livret_core.openid4vp.dcql`; here it meets what this wallet holds.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, final

from livret_core.credential.claim_path import IssuedClaims
from livret_core.credential.presentation import Presentation
from livret_core.credential.registered import NEVER_DISCLOSED
from livret_core.encoding.json import JsonObject
from livret_core.errors import Refused
from livret_core.ledger.dating import Dating
from livret_core.openid4vp.dcql.matching import NO_AUTHORITIES, Answerable, Answers, find_answers
from livret_core.openid4vp.dcql.meta import SD_JWT_VC, SdJwtVcMeta
from livret_core.openid4vp.dcql.query import AKI, DcqlQuery
from livret_core.sdjwt.reveal import Placed, PlacedPath
from livret_wallet.records import HeldBatch, HeldCopy, PendingRequest

# Claims the format itself needs; a person is not shown them as part of the proof. `sub`
# is not one of them: no type has it, and it would name the holder to every service alike.
PROTOCOL: Final = NEVER_DISCLOSED | {"iat"}


@final
@dataclass(frozen=True, slots=True)
class Opened:
    """One copy read back from the vault: what it says, and behind which disclosures.

    It is what :class:`livret_core.openid4vp.dcql.matching.Held` asks for.

    Attributes:
        copy: as held.
        presentation: the parsed text, every disclosure in it.
        claims: what the type is about; protocol claims left out.
        placed: where each disclosure belongs.
        expires_at_s: seconds since 1970, or None.
        issued: all claims that may be asked for, at the places they were issued at: a town
            may have put decoys between the elements of an array, and services count those.
    """

    copy: HeldCopy
    presentation: Presentation
    claims: JsonObject
    placed: tuple[Placed, ...]
    expires_at_s: float | None
    issued: IssuedClaims

    @property
    def format_name(self) -> str:
        """The one format that is held."""
        return SD_JWT_VC

    @property
    def types(self) -> tuple[str, ...]:
        """Its type, and those its issuer says it is also of. No packaged type extends another."""
        registered = self.presentation.registered
        return (registered.vct, *registered.aka_vcts)

    @property
    def is_bound(self) -> bool:
        """Whether it names its holder's key."""
        return self.presentation.registered.holder_key is not None

    @property
    def authorities(self) -> Mapping[str, Collection[str]]:
        """The authority keys its certificates name; a DID's credential has none."""
        if "x5c" not in self.presentation.token.header:
            return NO_AUTHORITIES
        from livret_core.credential.chain_issuer import authority_key_ids

        return {AKI: authority_key_ids(self.presentation)}


@final
@dataclass(frozen=True, slots=True)
class Candidate:
    """A held proof that can answer a query, and what answering would show.

    Attributes:
        query_id: which credential query it would answer.
        batch: the proof.
        opened: the copy that would be used.
        indexes: the disclosures that would leave.
        number: of the proof in the list that people see, counted from 1.
        others: numbers of the other proofs that would do.
        dating: what would leave beside it, to show when it was signed; None for nothing.
        together: the proofs that would leave with it, for the request's other queries.
    """

    query_id: str
    batch: HeldBatch
    opened: Opened
    indexes: tuple[int, ...]
    number: int
    others: tuple[int, ...] = ()
    dating: Dating | None = None
    together: tuple["Candidate", ...] = ()

    @property
    def parts(self) -> tuple["Candidate", ...]:
        """All that would leave, this one first."""
        return (self, *self.together)


def open_copy(copy: HeldCopy) -> Opened:
    """Read a held copy. It was verified when it came; the vault has kept it whole."""
    presentation = Presentation.parse(copy.sd_jwt)
    revealed = presentation.reveal()
    claims = {name: value for name, value in revealed.claims.items() if name not in PROTOCOL}
    # When it was issued, to the second, is nothing a sheet shows. Where a holder could keep
    # it back nobody gets it; where he cannot it is in every presentation anyway.
    concealed = {placed.path[0] for placed in revealed.placed if len(placed.path) == 1}
    asked = {
        name: value
        for name, value in revealed.claims.items()
        if name in claims or name not in concealed
    }
    return Opened(
        copy,
        presentation,
        claims,
        revealed.placed,
        presentation.registered.validity.expires_at_s,
        IssuedClaims(asked, (), revealed.hidden_elements, ()),
    )


def next_copy(batch: HeldBatch) -> HeldCopy:
    """Choose the copy to show next: one never shown, else the one shown longest ago."""
    return min(batch.copies, key=lambda copy: (copy.used_at_s is not None, copy.used_at_s or 0))


def candidates(query: DcqlQuery, held: Sequence[HeldBatch], *, now_s: int) -> tuple[Candidate, ...]:
    """Find the answers to *query* that this wallet can give, the one to offer first in front.

    That is the newest proof of the kind that the service likes best, one with a copy never
    shown before those of its type and issuer without. One that has ended is left out; one that
    was withdrawn or paused when the wallet looked last stands behind all others, since it may
    stand otherwise by now. Where several proofs must be shown together, each answer differs from
    the first in one of them.

    Args:
        query: what is asked for.
        held: every proof, in the order of the list that people see.
        now_s: seconds since 1970.
    """
    numbered = _openable(held, now_s=now_s)
    try:
        answers = find_answers(query, [opened for opened, _, _ in numbered])
    except Refused:
        return ()
    alone = _alone(answers)
    groups = [alone] if alone else [[answerable] for answerable in answers.preferred()]
    offered = [_offered(group, numbered) for group in groups]
    first = [each[0] for each in offered]
    found: dict[tuple[int, ...], Candidate] = {}
    for position, each in enumerate(offered):
        for one in each:
            parts = (*first[:position], one, *first[position + 1 :])
            numbers = tuple(part.number for part in parts)
            found.setdefault(numbers, replace(parts[0], together=parts[1:]))
    return tuple(found.values())


def is_awaited(query: DcqlQuery, pending: Iterable[PendingRequest]) -> bool:
    """Whether a proof of a type that a query takes was asked for, and is not taken in yet."""
    metas = [each.meta for each in query.credentials]
    wanted = {vct for meta in metas if isinstance(meta, SdJwtVcMeta) for vct in meta.vct_values}
    return any(each.vct in wanted for each in pending)


def choose(found: Sequence[Candidate], wanted: HeldBatch | None) -> Candidate:
    """Take the proof that was named, or the newest of those that would do.

    Raises:
        Refused: ``present.none`` when nothing answers; ``present.other_proof`` when
            something does, and not what was named.
    """
    if not found:
        raise Refused("present.none")
    if wanted is None:
        return found[0]
    for one in found:
        if any(part.batch.id == wanted.id for part in one.parts):
            return one
    raise Refused("present.other_proof")


def disclosures_for(opened: Opened, places: Sequence[PlacedPath]) -> tuple[int, ...]:
    """Choose the fewest disclosures that show the claims at *places*.

    Showing a claim takes what is inside it, and what it is inside of: a disclosure
    within a disclosure cannot be shown alone (RFC 9901 §6.3).
    """
    chosen = {
        placed.disclosure
        for placed in opened.placed
        if any(_covers(place, placed.path) for place in places)
    }
    parents = {placed.disclosure: placed.parent for placed in opened.placed}
    for index in list(chosen):
        parent = parents[index]
        while parent is not None:
            chosen.add(parent)
            parent = parents[parent]
    return tuple(sorted(chosen))


def _openable(held: Sequence[HeldBatch], *, now_s: int) -> list[tuple[Opened, HeldBatch, int]]:
    """Open the copy of each proof that would be shown, the newest first.

    One that has ended is left out, and one that a newer one took the place of: the town hall
    withdraws it.
    """
    newest = sorted(enumerate(held, 1), key=lambda entry: -entry[1].received_at_s)
    opened = [
        (open_copy(next_copy(batch)), batch, number)
        for number, batch in newest
        if batch.replaced_at_s is None
    ]
    valid = [one for one in opened if one[0].expires_at_s is None or one[0].expires_at_s > now_s]
    valid.sort(key=lambda one: _last_to_show(one)[0])
    return _unused_first(valid)


def _last_to_show(one: tuple[Opened, HeldBatch, int]) -> tuple[bool, bool]:
    """Order proofs that say the same: those that are good first, and of these new copies."""
    return one[1].is_listed, one[0].copy.used_at_s is not None


def _unused_first(
    opened: Sequence[tuple[Opened, HeldBatch, int]],
) -> list[tuple[Opened, HeldBatch, int]]:
    """Put a proof with a copy never shown before those of its type and issuer that have none.

    Proofs of another type or issuer keep their place: they say something else.
    """
    alike: dict[tuple[str, str], list[tuple[Opened, HeldBatch, int]]] = {}
    for one in opened:
        alike.setdefault((one[1].vct, one[1].issuer_did), []).append(one)
    ordered = {kind: iter(sorted(each, key=_last_to_show)) for kind, each in alike.items()}
    return [next(ordered[one[1].vct, one[1].issuer_did]) for one in opened]


def _alone(answers: Answers[Opened]) -> list[Answerable[Opened]]:
    """Give the credential queries one of which is enough, the one liked best first.

    Empty when the service likes an answer of several best: then that is what is offered.
    """
    required = [choice for choice in answers.choices if choice.required]
    first, *more = required or answers.choices[:1]
    if len(answers.preferred()) > 1:
        return []
    return [
        answers.queries[option[0]]
        for option in first.options
        if len(option) == 1 and all(option in choice.options for choice in more)
    ]


def _offered(
    answering: Sequence[Answerable[Opened]], numbered: Sequence[tuple[Opened, HeldBatch, int]]
) -> list[Candidate]:
    """Give each proof that answers one of these queries, under the first that it answers."""
    found: dict[int, Candidate] = {}
    for answerable in answering:
        for one in answerable.matches:
            opened, batch, number = next(entry for entry in numbered if entry[0] is one.held)
            indexes = disclosures_for(opened, one.places)
            candidate = Candidate(answerable.query.id, batch, opened, indexes, number)
            found.setdefault(number, candidate)
    return [
        replace(one, others=tuple(sorted(found.keys() - {one.number}))) for one in found.values()
    ]


def _covers(place: PlacedPath, disclosed: PlacedPath) -> bool:
    """Whether a disclosure lies on the way to *place*, at it, or inside it."""
    return all(ours == theirs for ours, theirs in zip(place, disclosed, strict=False))
