"""Voters commit to the lists of an institution that cannot: drafted, looked at, signed, handed in."""

from pathlib import Path

import pytest

from livret_core.encoding import base64url
from livret_core.encoding.timestamp import format_utc
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.ledger import daily
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.records import CommitRecord
from livret_core.mirror_path import mirror_path
from livret_core.status.bits import StatusList
from livret_core.status.token import sign
from livret_core.words import LANGUAGES
from livret_town.command import main
from tests.at_the_desk import COPY, HOME, Stand
from tests.ledger_scene import DAY_S, Town
from tests.scene import seed
from tests.typed import Run, run

__all__ = ["run"]

LISTS = ("--lists", "lists", "--digests", "day.json")


class Lists:
    """A ledger, and the lists that Metz published before it lost its keys."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stand = Stand(root)
        self.stand.set_clocks(monkeypatch)
        self.folder = root / "lists"
        self.folder.mkdir()

    @property
    def metz(self) -> Town:
        return self.stand.scene.towns[1]

    def put(self, number: int = 1, *, ago_s: int = 60, signer: P256Signer | None = None) -> bytes:
        """A list with two places withdrawn and one paused."""
        uri = HttpsUri.parse(f"https://metz.example/status/{number}.jwt")
        issued_s = self.stand.scene.at_s - ago_s
        raw = sign(
            StatusList.of(1 << 17, bits=2, statuses={5: 1, 6: 1, 9: 2}),
            signer or self.metz.credential_key(),
            uri=uri,
            issued_at_s=issued_s,
            expires_at_s=issued_s + 7 * DAY_S,
            ttl_s=60,
        ).encode()
        path = self.folder / mirror_path(uri)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        return raw

    def publish_digests(self, day: bytes) -> None:
        """Where the digests of a day belong, in the same folder."""
        did = str(self.metz.did)
        parsed = DayCommit.parse(day)
        base = did.rpartition(":ledger.example:")[2].replace(":", "/")
        path = self.folder / "ledger.example" / base / "commit" / f"{parsed.day}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(day)

    def record(self) -> CommitRecord:
        found = self.stand.scene.state.records[f"commit/{self.metz.did}"]
        assert isinstance(found, CommitRecord)
        return found


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lists:
    return Lists(tmp_path, monkeypatch)


def test_two_voters_commit_to_the_lists_of_a_third(run: Run, lists: Lists, tmp_path: Path) -> None:
    lists.put()
    lists.put(2)
    metz, (namur, _, aachen, _) = lists.metz, lists.stand.scene.towns
    drafted, first, second, named = run(
        "lists", "commit", metz.who, *LISTS, "--to", "c.json", *HOME
    )
    assert (drafted["any_one_of"], drafted["needed"]) == ([metz.who], 2)
    assert (first["number"], first["withdrawn"], first["paused"], first["by"]) == (
        1, 2, 1, metz.did,
    )  # fmt: skip
    assert second["uri"] == "https://metz.example/status/2.jwt"
    assert named["held_to_the_last"]
    *_, checked = run("lists", "check", "c.json", *LISTS, *COPY)
    assert (checked["did"], checked["confirmed_by"]) == (metz.did, 4)
    lists.stand.hand_in(run, "c.json", namur, aachen)
    day = (tmp_path / "day.json").read_bytes()
    assert base64url.encode(DayCommit.parse(day).root) == lists.record().root
    [shown] = run("lists", "show", metz.who, *HOME)
    assert shown["lists_at"] == ["https://metz.example/status/"]
    assert shown["named_by"] == named["uri"]
    assert named["uri"].endswith(f"/commit/{lists.record().day}.json")


def test_a_list_that_ended_by_itself_is_named_and_told(run: Run, lists: Lists) -> None:
    lists.put(ago_s=8 * DAY_S)
    lists.put(2)
    _, ended, good, _ = run("lists", "commit", lists.metz.who, *LISTS, "--to", "c.json", *HOME)
    assert ended["ended_at"] == format_utc(lists.stand.scene.at_s - DAY_S)
    assert good["ended_at"] is None


def test_the_next_day_is_held_to_the_one_before(run: Run, lists: Lists, tmp_path: Path) -> None:
    old = lists.put(ago_s=600)
    newer = lists.put()
    metz, voters = lists.metz, lists.stand.scene.towns[2:]
    run("lists", "commit", metz.who, *LISTS, "--to", "c.json", *HOME)
    lists.stand.hand_in(run, "c.json", *voters)
    day = (tmp_path / "day.json").read_bytes()
    next_day = ("--lists", "lists", "--digests", "next.json")
    *_, named = run("lists", "commit", metz.who, *next_day, "--to", "n.json", *HOME, status=1)
    assert named["code"] == "ledger.day"
    lists.stand.works.clock.now_s += DAY_S
    lists.stand.take(lists.stand.scene.publish("residency/2"))
    *_, named = run("lists", "commit", metz.who, *next_day, "--to", "n.json", *HOME)
    assert not named["held_to_the_last"]
    lists.publish_digests(day)
    path = lists.folder / "metz.example" / "status" / "1.jwt"
    path.write_bytes(old)
    again = ("--lists", "lists", "--digests", "again.json", "--to", "a.json")
    [error] = run("lists", "commit", metz.who, *again, *HOME, status=1)
    assert error["code"] == "commit.lists_missing"
    path.write_bytes(newer)
    other = DayCommit.of(str(metz.did), lists.record().day, [daily.NamedDigest("audit", bytes(32))])
    lists.publish_digests(other.format())
    [error] = run("lists", "commit", metz.who, *again, *HOME, status=1)
    assert error["code"] == "commit.other_root"
    lists.publish_digests(day)
    *_, named = run("lists", "commit", metz.who, *again, *HOME)
    assert named["held_to_the_last"]


def test_a_list_that_was_changed_on_the_way_is_not_signed_for(
    run: Run, lists: Lists, tmp_path: Path
) -> None:
    lists.put()
    run("lists", "commit", lists.metz.who, *LISTS, "--to", "c.json", *HOME)
    check = ("lists", "check", "c.json", *LISTS, *HOME)
    lists.put(ago_s=30)
    assert run(*check, status=1)[0]["code"] == "commit.lists_missing"
    (tmp_path / "day.json").write_bytes(
        DayCommit.of(
            str(lists.metz.did), 20_000, [daily.NamedDigest("status/1", bytes(32), 5)]
        ).format()
    )
    assert run(*check, status=1)[0]["code"] == "commit.other_root"


def test_a_strangers_list_is_not_named(run: Run, lists: Lists) -> None:
    lists.put(signer=P256Signer.from_seed(seed("stranger", 48)))
    [error] = run("lists", "commit", lists.metz.who, *LISTS, "--to", "c.json", *HOME, status=1)
    assert error["code"] == "status.untrusted"
    assert not Path("day.json").exists()


def test_a_folder_without_lists_is_told(run: Run, lists: Lists) -> None:
    [error] = run("lists", "commit", lists.metz.who, *LISTS, "--to", "c.json", *HOME, status=2)
    assert error["code"] == "usage.no_file"


def test_the_list_of_a_successor_is_named_too(run: Run, lists: Lists) -> None:
    scene, (namur, metz, aachen, liege) = lists.stand.scene, lists.stand.scene.towns
    lists.stand.take(scene.did_succeed(metz, aachen.did, metz.recovery_pen(), lists=None))
    lists.put(signer=aachen.credential_key(), ago_s=-30)
    drafted, listed, *_ = run("lists", "commit", str(metz.did), *LISTS, "--to", "c.json", *HOME)
    assert listed["by"] == aachen.did
    assert drafted["any_one_of"] == [aachen.who]
    lists.stand.hand_in(run, "c.json", namur, liege)
    [shown] = run("lists", "show", str(metz.did), *HOME)
    assert (shown["acts"], shown["successor"]) == (False, aachen.did)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_every_language_on_a_small_screen(
    run: Run,
    lists: Lists,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    lists.put()
    who = lists.metz.who
    for words in (
        ("show", who, *HOME),
        ("commit", who, *LISTS, "--to", "c.json", *HOME),
        ("check", "c.json", *LISTS, *HOME),
    ):
        assert main(["ledger", "lists", *words, "--lang", language]) == 0
        told = [line for line in capsys.readouterr().out.splitlines() if "did:webvh" not in line]
        assert told
        assert [line for line in told if "{" in line] == []
        assert [line for line in told if len(line) > 80 and "https://" not in line] == []
