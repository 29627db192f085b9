"""The consent: who asks, what would leave, what stays, and whatever ought to make one stop. Pure.

Everything is drawn from the very sheet that a yes is to, so that no face can say less than what
leaves. Warnings stand in a band of their own, which no length of a sheet pushes off the screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, final

from livret_core.ledger.registered_asks import Excess
from livret_core.look_alike import Known
from livret_core.openid4vp.dcql.meta import SdJwtVcMeta
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.words import Language, day, moment, quoted, stated
from livret_core.words.figures import Zone, utc
from livret_wallet.answering import Candidate
from livret_wallet.asked.standing import Standing
from livret_wallet.called import identified, service_called, vouching_called
from livret_wallet.consent import ConsentSheet, SheetLine, beyond
from livret_wallet.contents import LedgerSeen
from livret_wallet.listing import until
from livret_wallet.naming import names_of
from livret_wallet.rendering import behind_told
from livret_wallet.screens.consent_facts import bearer, copy, dated, keeps, listed
from livret_wallet.screens.facts import (
    Fact,
    claim,
    kind,
    name,
    person,
    signer,
    value,
)
from livret_wallet.screens.header import standing as how_it_stands
from livret_wallet.screens.keys import BACK, HELP, HIDE, LANGUAGE, LOCK, MOVES, THEME, Key
from livret_wallet.screens.warnings import (
    Warned,
    of_answer,
    of_ledgers,
    of_name,
    of_sheet,
    warned,
)
from livret_wallet.words import screen_texts, texts

if TYPE_CHECKING:
    from livret_wallet.client.answering import AskedBy

SEND: Final = Key("y", "send", is_spelled=True)
REFUSE: Final = Key("n", "refuse", is_spelled=True)
LATER: Final = Key("m", "later", is_spelled=True)
OTHER: Final = Key("c", "other")
WHO: Final = Key("i", "who")
LIST: Final = Key("l", "list")
KEYS: Final = (
    SEND, REFUSE, LATER, OTHER, WHO, LIST, *MOVES, HIDE, LANGUAGE, THEME, LOCK, HELP, BACK,
)  # fmt: skip

_MAX_PURPOSE: Final = 1_000
# So many warnings and more are named in the band by their titles alone.
_WITH_STEPS: Final = 3


@final
@dataclass(frozen=True, slots=True)
class Columns:
    """The two questions of a holder, answered for one proof.

    Attributes:
        beside: that it leaves under the same yes as the first; empty for that one.
        leaves: each claim that would leave, and what it says; ``!`` on what is beyond what the
            service announced.
        along: what every presentation of such a proof has in clear.
        stays: what the service does not get.
    """

    beside: str
    leaves: tuple[Fact, ...]
    along: tuple[Fact, ...]
    stays: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True)
class ConsentPage:
    """Everything that the screen says.

    Attributes:
        title: who asks, by the name it gives itself.
        stands: what vouches for it, in a line.
        columns: for each proof that would leave; none where nothing fits.
        wanted: what it asks for, where nothing fits.
        facts: why, which proof, which copy, for whom.
        band: what ought to make one stop; else that nothing is asked beyond what was announced.
        who: who asks, at length.
    """

    title: str
    stands: Fact
    columns: tuple[Columns, ...]
    wanted: tuple[str, ...]
    facts: tuple[Fact, ...]
    band: tuple[Fact, ...]
    who: tuple[Fact, ...]


@final
@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what would answer it.

    Attributes:
        request: as it was verified.
        standing: what stands behind it.
        candidate: the answer that is looked at; None where nothing fits.
        sheet: of that answer, in the reader's language.
        known: the names that the holder knows, for one that looks like another's.
        ledgers: the public ledgers that are believed, for one that was not seen for long.
        is_awaited: whether what would fit was asked for on paper, and is not taken in yet.
    """

    request: AuthorizationRequest
    standing: Standing
    candidate: Candidate | None = None
    sheet: ConsentSheet | None = None
    known: tuple[Known, ...] = ()
    ledgers: tuple[LedgerSeen, ...] = ()
    is_awaited: bool = False

    def is_over(self, now_s: int) -> bool:
        """Whether the service waits no more."""
        return now_s >= self.request.expires_at_s

    @property
    def shows_again(self) -> bool:
        """Whether a copy would be shown that was shown before."""
        return self.sheet is not None and any(part.used_before for part in self.sheet.parts)

    @property
    def is_listed(self) -> bool:
        """Whether a proof would be shown that is withdrawn or paused, as far as is known."""
        return self.sheet is not None and any(part.is_listed for part in self.sheet.parts)

    @property
    def needs_two(self) -> bool:
        """Whether one yes is not enough: a copy was shown before, or the service will refuse it."""
        return self.shows_again or self.is_listed


