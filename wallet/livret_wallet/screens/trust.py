"""Whom this wallet believes: each public ledger, since when, who keeps it, and what was seen of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

from livret_core.words import Language, moment
from livret_core.words.figures import Zone, age, day
from livret_core.words.legal_persons import NOBODY_NAMED
from livret_wallet.contents import LedgerSeen
from livret_wallet.screens.facts import Fact, members_told, name
from livret_wallet.screens.header import ledger_state
from livret_wallet.screens.keys import BACK, HELP, LANGUAGE, LOCK, MOVES, THEME, Key
from livret_wallet.words import screen_texts

ADD: Final = Key("n", "add")
WORDS: Final = Key("w", "words")
REMOVE: Final = Key("d", "remove")
KEYS: Final = (*MOVES, ADD, WORDS, REMOVE, LANGUAGE, THEME, LOCK, HELP, BACK)
#: Those that do something where nobody is believed.
EMPTY_KEYS: Final = (ADD, LANGUAGE, THEME, LOCK, HELP, BACK)


@final
@dataclass(frozen=True, slots=True)
class Ledger:
    """One that is believed.

    Attributes:
        origin: its name, as it is kept.
        name: the same, as it is shown.
        state: how it stands.
        facts: all that is known of it.
    """

    origin: str
    name: str
    state: Fact
    facts: tuple[Fact, ...]


def ledgers(
    seen: Sequence[LedgerSeen],
    language: Language,
    names: Mapping[str, str] = NOBODY_NAMED,
    *,
    now_s: int,
    zone: Zone,
) -> tuple[Ledger, ...]:
    """Describe every ledger that is believed.

    Args:
        seen: those.
        language: the reader's.
        names: of communes, as proofs have them (:func:`livret_wallet.naming.names_of`).
        now_s: seconds since 1970.
        zone: of the reader.
    """
    return tuple(_ledger(each, language, names, now_s=now_s, zone=zone) for each in seen)


def none(language: Language) -> Fact:
    """Say that there is none."""
    return Fact("", screen_texts(language)["trust_none"], "!")


def _ledger(
    seen: LedgerSeen, language: Language, names: Mapping[str, str], *, now_s: int, zone: Zone
) -> Ledger:
    said = screen_texts(language)
    state = ledger_state((seen,), language, now_s=now_s)
    if state is None:
        raise AssertionError("one that was read")
    newest, behind = said["trust_unseen"], None
    if seen.seen_s is not None:
        newest = said["trust_seen_text"].format(
            time=moment(seen.seen_s, language, zone=zone),
            age=age(max(0, now_s - seen.seen_s), language),
        )
        behind = said["trust_agreed_unknown"]
        if seen.agreed:
            who = ", ".join(map(name, seen.agreed))
            behind = said["trust_agreed_text"].format(
                count=len(seen.agreed), all=len(seen.members), who=who
            )
    must = said["trust_must_text"].format(must=seen.must_agree, all=len(seen.members))
    facts = [
        Fact(said["trust_since"], moment(seen.since_s, language, zone=zone)),
        Fact(said["ledger_members"], members_told(seen.members, language, names)),
        Fact(said["trust_must"], must),
        Fact(said["trust_until"], day(seen.expires_s, language)),
        Fact(said["trust_seen"], newest),
    ]
    if behind is not None:
        facts.append(Fact(said["trust_agreed"], behind))
    return Ledger(seen.origin, name(seen.origin), Fact("", state.text, state.sign), tuple(facts))
