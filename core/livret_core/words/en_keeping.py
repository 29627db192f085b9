"""English, where a ledger is kept: its clock, and the plan that it begins with."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

KEEPING: Final[Mapping[str, Sentence]] = {
    "ledger.clock_ahead": Sentence(
        "This machine's clock is ahead of the witnesses'. Nothing is written here.",
        "Set this machine's clock right (`timedatectl`). It is asked again by itself, and the ledger goes on.",
        "This machine's clock says {now_s:minute}, {by_min} min ahead of the witnesses'. Nothing is written here.",
    ),
    "ledger.clock_behind": Sentence(
        "This machine's clock is behind the ledger's newest entry, or behind the witnesses'. Nothing is written here.",
        "Set the clock right (`timedatectl`); then it goes on by itself. If it is right, the ledger waits for that time.",
        "This machine's clock, {now_s:minute}, is {by_min} min behind the newest entry or the witnesses. Nothing is written here.",
    ),
    "ledger.other_key": Sentence(
        "The witnesses refuse the key that signs this ledger here: they follow another. Nothing is written here.",
        "If the members let this key sign, the witnesses go over: `witness rotate-log`. If not: `log take-up`, or end here.",
        "{refusing} of {of} witnesses refuse the key that signs this ledger here: they follow another. Nothing is written.",
    ),
    "ledger.plan": Sentence(
        "No ledger could begin, or go on, with this plan.",
        "Look at the plan's times, ages and names, and mend it before anybody commits to it.",
        "No ledger could begin, or go on, with this plan: {member} cannot be so.",
    ),
}
