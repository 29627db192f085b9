"""A town hall's key is stolen; a proof from before is shown all the same, by the commands people type."""

from pathlib import Path

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.words import LANGUAGES
from tests.cheap_words import cheap_words
from tests.dated_story import Dated
from tests.playing import Ended, Play
from tests.times_told import instant_s

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")


class Theft(Dated):
    """Camille holds two copies; the town counted them in, and its key was stolen a day later."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.desk.steal()
        self.files.publish()
        play.clock.now_s = self.files.now_s
        self.open_desk()
        self.believe("verify")

    def show(self, *more: str | Path) -> Path:
        play, to = self.play, self.play.root / "answer.json"
        to.unlink(missing_ok=True)
        request = play.request()
        arguments = (request, "--to", to, *more)
        sheet = play.wallet("present", *arguments, "--dry-run", "--json").event
        play.wallet("present", *arguments, "--yes-to", sheet["digest"])
        return to

    def decide(self, *more: str | Path, status: int = 0) -> Ended:
        answer, evidence = self.play.root / "answer.json", self.files.published
        return self.play.verify(
            "file", answer, "--for", "pool", "--evidence", evidence, *more, status=status
        )


@pytest.fixture
def theft(play: Play) -> Theft:
    return Theft(play)


def test_a_proof_from_before_a_theft_is_shown_with_what_dates_it(theft: Theft) -> None:
    play, to = theft.play, theft.play.root / "dating.json"
    kept = play.wallet("dating", theft.file)
    assert "it existed by" in kept.out
    theft.show()
    refused = theft.decide("--json", status=1).event
    assert refused["code"] == "issuer.key_compromised"
    theft.show("--with-dating", to)
    content = json_encoding.parse_object(to.read_bytes())
    assert content["code"] is None
    paths = content["paths"]
    assert isinstance(paths, list)
    assert len(paths) == 1
    told = play.wallet("history").out
    assert told.count("what dates it") == 1
    accepted = theft.decide("--dating", to, "--json").event
    assert accepted["outcome"] == "accepted"
    assert instant_s(accepted["dated"]["before"]) < theft.desk.stolen_s


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_and_the_verdict_say_it_in_each_language(theft: Theft, language: str) -> None:
    play, to, told = theft.play, theft.play.root / "dating.json", ("--lang", language)
    outs = [play.wallet("dating", theft.file, *told)]
    answer = play.root / "answer.json"
    outs += [play.wallet("show", *told)]
    shown = (play.request(), "--to", answer, "--with-dating", to)
    sheet = play.wallet("present", *shown, "--dry-run", *told)
    digest = sheet.out.split()[-1]
    outs += [sheet, play.wallet("present", *shown, "--yes-to", digest, *told)]
    outs += [theft.decide(*told, "--dry-run", status=1)]
    outs += [theft.decide("--dating", to, "--report", *told)]
    root = str(play.root)
    lines = [line for ended in outs for line in ended.out.splitlines() if root not in line]
    # An identifier stays in one piece, for whoever compares or copies it.
    assert [line for line in lines if len(line) > 80 and "did:jwk:" not in line] == []
    assert [line for line in lines if "{" in line or "None" in line] == []
    dated = {"en": "Dated", "fr": "Daté", "nl": "Gedateerd", "de": "Datiert"}[language]
    assert dated in sheet.out
    assert dated in outs[-1].out


def test_a_service_takes_a_file_that_dates_nothing_for_what_it_is(theft: Theft) -> None:
    theft.show()
    theft.files.write("other.json", "{}")
    ended = theft.decide("--dating", theft.play.root / "other.json", "--json", status=2)
    assert ended.event["code"] == "commit.malformed"


def test_nothing_is_shown_that_is_not_kept(theft: Theft) -> None:
    play, to = theft.play, theft.play.root / "dating.json"
    ended = play.wallet(
        "present", play.request(), "--to", play.root / "a.json", "--with-dating", to, "--json",
        "--dry-run", status=1,
    )  # fmt: skip
    assert ended.event["code"] == "dating.none"
