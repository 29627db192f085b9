"""What is about to leave, to whom, for what, and what stays; and the holder's yes. Pure.

The sheet is computed from the very disclosures that would be sent, so it cannot say
less than what leaves. Consent is a value that only a spelled-out yes makes: pressing
Enter makes none, and nothing can be sent without one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, final

from livret_core.credential import catalogue
from livret_core.credential.claim_path import UNDISCLOSED, IssuedClaims
from livret_core.encoding.json import JsonValue
from livret_core.ledger.records import ServiceRecord
from livret_core.ledger.registered_asks import Excess
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.sdjwt.reveal import PlacedPath
from livret_core.words import printable_json
from livret_wallet.answering import Candidate
from livret_wallet.standing_record import Stand

NOTHING_MORE: Final = Excess()
_YES: Final = frozenset({"yes", "oui", "ja"})


@final
@dataclass(frozen=True, slots=True)
class SheetLine:
    """One claim on the sheet: what it is called and what it says."""

    path: PlacedPath
    label: str
    value: str


@final
@dataclass(frozen=True, slots=True)
class ConsentSheet:
    """Everything a holder needs to decide, in one language.

    Attributes:
        service: the name the service gives itself.
        client_id: the identifier it proved to hold the key of.
        purpose: why it asks, in its words; empty when it does not say.
        proof: the name of the proof that would be shown.
        issuer: the name its issuer gives itself, which nobody checked.
        issuer_did: what its signature was checked against.
        leaves: the claims that would leave.
        goes_along: claims in clear in every presentation of this type.
        stays: names of the claims that stay.
        copy_number, copies: which single-use copy would be used, of how many.
        used_at_s: when the copy was shown before, so that the two visits could be linked;
            None for one never shown. Seconds since 1970.
        nonce, state: of the request, which only this one has.
        expires_at_s: when the proof ends, or None.
        number: of the proof in the list that people see.
        others: numbers of the other proofs that would do; the holder may choose one.
        dated_day: the day whose commit shows that it was signed by then, if that evidence
            would leave too; days since 1970.
        together: the same of each proof that would leave with it, under the same yes.
        type_name: of the proof, as the ledger calls it.
        answer_to: the host that the answer is posted to; empty for a file.
        behind, behind_name: what vouches for the service, and its name
            (:class:`livret_wallet.asked.standing.Standing`).
        registered_by, registered_for: who registered the service, and the purpose; empty for
            one that is not.
        excess: what is asked beyond what the service registered, of all that would leave; of a
            service that registered nothing there is none to find.
        purposes: why it asks, by language, as it said.
        kept: the places of what stays.
        vct, type_digest: of the proof, and of the description that its labels are from.
        is_uncertain: whether the copy may have been shown by a wallet whose backup this one
            came from.
        listed, listed_at_s: how its list had the proof when the wallet looked last, and when that
            was published; None where it was not withdrawn or paused.
    """

    service: str
    client_id: str
    purpose: str
    proof: str
    issuer: str
    issuer_did: str
    leaves: tuple[SheetLine, ...]
    goes_along: tuple[SheetLine, ...]
    stays: tuple[str, ...]
    copy_number: int
    copies: int
    used_at_s: int | None
    expires_at_s: float | None
    nonce: str
    state: str
    number: int
    others: tuple[int, ...]
    dated_day: int | None = None
    together: tuple["ConsentSheet", ...] = ()
    type_name: str = ""
    answer_to: str = ""
    behind: str = "key"
    behind_name: str = ""
    registered_by: str = ""
    registered_for: str = ""
    excess: Excess = NOTHING_MORE
    purposes: tuple[tuple[str, str], ...] = ()
    kept: tuple[PlacedPath, ...] = ()
    vct: str = ""
    type_digest: str = ""
    is_uncertain: bool = False
    listed: Stand | None = None
    listed_at_s: int | None = None

    @property
    def parts(self) -> tuple["ConsentSheet", ...]:
        """The sheet of each proof that would leave, this one first."""
        return (self, *self.together)

    @property
    def used_before(self) -> bool:
        """Whether the copy was shown before."""
        return self.used_at_s is not None

    @property
    def is_listed(self) -> bool:
        """Whether the proof is withdrawn or paused, as far as the wallet knows."""
        return self.listed is not None


@final
@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """The holder said yes to exactly this sheet. Made by :func:`agree` and nowhere else."""

    sheet: ConsentSheet


class Behind(Protocol):
    """What vouches for a service, as far as a sheet says it."""

    @property
    def behind(self) -> str:
        """What does."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def record(self) -> ServiceRecord | None:
        """What the service registered."""


