"""A town loses all its keys; its successor signs the lists of what was signed before."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from livret_core.ledger import draft as drafts
from livret_core.ledger.six_words import words_of
from livret_core.words import LANGUAGES
from livret_issuer.service import Office
from tests.cheap_words import cheap_words
from tests.keys_taken_out import change_by_others
from tests.ledger_scene import DAY_S, DIGEST
from tests.ledger_story import Story
from tests.playing import PASSPHRASE, Play
from tests.town_on_ledger import URL, begin, on_ledger, register

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")


class Lost(Story):
    """Verneuil signed for Camille and committed to its day; then it loses every key."""

    def __init__(self, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(register(begin(play, monkeypatch)))
        self.publish()
        self.code = self.hold()
        on_ledger(play, "commit", "--submit", URL)
        self.publish()
        assert self.verdict()["outcome"] == "accepted"

    def lose(self) -> None:
        """Every key is gone, those for recovery too."""
        play = self.play
        (play.root / "hall" / "keys.sealed").unlink()
        for sealed in (play.root / "hall-recovery").iterdir():
            sealed.unlink()
        self.found_again()

    def found_again(self) -> None:
        """The same town founds its second town hall; a member vouches for it."""
        play, ledger = self.play, self.ledger
        play.issuer(
            "init", "--name", "Verneuil", "--territory", "fr-insee:80999", "--who",
            "fr-insee:80999/2", "--ledger", "ledger.example/meuse", hall="hall2",
        )  # fmt: skip
        ledger.tick()
        self.on("register", "--to", play.root / "second.draft.json")
        ledger.sponsor(play.root / "second.draft.json", play.root / "seconds")
        self.on(
            "join", play.root / "second.draft.json", "--signatures", play.root / "seconds",
            "--to", play.root / "second.json",
        )  # fmt: skip
        ledger.confirmed_by("hall2")
        proof = ledger.take(play.root / "second.json")
        self.on("settle", play.root / "second.json", "--proof", proof)
        self.heir = self.did_of("hall2")

    def on(self, verb: str, *rest: str | Path, status: int = 0) -> list[dict[str, Any]]:
        """A command of the second town hall."""
        ended = self.play.livret(
            "issuer", "ledger", verb, "--home", self.play.root / "hall2",
            "--passphrase-file", self.play.root / "passphrase", *rest, "--json", status=status,
        )  # fmt: skip
        return ended.events

    def succeed(self) -> None:
        """Two voters name the second to go on for the first; nobody can refuse for it."""
        scene = self.ledger.scene
        body = {"to": self.heir, "lists": None}
        draft = scene.draft("did.succeed", self.did, body, record=f"did/{self.did}")
        scene.apply(scene.sign(draft, *scene.towns[:2]))

    def take_over(self, old: str = "hall", status: int = 0) -> dict[str, Any]:
        evidence = self.publish(hall="hall")
        [event] = self.on("take-over", self.play.root / old, "--evidence", evidence, status=status)
        return event

    def rebuild_second(self) -> None:
        """The second's machine is gone, too; it is made anew of a recovery key."""
        root, ledger = self.play.root, self.ledger
        ledger.publish()
        shutil.rmtree(root / "hall2")
        (root / "words.txt").write_text(" ".join(words_of(ledger.seen.first.digest, "en")))
        self.on(
            "rebuild", "--name", "Verneuil", "--like", root / "hall/town-hall.json", "--recovery",
            root / "hall2-recovery/recovery-1.sealed", "--trust", root / "trust.jsonl",
            "--words-file", root / "words.txt", "--lang", "en", "--from", ledger.published,
            "--submit", URL,
        )  # fmt: skip
        ledger.publish()

    def watch(self) -> None:
        """The second town hall watches its name, and is told that it goes on."""
        self.ledger.publish()
        trust, copy = self.play.root / "trust.jsonl", self.ledger.published
        self.on("watch", "--once", "--trust", trust, "--from", copy, status=1)


@pytest.fixture
def story(play: Play, monkeypatch: pytest.MonkeyPatch) -> Lost:
    return Lost(play, monkeypatch)


@pytest.fixture
def lost(story: Lost) -> Lost:
    story.lose()
    return story


