"""What a town hall that is made anew takes for known, what it alarms of, and what it leaves alone."""

import shutil
from pathlib import Path

import pytest

from livret_core.dids.key import DidKey
from livret_core.encoding.timestamp import format_utc
from livret_core.ledger.operation import Operation
from livret_core.ledger.six_words import words_of
from livret_core.words import LANGUAGES
from livret_issuer.store import read_recovery_key
from tests.cheap_words import cheap_words
from tests.ledger_scene import DAY_S
from tests.lost_hall import lost, rebuild, record, take
from tests.playing import PASSPHRASE, Play
from tests.thieves import Thief
from tests.times_told import instant_s
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register

__all__ = ["cheap_words", "lost"]

OF_MANY = ("did.update", "key.compromise")


@pytest.fixture
def watched(play: Play, monkeypatch: pytest.MonkeyPatch, cheap_words: None) -> Ledger:
    """A registered town hall whose machine still runs."""
    return register(begin(play, monkeypatch))


def look(ledger: Ledger, status: int = 0) -> list[int]:
    """Look once: what is open."""
    ledger.publish()
    events = on_ledger(
        ledger.play, "watch", "--once", "--from", ledger.published, "--trust",
        ledger.play.root / "trust.jsonl", status=status,
    )  # fmt: skip
    open_: list[int] = next(each["open"] for each in events if each["event"] == "looked")
    return open_


def ask_to_succeed(ledger: Ledger, did: str) -> tuple[str, int]:
    """Two voters ask that another goes on for it; that one, and the entry's index."""
    scene = ledger.scene
    heir = scene.settle(scene.town("verdun"))
    body = {"to": str(heir.did), "lists": None}
    draft = scene.draft("did.succeed", did, body, record=f"did/{did}")
    scene.apply(scene.sign(draft, *scene.towns[:2]))
    return str(heir.did), len(scene.leaves) - 1


def did_of(ledger: Ledger) -> str:
    return next(
        Operation.parse(leaf).subject
        for leaf in reversed(ledger.scene.leaves)
        if Operation.parse(leaf).type == "commit"
    )


# A succession.


def test_a_succession_under_way_is_named_and_stays_an_alarm_until_it_is_refused(
    lost: Ledger,
) -> None:
    root, did = lost.play.root, did_of(lost)
    heir, index = ask_to_succeed(lost, did)
    lost.publish()
    made, succession, _ = rebuild(lost)
    assert (made["not_known"], succession["event"]) == (1, "succession")
    assert (succession["index"], succession["to"]) == (index, heir)
    assert succession["asked_by"] == [str(town.did) for town in lost.scene.towns[:2]]
    assert instant_s(succession["from"]) == record(lost, did).successor_from_s
    assert look(lost, status=1) == [index]
    take(lost)
    # Told once before, and an alarm all the same.
    assert look(lost, status=1) == [index]
    on_ledger(
        lost.play, "succeed", "--refuse", "--recovery", root / "hall-recovery/recovery-2.sealed",
        "--submit", URL,
    )  # fmt: skip
    assert record(lost, did).successor is None
    assert look(lost) == [index]


def test_a_succession_that_somebody_takes_note_of_is_no_alarm(lost: Ledger) -> None:
    _, index = ask_to_succeed(lost, did_of(lost))
    lost.publish()
    rebuild(lost)
    take(lost)
    look(lost, status=1)
    on_ledger(lost.play, "watch", "--acknowledge", str(index), "--by", "clerk-2")
    assert look(lost) == []


def test_a_succession_that_was_refused_is_no_alarm(lost: Ledger) -> None:
    scene, did = lost.scene, did_of(lost)
    ask_to_succeed(lost, did)
    draft = scene.draft("did.succeed", did, {"to": None, "lists": None}, record=f"did/{did}")
    key = read_recovery_key(lost.play.root / "hall-recovery/recovery-2.sealed", PASSPHRASE.encode())
    kid = DidKey.of(key.public_key).verification_method
    scene.apply(draft.signed([draft.sign(key, by=did, key_id=kid)]))
    lost.publish()
    made, *rest = rebuild(lost)
    assert [each["event"] for each in (made, *rest)] == ["rebuilt", "made"]
    assert look(lost) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_succession_is_said_in_words(lost: Ledger, language: str) -> None:
    root = lost.play.root
    heir, index = ask_to_succeed(lost, did_of(lost))
    lost.publish()
    (root / "words.txt").write_text(
        " ".join(words_of(lost.seen.first.digest, language))  # type: ignore[arg-type]
    )
    arguments = (
        "--name", "Verneuil", "--recovery", root / "hall-recovery/recovery-1.sealed", "--trust",
        root / "trust.jsonl", "--words-file", root / "words.txt", "--from", lost.published,
        "--to", root / "entries", "--home", root / "hall", "--passphrase-file", root / "passphrase",
    )  # fmt: skip
    told = lost.play.livret("issuer", "ledger", "rebuild", *arguments, "--lang", language).out
    assert f" {index})" in told
    assert heir in told.replace("\n", "").replace(" ", "")
    assert "--refuse" in told
    long = [line for line in told.splitlines() if len(line) > 80]
    assert [line for line in long if "/" not in line and "did:webvh:" not in line] == []
    watch = ("watch", "--once", "--home", root / "hall", "--from", lost.published)
    play = lost.play
    play.livret("issuer", "ledger", *watch, "--lang", language, status=1)
    again = play.livret("issuer", "ledger", *watch, "--lang", language, status=1).out
    assert "✗" in again
    assert f" {index}," in " ".join(again.split())