def page(
    question: Question, language: Language, *, now_s: int, zone: Zone, is_hidden: bool
) -> ConsentPage:
    """Write the consent.

    Args:
        question: what is asked.
        language: the reader's.
        now_s: seconds since 1970.
        zone: of the reader.
        is_hidden: whether somebody stands behind.
    """
    said, sheet = screen_texts(language), question.sheet
    parts = () if sheet is None else sheet.parts
    excess = Excess() if sheet is None else sheet.excess
    names = names_of(part.batch for part in _held(question))
    return ConsentPage(
        title=said["asks"].format(service=service(question, language)),
        stands=_stands(question, language, names),
        columns=tuple(
            _columns(part, excess, language, names, is_first=part is sheet, is_hidden=is_hidden)
            for part in parts
        ),
        wanted=() if parts else _wanted(question.request, language),
        facts=_facts(question, language, zone, names, is_hidden=is_hidden),
        band=band(question, language, now_s=now_s),
        who=_who(question, language, names, now_s=now_s, zone=zone),
    )


def place_of(found: Sequence[Candidate], proof: str | None) -> int:
    """Find the first answer with a proof, by its id; else the one to offer first."""
    return next(
        (at for at, one in enumerate(found) if any(part.batch.id == proof for part in one.parts)), 0
    )


def service(asked: "Question | AskedBy", language: Language) -> str:
    """Name who asks, in a sentence (:func:`livret_wallet.called.service_called`)."""
    return service_called(asked.request.service, asked.standing.behind, language)


def waits(asked: "AskedBy", language: Language, *, now_s: int, zone: Zone) -> Fact:
    """Say that a request was not answered, and until when it waits; or that it is over."""
    said, request = screen_texts(language), asked.request
    if now_s >= request.expires_at_s:
        return Fact("", said["band_expired"], "!")
    time = moment(request.expires_at_s, language, zone=zone)
    return Fact("", said["put_aside"].format(service=service(asked, language), time=time))


def once_more(question: Question, language: Language, *, by_letter: bool) -> tuple[Fact, ...]:
    """Say why one yes is not enough, and which letter or word is the second."""
    said = screen_texts(language)
    word = SEND.name_in(said) if by_letter else SEND.word(said)
    text = said["send_listed" if question.is_listed else "send_again"]
    return (Fact("", text.format(word=word), "!"),)


def band(question: Question, language: Language, *, now_s: int) -> tuple[Fact, ...]:
    """Say what ought to make one stop, and the next step; else that it asks for no more."""
    said, sheet = screen_texts(language), question.sheet
    if question.is_over(now_s):
        return (Fact("", said["band_expired"], "✗"),)
    every = warnings(question, language, now_s=now_s)
    is_short = len(every) >= _WITH_STEPS
    found = [_in_band(each, sheet, language, is_short=is_short) for each in every]
    if sheet is None:
        return (*found, Fact("", said["band_awaited" if question.is_awaited else "band_none"], "!"))
    for part in sheet.parts:
        found += listed(part, language)
    if any(part.used_before for part in sheet.parts):
        found.append(Fact("", said["band_used"], "!"))
    elif any(part.is_uncertain for part in sheet.parts):
        found.append(Fact("", said["band_uncertain"], "!"))
    return tuple(found) or (Fact("", said["band_fine"], "✓"),)


def warnings(
    question: Question, language: Language, *, now_s: int, zone: Zone = utc
) -> tuple[Warned, ...]:
    """Warn of who asks, of what is asked, and of a ledger whose word counts for either."""
    doubted = [
        each
        for each in question.ledgers
        if each.origin in _relied_on(question) and how_it_stands(each, now_s=now_s) is not None
    ]
    of_those = of_ledgers(doubted, language, now_s=now_s, zone=zone) if doubted else ()
    return (*_of_request(question, language), *of_those)


def _relied_on(question: Question) -> frozenset[str]:
    """Name the ledgers that vouch for the service, or for the proofs that would leave."""
    vouched = [part.batch.vouched for part in _held(question)]
    return frozenset({question.standing.name, *(each.origin for each in vouched if each)})


def _of_request(question: Question, language: Language) -> tuple[Warned, ...]:
    if question.sheet is not None:
        return of_sheet(question.sheet, question.known, language)
    request, is_registered = question.request, question.standing.behind == "registered"
    uri, who = request.response_uri, service(question, language)
    at = identified(request.client_id, language) if uri is None else name(uri.host)
    found = () if is_registered else (warned("unregistered", language, who=who),)
    whose = "" if is_registered else request.client_id
    host = "" if uri is None else uri.host
    standing = question.standing
    found = (*found, *of_answer(standing.behind, standing.name, host, who, language))
    return (*found, *of_name(request.service, whose, question.known, language, at=at))


def _in_band(
    told: Warned, sheet: ConsentSheet | None, language: Language, *, is_short: bool
) -> Fact:
    """Write a warning shortly; at length it stands beside who asks."""
    text = told.title
    if told.kind == "over_asking" and sheet is not None:
        text = stated(text, ", ".join(map(name, beyond(sheet))), language)
    return Fact("", text if is_short else f"{text}. {told.step}", told.sign)


