"""Two machines of one town hall on one database: both publish what was committed, octet for octet.

And two folders of one town hall that know nothing of each other: a backup beside what still runs.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import Refused
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.records import KeyRecord
from livret_issuer.service import Office
from tests.issuer_databases import OnServer
from tests.ledger_scene import DAY_S
from tests.office import ask, offer
from tests.playing import PASSPHRASE, Play
from tests.postgres_server import Server
from tests.town_on_ledger import URL, Ledger, begin, register

HALVES = ("hall", "hall-2")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.made() as made:
        yield made


@pytest.fixture
def ledger(
    request: pytest.FixtureRequest, play: Play, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ledger]:
    """A registered town hall, and a second machine of it on the same records."""
    if request.param == "file":
        made = register(begin(play, monkeypatch))
        copy(made)
        (play.root / "hall-2/issuer.db").unlink()
        (play.root / "hall-2/issuer.db").symlink_to(play.root / "hall/issuer.db")
        yield made
        return
    database = OnServer(request.getfixturevalue("server"))
    address = play.root / "database"
    address.write_text(database.address)
    address.chmod(0o600)
    made = register(begin(play, monkeypatch, "--database-file", address))
    copy(made)
    yield made
    database.clear()


@pytest.fixture
def apart(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A registered town hall, and a backup of it that was put to work beside it."""
    made = register(begin(play, monkeypatch))
    copy(made)
    made.publish()
    return made


def copy(ledger: Ledger) -> None:
    shutil.copytree(ledger.play.root / "hall", ledger.play.root / "hall-2")


def on(
    ledger: Ledger, hall: str, verb: str, *rest: str | Path, status: int = 0
) -> list[dict[str, Any]]:
    play = ledger.play
    ended = play.livret(
        "issuer", "ledger", verb, "--home", play.root / hall, "--passphrase-file",
        play.root / "passphrase", *rest, "--json", status=status,
    )  # fmt: skip
    return ended.events


def published(ledger: Ledger, hall: str) -> dict[str, bytes]:
    public = ledger.play.root / hall / "public"
    return {
        "/".join(each.parts[-2:]): each.read_bytes()
        for each in sorted(public.rglob("*"))
        if each.is_file() and each.name != "did.jsonl"
    }


def day_of(ledger: Ledger, *, days_ago: int = 0) -> str:
    return f"commit/{ledger.scene.at_s // DAY_S - days_ago}.json"


def opened(ledger: Ledger, hall: str) -> Office:
    return Office.open(ledger.play.root / hall, PASSPHRASE.encode())


def both_publish_what_was_committed(ledger: Ledger, day: str) -> None:
    one, other = (published(ledger, hall) for hall in HALVES)
    assert one == other
    named = {each.name: each.digest for each in DayCommit.parse(one[day]).digests}
    assert named["status/1"] == sha256(one["status/1.jwt"]).digest()


def by_commit(ledger: Ledger) -> None:
    assert on(ledger, "hall-2", "commit", "--submit", URL, status=1)[-1]["code"] == "ledger.day"


def by_what_is_done_each_five_minutes(ledger: Ledger) -> None:
    with closing(opened(ledger, "hall-2")) as office:
        seen = office.catch_up()
        assert office.catch_up(since=seen) == seen


def by_the_lists_of_the_hour(ledger: Ledger) -> None:
    at_s = ledger.play.clock.now_s + 1
    with closing(opened(ledger, "hall-2")) as office:
        office.publish(now_s=at_s, since_s=at_s - 3_600)


@pytest.mark.parametrize(
    ("ledger", "way"),
    [
        ("server", by_commit),
        ("file", by_commit),
        ("file", by_what_is_done_each_five_minutes),
        ("file", by_the_lists_of_the_hour),
    ],
    indirect=["ledger"],
)
def test_the_machine_that_did_not_commit_publishes_what_was_committed(
    ledger: Ledger, way: Callable[[Ledger], None]
) -> None:
    on(ledger, "hall-2", "journal")
    day = day_of(ledger)
    on(ledger, "hall", "commit", "--submit", URL)
    assert day not in published(ledger, "hall-2")
    way(ledger)
    both_publish_what_was_committed(ledger, day)


@pytest.mark.parametrize("ledger", ["file"], indirect=True)
def test_a_commit_that_is_asked_for_again_elsewhere_is_the_same_there(ledger: Ledger) -> None:
    root = ledger.play.root
    [one] = on(ledger, "hall", "commit", "--to", root / "one.json")
    [other] = on(ledger, "hall-2", "commit", "--to", root / "other.json")
    assert one["id"] == other["id"]
    both_publish_what_was_committed(ledger, day_of(ledger))


@pytest.mark.parametrize("ledger", ["file"], indirect=True)
def test_a_machine_that_stopped_between_record_and_folder_publishes_it_later(
    ledger: Ledger,
) -> None:
    before = published(ledger, "hall")["status/1.jwt"]
    on(ledger, "hall", "commit", "--submit", URL)
    [day] = (ledger.play.root / "hall/public").rglob("commit/*.json")
    [listed] = (ledger.play.root / "hall/public").rglob("status/1.jwt")
    committed = listed.read_bytes()
    day.unlink()
    listed.write_bytes(before)
    ledger.play.issuer("publish")
    assert day.is_file()
    listed.write_bytes(before)
    with closing(opened(ledger, "hall")) as office:
        office.catch_up()
    assert listed.read_bytes() not in {before, committed}, "signed anew, as it was asked for"


