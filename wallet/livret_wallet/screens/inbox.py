"""The inbox: what services ask and town halls offer, and is decided about later. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from livret_core.words import Language, explain_error, moment
from livret_core.words.figures import Zone
from livret_wallet.looking import Looked
from livret_wallet.screens.facts import Fact, name
from livret_wallet.screens.keys import BACK, HELP, LANGUAGE, LOCK, MOVES, OPEN, THEME, Key
from livret_wallet.waiting_record import Waiting
from livret_wallet.words import screen_texts

DROP: Final = Key("d", "drop")
LOOK: Final = Key("n", "look_now")
KEYS: Final = (*MOVES, OPEN, DROP, LOOK, LANGUAGE, THEME, LOCK, HELP, BACK)
#: Those that do something where nothing waits.
EMPTY_KEYS: Final = (LOOK, LANGUAGE, THEME, LOCK, HELP, BACK)


@final
@dataclass(frozen=True, slots=True)
class Item:
    """One line of it.

    Attributes:
        what: a request, or an offer.
        who: who asks or offers, by the name it gives itself.
        state: how long it is good, or that it is over.
        facts: all that is known of it, and the next step.
    """

    what: str
    who: str
    state: Fact
    facts: tuple[Fact, ...]


def items(
    waiting: Sequence[Waiting], language: Language, *, now_s: int, zone: Zone
) -> tuple[Item, ...]:
    """Write a line for everything that waits."""
    return tuple(_item(each, language, now_s=now_s, zone=zone) for each in waiting)


def none(language: Language) -> Fact:
    """Say that nothing waits, and what would."""
    return Fact("", screen_texts(language)["inbox_none"])


def looked(found: Looked, language: Language) -> tuple[Fact, ...]:
    """Say what came of asking the town halls; who was not reached, or refused, by name."""
    said = screen_texts(language)
    if not found.asked:
        return (Fact("", said["looked_nobody"]),)
    facts = []
    if found.came:
        facts.append(Fact("", said["looked_came"].format(count=found.came), "✓"))
    if found.put_off:
        facts.append(Fact("", said["looked_later"].format(count=found.put_off), "!"))
    for who, error in found.failed:
        why = explain_error(error, language)
        facts += [Fact("", f"{name(who)}: {why.what}", why.sign), Fact(said["step"], why.step)]
    return tuple(facts) or (Fact("", said["looked_nothing"], "✓"),)


def _item(one: Waiting, language: Language, *, now_s: int, zone: Zone) -> Item:
    said = screen_texts(language)
    who = name(one.who) or said["nameless"]
    if one.is_over(now_s):
        state = Fact("", said["inbox_over"], "!")
    elif one.until_s is None:
        state = Fact("", said["inbox_unsaid"])
    else:
        state = Fact("", said["inbox_until"].format(time=moment(one.until_s, language, zone=zone)))
    step = said[f"inbox_over_{one.kind}" if one.is_over(now_s) else f"inbox_open_{one.kind}"]
    since = moment(one.since_s, language, zone=zone)
    facts = (Fact(said["step"], step), Fact(said["inbox_since"], since))
    return Item(said[f"inbox_{one.kind}"], who, state, facts)
