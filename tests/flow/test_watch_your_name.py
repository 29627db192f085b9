"""docs/guides/watch-your-name.md, typed line by line beside a town hall that was robbed."""

from pathlib import Path

import pytest

from livret_core.https_uri import HttpsUri
from tests.flow.test_documents import blocks
from tests.guides import livret, type_in
from tests.passphrases import passphrases_at_once
from tests.playing import PASSPHRASE, Clock, Play
from tests.thieves import Thief
from tests.town_on_ledger import URL, begin, register

__all__ = ["passphrases_at_once"]


@pytest.mark.slow
def test_a_name_is_watched_and_taken_back_by_what_the_guide_says(
    tmp_path: Path,
    clock: Clock,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    passphrases_at_once: None,
) -> None:
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    play = Play(tmp_path, clock, capsys)
    ledger = register(begin(play, monkeypatch))
    Thief(ledger).take_over()
    ledger.publish()
    command = livret(play.root / "bin", at_once=True)

    def typed(lines: list[str]) -> str:
        return type_in(play.root, command, lines, now_s=ledger.scene.at_s + 60)

    lines = blocks("guides/watch-your-name.md", "sh")
    handed_in = next(number for number, each in enumerate(lines) if " settle " in each)
    before = typed(lines[:handed_in])
    for each in sorted((play.root / "undo").iterdir()):
        taken = ledger.submit(HttpsUri.parse(URL), each.read_bytes(), None, wait=True)
        assert taken.proof is not None
        (play.root / f"undo/{each.name[0]}.proof").write_bytes(taken.proof.format())
    ledger.publish()
    told = " ".join((before + typed(lines[handed_in:])).split())
    assert told.index("your next update key") < told.index("A new recovery key is in")
    assert told.index("1.did.update.json") < told.index("4.key.compromise.json")
    assert told.index("not answered yet") < told.index("Noted: the ledger has it")
    assert told.index("It is spent") < told.index("It counts: the ledger has it")
    assert told.index("by others, known") < told.index("Nothing in this name")
    assert told.count("Nothing in this name") == 3
    assert told.index("Entries about this name") < told.rindex("Nothing in this name")