def test_a_town_that_lost_its_keys_goes_on_for_what_it_signed(lost: Lost) -> None:
    play = lost.play
    lost.succeed()
    lost.ledger.tick(DAY_S)
    assert lost.take_over(status=1)["code"] == "home.not_successor"
    lost.ledger.tick(2 * DAY_S)
    made = lost.take_over()
    assert (made["did"], made["commits"], made["codes"]) == (lost.did, 1, True)

    lost.ledger.tick(10 * DAY_S)
    play.issuer("publish", hall="hall2")
    lost.publish(hall="hall2")
    assert lost.verdict(hall="hall2")["outcome"] == "accepted"
    lost.on("commit", "--for", lost.did, "--submit", URL)
    lost.publish(hall="hall2")
    assert lost.verdict(hall="hall2")["outcome"] == "accepted"

    play.issuer("revoke", lost.code, "--now", hall="hall2")
    assert lost.verdict(hall="hall2", status=1)["code"] == "status.revoked"
    lost.ledger.tick(DAY_S)
    lost.on("commit", "--for", lost.did, "--submit", URL)
    lost.publish(hall="hall2")
    assert lost.verdict(hall="hall2", status=1)["code"] == "status.revoked"
    [shown, *_] = play.issuer("show", "--json", hall="hall2").events
    assert shown["goes_on_for"] == [lost.did]
    assert lost.did in play.issuer("show", hall="hall2").out
    # Beside its own day.
    lost.on("commit", "--submit", URL)


def test_a_town_hall_that_was_made_anew_takes_the_lists_over(lost: Lost) -> None:
    play = lost.play
    lost.rebuild_second()
    lost.succeed()
    lost.ledger.tick(3 * DAY_S)
    assert lost.take_over()["commits"] == 1
    play.issuer("publish", hall="hall2")
    lost.on("commit", "--for", lost.did, "--submit", URL)
    lost.publish(hall="hall2")
    assert lost.verdict(hall="hall2")["outcome"] == "accepted"


def test_lists_that_were_taken_over_are_taken_over_again_by_a_home_made_anew(lost: Lost) -> None:
    play = lost.play
    lost.succeed()
    lost.ledger.tick(3 * DAY_S)
    lost.take_over()
    play.issuer("revoke", lost.code, "--now", hall="hall2")
    lost.on("commit", "--for", lost.did, "--submit", URL)
    shutil.copytree(play.root / "hall2/public", play.root / "web2")
    lost.rebuild_second()
    lost.ledger.tick(DAY_S)
    assert lost.take_over("web2")["commits"] == 2
    play.issuer("publish", hall="hall2")
    lost.on("commit", "--for", lost.did, "--submit", URL)
    lost.publish(hall="hall2")
    assert lost.verdict(hall="hall2", status=1)["code"] == "status.revoked"


def test_what_was_withdrawn_does_not_come_back_from_an_older_record(story: Lost) -> None:
    play = story.play
    shutil.copytree(play.root / "hall", play.root / "backup")
    story.ledger.tick(DAY_S)
    play.issuer("revoke", story.code, "--now")
    on_ledger(play, "commit", "--submit", URL)
    story.lose()
    for kept in (play.root / "hall").glob("issuer.db*"):
        kept.unlink()
    for kept in (play.root / "backup").glob("issuer.db*"):
        shutil.copy(kept, play.root / "hall")
    story.succeed()
    story.ledger.tick(4 * DAY_S)
    assert story.take_over()["codes"]
    play.issuer("publish", hall="hall2")
    story.publish(hall="hall2")
    assert story.verdict(hall="hall2", status=1)["code"] == "status.revoked"


def test_where_only_what_was_published_is_left_the_lists_go_on_as_they_stand(lost: Lost) -> None:
    play = lost.play
    lost.succeed()
    lost.ledger.tick(4 * DAY_S)
    shutil.copytree(play.root / "hall" / "public", play.root / "published")
    assert not lost.take_over("published")["codes"]
    play.issuer("publish", hall="hall2")
    lost.publish(hall="hall2")
    assert lost.verdict(hall="hall2")["outcome"] == "accepted"
    play.issuer("revoke", lost.code, hall="hall2", status=1)


def test_another_town_halls_folder_is_not_taken_over(lost: Lost) -> None:
    play = lost.play
    lost.succeed()
    lost.ledger.tick(4 * DAY_S)
    shutil.copytree(
        play.root / "hall" / "public", play.root / "hall2" / "public", dirs_exist_ok=True
    )
    assert lost.take_over("hall2", status=1)["code"] == "home.not_successor"


