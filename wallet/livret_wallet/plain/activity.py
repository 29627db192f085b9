"""The activity, line by line: the newest first, twenty at a time."""

from collections.abc import Mapping
from typing import Final

from livret_core.errors import LivretError
from livret_wallet.plain import dialogue
from livret_wallet.plain.opened import AGAIN, Opened
from livret_wallet.plain.talk import wrapped
from livret_wallet.records import HistoryEntry
from livret_wallet.request_record import AskedRecord
from livret_wallet.screens import activity as told
from livret_wallet.screens import request
from livret_wallet.screens.activity import FILTERS, Filter, Past
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import BACK, Key
from livret_wallet.session import evidence

#: In line mode further lines are asked for.
MORE: Final = Key("more", "more")
_AT_A_TIME: Final = 20
_OF_ONE: Final = frozenset({told.VIEW, told.ERASE, told.REPORT, told.EXPORT})


def show(opened: Opened) -> None:
    """Say what came and went, until its reader goes back."""
    shown: Filter = "all"
    typed, begin, is_to_say = "", 0, True
    signed = _signed(opened)
    while True:
        batches = opened.contents.batches
        past = Past(opened.past, batches, opened.language, opened.zone, signed=signed)
        lines = told.listed(past, shown=shown, typed=typed)
        entries = [each for each in lines if each >= 0]
        if is_to_say:
            opened.title(opened.said["title_activity"])
            opened.talk.say(told.count(past, lines, shown, is_whole=True))
            _say(opened, past, lines, begin)
        more = (MORE,) if begin + _AT_A_TIME < len(entries) else ()
        keys = (*told.KEYS[:-1], *more, AGAIN, BACK)
        choice = opened.choose(keys, opened.said["which_entry"] if entries else "")
        is_to_say = choice.key is not None and choice.key not in _OF_ONE
        match choice.key:
            case None:
                _open(opened, past, entries, choice.number or 0)
            case Key(action="back"):
                return
            case Key(action="more"):
                begin += _AT_A_TIME
            case Key(action="filter"):
                shown, begin = FILTERS[(FILTERS.index(shown) + 1) % len(FILTERS)], 0
            case Key(action="view" | "erase" | "report" as does):
                _do(opened, past, entries, choice.number, does)
            case Key(action="export"):
                begun = evidence.export(opened.wallet, past, entries)
                dialogue.show(opened, "export", begun)
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


def _signed(opened: Opened) -> Mapping[bytes, AskedRecord]:
    """Read what services signed; nothing of it where that cannot be read, which is said."""
    try:
        return evidence.kept(opened.wallet)
    except LivretError as error:
        opened.refuse(error)
        return told.NOTHING_SIGNED


def _do(opened: Opened, past: Past, entries: list[int], number: int | None, does: str) -> None:
    """Do what is wanted with one entry."""
    if number is None or not 1 <= number <= len(entries):
        opened.talk.say(opened.said["say_number" if number is None else "no_such_number"])
        return
    at = entries[number - 1]
    if does != "view":
        begin = evidence.erase if does == "erase" else evidence.report
        dialogue.show(opened, does, begin(opened.wallet, past, at))
    elif (record := past.signed(at)) is None:
        opened.say(Fact("", opened.said["none_signed"], "!"))
    else:
        _view(opened, past.entries[at], record)


def _view(opened: Opened, entry: HistoryEntry, record: AskedRecord) -> None:
    page = request.page(entry, record, opened.language, opened.zone)
    opened.title(opened.said["title_request"])
    opened.talk.say(page.title)
    for part in page.parts:
        opened.talk.say(part.heading)
        opened.say(*part.facts)
    opened.talk.say(opened.said["part_as_signed"])
    for line in request.raw(record):
        opened.talk.say(*wrapped(line))
