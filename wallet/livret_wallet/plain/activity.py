"""The activity, line by line: the newest first, twenty at a time."""

from typing import Final

from livret_wallet.plain.opened import AGAIN, Opened
from livret_wallet.screens import activity as told
from livret_wallet.screens.activity import FILTERS, Filter, Past
from livret_wallet.screens.keys import BACK, Key

#: In line mode further lines are asked for.
MORE: Final = Key("more", "more")
_AT_A_TIME: Final = 20


def show(opened: Opened) -> None:
    """Say what came and went, until its reader goes back."""
    shown: Filter = "all"
    typed, begin, is_to_say = "", 0, True
    while True:
        past = Past(opened.past, opened.contents.batches, opened.language, opened.zone)
        lines = told.listed(past, shown=shown, typed=typed)
        entries = [each for each in lines if each >= 0]
        if is_to_say:
            opened.title(opened.said["title_activity"])
            opened.talk.say(told.count(past, lines, shown, is_whole=True))
            _say(opened, past, lines, begin)
        more = (MORE,) if begin + _AT_A_TIME < len(entries) else ()
        keys = (*told.KEYS[:-1], *more, AGAIN, BACK)
        choice = opened.choose(keys, opened.said["which_entry"] if entries else "")
        is_to_say = choice.key is not None
        match choice.key:
            case None:
                _open(opened, past, entries, choice.number or 0)
            case Key(action="back"):
                return
            case Key(action="more"):
                begin += _AT_A_TIME
            case Key(action="filter"):
                shown, begin = FILTERS[(FILTERS.index(shown) + 1) % len(FILTERS)], 0
            case Key(action="find"):
                typed, begin = choice.rest or opened.ask(opened.said["find_what"]), 0
            case Key(action="again"):
                typed, begin = "", 0
            case _:
                pass


def _say(opened: Opened, past: Past, lines: list[int], begin: int) -> None:
    if not lines:
        opened.talk.say(opened.said["none_found" if past.entries else "nothing_past"])
    number, on = 0, None
    now_s = opened.wallet.now_s
    for listed in lines:
        on = told.day_of(listed) or on
        if listed < 0:
            continue
        number += 1
        if number <= begin:
            continue
        if number > begin + _AT_A_TIME:
            return
        if on is not None:
            opened.talk.say(told.heading(past, on, now_s=now_s))
            on = None
        line = told.line(past, listed)
        parts = [line.time, f"{line.sign} {line.what}", line.who, line.said]
        opened.talk.say(f"{number}. " + ", ".join(part for part in parts if part))


def _open(opened: Opened, past: Past, entries: list[int], number: int) -> None:
    if not 1 <= number <= len(entries):
        opened.talk.say(opened.said["no_such_number"])
        return
    opened.say(*told.pane(past, entries[number - 1]))
