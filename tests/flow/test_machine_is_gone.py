"""A town hall's machine is gone: a recovery key and the published ledger make another."""

import shutil
from pathlib import Path

import pytest

from livret_core.https_uri import HttpsUri
from livret_core.ledger.six_words import words_of
from livret_core.words import LANGUAGES
from livret_issuer.store import Home
from tests.cheap_words import cheap_words
from tests.flow.test_documents import blocks
from tests.guides import livret, type_in
from tests.ledger_scene import DAY_S
from tests.lost_hall import lose, lost, rebuild, record, take
from tests.passphrases import passphrases_at_once
from tests.playing import PASSPHRASE, Clock, Play
from tests.thieves import Thief
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register

__all__ = ["cheap_words", "lost", "passphrases_at_once"]


def test_a_town_hall_is_made_anew_and_works_on(lost: Ledger) -> None:
    play, root = lost.play, lost.play.root
    made, entry = rebuild(lost, "--published", root / "web")
    assert entry["type"] == "did.update"
    take(lost)
    assert record(lost, made["did"]).keys == ("credential-1", "credential-2", "operation-2")
    assert (made["lists"], made["first_list"]) == (1, 2)
    looked = on_ledger(play, "watch", "--once", "--from", lost.published)
    assert looked[-1]["open"] == []
    # What was published is published as it was, and named with each day from now on.
    lists = sorted((root / "hall/public").rglob("*.jwt"))
    assert [each.read_bytes() for each in lists] == [
        each.read_bytes() for each in sorted((root / "web").rglob("*.jwt"))
    ]
    lost.tick(DAY_S)
    on_ledger(play, "commit", "--submit", URL)
    on_ledger(play, "update", "--submit", URL)


def test_what_is_made_anew_signs_nothing_before_the_ledger_has_its_keys(lost: Ledger) -> None:
    lost.tick(DAY_S)
    rebuild(lost)
    told = on_ledger(lost.play, "commit", "--submit", URL, status=1)[-1]
    assert told["code"] == "home.operation_open"


def test_without_its_old_lists_it_writes_over_none_of_them(lost: Ledger) -> None:
    [made, _] = rebuild(lost)
    assert (made["lists"], made["first_list"]) == (0, 1_001)


def test_a_list_that_the_ledger_names_must_be_there(lost: Ledger) -> None:
    for each in (lost.play.root / "web").rglob("*.jwt"):
        each.unlink()
    told = rebuild(lost, "--published", lost.play.root / "web", status=1)[-1]
    assert told["code"] == "commit.lists_missing"
    assert not (lost.play.root / "hall").exists()
    assert len(list((lost.play.root / "hall-recovery").iterdir())) == 2


def test_it_ends_with_the_other_recovery_key(lost: Ledger) -> None:
    root = lost.play.root
    [made, _] = rebuild(lost, "--published", root / "web")
    take(lost)
    on_ledger(
        lost.play, "deactivate", "--recovery", root / "hall-recovery/recovery-2.sealed",
        "--submit", URL,
    )  # fmt: skip
    assert record(lost, made["did"]).final_lists is not None


def test_another_identity_goes_on_for_it_with_the_key_that_took_the_place_of_the_used(
    lost: Ledger,
) -> None:
    scene = lost.scene
    heir = scene.settle(scene.town("verdun"))
    lost.publish()
    [made, _] = rebuild(lost)
    take(lost)
    on_ledger(
        lost.play, "succeed", str(heir.did), "--recovery", Path(made["recovery"]), "--submit", URL
    )
    assert record(lost, made["did"]).successor == str(heir.did)


def test_a_recovery_key_of_nobodys_makes_nothing(lost: Ledger) -> None:
    safe = lost.play.root / "hall-recovery"
    rebuild(lost)
    take(lost)
    shutil.rmtree(lost.play.root / "hall")
    shutil.rmtree(lost.play.root / "entries")
    told = rebuild(lost, status=1)[-1]
    assert told["code"] == "home.recovery_key"
    assert not (lost.play.root / "hall").exists()
    assert len(list(safe.iterdir())) == 3


