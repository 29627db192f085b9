"""A service asks for a proof that was asked for on paper, before its answer was taken in."""

import json
from pathlib import Path

import pytest

from livret_core.words import LANGUAGES, Language, explain
from tests.playing import Ended, Play

BORN = """\
family_name,given_name,birthdate,place_of_birth.locality,place_of_birth.country,act_number
Arnould,Camille,1988-03-14,Verneuil-sur-Lys,FR,112
"""


@pytest.fixture
def asked(play: Play) -> Path:
    """A desk's open request, and a proof that was asked for: the request file."""
    did = play.found()
    play.wallet("init")
    play.open_desk(did)
    return play.ask(play.offer()[0])


def refusal(play: Play, *more: str, status: int = 1) -> Ended:
    to = ("--to", play.root / "answer.json")
    return play.wallet("present", play.request(), *to, *more, status=status)


def test_it_is_said_that_the_answer_has_to_be_taken_in(asked: Path, play: Play) -> None:
    assert refusal(play, "--json").event["code"] == "present.asked"
    assert refusal(play, "--dry-run", "--json").event["code"] == "present.asked"
    assert not (play.root / "answer.json").exists()
    assert [each["kind"] for each in play.wallet("history", "--json").events] == []
    play.receive(play.answer(asked))
    assert play.check(play.show())["outcome"] == "accepted"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_next_step_is_a_command(asked: Path, play: Play, language: Language) -> None:
    assert asked.exists()
    told = " ".join(refusal(play, "--lang", language).err.split())
    known, none = explain("present.asked", language), explain("present.none", language)
    assert known.what in told
    assert "livret wallet receive" in told
    assert none.step not in told


def test_where_no_such_proof_was_asked_for_the_town_hall_is_asked_for_one(
    asked: Path, play: Play
) -> None:
    play.wallet("forget", json.loads(asked.read_text())["code"])
    assert refusal(play, "--json").event["code"] == "present.none"


def test_a_request_for_a_proof_of_another_type_changes_nothing(play: Play) -> None:
    did = play.found()
    play.wallet("init")
    play.open_desk(did)
    play.ask(play.offer(kind="birth", people=BORN)[0])
    assert refusal(play, "--json").event["code"] == "present.none"


def test_a_proof_that_is_named_and_is_none_is_said_first(asked: Path, play: Play) -> None:
    assert asked.exists()
    assert refusal(play, "--proof", "3", "--json").event["code"] == "vault.empty"