# What a thief signed.


def test_attack_43_a_thiefs_day_is_known_to_nobody(watched: Ledger) -> None:
    thief = Thief(watched)
    watched.tick(DAY_S)
    index = thief.commit()
    lose_it_without_a_day(watched)
    made, *_ = rebuild(watched, "--suspected-from", "2026-11-21")
    assert made["not_known"] == 1
    assert look(watched, status=1) == [index]
    take(watched)
    assert look(watched) == []


def test_attack_43_twin_a_day_before_the_time_told_is_known(watched: Ledger) -> None:
    Thief(watched).commit()
    watched.tick()
    watched.tick()
    since = format_utc(watched.scene.at_s)
    lose_it_without_a_day(watched)
    made, *_ = rebuild(watched, "--suspected-from", since)
    assert made["not_known"] == 0
    assert look(watched) == []


def test_attack_43_what_is_signed_behind_a_thiefs_entry_is_known_to_nobody(
    watched: Ledger,
) -> None:
    thief = Thief(watched)
    entry = thief.take_over()
    watched.tick(DAY_S)
    day = thief.commit()
    lose_it_without_a_day(watched)
    made, *_ = rebuild(watched, "--own", "1")
    assert made["not_known"] == 2
    assert look(watched, status=1) == [entry, day]


def test_attack_43_what_a_key_signed_that_voters_suspect_is_known_to_nobody(
    watched: Ledger,
) -> None:
    scene, thief = watched.scene, Thief(watched)
    watched.tick(DAY_S)
    index = thief.commit()
    kid = thief.hall.operation_key_id
    scene.apply(scene.compromise(kid, *scene.towns[:3], from_s=scene.at_s - 60))
    lose_it_without_a_day(watched)
    made, *_ = rebuild(watched)
    assert made["not_known"] == 1
    assert look(watched, status=1) == [index]


def lose_it_without_a_day(ledger: Ledger) -> None:
    root = ledger.play.root
    ledger.publish()
    (root / "words.txt").write_text(" ".join(words_of(ledger.seen.first.digest, "en")))
    shutil.rmtree(root / "hall")


# What is there stays.


@pytest.mark.parametrize("kind", OF_MANY)
def test_what_lies_where_it_is_to_write_stays(lost: Ledger, kind: str) -> None:
    root = lost.play.root
    (root / "entries").mkdir()
    there = root / f"entries/1.{kind}.json"
    there.write_text("of another day")
    told = rebuild(lost, status=2)[-1]
    assert (told["code"], told["facts"]["file"]) == ("usage.file_exists", str(there))
    assert there.read_text() == "of another day"
    assert (len(list((root / "hall-recovery").iterdir())), (root / "hall").exists()) == (2, False)


def test_it_hands_in_what_it_made_at_once(lost: Ledger) -> None:
    root = lost.play.root
    made, entry = rebuild(lost, "--submit", URL)
    assert (entry["cosigned"], entry["checked"]) == (True, True)
    assert Path(entry["to"]).read_bytes() == lost.scene.leaves[entry["index"]]
    lost.publish(DAY_S)
    on_ledger(lost.play, "commit", "--submit", URL)
    lost.publish()
    [first] = [
        each
        for each in on_ledger(
            lost.play, "recovery-keys", root / "hall-recovery", "--from", lost.published
        )
        if each["file"] == made["recovery"]
    ]
    assert first["stand"] == "counts"


def test_it_needs_a_way_out(lost: Ledger) -> None:
    told = on_ledger(
        lost.play, "rebuild", "--name", "V", "--recovery", "r", "--trust", "t", status=2
    )
    assert (told[-1]["code"], told[-1]["facts"]["option"]) == ("usage.missing", "--to, --submit")


def test_it_says_which_sheet_the_words_are_of(lost: Ledger) -> None:
    told = rebuild(lost, "--sheet-version", "2", status=3)[-1]
    assert told["code"] == "trust.sheet_newer"


