"""The activity: day by day, refusals as much as answers, found by what it is called."""

from typing import get_args

import pytest

from livret_core.words import LANGUAGES, Language
from livret_core.words.figures import Zone, utc
from livret_wallet.records import HistoryEntry, HistoryKind
from livret_wallet.screens.activity import (
    BLANK,
    FILTERS,
    SIGNS,
    Filter,
    Past,
    count,
    day_of,
    heading,
    line,
    listed,
    pane,
)
from tests.scene import DAY_S, NOW_S
from tests.wallet_held import HISTORY, contents

NEWEST = tuple(reversed(HISTORY))


def past(*entries: HistoryEntry, language: Language = "en", zone: Zone = utc) -> Past:
    return Past(entries or NEWEST, contents().batches, language, zone)


def places(found: Past, shown: Filter = "all", typed: str = "") -> list[int]:
    lines = listed(found, shown=shown, typed=typed)
    return [each for each in lines if each >= 0]


def facts(found: Past, at: int = 0) -> dict[str, str]:
    return {fact.label: fact.text for fact in pane(found, at)}


def test_each_day_stands_above_its_entries() -> None:
    lines = listed(past(), shown="all", typed="")
    days = [day_of(each) for each in lines if day_of(each) is not None]
    assert days == [NOW_S // DAY_S - back for back in (0, 1, 8, 20)]
    assert (day_of(lines[0]), lines[1], lines[4]) == (days[0], 0, BLANK)


def test_a_day_is_the_readers_and_today_is_called_so() -> None:
    def east(_at_s: int) -> tuple[int, str]:
        return 14 * 3_600, "X"

    found = past(NEWEST[0], zone=east)
    day = day_of(listed(found, shown="all", typed="")[0])
    assert day == NOW_S // DAY_S + 1
    assert heading(found, day, now_s=NOW_S) == "TODAY"
    assert heading(past(language="fr"), day, now_s=NOW_S) == "19 NOVEMBRE 2026"
    assert line(found, 0).time == "00:51"


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
        assert line(found, 0).sign == SIGNS[kind]
        assert pane(found, 0)[-1].text


def test_what_left_is_said_and_what_did_not_is_said_too() -> None:
    found = past()
    sent = facts(found, 0)
    assert sent["Left"] == "Commune"
    assert sent["Proof"] == "Proof of residence"
    failed = next(at for at, entry in enumerate(found.entries) if entry.kind == "failed")
    assert facts(found, failed)["Left"] == "nothing"
    refused = next(at for at, entry in enumerate(found.entries) if entry.kind == "refused")
    assert facts(found, refused)["Left"] == "nothing"


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
    lines = listed(found, shown="not", typed="")
    assert count(found, lines, "not", is_whole=True) == "3 entries · what came to nothing"
    assert count(found, lines, "not", is_whole=False).endswith("reading …")


def test_attack_56_names_in_the_history_act_on_no_terminal() -> None:
    hostile = "Pool\u202e\x1b[2J\n"
    found = past(
        HistoryEntry(NOW_S, "sent", hostile, "gone", ((hostile,),)),
        HistoryEntry(NOW_S, "not_received", hostile, vct=hostile, reason="issuer.not_accredited"),
    )
    for at in (0, 1):
        shown = line(found, at)
        told = "".join(fact.text + fact.label for fact in pane(found, at))
        assert not set(shown.who + shown.said + told) & set("\u202e\x1b\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", get_args(HistoryKind))
def test_whatever_may_happen_has_a_sign_and_words(kind: HistoryKind, language: Language) -> None:
    who = "" if kind in {"backed_up", "restored"} else "Piscine"
    reason = "status.revoked" if kind == "not_received" else None
    entry = HistoryEntry(NOW_S, kind, who, vct="urn:x" if reason else None, reason=reason)
    found = past(entry, language=language)
    told, head = line(found, 0), pane(found, 0)[0].text
    assert told.sign == SIGNS[kind]
    assert told.what
    assert f"{told.sign} {told.what} · " in head
    assert " ·  · " not in head
