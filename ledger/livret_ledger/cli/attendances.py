"""Which witnesses and auditors do not confirm: said while a ledger is served, and when it is looked at."""

import sys
from pathlib import Path
from typing import Final

from livret_core.words import explain, printable
from livret_edge.saying import Voice, local_zone
from livret_ledger.attendance import NO_ROOM, Attendance, Missing, WrongClock
from livret_ledger.pages.naming import naming
from livret_ledger.pages.naming import words as page_words
from livret_ledger.starting import HALTS
from livret_ledger.words import texts

#: What holds this machine's own ledger up, each with its own next step.
_OWN: Final = frozenset({"ledger.clock_ahead", "ledger.clock_behind"}) | HALTS
_SAID: Final = {
    "ledger.clock": "missing_clock",
    "log.unsigned": "missing_other_key",
    "net.certificate": "missing_certificate",
    "net.certificate_time": "missing_certificate",
}


def tell(voice: Voice, attendance: Attendance, place: Path | None = None) -> None:
    """Say it, where somebody looks; *place* is the ledger's folder, where it is at hand."""
    if attendance.is_whole:
        return
    voice.tell(*_meaning(voice, attendance, place))
    voice.rows(_rows(voice, attendance))


def ended(attendance: Attendance) -> int:
    """Give the exit status of a look at it: 3 where nothing can be published at all."""
    return 3 if attendance.problem else 0


def tell_change(voice: Voice, attendance: Attendance, place: Path | None = None) -> None:
    """Say it on standard error, while a ledger is served; to a program, as an event."""
    if voice.json:
        voice.event("attendance", **attendance.format())
        sys.stdout.flush()
        return
    said = texts(voice.lang)
    if attendance.is_whole:
        voice.complain("✓ " + said["all_confirm"])
        return
    for sentence in _meaning(voice, attendance, place):
        voice.complain(sentence)
    for name, what in _rows(voice, attendance):
        voice.complain(f"{name}: {what}")


def _meaning(voice: Voice, attendance: Attendance, place: Path | None) -> list[str]:
    said = texts(voice.lang)
    if attendance.problem in _OWN:
        why = explain(attendance.problem, voice.lang, attendance.facts, zone=local_zone)
        return ["! " + why.what, why.step]
    if attendance.problem:
        told = ["! " + said["not_published"].format(code=printable(attendance.problem))]
        if attendance.facts.get("reason") == NO_ROOM:
            where = "" if place is None else printable(str(place.absolute()))
            told.append(said["no_room_in"].format(path=where) if where else said["no_room"])
        return told
    told = [said["clock_wrong"]] if attendance.clocks else []
    if attendance.is_held_up or attendance.missing:
        told.insert(0, said["held_up" if attendance.is_held_up else "some_missing"])
    return ["! " + each for each in told]


def _rows(voice: Voice, attendance: Attendance) -> list[tuple[str, str]]:
    said = texts(voice.lang)
    rows = []
    for each in attendance.missing:
        name = "missing_refused"
        if each.is_silent or each.is_blind:
            name = "missing_silent" if each.is_silent else "missing_blind"
        name = _SAID.get(each.code, name)
        what = said[name].format(time=voice.moment(each.since_s), code=printable(each.code))
        rows.append((printable(each.name), what + _whom_to_call(voice, each)))
    for wrong in attendance.clocks:
        name = "clock_ahead_by" if wrong.ahead_min >= 0 else "clock_behind_by"
        what = said[name].format(minutes=abs(wrong.ahead_min))
        rows.append((printable(wrong.name), what + _whom_to_call(voice, wrong)))
    return rows


def _whom_to_call(voice: Voice, one: Missing | WrongClock) -> str:
    if one.who is None:
        return ""
    who = naming(page_words(voice.lang))
    run = [one.who] if one.operator in (None, one.who) else [one.who, one.operator]
    called = ", ".join(who(printable(each)) for each in run)
    return " " + texts(voice.lang)["call"].format(who=called)
