"""A recovery that the ledger has and the town hall did not note yet: every word leads on."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.words import LANGUAGES
from tests.playing import Play
from tests.thieves import Thief
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A key is stolen and used, and what takes the name back is written."""
    ledger = register(begin(play, monkeypatch))
    ledger.publish()
    watch(ledger)
    Thief(ledger).take_over()
    ledger.publish()
    return ledger


def watch(ledger: Ledger, *, status: int = 0) -> list[dict[str, Any]]:
    return on_ledger(
        ledger.play, "watch", "--once", "--trust", ledger.play.root / "trust.jsonl", "--from",
        ledger.published, status=status,
    )  # fmt: skip


def recover(ledger: Ledger, *more: str | Path, status: int = 0) -> list[dict[str, Any]]:
    return on_ledger(
        ledger.play, "recover-identity", "--recovery",
        ledger.play.root / "hall-recovery/recovery-1.sealed", *more, status=status,
    )  # fmt: skip


def taken_and_not_noted(ledger: Ledger) -> Path:
    recover(ledger, "--to", ledger.play.root / "undo")
    file = ledger.play.root / "undo/1.did.update.json"
    ledger.take(file)
    ledger.publish()
    return file


def in_words(ledger: Ledger, language: str, *argv: str | Path, status: int = 0) -> str:
    root = ledger.play.root
    ended = ledger.play.livret(
        "issuer", "ledger", *argv, "--home", root / "hall", "--passphrase-file",
        root / "passphrase", "--lang", language, status=status,
    )  # fmt: skip
    told = ended.out + ended.err
    assert all(len(line) <= 80 or "/" in line or "did:" in line for line in told.splitlines())
    return " ".join(told.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_recovery_undid_is_noted_by_a_copy_in_words(ledger: Ledger, language: str) -> None:
    taken_and_not_noted(ledger)
    told = in_words(ledger, language, "settle", "--from", ledger.published)
    assert told.count("did.update") == 2
    assert "livret issuer ledger recovery-keys" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_one_is_open_it_is_not_said_that_all_is_settled(
    ledger: Ledger, language: str
) -> None:
    recover(ledger, "--to", ledger.play.root / "undo")
    ledger.publish()
    told = in_words(ledger, language, "settle", "--from", ledger.published, status=3)
    assert "journal --to" in told
    nothing = {"en": "Nothing is to be", "fr": "Rien à régler", "nl": "Niets af", "de": "Nichts ab"}
    assert nothing[language] not in told


def test_the_watch_is_quiet_and_says_what_is_to_be_noted(ledger: Ledger) -> None:
    file = taken_and_not_noted(ledger)
    told = watch(ledger)
    assert told[-1]["open"] == []
    assert [(each["event"], each["type"]) for each in told[:-1]] == [("to_settle", "did.update")]
    on_ledger(ledger.play, "settle", file, "--from", ledger.published)
    assert [each["event"] for each in watch(ledger)] == ["looked"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_words(ledger: Ledger, language: str) -> None:
    taken_and_not_noted(ledger)
    told = in_words(ledger, language, "watch", "--once", "--from", ledger.published)
    assert "livret issuer ledger settle --from" in told


def test_a_thief_who_goes_on_behind_it_is_told_all_the_same(ledger: Ledger) -> None:
    taken_and_not_noted(ledger)
    thief = Thief(ledger, "credential-667")
    again = thief.take_over()
    ledger.publish()
    assert watch(ledger, status=1)[-1]["open"] == [again]


def test_what_is_not_on_the_ledger_yet_answers_nothing(ledger: Ledger) -> None:
    recover(ledger, "--to", ledger.play.root / "undo")
    ledger.publish()
    told = watch(ledger, status=1)
    assert len(told[-1]["open"]) == 1


def test_the_day_is_committed_by_the_keys_that_the_recovery_listed(ledger: Ledger) -> None:
    taken_and_not_noted(ledger)
    on_ledger(ledger.play, "watch", "--once", "--from", ledger.published)
    told = on_ledger(ledger.play, "commit", "--submit", URL)
    settled = [each["stand"] for each in told if each["event"] == "settled"]
    assert sorted(settled) == ["foreign", "taken"]
    assert (told[-1]["type"], told[-1]["cosigned"]) == ("commit", True)


def test_the_key_that_ones_own_entry_spent_is_told_from_none_that_counts(ledger: Ledger) -> None:
    taken_and_not_noted(ledger)
    [told] = recover(
        ledger, "--to", ledger.play.root / "more", "--from", ledger.published, status=1
    )
    assert told["code"] == "home.operation_open"


@pytest.fixture
def quiet(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Nobody stole anything."""
    ledger = register(begin(play, monkeypatch))
    ledger.publish()
    watch(ledger)
    return ledger


def name_a_successor(ledger: Ledger) -> None:
    scene, did = ledger.scene, Thief(ledger).did
    body = {"to": str(scene.towns[2].did), "lists": None}
    draft = scene.draft("did.succeed", did, body, record=f"did/{did}")
    scene.apply(scene.sign(draft, scene.towns[0], scene.towns[1]))
    ledger.publish()


def test_where_nothing_is_stolen_no_recovery_key_is_spent(quiet: Ledger) -> None:
    before = sorted((quiet.play.root / "hall-recovery").iterdir())
    [told] = recover(quiet, "--to", quiet.play.root / "undo", status=1)
    assert told["code"] == "home.nothing_stolen"
    assert sorted((quiet.play.root / "hall-recovery").iterdir()) == before
    assert not (quiet.play.root / "undo").exists()


def test_a_recovery_that_is_open_is_named_first(quiet: Ledger) -> None:
    recover(quiet, "--to", quiet.play.root / "undo", "--lost-keys")
    [told] = recover(quiet, "--to", quiet.play.root / "more", status=1)
    assert told["code"] == "home.operation_open"


@pytest.mark.parametrize("reason", [("--lost-keys",), ("--suspected-from", "2026-11-21")])
def test_twin_it_is_where_somebody_says_why(quiet: Ledger, reason: tuple[str, ...]) -> None:
    told = recover(quiet, "--to", quiet.play.root / "undo", *reason)
    assert told[0]["event"] == "taken_back"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_succession_under_way_is_told_with_what_refuses_it(quiet: Ledger, language: str) -> None:
    name_a_successor(quiet)
    told = in_words(
        quiet, language, "recover-identity", "--recovery",
        quiet.play.root / "hall-recovery/recovery-1.sealed", "--to", quiet.play.root / "undo",
        status=1,
    )  # fmt: skip
    assert "livret issuer ledger succeed --refuse" in told
    assert "--lost-keys" in told


def test_a_recovery_tells_the_succession_that_it_does_not_undo(ledger: Ledger) -> None:
    name_a_successor(ledger)
    told = recover(ledger, "--to", ledger.play.root / "undo")
    [coming] = [each for each in told if each["event"] == "succession"]
    assert coming["to"] == str(ledger.scene.towns[2].did)
