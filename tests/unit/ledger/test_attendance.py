"""Who does not confirm a ledger, since when, and what its operator and a program are told."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from livret_core import limits
from livret_core.errors import MalformedInput, Unavailable
from livret_core.ledger.quorum import Quorums
from livret_core.words import explain
from livret_core.words.language import LANGUAGES, Language
from livret_core.words.manner import Manner
from livret_edge.saying import Voice
from livret_ledger.attendance import Attendance, Missing, WrongClock, attended
from livret_ledger.cli import attendances
from livret_ledger.sequencing import off_witnesses
from livret_ledger.starting import HALTS
from livret_ledger.store.home import Home
from livret_ledger.words import texts

ECLUSE = Missing("ecluse.example/w", 1_000, "net.unavailable", "fr-insee:59998", "fr-insee:80999")
HELD_UP = Attendance((ECLUSE,), is_held_up=True)


def test_who_is_missing_is_missing_since_the_first_time() -> None:
    people = {"a/w": ("fr-insee:1", "fr-insee:2")}
    one = attended(Attendance(), {"a/w": "net.timeout"}, now_s=5, is_held_up=False, people=people)
    two = attended(one, {"a/w": "log.rate", "b/w": ""}, now_s=9, is_held_up=True, people=people)
    assert two.missing == (Missing("a/w", 5, "log.rate", "fr-insee:1", "fr-insee:2"),)
    assert one.missing[0].is_silent
    assert not two.missing[0].is_silent
    back = attended(two, {"a/w": "", "b/w": ""}, now_s=11, is_held_up=False)
    assert back.is_whole
    again = attended(back, {"a/w": "net.timeout"}, now_s=20, is_held_up=False)
    assert again.missing[0].since_s == 20


def test_another_reason_is_no_change_and_another_who_is() -> None:
    one = attended(Attendance(), {"a/w": "net.timeout"}, now_s=5, is_held_up=False)
    assert attended(one, {"a/w": "log.rate"}, now_s=6, is_held_up=False).gist == one.gist
    assert attended(one, {"b/w": "log.rate"}, now_s=6, is_held_up=False).gist != one.gist
    assert attended(one, {"a/w": "net.timeout"}, now_s=6, is_held_up=True).gist != one.gist
    problem = Unavailable("store.unavailable")
    stuck = attended(one, {"a/w": "x"}, now_s=6, is_held_up=False, problem=problem)
    assert stuck.problem == "store.unavailable"
    assert stuck.gist != one.gist


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("off_s", "code"), [(-600, "behind"), (600, "ahead")])
def test_a_wrong_clock_is_said_with_how_wrong_and_what_to_do(
    lang: Language, off_s: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = off_witnesses([10**9], Quorums(1, 1, 0, 1), now_s=10**9 + off_s)
    now = attended(Attendance(), {}, now_s=1, is_held_up=False, problem=problem)
    assert now.problem == f"ledger.clock_{code}"
    again = Attendance.parse(json.loads(json.dumps(now.format())))
    assert again.facts == {"now_s": 10**9 + off_s, "shown_s": 10**9, "by_min": 10}
    attendances.tell_change(Voice(Manner(lang)), again)
    told = capsys.readouterr().err
    assert "10 min" in " ".join(told.split())
    assert "timedatectl" in told
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_full_disk_is_named_with_where_it_is_and_what_to_do(
    lang: Language, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = Unavailable("store.unavailable", reason="full")
    now = attended(Attendance(), {}, now_s=1, is_held_up=False, problem=problem)
    again = Attendance.parse(json.loads(json.dumps(now.format())))
    assert again.facts == {"reason": "full"}
    attendances.tell_change(Voice(Manner(lang)), again, tmp_path)
    told = "".join(capsys.readouterr().err.split())
    assert str(tmp_path) in told
    attendances.tell(Voice(Manner(lang)), again)  # from elsewhere: whose disk it is
    assert str(tmp_path) not in capsys.readouterr().out
    other = attended(now, {}, now_s=2, is_held_up=False, problem=Unavailable("store.unavailable"))
    assert other.gist != now.gist
    # What else a strange ledger calls a cause is not said.
    said = {**now.format(), "facts": {"reason": "call +33 1 23 45 67 89"}}
    assert Attendance.parse(said).facts == {}


def test_a_witness_that_answers_again_and_cannot_read_is_another_matter() -> None:
    silent = attended(Attendance(), {"a/w": "net.timeout"}, now_s=5, is_held_up=False)
    blind = attended(silent, {"a/w": "ledger.tiles"}, now_s=6, is_held_up=False)
    assert blind.gist != silent.gist
    assert (
        attended(blind, {"a/w": "ledger.catching_up"}, now_s=7, is_held_up=False).gist == blind.gist
    )


def test_what_a_strange_ledger_says_of_its_clock_is_numbers_or_nothing() -> None:
    said = {**Attendance(problem="ledger.clock_ahead").format()}
    said["facts"] = {"now_s": "x", "by_min": 1 << 70, "shown_s": -1}
    assert Attendance.parse(said).facts == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("is_held_up", [True, False])
def test_a_person_is_told_who_since_when_and_whom_to_call(
    lang: Language, is_held_up: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    attendances.tell_change(Voice(Manner(lang)), Attendance((ECLUSE,), is_held_up))
    told = capsys.readouterr()
    assert told.out == ""
    assert "ecluse.example/w" in told.err
    assert "59998" in told.err
    assert "80999" in told.err
    assert "1970" in told.err
    assert max(map(len, told.err.splitlines())) <= 80
    attendances.tell(Voice(Manner(lang)), Attendance((ECLUSE,), is_held_up))
    looked = capsys.readouterr().out
    assert "59998" in looked
    assert max(map(len, looked.splitlines())) <= 80


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_person_is_told_whose_clock_is_wrong_and_whom_to_call(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    clocks = (WrongClock("a/w", 70, "fr-insee:59998"), WrongClock("b/w", -5, None, None))
    for tell in (attendances.tell, attendances.tell_change):
        tell(Voice(Manner(lang)), Attendance(clocks=clocks))
        told = capsys.readouterr()
        said = " ".join((told.out + told.err).split())
        assert " ".join(texts(lang)["clock_wrong"].split()) in said
        assert texts(lang)["clock_ahead_by"].format(minutes=70) in said
        assert texts(lang)["clock_behind_by"].format(minutes=5) in said
        assert "59998" in said
        assert texts(lang)["some_missing"] not in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_follows_another_key_is_told_with_what_that_means(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    attendances.tell(Voice(Manner(lang)), Attendance((replace(ECLUSE, code="log.unsigned"),)))
    said = " ".join(capsys.readouterr().out.split())
    assert texts(lang)["missing_other_key"].split("{code}")[1] in said
    assert texts(lang)["missing_silent"].partition("{")[0] not in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "name"),
    [("ledger.clock", "missing_clock"), ("net.certificate", "missing_certificate")],
)
def test_whose_clock_or_certificate_is_wrong_is_told_with_that(
    lang: Language, code: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    attendances.tell(Voice(Manner(lang)), Attendance((replace(ECLUSE, code=code),)))
    said = " ".join(capsys.readouterr().out.split())
    assert " ".join(texts(lang)[name].split("{time}")[1].split("(")[0].split()) in said
    assert texts(lang)["missing_silent"].partition("{")[0] not in said
    assert "59998" in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(HALTS))
def test_a_ledger_that_ends_here_is_told_with_what_to_do(
    lang: Language, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = Unavailable(code, own=12, size=14, by="ecluse.example/w")
    now = attended(Attendance(), {}, now_s=1, is_held_up=False, problem=problem)
    attendances.tell_change(Voice(Manner(lang)), Attendance.parse(now.format()))
    told = " ".join(capsys.readouterr().err.split())
    assert " ".join(explain(code, lang).step.split()) in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", ["ledger.tiles", "ledger.catching_up"])
def test_one_that_answers_and_cannot_read_is_not_called_silent(
    lang: Language, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    blind = replace(ECLUSE, code=code)
    assert (blind.is_blind, blind.is_silent) == (True, False)
    for tell in (attendances.tell, attendances.tell_change):
        tell(Voice(Manner(lang)), Attendance((blind,)))
        told = capsys.readouterr()
        said = " ".join((told.out + told.err).split())
        assert "--from" in said
        assert f"({code})" in said
        silent = texts(lang)["missing_silent"].partition("{")[0]
        assert silent not in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_and_when_it_is_over(lang: Language, capsys: pytest.CaptureFixture[str]) -> None:
    attendances.tell_change(Voice(Manner(lang)), Attendance())
    assert capsys.readouterr().err.startswith("✓ ")
    attendances.tell(Voice(Manner(lang)), Attendance())
    assert capsys.readouterr().out == ""


def test_a_program_is_told_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    voice = Voice(Manner(), json=True)
    attendances.tell_change(voice, HELD_UP)
    [said] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (said["event"], said["held_up"]) == ("attendance", True)
    assert said["missing"] == [
        {
            "name": "ecluse.example/w",
            "since": "1970-01-01T00:16:40Z",
            "code": "net.unavailable",
            "who": "fr-insee:59998",
            "operator": "fr-insee:80999",
        }
    ]


def test_a_home_keeps_it_while_it_is_so(tmp_path: Path) -> None:
    home = Home(tmp_path, "ledger.example")
    assert home.attendance().is_whole
    home.keep_attendance(HELD_UP)
    assert home.attendance() == HELD_UP
    home.keep_attendance(Attendance())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [None, [], {"missing": [1], "held_up": True, "problem": ""}])
def test_what_a_ledger_says_is_read_strictly(value: object) -> None:
    with pytest.raises(MalformedInput):
        Attendance.parse(value)


@pytest.mark.parametrize("since", [-1, limits.LATEST_S + 1, 1 << 62])
def test_since_when_is_a_time_or_nobody_reads_it(since: int) -> None:
    """Written in words or in ISO 8601 it would end the reader's command as our own fault."""
    said = json.loads(json.dumps(HELD_UP.format()))
    assert Attendance.parse(said) == HELD_UP
    said["missing"][0]["since"] = since
    with pytest.raises(MalformedInput) as caught:
        Attendance.parse(said)
    assert caught.value.code == "input.malformed"
