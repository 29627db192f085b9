"""Two people of one name and birth date at the counter, and lines that cannot be used."""

import re
from collections.abc import Iterator

import pytest

from tests.at_counter import at_terminal, let_go, offer, office, reachable
from tests.playing import RESIDENTS, Play

NAMESAKES = RESIDENTS + (
    "Arnould,Camille,1988-03-14,Verneuil-sur-Lys,rue Haute,3,Verneuil-sur-Lys,FR,2020-02-01\n"
    "Roux,Léa,1990-13-01,Verneuil-sur-Lys,rue Haute,5,Verneuil-sur-Lys,FR,2020-02-01\n"
)


@pytest.fixture
def hall(play: Play) -> Iterator[Play]:
    """A town hall with an address, and its list."""
    yield reachable(play)
    let_go()


@pytest.mark.parametrize("typed", [["camille arnould", "2"], ["4", "1"]])
def test_two_people_of_one_name_and_birth_date_are_told_apart_and_each_is_served(
    hall: Play, monkeypatch: pytest.MonkeyPatch, typed: list[str]
) -> None:
    (hall.root / "residents.csv").write_text(NAMESAKES, encoding="utf-8")
    at_terminal(monkeypatch, [*typed, "2", "1", "2", "yes"])
    out = offer(hall).out
    assert re.search(r"\d  Camille Arnould +14 March 1988 +3 rue Haute +line 4", out)
    if typed[0] != "4":
        assert re.search(r"1  Camille Arnould +14 March 1988 +12 rue des Tanneurs  line 2", out)
    [(handover, _)] = office(hall).picked_up()
    assert handover.source_line == 4
    assert handover.claims
    assert handover.claims["address"]["street_address"] == "rue Haute"  # type: ignore[index,call-overload]
    # The other one: what waits is of somebody of that name, and is not said to be theirs.
    at_terminal(monkeypatch, ["2", "1", "no", "2", "1", "2", "yes"])
    out = " ".join(offer(hall).out.split())
    assert f"! {handover.code} waits already for somebody of this name and birth date" in out
    assert "(residents.csv, line 4)" in out
    assert "for this person already" not in out
    assert sorted(each.source_line or 0 for each, _ in office(hall).picked_up()) == [2, 4]


def test_of_two_rows_that_an_address_does_not_tell_apart_the_first_difference_is_shown(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = RESIDENTS.splitlines()[1]
    (hall.root / "residents.csv").write_text(
        RESIDENTS + first.replace("2019-09-01", "2021-01-05") + "\n", encoding="utf-8"
    )
    at_terminal(monkeypatch, ["camille", ""])
    out = " ".join(offer(hall).out.split())
    assert "Resident since 1 September 2019" in out
    assert "Resident since 5 January 2021" in out


def test_a_line_that_cannot_be_used_is_said_with_why_and_ends_nothing(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    (hall.root / "residents.csv").write_text(NAMESAKES, encoding="utf-8")
    at_terminal(monkeypatch, ["5", "roux", "zoe", "1", "2", "1", "2", "yes"])
    ended = offer(hall)
    said = [line for line in ended.err.splitlines() if "line 5, birthdate" in line]
    # Before anybody is looked for, and where that line is typed; never what stands in it.
    assert len(said) == 2
    assert "date.malformed" in ended.err
    assert "1990" not in ended.err
    assert ended.out.count("Nobody of that name") == 1
    [(handover, _)] = office(hall).picked_up()
    assert handover.source_line == 3
    refused = hall.issuer(
        "preview", "--type", "residency", "--from", hall.root / "residents.csv",
        "--line", "5", "--json", status=2,
    ).event  # fmt: skip
    assert refused["code"] == "date.malformed"


def test_of_many_lines_that_cannot_be_used_the_others_are_counted(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = NAMESAKES.splitlines(keepends=True)[-1]
    (hall.root / "residents.csv").write_text(NAMESAKES + bad * 4, encoding="utf-8")
    at_terminal(monkeypatch, [""])
    ended = offer(hall)
    assert ended.err.count("date.malformed") == 3
    assert "2 lines more of the list cannot be used" in " ".join(ended.out.split())


def test_in_a_list_for_many_the_second_of_one_name_is_refused_and_the_counter_named(
    hall: Play,
) -> None:
    (hall.root / "residents.csv").write_text(NAMESAKES, encoding="utf-8")
    ended = hall.issuer(
        "offer", "--type", "residency", "--from", hall.root / "residents.csv",
        "--to", hall.root / "handovers", "--dry-run", "--json", status=1,
    )  # fmt: skip
    refused = {each["line"]: each["code"] for each in ended.events if "line" in each}
    assert refused == {4: "intake.duplicate", 5: "date.malformed"}
    assert "at the counter" in hall.livret("explain", "intake.duplicate", "--lang", "en").out
