"""A town hall whose machine is gone, and what makes another of it.

lost                             # the fixture: a ledger on which it stands; its web server is left
made, entry = rebuild(lost)      # the command; its events
take(lost)                       # the ledger takes what was made, and the new home notes it
"""

import shutil
from pathlib import Path
from typing import Any

import pytest

from livret_core.https_uri import HttpsUri
from livret_core.ledger.records import DidRecord
from livret_core.ledger.six_words import words_of
from tests.playing import Play
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register


@pytest.fixture
def lost(play: Play, monkeypatch: pytest.MonkeyPatch, cheap_words: None) -> Ledger:
    """A ledger on which a town hall stands whose machine is gone; its web server is left."""
    return lose(register(begin(play, monkeypatch)))


def lose(ledger: Ledger) -> Ledger:
    root = ledger.play.root
    on_ledger(ledger.play, "commit", "--submit", URL)
    ledger.publish()
    (root / "words.txt").write_text(" ".join(words_of(ledger.seen.first.digest, "en")))
    shutil.copytree(root / "hall/public", root / "web")
    shutil.rmtree(root / "hall")
    return ledger


def rebuild(
    ledger: Ledger, *more: str | Path, number: int = 1, status: int = 0
) -> list[dict[str, Any]]:
    root = ledger.play.root
    return on_ledger(
        ledger.play, "rebuild", "--name", "Verneuil", "--recovery",
        root / f"hall-recovery/recovery-{number}.sealed", "--trust", root / "trust.jsonl",
        "--words-file", root / "words.txt", "--lang", "en", "--from", ledger.published,
        "--to", root / "entries", *more, status=status,
    )  # fmt: skip


def take(ledger: Ledger) -> None:
    """The ledger takes what was made, and the new home notes it."""
    for each in sorted((ledger.play.root / "entries").glob("*.json")):
        taken = ledger.submit(HttpsUri.parse(URL), each.read_bytes(), None, wait=True)
        assert taken.proof is not None
        proof = each.with_suffix(".proof")
        proof.write_bytes(taken.proof.format())
        on_ledger(ledger.play, "settle", each, "--proof", proof)
    ledger.publish()


def record(ledger: Ledger, did: str) -> DidRecord:
    found = ledger.scene.state.records[f"did/{did}"]
    assert isinstance(found, DidRecord)
    return found
