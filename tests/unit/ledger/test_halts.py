"""What a person and a program are told when a ledger is not written any more."""

import json

import pytest

from livret_core.errors import Unavailable
from livret_core.words.language import LANGUAGES, Language
from livret_core.words.manner import Manner
from livret_edge.saying import Voice
from livret_ledger.cli import halts

REASON = Unavailable("ledger.forked", by="metz.example/witness", size=14, own=14)
ENDED = Unavailable("ledger.overtaken", found=2, of=4, own=14)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_person_is_told_what_happened_and_what_to_do(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    halts.tell_change(Voice(Manner(lang)), REASON)
    told = capsys.readouterr().out
    assert "metz.example/witness" in told
    assert "livret ledger recover" in " ".join(told.split())
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_keeper_whose_ledger_has_ended_is_told_what_the_members_do_now(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    halts.tell_change(Voice(Manner(lang)), ENDED)
    told = " ".join(capsys.readouterr().out.split())
    step = {
        "en": "its members begin another",
        "fr": "ses membres en fondent un autre",
        "nl": "de leden stichten een nieuw",
        "de": "die Mitglieder gründen ein neues",
    }
    assert step[lang] in told
    assert "livret ledger recover" not in told  # it is where they were told so


@pytest.mark.parametrize("lang", LANGUAGES)
def test_and_when_it_is_written_again(lang: Language, capsys: pytest.CaptureFixture[str]) -> None:
    halts.tell_change(Voice(Manner(lang)), None)
    assert capsys.readouterr().out.startswith("✓ ")


def test_a_program_is_told_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    voice = Voice(Manner(), json=True)
    halts.tell_change(voice, REASON)
    halts.tell_change(voice, None)
    stopped, goes_on = map(json.loads, capsys.readouterr().out.splitlines())
    assert (stopped["writes"], stopped["reason"]) == (False, "ledger.forked")
    assert stopped["facts"] == {"by": "metz.example/witness", "size": 14, "own": 14}
    assert (goes_on["writes"], goes_on["reason"]) == (True, None)