def test_attack_43_thief_who_deletes_the_folder_too_is_undone(
    play: Play, monkeypatch: pytest.MonkeyPatch, cheap_words: None
) -> None:
    ledger = register(begin(play, monkeypatch))
    thief = Thief(ledger)
    index = thief.take_over()
    ledger.publish()
    (play.root / "words.txt").write_text(" ".join(words_of(ledger.seen.first.digest, "en")))
    shutil.rmtree(play.root / "hall")
    [made, *_] = rebuild(ledger, "--own", "1", "--suspected-from", "2026-11-21")
    watch = ("watch", "--once", "--from", ledger.published)
    assert on_ledger(play, *watch, status=1)[-1]["open"] == [index]
    take(ledger)
    assert record(ledger, made["did"]).keys == ("credential-1", "credential-2", "operation-2")
    assert f"compromise/{thief.did}#{thief.name}" in ledger.scene.state.records
    assert on_ledger(play, *watch)[-1]["open"] == []


def test_the_particulars_are_those_of_the_old_file_where_it_is_left(lost: Ledger) -> None:
    play, root = lost.play, lost.play.root
    play.issuer(
        "init", "--name", "Verneuil-sur-Lys", "--authority", "Le maire", "--territory",
        "fr-insee:80999", "--ledger", "ledger.example/meuse", "--commune", "Verneuil/Vernœuil",
        hall="like",
    )  # fmt: skip
    rebuild(lost, "--like", root / "like/town-hall.json")
    new, old = (Home.open(root / each).read_hall() for each in ("hall", "like"))
    assert (new.name, new.authority, new.communes) == ("Verneuil", "Le maire", old.communes)


def test_a_ledger_that_nobody_confirmed_is_not_believed(lost: Ledger) -> None:
    words = (lost.play.root / "words.txt").read_text().split()
    (lost.play.root / "words.txt").write_text(" ".join(reversed(words)))
    told = rebuild(lost, status=1)[-1]
    assert told["code"].startswith("trust.")
    assert not (lost.play.root / "hall").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_words(lost: Ledger, language: str) -> None:
    root = lost.play.root
    (root / "words.txt").write_text(
        " ".join(words_of(lost.seen.first.digest, language))  # type: ignore[arg-type]
    )
    told = lost.play.livret(
        "issuer", "ledger", "rebuild", "--name", "Verneuil", "--recovery",
        root / "hall-recovery/recovery-1.sealed", "--trust", root / "trust.jsonl",
        "--words-file", root / "words.txt", "--from", lost.published, "--to", root / "entries",
        "--home", root / "hall", "--passphrase-file", root / "passphrase", "--lang", language,
    )  # fmt: skip
    for line in (told.out + told.err).splitlines():
        assert len(line) <= 80 or "/" in line or "did:webvh" in line


@pytest.mark.slow
def test_a_town_hall_comes_back_by_what_the_guide_says(
    tmp_path: Path,
    clock: Clock,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    passphrases_at_once: None,
) -> None:
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    lost = lose(register(begin(Play(tmp_path, clock, capsys), monkeypatch)))
    root = tmp_path
    command = livret(root / "bin", at_once=True)
    first, *more = blocks("guides/the-machine-is-gone.md", "sh")
    told = type_in(root, command, [first], now_s=lost.scene.at_s + 60)
    [entry] = (root / "entries").iterdir()
    taken = lost.submit(HttpsUri.parse(URL), entry.read_bytes(), None, wait=True)
    assert taken.proof is not None
    (root / "entries/1.proof").write_bytes(taken.proof.format())
    lost.publish(DAY_S)
    told += type_in(root, command, more, now_s=lost.scene.at_s + 60)
    told = " ".join(told.split())
    assert told.index("does not come back") < told.index("It is spent") < told.index("It counts: ")
    assert told.index("Entries about this name") < told.index("The day's figures")
