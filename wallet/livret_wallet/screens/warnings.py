"""Warnings: what is known, what it means, and a step that works without a device. Pure.

A warning is made where it arises, of the value that shows it: the ledgers of the header, the
evidence of a card, an error that stopped something, a sheet that is about to be answered, a
name that looks like another's. Both faces show it whole on a screen of its own, or by its title.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, final, get_args

from livret_core.errors import LivretError
from livret_core.look_alike import Known, strangers, taken_for
from livret_core.words import Language, moment, quoted
from livret_core.words.figures import Zone, age, day, utc
from livret_wallet.called import identified, service_called
from livret_wallet.consent import ConsentSheet, beyond
from livret_wallet.contents import LedgerSeen
from livret_wallet.records import HeldBatch, HistoryEntry
from livret_wallet.screens.facts import Fact, name, place
from livret_wallet.screens.header import SHOWN_OTHERWISE, LedgerWarns, standing
from livret_wallet.screens.keys import BACK, HELP, LANGUAGE, LOCK, MOVES, THEME
from livret_wallet.words import warning_texts

_Other: TypeAlias = Literal[
    "no_ledger", "unknown_issuer", "unaccredited", "unvouched", "left_ledger",
    "over_asking", "goes_elsewhere", "registration_over", "unregistered", "name_mixed", "name_alike",
]  # fmt: skip
Warns: TypeAlias = LedgerWarns | _Other
OTHERS: Final[tuple[_Other, ...]] = get_args(_Other)

KEYS: Final = (*MOVES, LANGUAGE, THEME, LOCK, HELP, BACK)

_STOPS: Final = frozenset({"rolled_back", "forked", "unknown_issuer", "unaccredited"})
_OF_CODE: Final[dict[str, Warns]] = {
    "ledger.stale": "too_old",
    "ledger.clock": "clock",
    "trust.expired": "ended",
    **SHOWN_OTHERWISE,
    "issuer.off_ledger": "unknown_issuer",
    "issuer.unknown": "unknown_issuer",
    "issuer.not_accredited": "unaccredited",
    "issuer.wrong_territory": "unaccredited",
    "request.over_purpose": "over_asking",
}
_OF_LEDGERS: Final[dict[Warns, LedgerWarns]] = {each: each for each in get_args(LedgerWarns)}
_DID_CLIENT: Final = "decentralized_identifier:"
_MOST_LETTERS: Final = 6
_MOST_NAMED: Final = 8


@final
@dataclass(frozen=True, slots=True)
class Warned:
    """One warning, in its reader's language.

    Attributes:
        kind: which.
        title: in one line.
        known: what is known.
        means: what it means.
        step: what to do; it needs no device, or says what does without one.
    """

    kind: Warns
    title: str
    known: str
    means: str
    step: str

    @property
    def stops(self) -> bool:
        """Whether nothing goes on; otherwise its holder decides, or there is nothing to decide."""
        return self.kind in _STOPS

    @property
    def sign(self) -> str:
        """The sign that stands for it beside its title."""
        return "✗" if self.stops else "!"

    @property
    def heading(self) -> Fact:
        """Its title alone, where there is no room for more."""
        return Fact("", self.title, self.sign)

    def facts(self, language: Language) -> tuple[Fact, ...]:
        """All of it."""
        said = warning_texts(language)
        stop = (Fact("", said["stop"], "✗"),) if self.stops else ()
        return (
            self.heading,
            *stop,
            Fact(said["known"], self.known),
            Fact(said["means"], self.means),
            Fact(said["step"], self.step),
        )


def warned(kind: Warns, language: Language, **facts: str) -> Warned:
    """Write a warning; every fact went through a door of :mod:`~livret_wallet.screens.facts`."""
    said = warning_texts(language)
    return Warned(
        kind,
        said[kind].format(**facts),
        said[f"{kind}_known"].format(**facts),
        said[f"{kind}_means"].format(**facts),
        said[f"{kind}_step"].format(**facts),
    )


# The public ledger.


def of_ledgers(
    ledgers: Sequence[LedgerSeen], language: Language, *, now_s: int, zone: Zone = utc
) -> tuple[Warned, ...]:
    """Warn of how the believed ledgers stand; of none, of that."""
    if not ledgers:
        return (warned("no_ledger", language),)
    found = ((each, standing(each, now_s=now_s)) for each in ledgers)
    return tuple(
        _of_ledger(kind, ledger, language, now_s=now_s, zone=zone)
        for ledger, kind in found
        if kind is not None
    )


def _of_ledger(
    kind: LedgerWarns, ledger: LedgerSeen, language: Language, *, now_s: int, zone: Zone
) -> Warned:
    seen_s = ledger.since_s if ledger.seen_s is None else ledger.seen_s
    members = ledger.places or ledger.members
    more = " …" if len(members) > _MOST_NAMED else ""
    return warned(
        kind,
        language,
        ledger=name(ledger.origin),
        host=name(ledger.host),
        members=", ".join(map(name, members[:_MOST_NAMED])) + more,
        since=day(ledger.since_s, language),
        seen=moment(seen_s, language, zone=zone),
        shown=moment(ledger.doubt_s or now_s, language, zone=zone),
        now=moment(now_s, language, zone=zone),
        ended=day(ledger.expires_s, language),
        age=age(max(0, now_s - seen_s), language),
        fresh=age(ledger.fresh_s, language),
        refuse=age(ledger.refuse_s, language),
    )


def agreement(ledger: LedgerSeen, language: Language, *, now_s: int) -> tuple[str, ...]:
    """Say which members stand behind the newest head, and which do not; nothing where nobody kept it."""
    if not ledger.agreed or ledger.seen_s is None:
        return ()
    said = warning_texts(language)
    told = said["what_agrees"].format(
        count=len(ledger.agreed),
        all=len(ledger.members),
        age=age(max(0, now_s - ledger.seen_s), language),
        who=", ".join(map(name, ledger.agreed)),
    )
    if not ledger.silent:
        return (told,)
    return (told, said["what_silent"].format(who=", ".join(map(name, ledger.silent))))


def blocks(
    found: Sequence[Warned],
    ledgers: Sequence[LedgerSeen],
    language: Language,
    *,
    now_s: int,
) -> tuple[tuple[Fact, ...], ...]:
    """Write a screen of warnings: each whole, then who stands behind each ledger.

    Args:
        found: what is to be warned of; of nothing that is said.
        ledgers: those of which it is said whose word the newest page is.
        language: the reader's.
        now_s: seconds since 1970.
    """
    said = warning_texts(language)
    told = [each.facts(language) for each in found] or [(Fact("", said["none"], "✓"),)]
    agree = ((each, agreement(each, language, now_s=now_s)) for each in ledgers)
    told += [(Fact(name(ledger.origin), " ".join(texts)),) for ledger, texts in agree if texts]
    return tuple(told)


# What stopped something.


def of_error(
    error: LivretError,
    language: Language,
    *,
    who: str,
    ledgers: Sequence[LedgerSeen] = (),
    now_s: int = 0,
    zone: Zone = utc,
) -> Warned | None:
    """Warn of what stopped something; None for what is no more than an error.

    Args:
        error: as it was raised.
        language: the reader's.
        who: who offered or asked, by the place that it was found at; not by its own name.
        ledgers: those that are believed, read after it was raised.
        now_s: seconds since 1970.
        zone: of the reader.
    """
    kind = _OF_CODE.get(error.code)
    if kind is None:
        return None
    of_ledger = _OF_LEDGERS.get(kind)
    if of_ledger is not None:
        if not ledgers:
            return None
        ledger = _meant(error, of_ledger, ledgers, now_s=now_s)
        return _of_ledger(of_ledger, ledger, language, now_s=now_s, zone=zone)
    items = name(str(error.facts.get("claim", error.facts.get("type", ""))))
    return warned(kind, language, who=name(who), items=items or "?")


def _meant(
    error: LivretError, kind: LedgerWarns, ledgers: Sequence[LedgerSeen], *, now_s: int
) -> LedgerSeen:
    """Find the ledger that stands so, and else take the first; as old as what was shown of it."""
    found = next((each for each in ledgers if standing(each, now_s=now_s) == kind), None)
    if found is not None:
        return found
    seen_s = error.facts.get("seen_s", now_s - int(error.facts.get("age_s", 0)))
    return replace(ledgers[0], seen_s=int(seen_s)) if kind in {"too_old", "clock"} else ledgers[0]


# Who signed a proof.


def of_card(
    batch: HeldBatch,
    ledgers: Sequence[LedgerSeen] | None,
    language: Language,
    *,
    known: Iterable[Known] = (),
    zone: Zone = utc,
) -> tuple[Warned, ...]:
    """Warn of a proof that nobody vouches for, or that one did who is not believed any more.

    Args:
        batch: the proof.
        ledgers: those that are believed; None while they were not read yet.
        language: the reader's.
        known: as :func:`known_names` gives them.
        zone: of the reader.
    """
    vouched, at = batch.vouched, place(batch.issuer_did)
    named = of_name(batch.issuer_name, batch.issuer_did, known, language, at=at)
    if vouched is None:
        return (warned("unvouched", language, who=at), *named)
    if ledgers is None or any(each.origin == vouched.origin for each in ledgers):
        return named
    seen = moment(vouched.as_of_s, language, zone=zone)
    return (warned("left_ledger", language, ledger=name(vouched.origin), seen=seen), *named)


# Names.


def known_names(batches: Iterable[HeldBatch], past: Iterable[HistoryEntry]) -> tuple[Known, ...]:
    """Give the names that a holder knows: of who signed what is held, and of who was answered."""
    found = [Known(each.issuer_name, each.issuer_did) for each in batches]
    found += [Known(each.counterparty) for each in past if each.kind == "sent"]
    return tuple(dict.fromkeys(found))


def of_name(
    text: str, whose: str, known: Iterable[Known], language: Language, *, at: str
) -> tuple[Warned, ...]:
    """Warn of a name that mixes alphabets, or looks like another's.

    Args:
        text: as somebody calls itself.
        whose: what tells that one from everybody else: its DID, or the key it signs with.
        known: as :func:`known_names` gives them.
        language: the reader's.
        at: where it is found, as people read it.
    """
    said, found = warning_texts(language), []
    if odd := strangers(text):
        letters = ", ".join(
            said["letter"].format(
                letter=name(each.letter),
                script=said.get(f"script_{each.script}", said["script_other"]),
                code=f"{ord(each.letter):04X}",
            )
            for each in odd[:_MOST_LETTERS]
        )
        found.append(
            warned("name_mixed", language, name=quoted(text, language), letters=letters, place=at)
        )
    if (other := taken_for(text, whose, known)) is not None:
        alike = {"name": quoted(text, language), "known": quoted(other.name, language)}
        found.append(warned("name_alike", language, **alike, place=at))
    return tuple(found)


# What is about to be answered.


def of_sheet(sheet: ConsentSheet, known: Iterable[Known], language: Language) -> tuple[Warned, ...]:
    """Warn of a request: beyond what was registered, by nobody who is, in a name like another's."""
    who, found = service_called(sheet.service, sheet.behind, language), []
    if sheet.behind == "registered":
        if sheet.excess.is_over:
            found.append(warned("registration_over", language, who=who))
        if items := beyond(sheet):
            listed = ", ".join(map(name, items))
            found.append(warned("over_asking", language, who=who, items=listed))
    else:
        found.append(warned("unregistered", language, who=who))
    found += of_answer(sheet.behind, sheet.behind_name, sheet.answer_to, who, language)
    # One name with two keys says nothing of a service that the ledger has: it may be both.
    whose = "" if sheet.behind == "registered" else sheet.client_id.removeprefix(_DID_CLIENT)
    at = name(sheet.answer_to) or identified(sheet.client_id, language)
    return (*found, *of_name(sheet.service, whose, known, language, at=at))


def of_answer(
    behind: str, hosts: str, answer_to: str, who: str, language: Language
) -> tuple[Warned, ...]:
    """Warn of an answer that goes to a host which the certificate of who asks does not name.

    Args:
        behind: what vouches for the service.
        hosts: of its certificate, with commas between, where that vouches for it.
        answer_to: the host that the answer goes to; empty in a file.
        who: as people read it.
        language: the reader's.
    """
    if behind != "certificate" or not answer_to or answer_to in hosts.split(", "):
        return ()
    said = {"who": who, "names": name(hosts), "place": name(answer_to)}
    return (warned("goes_elsewhere", language, **said),)