def describe(
    candidate: Candidate,
    request: AuthorizationRequest,
    *,
    language: str,
    standing: Behind | None = None,
) -> ConsentSheet:
    """Write the sheet for one candidate answer, with those of all that leaves with it."""
    opened = candidate.opened
    kind = catalogue.find(candidate.batch.vct)
    concealable = {placed.path: placed.disclosure for placed in opened.placed}
    leaves: list[SheetLine] = []
    goes_along: list[SheetLine] = []
    stays: list[SheetLine] = []
    for path, value in leaves_of(opened.issued, opened.claims):
        line = SheetLine(path, kind.claim_label(path, language), value)
        behind = [
            concealable[path[:depth]]
            for depth in range(1, len(path) + 1)
            if path[:depth] in concealable
        ]
        if not behind:
            goes_along.append(line)
        elif all(index in candidate.indexes for index in behind):
            leaves.append(line)
        else:
            stays.append(line)
    record = None if standing is None else standing.record
    # A proof that was good is looked at again and again: that changes nothing of the sheet.
    seen = candidate.batch.seen if candidate.batch.is_listed else None
    order = {claim.path: number for number, claim in enumerate(kind.claims)}
    for lines in (leaves, goes_along, stays):
        lines.sort(key=lambda line: _order(order, line.path))
    return ConsentSheet(
        service=request.service,
        client_id=request.client_id,
        purpose=_in_language(request.purposes, language),
        proof=kind.label(language),
        issuer=candidate.batch.issuer_name,
        issuer_did=candidate.batch.issuer_did,
        leaves=tuple(leaves),
        goes_along=tuple(goes_along),
        stays=tuple(dict.fromkeys(line.label for line in stays)),
        copy_number=candidate.batch.copies.index(opened.copy) + 1,
        copies=len(candidate.batch.copies),
        used_at_s=opened.copy.used_at_s,
        is_uncertain=candidate.batch.is_uncertain(opened.copy),
        listed=None if seen is None else seen.stand,
        listed_at_s=None if seen is None else seen.listed_at_s or seen.checked_at_s,
        expires_at_s=opened.expires_at_s,
        nonce=request.nonce,
        state=request.state,
        number=candidate.number,
        others=candidate.others,
        dated_day=None if candidate.dating is None else candidate.dating.commit.day,
        together=tuple(
            describe(one, request, language=language, standing=standing)
            for one in candidate.together
        ),
        type_name=kind.name,
        answer_to="" if request.response_uri is None else request.response_uri.host,
        behind="key" if standing is None else standing.behind,
        behind_name="" if standing is None else standing.name,
        registered_by="" if record is None else record.sponsor,
        registered_for="" if record is None else record.purpose,
        purposes=tuple(sorted(request.purposes.items())),
        kept=tuple(line.path for line in stays),
        vct=kind.vct,
        type_digest=kind.digest,
    )


def beyond(sheet: ConsentSheet) -> tuple[str, ...]:
    """Name what would leave beyond what the service registered, as the sheet calls it."""
    excess = sheet.excess
    names = [part.proof for part in sheet.parts if part.type_name in excess.types]
    names += [
        line.label
        for part in sheet.parts
        for line in part.leaves
        if (part.type_name, line.path) in excess.claims
    ]
    return tuple(dict.fromkeys(names))


def agree(sheet: ConsentSheet, answer: str) -> ConsentGiven | None:
    """Take the holder's answer; only a whole yes, in any of the four languages, is one."""
    return ConsentGiven(sheet) if is_yes(answer) else None


def is_yes(answer: str) -> bool:
    """Whether somebody typed a whole yes, in any of the four languages."""
    return answer.strip().casefold() in _YES


def leaves_of(
    issued: IssuedClaims, value: JsonValue, path: PlacedPath = ()
) -> Iterator[tuple[PlacedPath, str]]:
    """Walk *value* to what is no object and no array, by the places things were issued at."""
    # What is empty is shown too: that it is there says something.
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves_of(issued, inner, (*path, name))
    elif isinstance(value, list) and value:
        for place, element in issued.elements(path, value):
            # A decoy is nothing that could leave or stay.
            if not isinstance(element, type(UNDISCLOSED)):
                yield from leaves_of(issued, element, place)
    else:
        yield path, value if isinstance(value, str) else printable_json(value, indent=None)


def _order(order: Mapping[tuple[str | int | None, ...], int], path: PlacedPath) -> int:
    return order.get(tuple(None if isinstance(part, int) else part for part in path), len(order))


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
