"""Whom this wallet asked, and when: from what it keeps in any case, and from nothing more. Pure."""

from collections import Counter
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
    # There may be very many of these: they are counted, and nothing else is done with each.
    asked = [entry for entry in past if entry.kind in _SERVICES]
    services = Counter(entry.counterparty for entry in asked)
    last = {entry.counterparty: entry.at_s for entry in reversed(asked)}
    found = [("asked_hall", who, len(times), max(times)) for who, times in halls.items()]
    found += [("asked_service", who, count, last[who]) for who, count in services.items()]
    for word, who, count, at_s in found:
        text = said[word].format(count=count, time=moment(at_s, language, zone=zone))
        facts.append(Fact(name(who) or said["nameless"], text))
    return Part(said["part_asked"], tuple(facts) or (Fact("", said["asked_nobody"]),))
