"""The first line of every screen: which ledger, how it stands, and as of when. Pure."""

from collections.abc import Sequence
from typing import Final

from livret_core.words import Language
from livret_core.words.figures import age
from livret_wallet.contents import LedgerSeen
from livret_wallet.screens.facts import Fact
from livret_wallet.words import screen_texts

_CLOCK_BEHIND_S: Final = 300
_WORST: Final = {"✗": 0, "!": 1, "✓": 2}


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
    said = screen_texts(language)
    if now_s >= ledger.expires_s:
        return Fact(said["ledger"], said["ledger_ended"], "!")
    if ledger.seen_s is None:
        return Fact(said["ledger"], said["ledger_unseen"], "!")
    if now_s + _CLOCK_BEHIND_S < ledger.seen_s:
        return Fact(said["ledger"], said["ledger_clock"], "!")
    old_s = max(0, now_s - ledger.seen_s)
    old = age(old_s, language)
    if old_s > ledger.refuse_s:
        return Fact(said["ledger"], said["ledger_too_old"].format(age=old), "!")
    if old_s > ledger.fresh_s:
        return Fact(said["ledger"], said["ledger_old"].format(age=old), "!")
    text = said["ledger_fresh"].format(age=old, must=ledger.must_agree, all=len(ledger.members))
    return Fact(said["ledger"], text, "✓")
