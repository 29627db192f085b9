"""A town hall believes its ledger by six words, and no other ledger."""

from pathlib import Path

import pytest

from livret_core.ledger import trust_root
from livret_core.ledger.six_words import words_of
from livret_core.words import LANGUAGES
from tests.cheap_words import cheap_words
from tests.playing import Play
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    made = register(begin(play, monkeypatch))
    made.publish()
    trust(made, "remove", "ledger.example/meuse")
    return made


def trust(
    ledger: Ledger, *words: str | Path, hall: str = "hall", status: int = 0
) -> dict[str, object]:
    home = ("--home", ledger.play.root / hall, "--json")
    return ledger.play.livret("issuer", "trust", *words, *home, status=status).event


def add(
    ledger: Ledger, root: trust_root.TrustRoot, hall: str = "hall", *, status: int = 0
) -> dict[str, object]:
    folder = ledger.play.root
    (folder / "words.txt").write_text(" ".join(words_of(root.digest, "fr")) + "\n")
    (folder / "root.jsonl").write_bytes(trust_root.format_versions([root]))
    words = ("--words-file", folder / "words.txt")
    return trust(ledger, "add", folder / "root.jsonl", *words, hall=hall, status=status)


def test_what_is_handed_in_is_noted_once_the_words_were_compared(ledger: Ledger) -> None:
    made, why = on_ledger(ledger.play, "commit", "--submit", URL, status=3)
    assert (made["checked"], made["cosigned"], why["code"]) == (False, False, "ledger.not_proven")
    assert add(ledger, ledger.seen.first)["confirmed"] is True
    [made] = on_ledger(ledger.play, "commit", "--submit", URL)
    assert (made["checked"], made["cosigned"]) == (True, True)


def test_another_ledger_is_not_believed_by_a_town_hall(ledger: Ledger) -> None:
    play = ledger.play
    play.issuer(
        "init", "--name", "Elsewhere", "--territory", "fr-insee:80998",
        "--ledger", "other.example/v", hall="elsewhere",
    )  # fmt: skip
    assert add(ledger, ledger.seen.first, "elsewhere", status=1)["code"] == "ledger.origin"
    listed = play.livret("issuer", "trust", "list", "--home", play.root / "elsewhere", "--json")
    assert listed.events == []


def test_somebody_may_vouch_for_a_trust_root_instead(ledger: Ledger) -> None:
    vouched = ("--trust", ledger.play.root / "trust.jsonl")
    [made] = on_ledger(ledger.play, "commit", "--submit", URL, *vouched)
    assert made["checked"]


def test_a_watch_was_begun_with_somebodys_word(ledger: Ledger) -> None:
    """Its trust roots walk on with the ledger, and count for what is handed in."""
    on_ledger(
        ledger.play, "watch", "--once", "--from", ledger.published, "--trust",
        ledger.play.root / "trust.jsonl",
    )  # fmt: skip
    [made] = on_ledger(ledger.play, "update", "--submit", URL)
    assert made["checked"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_checked_is_said_in_every_language(ledger: Ledger, language: str) -> None:
    play, root = ledger.play, ledger.play.root
    ended = play.livret(
        "issuer", "ledger", "update", "--submit", URL, "--home", root / "hall",
        "--passphrase-file", root / "passphrase", "--lang", language, status=3,
    )  # fmt: skip
    assert "livret issuer trust add" in " ".join(ended.out.split())
    assert [line for line in ended.out.splitlines() if len(line) > 80] == []


def test_a_watch_begins_with_what_was_confirmed(ledger: Ledger) -> None:
    watch = ("watch", "--once", "--from", ledger.published)
    [error] = on_ledger(ledger.play, *watch, status=2)
    assert error["code"] == "usage.missing"
    add(ledger, ledger.seen.first)
    [looked] = on_ledger(ledger.play, *watch)
    assert looked["open"] == []
