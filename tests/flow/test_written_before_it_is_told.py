"""A reader that goes away early (`| head -1`) takes nothing with it: files are written first."""

from pathlib import Path
from typing import Any

import pytest

from livret_edge.saying import Voice
from tests.playing import Play
from tests.town_on_ledger import Ledger, begin, on_ledger, register


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    return register(begin(play, monkeypatch))


def gone(*_: Any) -> None:
    raise BrokenPipeError


def test_a_signature_is_written_before_it_is_told_what_was_signed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    play, root = ledger.play, ledger.play.root
    where = ("--home", root / "hall", "--passphrase-file", root / "passphrase")
    monkeypatch.setattr(Voice, "lines", gone)
    signed = root / "s.json"
    play.livret("issuer", "ledger", "sign", root / "draft.json", "--to", signed, *where, status=141)
    assert signed.read_bytes()


def test_what_takes_an_identity_back_is_written_before_that_is_told(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    play, root = ledger.play, ledger.play.root
    ledger.publish()
    on_ledger(play, "watch", "--once", "--from", ledger.published)
    where = ("--home", root / "hall", "--passphrase-file", root / "passphrase")
    monkeypatch.setattr(Voice, "lines", gone)
    undo: Path = root / "undo"
    play.livret(
        "issuer", "ledger", "recover-identity", "--lost-keys", "--recovery",
        root / "hall-recovery/recovery-1.sealed", "--to", undo, *where, status=141,
    )  # fmt: skip
    assert [each.name for each in undo.iterdir()] == ["1.did.update.json"]
