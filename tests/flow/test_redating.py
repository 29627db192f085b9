"""Other towns keep the ledger: what dated old proofs, and whom one believed, as people type it."""

import json
from pathlib import Path

import pytest

from livret_core.encoding import jcs
from livret_core.encoding.timestamp import format_utc
from livret_core.ledger import trust_root
from livret_core.ledger.quorum import Quorums
from livret_core.tlog import cosignature
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.words import LANGUAGES
from tests.cheap_words import cheap_words
from tests.dated_story import Dated
from tests.datings import CountedDesk
from tests.ledger_heads import next_root
from tests.ledger_scene import DAY_S, Town
from tests.playing import Ended, Play
from tests.watched import publish

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")

NUMBERS = Quorums(4, 3, 2, 2)


class Change(Dated):
    """Camille's copies are dated; then four other towns confirm the ledger, and a key is stolen."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.dated_s = self.desk.scene.at_s
        self.change()
        play.clock.now_s = self.desk.now_s

    def change(self) -> None:
        desk, scene = self.desk, self.desk.scene
        old = tuple(scene.towns[:4])
        new = [scene.join(scene.town(name)) for name in ("verdun", "dinant", "trier", "sedan")]
        scene.apply(scene.policy_change(new, n=4, q=3, a=2, k=2))
        index = len(scene.leaves) - 1
        scene.tick(8 * DAY_S)
        self.joined_s = scene.at_s
        joint = desk.seen.head(at_s=scene.at_s, witnesses=old, auditors=old)
        joint = self.by(new, joint)
        everybody = (*old, *new)
        second = next_root(
            desk.seen.first, scene, new, joint, by=everybody, numbers=NUMBERS, index=index
        )
        raw = trust_root.format_versions([desk.seen.first, second])
        self.trust_2 = self.files.write("trust-2.jsonl", raw)
        desk.steal()
        head = desk.seen.head(at_s=scene.at_s, witnesses=(), auditors=())
        self.files.publish(evidence=desk.evidence(signed=self.by(new, head)))
        publish(self.play.root / "copy", desk.seen, self.by(new, head))

    def by(self, towns: list[Town], signed: SignedCheckpoint) -> SignedCheckpoint:
        lines = [
            cosignature.sign(signed.checkpoint, name, town.key(role), now_s=self.desk.scene.at_s)
            for town in towns
            for role, name in (("witness", town.witness.name), ("auditor", town.auditor.name))
        ]
        return signed.with_signatures(*lines)

    def redate(self, *more: str | Path, status: int = 0) -> Ended:
        at = ("--from", self.play.root / "copy", "--trust", self.trust_2)
        return self.play.livret("ledger", "redate", *more, *at, status=status)

    def show(self) -> Path:
        play, to = self.play, self.play.root / "dating.json"
        arguments = (play.request(), "--to", play.root / "answer.json", "--with-dating", to)
        sheet = play.wallet("present", *arguments, "--dry-run", "--json").event
        play.wallet("present", *arguments, "--yes-to", sheet["digest"])
        return to


@pytest.fixture
def change(play: Play) -> Change:
    return Change(play)


def test_a_dating_that_counts_no_more_is_made_anew_kept_and_believed(change: Change) -> None:
    play, newer = change.play, change.play.root / "newer"
    change.trust("wallet", "add", change.trust_2)
    refused = play.wallet("dating", change.file, "--json", status=3).event
    assert refused["code"] == "ledger.retired_keys"
    assert "livret ledger redate" in refused["step"]
    made = change.redate(change.file, "--to", newer, "--json").event
    assert (made["event"], made["changed"]) == ("redated", True)
    assert made["existed_by"] == format_utc(change.joined_s)
    kept = play.wallet("dating", newer / change.file.name, "--json").event
    assert kept["existed_by"] == format_utc(change.joined_s)
    change.open_desk()
    change.trust("verify", "add", change.trust_2, "--words-file", change.words)
    dating = change.show()
    answer, evidence = play.root / "answer.json", ("--evidence", change.files.published)
    accepted = play.verify("file", answer, "--for", "pool", *evidence, "--dating", dating, "--json")
    assert accepted.event["outcome"] == "accepted"
    # The copies are the same, and what is still good stays as it is.
    again = change.redate(newer / change.file.name, "--to", play.root / "third", "--json").event
    assert again["changed"] is False
    assert (play.root / "third" / change.file.name).read_bytes() == (
        newer / change.file.name
    ).read_bytes()


def test_without_a_proof_the_commit_is_looked_for(change: Change) -> None:
    value = json.loads(change.file.read_bytes())
    bare = change.files.write("bare.json", jcs.canonicalize(value | {"proof": None}))
    made = change.redate(bare, "--to", change.play.root / "newer", "--json").event
    assert made["existed_by"] == format_utc(change.joined_s)


def test_another_copy_makes_nothing_that_dates(change: Change) -> None:
    other = CountedDesk()
    publish(change.play.root / "copy", other.seen)
    ended = change.redate(change.file, "--to", change.play.root / "newer", "--json", status=3)
    assert ended.event["code"] in {"ledger.not_shown", "ledger.tiles"}
    assert not (change.play.root / "newer").exists()


def test_a_file_of_another_ledger_is_told_as_such(change: Change) -> None:
    value = json.loads(change.file.read_bytes())
    value["operation"]["ledger"] = "other.example/meuse"
    theirs = change.files.write("theirs.json", jcs.canonicalize(value))
    ended = change.redate(theirs, "--to", change.play.root / "newer", "--json", status=1)
    assert ended.event["code"] == "ledger.origin"
    ended = change.redate(theirs, change.file, "--to", change.play.root / "newer", status=1)
    assert "theirs.json" in ended.err


def test_each_of_several_is_named_and_goes_its_own_way(change: Change) -> None:
    play, newer = change.play, change.play.root / "newer"
    broken, lost = change.files.write("broken.json", b"{"), play.root / "lost.json"
    ended = change.redate(broken, lost, change.file, "--to", newer, status=2)
    said = " ".join(ended.err.split())
    assert "broken.json" in said
    assert "lost.json" in said
    assert [each.name for each in newer.iterdir()] == [change.file.name]
    ended = change.redate(broken, lost, "--to", play.root / "none", "--json", status=2)
    events = [json.loads(line) for line in ended.out.splitlines()]
    assert [each["event"] for each in events] == ["not_redated"] * 2
    assert [Path(each["file"]).name for each in events] == ["broken.json", "lost.json"]
    assert not (play.root / "none").exists()
    # What is there stays, and is in nobody's way.
    ended = change.redate(change.file, broken, "--to", newer, status=2)
    assert "usage.file_exists" in ended.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_each_language_and_one_is_in_nobodys_way(
    change: Change, language: str
) -> None:
    play, newer = change.play, change.play.root / "newer"
    value = json.loads(change.file.read_bytes())
    value["commit"]["digests"] = value["commit"]["digests"][:1]
    other = change.files.write("other.json", jcs.canonicalize(value))
    ended = change.redate(other, change.file, "--to", newer, "--lang", language, status=1)
    assert "commit.other_root" in ended.err
    assert [each.name for each in newer.iterdir()] == [change.file.name]
    lines = [line for line in ended.out.splitlines() if str(play.root) not in line]
    assert [line for line in lines if len(line) > 80] == []


def test_who_confirms_today_is_found_from_the_trust_roots_of_yesterday(change: Change) -> None:
    play, copy = change.play, change.play.root / "copy"
    first, second = trust_root.read_versions(change.trust_2.read_bytes())
    handed = change.files.write("trust-1.jsonl", trust_root.format_versions([first]))
    status = ("ledger", "status", "--from", copy, "--trust", handed, "--json")
    # Nothing beside the copy leads on: who confirmed it is nobody that was believed.
    assert play.livret(*status, status=1).event["code"] == "log.quorum"
    (copy / "trust").mkdir(exist_ok=True)
    for root in (first, second):
        (copy / "trust" / f"{root.version}.json").write_bytes(root.raw)
    stands = play.livret(*status).event
    assert (stands["witnesses"], stands["independent"]) == (4, 4)
    # Those who lay a version of their own beside it are refused, not passed over.
    forged = json.loads(second.raw)
    forged["sigs"] = []
    (copy / "trust" / "2.json").write_bytes(jcs.canonicalize(forged))
    assert play.livret(*status, status=1).event["code"] == "trust.signatures"
