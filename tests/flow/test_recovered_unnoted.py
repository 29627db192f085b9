"""A recovery that the ledger has and the town hall did not note yet: every word leads on."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.words import LANGUAGES
from tests.playing import Play
from tests.thieves import Thief
from tests.town_on_ledger import Ledger, begin, on_ledger, register


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
    assert all(len(line) <= 80 or "/" in line for line in told.splitlines())
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