@pytest.mark.parametrize("ledger", ["file"], indirect=True)
def test_in_the_next_hour_each_list_is_signed_anew_once(ledger: Ledger) -> None:
    on(ledger, "hall", "commit", "--submit", URL)
    committed = published(ledger, "hall")["status/1.jwt"]
    begun_s = ledger.play.clock.now_s + 60
    for hall in HALVES:
        with closing(opened(ledger, hall)) as office:
            office.publish(now_s=begun_s + (hall == "hall-2"), since_s=begun_s)
    one, other = (published(ledger, hall)["status/1.jwt"] for hall in HALVES)
    assert one == other != committed


@pytest.mark.parametrize("ledger", ["file"], indirect=True)
def test_the_log_of_its_did_is_the_same_everywhere(ledger: Ledger) -> None:
    on(ledger, "hall", "update", "--submit", URL)
    with closing(opened(ledger, "hall-2")) as office:
        office.catch_up()
    one, other = (
        next((ledger.play.root / hall / "public").rglob("did.jsonl")).read_bytes()
        for hall in HALVES
    )
    assert one == other
    assert one.count(b"\n") == 2


# Who it is lies in the record, too; keys do not.


def issue(ledger: Ledger, office: Office) -> int:
    """Offer and sign; how many copies."""
    now_s = ledger.scene.at_s
    asked = ask(offer(office), copies=1, now_s=now_s)
    return len(office.issue(asked.request.format(), now_s=now_s).credentials)


@pytest.mark.parametrize("ledger", ["file"], indirect=True)
def test_a_machine_that_lacks_the_key_that_signs_now_signs_with_no_other(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.office.NOW_S", ledger.scene.at_s)
    with closing(opened(ledger, "hall-2")) as served:
        on(ledger, "hall", "update", "--submit", URL)
        ledger.tick(60)
        # It has looked at nothing since, and would sign with the key that it knows.
        with pytest.raises(Refused) as caught:
            issue(ledger, served)
        assert caught.value.code == "home.operation_open"
        served.catch_up()
    with closing(opened(ledger, "hall-2")) as anew:
        assert anew.hall.key_id.endswith("#credential-2")
        with pytest.raises(Refused) as caught:
            issue(ledger, anew)
        assert caught.value.code == "home.operation_open"
    told = on(ledger, "hall-2", "update", "--submit", URL, status=1)[-1]
    assert told["code"] == "webvh.key_not_committed"
    # Twin: with the keys of the machine that made it, it goes on.
    shutil.copy(ledger.play.root / "hall/keys.sealed", ledger.play.root / "hall-2/keys.sealed")
    with closing(opened(ledger, "hall-2")) as joined:
        listed = ledger.scene.state.records[f"key/{joined.hall.key_id}"]
        assert isinstance(listed, KeyRecord)
        joined.on_ledger().note_key(joined.hall.key_id, listed.from_s)
    with closing(opened(ledger, "hall-2")) as joined:
        assert issue(ledger, joined) == 1


@pytest.mark.parametrize("ledger", ["file"], indirect=True)
def test_rules_that_one_machine_was_told_hold_on_the_other(ledger: Ledger) -> None:
    with closing(opened(ledger, "hall")) as one, closing(opened(ledger, "hall-2")) as served:
        one.rules().set_four_eyes(["residency"], now_s=ledger.scene.at_s)
        served.catch_up()
        assert served.renewed().hall.four_eyes == ("residency",)
        served.rules().set_counter(None, now_s=ledger.scene.at_s)
    with closing(opened(ledger, "hall")) as one:
        assert one.hall.four_eyes == ("residency",), "what the other changed is beside it"


@pytest.mark.parametrize("ledger", ["file"], indirect=True)
def test_a_rule_holds_on_the_other_machine_from_its_next_command_on(ledger: Ledger) -> None:
    with closing(opened(ledger, "hall")) as one:
        one.rules().set_four_eyes(["residency"], now_s=ledger.scene.at_s)
    with closing(opened(ledger, "hall-2")) as other, pytest.raises(Refused) as caught:
        offer(other)
    assert caught.value.code == "pickup.four_eyes"


# Two folders that know nothing of each other.


def test_digests_that_the_ledger_did_not_take_are_published_no_more(apart: Ledger) -> None:
    on(apart, "hall", "commit", "--submit", URL)
    told = on(apart, "hall-2", "commit", "--submit", URL, status=1)[-1]
    assert told["code"] == "ledger.sequence"
    day = day_of(apart)
    assert day in published(apart, "hall")
    assert day not in published(apart, "hall-2")
    # Twin: what nobody answered yet stays where desks look for it.
    apart.tick(DAY_S)
    apart.reachable = False
    on(apart, "hall", "commit", "--submit", URL, status=3)
    assert day_of(apart) in published(apart, "hall")


def test_digests_that_were_turned_away_come_back_when_they_are_handed_in_again(
    apart: Ledger,
) -> None:
    on(apart, "hall", "commit", "--to", apart.play.root / "today.json")
    day = day_of(apart)
    made = published(apart, "hall")[day]
    with closing(opened(apart, "hall")) as office:
        [stored] = office.on_ledger().unsettled()
        office.on_ledger().turned_away(stored.operation)
    assert day not in published(apart, "hall")
    on(apart, "hall", "commit", "--submit", URL)
    assert published(apart, "hall")[day] == made
