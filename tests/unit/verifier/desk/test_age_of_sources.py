"""The desk's page says how old is what the desk goes by, and whether newer can be had."""

from collections.abc import Callable
from pathlib import Path

from livret_verifier.cli.serving import look_until_had
from livret_verifier.evidence import DidLogNeed, Evidence, Missing, Need
from tests.at_window import at_window, code_of, filed
from tests.scene import FOLDER, TOWN
from tests.windows import Opened, opened, posted, shown


def answer(window: Opened, place: str) -> None:
    """A wallet answers what a page shows."""
    asked = window.kept_as_asked(code_of(place))
    request = window.fetch(asked)
    window.answer(asked, posted(request, shown(request)))


def leaving(away: list[bool]) -> Callable[[Need], Evidence]:
    """Sources that can be had until they are away."""
    return lambda need: Missing("there", "timeout") if away[0] else FOLDER(need)


def test_the_page_says_how_old_is_what_the_desk_goes_by(tmp_path: Path) -> None:
    window = opened(tmp_path / "pool")
    staff = at_window(window)
    assert 'class="evidence' not in staff.page("/pool/window")
    staff.read(filed(window))
    assert "Sources fetched just now" in staff.page("/pool/window")
    window.clock.now_s += 3_000
    assert '<p class="evidence fresh">Sources fetched 50 minutes ago</p>' in staff.page(
        "/pool/window"
    )
    window.clock.now_s += 4_200
    staff.read(filed(window))  # what is had is no newer than it was
    offline = staff.page("/pool/window")
    assert 'class="evidence within"' in offline
    assert "Offline: sources 2 hours old ✓ within the rule" in offline
    window.clock.now_s += 200_000
    staff = at_window(window)
    assert 'class="evidence beyond"' in staff.page("/pool/window")


def test_after_an_idle_night_the_age_is_held_against_the_rule_too(tmp_path: Path) -> None:
    window = opened(tmp_path / "pool")
    staff = at_window(window)
    staff.read(filed(window))
    window.clock.now_s += 86_400 + 1
    staff = at_window(window)
    late = staff.page("/pool/window")
    assert '<p class="evidence old">Sources fetched 24 hours ago ! too old for the rule</p>' in late
    assert "✓" not in late


def test_nothing_is_within_the_rule_where_something_is_missing(tmp_path: Path) -> None:
    away = [False]
    window = opened(tmp_path / "pool", gather=leaving(away))
    staff = at_window(window)
    staff.read(filed(window))
    away[0] = True
    window.clock.now_s += 7_200
    told = staff.page(staff.read(filed(window)))
    assert "COULD NOT CHECK" in told
    assert "It is not your fault" in told
    assert "! " in told
    assert 'class="evidence lacking">Offline: sources 2 hours old ! some are missing<' in told
    assert "within the rule" not in told


def test_a_desk_that_begins_without_a_network_says_so_before_the_first_person(
    tmp_path: Path,
) -> None:
    away = [True]
    window = opened(tmp_path / "pool", gather=leaving(away))
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        first = at_window(window).page("/pool/window")
        assert '<p class="evidence beyond">Offline: no sources</p>' in first
        window.clock.now_s += 60
        away[0] = len(pauses) < 2

    look_until_had(window.window, pause)
    assert pauses == [60.0, 60.0]
    assert window.needs == [DidLogNeed(TOWN.did)] * 3
    assert 'class="evidence fresh"' in at_window(window).page("/pool/window")


def test_nobody_could_find_out_and_the_same_code_is_answered_again(tmp_path: Path) -> None:
    away = [True]
    window = opened(tmp_path / "pool", gather=leaving(away))
    staff = at_window(window)
    place = staff.begin()
    answer(window, place)
    told = staff.page(place)
    assert "COULD NOT CHECK" in told
    assert "may be answered again" in told
    assert "<svg" in told
    assert 'data-stand="open.1"' in told
    away[0] = False
    answer(window, place)
    assert "ACCEPTED" in staff.page(place)
    assert "1 accepted · 1 not checked" in staff.page("/pool/window")