def _held(question: Question) -> tuple[Candidate, ...]:
    return () if question.candidate is None else question.candidate.parts


def _stands(question: Question, language: Language, names: Mapping[str, str]) -> Fact:
    standing = question.standing
    record, said = standing.record, screen_texts(language)
    by = "" if record is None else person(record.sponsor, language, names)
    called = vouching_called(standing.behind, standing.name, language)
    text = said[f"stands_{standing.behind}"].format(name=called, who=by)
    return Fact("", text, "✓" if standing.behind == "registered" else "!")


def _columns(
    sheet: ConsentSheet,
    excess: Excess,
    language: Language,
    names: Mapping[str, str],
    *,
    is_first: bool,
    is_hidden: bool,
) -> Columns:
    """Write what leaves and what stays of one proof; with a sign what was not announced."""
    beyond = excess.is_over or sheet.type_name in excess.types

    def written(lines: Sequence[SheetLine], *, can_be_much: bool = False) -> tuple[Fact, ...]:
        return tuple(
            Fact(
                name(line.label),
                value(line.path, line.value, language, names, is_hidden=is_hidden),
                "!"
                if can_be_much and (beyond or (sheet.type_name, line.path) in excess.claims)
                else "",
            )
            for line in lines
        )

    return Columns(
        "" if is_first else texts(language)["beside"].format(proof=name(sheet.proof)),
        written(sheet.leaves, can_be_much=True),
        written(sheet.goes_along),
        tuple(name(each) for each in sheet.stays),
    )


def _wanted(request: AuthorizationRequest, language: Language) -> tuple[str, ...]:
    """Name what is asked for, where nothing that is held fits."""
    found: list[str] = []
    for query in request.query.credentials:
        types = query.meta.vct_values if isinstance(query.meta, SdJwtVcMeta) else ()
        vct = types[0] if types else ""
        shown = kind(vct, language) if vct else name(query.format_name)
        paths = [tuple(0 if part is None else part for part in each.path) for each in query.claims]
        labels = [claim(vct, path, language) for path in paths]
        found.append(stated(shown, ", ".join(labels), language) if labels else shown)
    return tuple(dict.fromkeys(found))


def _facts(
    question: Question,
    language: Language,
    zone: Zone,
    names: Mapping[str, str],
    *,
    is_hidden: bool,
) -> tuple[Fact, ...]:
    said, sheet, request = screen_texts(language), question.sheet, question.request
    facts = [
        Fact(said["reason"], _reason(question, language)),
        Fact(said["keeps"], keeps(request, language)),
    ]
    if sheet is not None and question.candidate is not None:
        for part, held in zip(sheet.parts, question.candidate.parts, strict=True):
            facts += [
                Fact(
                    said["shown_proof"],
                    f"{name(part.proof)}, {until(part.expires_at_s, language)}",
                ),
                copy(part, language),
                Fact(said["on_behalf"], bearer(held, said, is_hidden=is_hidden)),
                Fact(said["signed_by"], signer(held.batch, language, names)),
                *dated(part, language),
            ]
    facts.append(Fact(said["open_until"], moment(request.expires_at_s, language, zone=zone)))
    if request.response_uri is not None:
        facts.append(Fact(said["answer_goes"], name(request.response_uri.host)))
    return tuple(facts)


def _reason(question: Question, language: Language) -> str:
    said, known, record = screen_texts(language), texts(language), question.standing.record
    purposes = question.request.purposes
    text = purposes.get(language) or purposes.get("en") or next(iter(purposes.values()), "")
    purpose = quoted(text, language, max_chars=_MAX_PURPOSE) or known["no_purpose"]
    if record is None:
        return purpose
    kinds = known.get(f"purpose_{record.purpose}", name(record.purpose))
    return said["announced"].format(purpose=purpose, kind=kinds)


def _who(
    question: Question, language: Language, names: Mapping[str, str], *, now_s: int, zone: Zone
) -> tuple[Fact, ...]:
    said, request = screen_texts(language), question.request
    facts = [
        Fact(said["who_name"], name(request.service) or said["nameless"]),
        Fact(said["who_id"], identified(request.client_id, language)),
    ]
    if question.sheet is not None:
        facts.append(Fact(said["who_behind"], behind_told(question.sheet, language, names)))
    else:
        facts.append(Fact(said["who_behind"], _stands(question, language, names).text))
    if (record := question.standing.record) is not None:
        since, over = day(record.from_s, language), day(record.until_s - 1, language)
        text = said["who_since_text"].format(since=since, until=over)
        facts.append(Fact(said["who_since"], text))
    for each in warnings(question, language, now_s=now_s, zone=zone):
        facts += each.facts(language)
    return tuple(facts)