def voters_commit(lost: Lost) -> None:
    scene = lost.ledger.scene
    draft = scene.draft(
        "commit",
        lost.did,
        {"day": scene.at_s // DAY_S, "root": DIGEST},
        record=f"commit/{lost.did}",
    )
    scene.apply(scene.sign(draft, *scene.towns[:2]))


def test_where_voters_committed_meanwhile_it_takes_note_and_follows_them(lost: Lost) -> None:
    lost.succeed()
    lost.ledger.tick(4 * DAY_S)
    lost.take_over()
    voters_commit(lost)
    lost.ledger.tick(DAY_S)
    to = lost.play.root / "late.json"
    [error] = lost.on("commit", "--for", lost.did, "--to", to, "--submit", URL, status=1)
    assert error["code"] == "ledger.sequence"
    lost.on("settle", to, "--refused")
    assert lost.take_over()["commits"] == 2
    [made] = lost.on("commit", "--for", lost.did, "--submit", URL)
    assert made["cosigned"]


def test_who_watches_follows_what_voters_committed_meanwhile_by_itself(lost: Lost) -> None:
    lost.succeed()
    lost.ledger.tick(4 * DAY_S)
    lost.take_over()
    lost.watch()
    lost.on("commit", "--for", lost.did, "--to", lost.play.root / "late.json")
    voters_commit(lost)
    lost.ledger.publish(DAY_S)
    [made] = lost.on("commit", "--for", lost.did, "--submit", URL)
    assert made["cosigned"]
    stands = [each["stand"] for each in lost.on("journal") if each["type"] == "commit"]
    assert stands == ["refused", "taken"]


def test_a_day_that_was_missed_for_the_other_does_not_stop_the_next(lost: Lost) -> None:
    lost.succeed()
    lost.ledger.tick(4 * DAY_S)
    lost.take_over()
    lost.watch()
    lost.ledger.reachable = False
    lost.on("commit", "--for", lost.did, "--submit", URL, status=3)
    lost.ledger.publish(DAY_S)
    lost.ledger.reachable = True
    lost.on("commit", "--for", lost.did, "--submit", URL)
    stands = [each["stand"] for each in lost.on("journal") if each["type"] == "commit"]
    assert stands == ["refused", "taken"]


def test_it_commits_for_nobody_whose_lists_it_does_not_have(lost: Lost) -> None:
    [error] = lost.on("commit", "--for", lost.did, "--submit", URL, status=1)
    assert error["code"] == "home.not_successor"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_every_language_on_a_small_screen(lost: Lost, language: str) -> None:
    play = lost.play
    lost.succeed()
    lost.ledger.tick(4 * DAY_S)
    evidence = lost.publish(hall="hall")
    shutil.copytree(play.root / "hall" / "public", play.root / "published")
    where = ("--home", play.root / "hall2", "--passphrase-file", play.root / "passphrase")
    told = (*where, "--lang", language)
    outs = [
        play.livret("issuer", "ledger", *words, *told)
        for words in (
            ("take-over", play.root / "published", "--evidence", evidence),
            ("commit", "--for", lost.did, "--submit", URL),
        )
    ]
    lines = [line for ended in outs for line in ended.out.splitlines() if "did:webvh" not in line]
    assert lines
    assert [line for line in lines if len(line) > 80 or "{" in line] == []


def test_voters_name_the_last_lists_and_they_are_good_until_the_successor_signs(
    lost: Lost,
) -> None:
    play, scene, root = lost.play, lost.ledger.scene, lost.play.root
    lost.ledger.publish()
    at = ("--from", root / "published", "--trust", root / "trust.jsonl")
    named = ("--lists", play.public(), "--digests", root / "final.json")
    play.livret(
        "ledger", "key", "replace", lost.did, "--by", lost.heir, "--to", root / "new.json",
        *named, *at,
    )  # fmt: skip
    [*_, checked] = play.livret(
        "ledger", "lists", "check", root / "new.json", *named, *at, "--json"
    ).events
    assert (checked["did"], checked["day"]) == (lost.did, None)
    scene.apply(scene.sign(drafts.parse((root / "new.json").read_bytes()), *scene.towns[:2]))
    [log] = play.public().rglob("did.jsonl")
    shutil.copy(root / "final.json", log.parent / "commit" / "final.json")
    # Nobody signs for it: for 72 hours, since it may still refuse, and then for as long as it takes.
    lost.publish(seconds=2 * DAY_S)
    assert lost.verdict(status=3)["code"] == "status.stale"
    lost.publish(seconds=30 * DAY_S)
    assert lost.verdict()["outcome"] == "accepted"
    lost.take_over()
    play.issuer("revoke", lost.code, "--now", hall="hall2")
    lost.on("commit", "--for", lost.did, "--submit", URL)
    lost.publish(hall="hall2")
    assert lost.verdict(hall="hall2", status=1)["code"] == "status.revoked"


@pytest.mark.parametrize("takes_out", [True, False])
def test_attack_43_lists_of_before_are_signed_under_no_key_that_was_taken_out(
    lost: Lost, takes_out: bool
) -> None:
    play, ledger = lost.play, lost.ledger
    lost.succeed()
    ledger.tick(3 * DAY_S)
    lost.take_over()
    play.issuer("publish", hall="hall2")
    [*_, inherited] = sorted((play.root / "hall2/public").rglob("80999/status/1.jwt"))
    before = inherited.read_bytes()
    office = Office.open(play.root / "hall2", PASSPHRASE.encode())
    change_by_others(
        office,
        ledger.scene.leaves,
        PASSPHRASE.encode(),
        now_s=ledger.scene.at_s,
        takes_out=takes_out,
    )
    office.close()
    ledger.tick(3_600)
    play.issuer("publish", hall="hall2")
    assert (inherited.read_bytes() == before) is takes_out
