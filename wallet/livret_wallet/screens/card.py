"""One card: what a proof says, in two languages; who stands behind it; and as it was signed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

from livret_core.credential import catalogue
from livret_core.errors import LivretError
from livret_core.look_alike import Known
from livret_core.words import LANGUAGES, Language, moment, printable, printable_json
from livret_core.words.figures import Zone, day
from livret_core.words.legal_persons import NOBODY_NAMED, number_told
from livret_wallet.accepting import Service, Services
from livret_wallet.answering import Opened, open_copy
from livret_wallet.called import is_sealed
from livret_wallet.consent import leaves_of
from livret_wallet.contents import LedgerSeen
from livret_wallet.dating import HeldDating
from livret_wallet.listing import until, unused
from livret_wallet.naming import names_of
from livret_wallet.records import HeldBatch, HistoryEntry
from livret_wallet.screens.cards import RENEW, SHOW
from livret_wallet.screens.facts import (
    HIDDEN,
    Fact,
    claim,
    kind,
    members_told,
    name,
    person,
    place,
    value,
)
from livret_wallet.screens.keys import (
    BACK,
    HELP,
    HIDE,
    LANGUAGE,
    LOCK,
    MOVES,
    THEME,
    WARNINGS,
    Key,
)
from livret_wallet.screens.standing import State, last_shown_told, status_fact, why
from livret_wallet.screens.warnings import agreement, of_card
from livret_wallet.words import screen_texts, texts

RAW: Final = Key("v", "raw")
ACCEPTED: Final = Key("p", "accepted")
KEYS: Final = (
    *MOVES, SHOW, RAW, ACCEPTED, RENEW, WARNINGS, HIDE, LANGUAGE, THEME, LOCK, HELP, BACK,
)  # fmt: skip

_DAY_S: Final = 86_400
_MOST_RAW: Final = 40_000


@final
@dataclass(frozen=True, slots=True)
class Part:
    """Some facts under a heading."""

    heading: str
    facts: tuple[Fact, ...]


@final
@dataclass(frozen=True, slots=True)
class CardPage:
    """Everything that one proof says, and what is known of it."""

    title: str
    parts: tuple[Part, ...]


def page(
    batch: HeldBatch,
    language: Language,
    *,
    state: State,
    ledgers: Sequence[LedgerSeen] | None,
    now_s: int,
    known: Iterable[Known] = (),
    names: Mapping[str, str] = NOBODY_NAMED,
    dating: HeldDating | None,
    last_shown: HistoryEntry | None,
    zone: Zone,
    is_hidden: bool,
) -> CardPage:
    """Write one card.

    Args:
        batch: the proof.
        language: the reader's.
        state: how it stands.
        ledgers: those that are believed; None while they were not read yet.
        now_s: seconds since 1970.
        known: names that the holder knows, as :func:`livret_wallet.screens.warnings.known_names`.
        names: of communes, as other proofs have them (:func:`livret_wallet.naming.names_of`).
        dating: what dates it, if that is kept.
        last_shown: the newest entry of the history by which it left.
        zone: of the reader.
        is_hidden: whether somebody stands behind.
    """
    said = screen_texts(language)
    names = {**names, **names_of([batch])}
    opened = open_copy(batch.copies[0])
    own = own_language(opened)
    heading = said["part_says"]
    if own is not None and own != language:
        heading = said["part_says_beside"].format(language=said[f"language_{own}"])
    title = kind(batch.vct, language)
    if own is not None and own != language:
        title = f"{title} · {kind(batch.vct, own)}"
    return CardPage(
        title,
        (
            Part(heading, tuple(_claims(batch, opened, language, own, names, is_hidden=is_hidden))),
            Part(
                said["part_behind"],
                (
                    *_behind(batch, ledgers or (), language, zone, names, now_s=now_s),
                    *(
                        each.heading
                        for each in of_card(batch, ledgers, language, known=known, zone=zone)
                    ),
                ),
            ),
            Part(
                said["part_holds"],
                (*_holds(batch, opened, dating, last_shown, language, zone), *why(state, language)),
            ),
        ),
    )


def own_language(opened: Opened) -> Language | None:
    """Say which language a certificate is in, by its own word, if it is one that is spoken here."""
    stated = opened.claims.get("certificate_language")
    return next((each for each in LANGUAGES if each == stated), None)


def accepted(
    batch: HeldBatch,
    services: Services | None,
    language: Language,
    zone: Zone,
    names: Mapping[str, str],
) -> tuple[Part, ...]:
    """Say who registered to ask for a held proof; nothing of one that no ledger vouches for.

    Args:
        batch: the proof.
        services: what its ledger shows of those that ask; None while nobody looked.
        language: the reader's.
        zone: of the reader.
        names: signed ones, of those that stand there by a number.
    """
    said = screen_texts(language)
    if batch.vouched is None:
        return ()
    if services is None:
        text = said["accepted_unasked"].format(key=ACCEPTED.label(said))
        return (Part(said["part_accepted"], (Fact("", text),)),)
    found = services.accepting(batch)
    facts = [
        Fact(purpose(service, language), _asking(batch, service, asked.claims, language, names))
        for service, asked in found
    ]
    facts.append(Fact("", said["accepted_decides" if found else "accepted_none"]))
    if services.unread:
        facts.append(Fact("", said["accepted_unread"].format(count=services.unread), "!"))
    if services.as_of_s is not None:
        facts.append(Fact(said["as_of"], moment(services.as_of_s, language, zone=zone)))
    return (Part(said["part_accepted"], tuple(facts)),)


def raw(batch: HeldBatch, language: Language, *, is_hidden: bool) -> tuple[str, ...]:
    """Write one copy as it was signed: header, payload, and each disclosure. Lines of any length."""
    said = screen_texts(language)
    first = said["raw_of"].format(number=1, all=len(batch.copies))
    if is_hidden:
        return (first, HIDDEN)
    presentation = open_copy(batch.copies[0]).presentation
    pieces = [
        printable_json(dict(presentation.token.header)),
        printable_json(presentation.payload),
        *(printable(text, max_chars=_MOST_RAW) for text in presentation.sd_jwt.disclosures),
    ]
    return (first, *(line for piece in pieces for line in piece.split("\n")))


def _claims(
    batch: HeldBatch,
    opened: Opened,
    language: Language,
    own: Language | None,
    names: Mapping[str, str],
    *,
    is_hidden: bool,
) -> list[Fact]:
    """What it says, in the order of its type, each called as its own language calls it too."""
    order = _order(batch.vct)
    found = sorted(
        leaves_of(opened.issued, opened.claims),
        key=lambda leaf: order.get(_any(leaf[0]), len(order)),
    )
    facts = []
    for path, content in found:
        beside = ""
        text = value(path, content, language, names, is_hidden=is_hidden)
        if own is not None and own != language:
            beside = claim(batch.vct, path, own)
            there = value(path, content, own, names, is_hidden=is_hidden)
            if there != text:
                beside = f"{beside} · {there}"
        facts.append(Fact(claim(batch.vct, path, language), text, beside=beside))
    return facts


def _behind(
    batch: HeldBatch,
    ledgers: Sequence[LedgerSeen],
    language: Language,
    zone: Zone,
    names: Mapping[str, str],
    *,
    now_s: int,
) -> list[Fact]:
    """Who signed it, who allowed that, as of when, and how many members agree."""
    said, vouched = screen_texts(language), batch.vouched
    at, itself = place(batch.issuer_did), Fact(said["calls_itself"], name(batch.issuer_name))
    if vouched is None:
        facts = [Fact(said["signed_by"], at), itself]
        known = texts(language)
        card = "sealed_card" if is_sealed(batch.issuer_did) else "unvouched_card"
        return [*facts, Fact(said["allowed_by"], known[card], "!")]
    facts = [
        Fact(said["signed_by"], person(vouched.who, language, names)),
        Fact(said["signed_at"], at),
        itself,
        Fact(
            said["allowed_by"],
            said["allowed_text"].format(
                ledger=name(vouched.origin), who=number_told(vouched.who, language)
            ),
            "✓",
        ),
        Fact(said["as_of"], moment(vouched.as_of_s, language, zone=zone)),
        Fact(
            said["agree"],
            said["agree_text"].format(count=vouched.members, all=vouched.all_members),
        ),
    ]
    ledger = next((each for each in ledgers if each.origin == vouched.origin), None)
    if ledger is not None:
        facts.append(Fact(said["members_are"], members_told(ledger.members, language, names)))
        if agree := agreement(ledger, language, now_s=now_s):
            facts.append(Fact(said["agree_now"], " ".join(agree)))
    return facts


def _holds(
    batch: HeldBatch,
    opened: Opened,
    dating: HeldDating | None,
    last_shown: HistoryEntry | None,
    language: Language,
    zone: Zone,
) -> list[Fact]:
    """Until when it holds, how many copies are left, what dates it, where it was shown last."""
    said, known = screen_texts(language), texts(language)
    left = known["copies_left"].format(left=unused(batch), all=len(batch.copies))
    facts = [
        Fact(known["holds"], until(opened.expires_at_s, language)),
        Fact(said["received_on"], moment(batch.received_at_s, language, zone=zone)),
        Fact(known["copies"], left),
        status_fact(batch, language, zone),
        Fact(said["last_shown"], last_shown_told(batch, last_shown, language, zone)),
    ]
    if dating is not None and dating.dating.commit.day is not None:
        at = day(dating.dating.commit.day * _DAY_S, language)
        card = "dating_card" if dating.before_s is not None else "dating_card_unchecked"
        facts.append(Fact(known["dating"], known[card].format(day=at).removeprefix("! ")))
    return facts


def purpose(service: Service, language: Language) -> str:
    """Say what a service asks for; no ledger has a name of one that is more than its own word."""
    return texts(language)[f"purpose_{service.record.purpose}"]


def _asking(
    batch: HeldBatch,
    service: Service,
    claims: Sequence[str],
    language: Language,
    names: Mapping[str, str],
) -> str:
    """What a service may ask of a proof, who registered it, and until when."""
    record = service.record
    named = dict.fromkeys(claim(batch.vct, _path(each), language) for each in claims)
    return screen_texts(language)["accepted_text"].format(
        what=", ".join(named),
        who=person(record.sponsor, language, names),
        place=place(service.did),
        day=day(record.until_s - 1, language),
    )


def _path(name: str) -> tuple[str | int, ...]:
    return tuple(0 if part == "*" else part for part in name.split("."))


def _any(path: Sequence[str | int]) -> tuple[str | None, ...]:
    return tuple(None if isinstance(part, int) else part for part in path)


def _order(vct: str) -> dict[tuple[str | int | None, ...], int]:
    try:
        found = catalogue.find(vct)
    except LivretError:
        return {}
    return {each.path: at for at, each in enumerate(found.claims)}
