"""The activity: day by day, refusals as much as answers, found by what it is called."""

import pytest

from livret_core.words import LANGUAGES, Language
from livret_core.words.figures import utc
from livret_wallet.records import HistoryEntry
from livret_wallet.screens.activity import (
    FILTERS,
    SIGNS,
    Filter,
    Past,
    count,
    heading,
    line,
    listed,
    pane,
)
from tests.scene import DAY_S, NOW_S
from tests.wallet_held import HISTORY, contents

NEWEST = tuple(reversed(HISTORY))


def past(*entries: HistoryEntry, language: Language = "en") -> Past:
    return Past(entries or NEWEST, contents().batches, language)


def places(found: Past, shown: Filter = "all", typed: str = "") -> list[int]:
    lines = listed(found, shown=shown, typed=typed, zone=utc)
    return [each.entry for each in lines if each.entry is not None]


def facts(found: Past, at: int = 0) -> dict[str, str]:
    return {fact.label: fact.text for fact in pane(found, at, zone=utc)}


def test_each_day_stands_above_its_entries() -> None:
    lines = listed(past(), shown="all", typed="", zone=utc)
    days = [each.day for each in lines if each.day is not None]
    assert days == [NOW_S // DAY_S - back for back in (0, 1, 8, 20)]
    assert lines[0].day == days[0]
    assert lines[1].entry == 0


def test_a_day_is_the_readers_and_today_is_called_so() -> None:
    def east(_at_s: int) -> tuple[int, str]:
        return 14 * 3_600, "X"

    [day] = [
        each.day
        for each in listed(past(NEWEST[0]), shown="all", typed="", zone=east)
        if each.day is not None
    ]
    assert day == NOW_S // DAY_S + 1
    assert heading(day, "en", now_s=NOW_S, zone=east) == "TODAY"
    assert heading(day, "fr", now_s=NOW_S, zone=utc) == "19 NOVEMBRE 2026"
    assert line(past(), 0, zone=east).time == "00:51"


def test_filters_tell_what_left_what_came_and_what_came_to_nothing() -> None:
    found = past()
    kinds = {shown: {found.entries[at].kind for at in places(found, shown)} for shown in FILTERS}
    assert kinds["left"] == {"sent", "sending"}
    assert kinds["came"] == {"received"}
    assert kinds["not"] == {"refused", "failed", "not_received"}
    assert len(places(found)) == len(HISTORY)


def test_it_is_found_by_whom_by_what_and_by_which_proof() -> None:
    found = past()
    assert {found.entries[at].counterparty for at in places(found, typed="PISCINE")} == {
        "Piscine des Saules"
    }
    assert [found.entries[at].kind for at in places(found, typed="you said no")] == ["refused"]
    assert len(places(found, typed="birth record")) == 2
    assert places(found, typed="nobody") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_sign_its_words_and_what_it_means(language: Language) -> None:
    for kind in SIGNS:
        found = past(HistoryEntry(NOW_S, kind, "Pool"), language=language)
        assert line(found, 0, zone=utc).sign == SIGNS[kind]
        assert pane(found, 0, zone=utc)[-1].text


def test_what_left_is_said_and_what_did_not_is_said_too() -> None:
    found = past()
    sent = facts(found, 0)
    assert sent["Left"] == "Commune"
    assert sent["Proof"] == "Proof of residence"
    failed = next(at for at, entry in enumerate(found.entries) if entry.kind == "failed")
    assert facts(found, failed)["Left"] == "nothing left"
    refused = next(at for at, entry in enumerate(found.entries) if entry.kind == "refused")
    assert facts(found, refused)["Left"] == "nothing left"


def test_the_copy_that_left_is_named() -> None:
    home = contents().batches[0]
    at_s = home.copies[0].used_at_s
    assert at_s is not None
    entry = HistoryEntry(at_s, "sent", "Pool", "home", (("commune",),))
    assert facts(past(entry))["Copy"] == "1 of 10, used up by this"


def test_why_nothing_was_received_comes_with_the_next_step() -> None:
    found = past()
    at = next(at for at, entry in enumerate(found.entries) if entry.kind == "not_received")
    said = facts(found, at)
    assert said["Why"]
    assert said["What to do"]
    assert "issuer.not_accredited" not in "".join(said.values())


def test_the_count_says_what_is_counted_and_that_more_is_coming() -> None:
    found = past()
    lines = listed(found, shown="not", typed="", zone=utc)
    assert count(found, lines, "not", is_whole=True) == "3 entries · what came to nothing"
    assert count(found, lines, "not", is_whole=False).endswith("reading …")


def test_attack_56_names_in_the_history_act_on_no_terminal() -> None:
    hostile = "Pool\u202e\x1b[2J\n"
    found = past(
        HistoryEntry(NOW_S, "sent", hostile, "gone", ((hostile,),)),
        HistoryEntry(NOW_S, "not_received", hostile, vct=hostile, reason="issuer.not_accredited"),
    )
    for at in (0, 1):
        shown = line(found, at, zone=utc)
        told = "".join(fact.text + fact.label for fact in pane(found, at, zone=utc))
        assert not set(shown.who + shown.said + told) & set("\u202e\x1b\n")
