"""The first line of every screen: which ledger, how it stands, and as of when. Pure."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from livret_core.words import Language
from livret_core.words.figures import age
from livret_wallet.contents import LedgerSeen
from livret_wallet.screens.facts import Fact
from livret_wallet.words import screen_texts

LedgerWarns: TypeAlias = Literal[
    "unseen", "old", "too_old", "clock", "ended", "rolled_back", "forked"
]
"""How a believed ledger may stand other than well."""

SHOWN_OTHERWISE: Final[dict[str, LedgerWarns]] = {
    "ledger.older_head": "rolled_back",
    "log.fork": "forked",
    "log.consistency": "forked",
}

_CLOCK_BEHIND_S: Final = 300
_GRAVE: Final = frozenset({"rolled_back", "forked"})
_WORST: Final = {"✗": 0, "!": 1, "✓": 2}


def standing(ledger: LedgerSeen, *, now_s: int) -> LedgerWarns | None:
    """Say how a believed ledger stands; None for well."""
    if ledger.doubt:
        return SHOWN_OTHERWISE.get(ledger.doubt, "forked")
    if now_s >= ledger.expires_s:
        return "ended"
    if ledger.seen_s is None:
        return "unseen"
    if now_s + _CLOCK_BEHIND_S < ledger.seen_s:
        return "clock"
    if now_s - ledger.seen_s > ledger.refuse_s:
        return "too_old"
    return "old" if now_s - ledger.seen_s > ledger.fresh_s else None


def ledger_state(
    ledgers: Sequence[LedgerSeen] | None, language: Language, *, now_s: int
) -> Fact | None:
    """Say how the public ledgers stand that are believed; of several, the worst.

    Args:
        ledgers: those that are believed; None while they were not read yet.
        language: the reader's.
        now_s: seconds since 1970.
    """
    said = screen_texts(language)
    if ledgers is None:
        return None
    if not ledgers:
        return Fact(said["ledger"], said["ledger_none"], "!")
    stands = [_stands(each, language, now_s=now_s) for each in ledgers]
    return min(stands, key=lambda fact: _WORST[fact.sign])


def _stands(ledger: LedgerSeen, language: Language, *, now_s: int) -> Fact:
    said, kind = screen_texts(language), standing(ledger, now_s=now_s)
    old = age(max(0, now_s - (ledger.seen_s or now_s)), language)
    if kind is not None:
        sign = "✗" if kind in _GRAVE else "!"
        return Fact(said["ledger"], said[f"ledger_{kind}"].format(age=old), sign)
    agreed = len(ledger.agreed)
    told = said["ledger_agree" if agreed else "ledger_fresh"].format(
        age=old, count=agreed, must=ledger.must_agree, all=len(ledger.members)
    )
    return Fact(said["ledger"], told, "✓")
