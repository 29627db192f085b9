"""Whom this wallet asked, and when: from what it keeps in any case, and from nothing more. Pure."""

from collections.abc import Sequence
from typing import Final

from livret_core.words import Language, moment
from livret_core.words.figures import Zone, day
from livret_wallet.contents import Contents, LedgerSeen
from livret_wallet.history_record import HistoryEntry
from livret_wallet.screens.card import Part
from livret_wallet.screens.facts import Fact, name
from livret_wallet.words import screen_texts

_SERVICES: Final = frozenset({"sending", "sent", "failed", "refused", "unanswered"})


def contacted(
    contents: Contents,
    past: Sequence[HistoryEntry],
    ledgers: Sequence[LedgerSeen],
    language: Language,
    *,
    zone: Zone,
) -> Part:
    """Write who was asked: ledgers and town halls by their addresses, services as they call themselves.

    Args:
        contents: what is held, with every fetching.
        past: what happened, newest first.
        ledgers: those that are believed.
        language: the reader's.
        zone: of the reader.
    """
    said = screen_texts(language)
    facts = [
        Fact(name(each.host), said["asked_ledger"].format(day=day(each.since_s, language)))
        for each in ledgers
    ]
    halls: dict[str, list[int]] = {}
    for pickup in contents.fetching:
        halls.setdefault(pickup.issuer.removeprefix("https://"), []).append(pickup.begun_s)
    services: dict[str, list[int]] = {}
    for entry in past:
        if entry.kind in _SERVICES:
            services.setdefault(entry.counterparty, []).append(entry.at_s)
    for word, asked in (("asked_hall", halls), ("asked_service", services)):
        for who, times in asked.items():
            last = moment(max(times), language, zone=zone)
            text = said[word].format(count=len(times), time=last)
            facts.append(Fact(name(who) or said["nameless"], text))
    return Part(said["part_asked"], tuple(facts) or (Fact("", said["asked_nobody"]),))