def test_what_a_journal_would_write_over_stays_unless_it_is_the_same(watched: Ledger) -> None:
    play, root = watched.play, watched.play.root
    watched.tick(DAY_S)
    on_ledger(play, "commit", "--to", root / "today.json")
    on_ledger(play, "journal", "--to", root / "open")
    on_ledger(play, "journal", "--to", root / "open")
    [there] = (root / "open").iterdir()
    there.write_text("of another day")
    told = on_ledger(play, "journal", "--to", root / "open", status=2)[-1]
    assert (told["code"], there.read_text()) == ("usage.file_exists", "of another day")


def test_a_recovery_that_is_refused_leaves_no_folder_and_writes_over_nothing(
    watched: Ledger,
) -> None:
    play, root = watched.play, watched.play.root
    watched.publish()
    take_back = (
        "recover-identity", "--from", watched.published, "--trust", root / "trust.jsonl", "--to",
        root / "undo", "--recovery",
    )  # fmt: skip
    on_ledger(play, *take_back, root / "create.json", status=2)
    assert not (root / "undo").exists()
    (root / "undo").mkdir()
    (root / "undo/1.did.update.json").write_text("of another day")
    told = on_ledger(play, *take_back, root / "hall-recovery/recovery-1.sealed", status=2)[-1]
    assert told["code"] == "usage.file_exists"
    assert (root / "undo/1.did.update.json").read_text() == "of another day"
    assert len(list((root / "hall-recovery").iterdir())) == 2


def test_what_lies_where_a_proof_is_to_be_written_stays(watched: Ledger) -> None:
    play, root = watched.play, watched.play.root
    on_ledger(play, "commit", "--to", root / "today.json")
    (root / "there").write_text("mine")
    told = play.livret(
        "ledger", "submit", root / "today.json", "--at", URL, "--to", root / "there", "--json",
        status=2,
    ).event  # fmt: skip
    assert (told["code"], (root / "there").read_text()) == ("usage.file_exists", "mine")


def test_an_entry_is_taken_note_of_though_the_watchs_copy_was_deleted(watched: Ledger) -> None:
    _, index = ask_to_succeed(watched, Thief(watched).did)
    assert look(watched, status=1) == [index]
    for each in (watched.play.root / "hall/watch").glob("replica.db*"):
        each.unlink()
    on_ledger(watched.play, "watch", "--acknowledge", str(index), "--by", "clerk-2")
    assert look(watched) == []


def test_what_is_taken_note_of_behind_a_deleted_copy_is_published_whole(watched: Ledger) -> None:
    index = Thief(watched).take_over()
    assert look(watched, status=1) == [index]
    for each in (watched.play.root / "hall/watch").glob("replica.db*"):
        each.unlink()
    on_ledger(watched.play, "watch", "--acknowledge", str(index), "--by", "clerk-2")
    log = next((watched.play.root / "hall/public").rglob("did.jsonl")).read_bytes()
    assert len(log.splitlines()) == 2


# Lists that were signed after the commit, as every hour.


@pytest.fixture
def an_hour_later(watched: Ledger) -> bytes:
    """The list that the ledger names; a newer one lies in its place on the web server that is left."""
    play, root = watched.play, watched.play.root
    on_ledger(play, "commit", "--submit", URL)
    [list_] = (root / "hall/public").rglob("status/1.jwt")
    named = list_.read_bytes()
    watched.tick(3_600)
    play.livret(
        "issuer", "publish", "--home", root / "hall", "--passphrase-file", root / "passphrase"
    )
    assert list_.read_bytes() != named
    watched.publish()
    (root / "words.txt").write_text(" ".join(words_of(watched.seen.first.digest, "en")))
    shutil.copytree(root / "hall/public", root / "web")
    shutil.rmtree(root / "hall")
    return named


def since_now(ledger: Ledger) -> tuple[str, str]:
    return "--suspected-from", format_utc(ledger.scene.at_s)


def test_of_suspected_keys_the_named_lists_are_published_again(
    watched: Ledger, an_hour_later: bytes
) -> None:
    root = watched.play.root
    made, *_ = rebuild(watched, "--published", root / "web", *since_now(watched))
    assert made["lists"] == 1
    [list_] = (root / "hall/public").rglob("status/1.jwt")
    assert list_.read_bytes() == an_hour_later
    take(watched)
    assert list_.read_bytes() == an_hour_later


def test_twin_where_they_are_not_kept_they_are_asked_for(
    watched: Ledger, an_hour_later: bytes
) -> None:
    root = watched.play.root
    for each in (root / "web").rglob("*.list"):
        each.write_bytes(an_hour_later[:-1])
    told = rebuild(watched, "--published", root / "web", *since_now(watched), status=1)[-1]
    assert told["code"] == "status.uncommitted"


def test_twin_of_keys_that_nobody_suspects_the_newer_ones_are(
    watched: Ledger, an_hour_later: bytes
) -> None:
    root = watched.play.root
    rebuild(watched, "--published", root / "web")
    [list_] = (root / "hall/public").rglob("status/1.jwt")
    assert list_.read_bytes() != an_hour_later
