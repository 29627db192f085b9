"""How operations ended is noted by a copy of the ledger: what stands there, what never can."""

from datetime import UTC, datetime
from typing import Any

import pytest

from livret_core.errors import Refused
from livret_core.ledger.records import KeyRecord
from livret_core.words import LANGUAGES
from livret_issuer.cli.ledger import handing_in
from livret_issuer.store import Home
from livret_ledger.client.submitting import Taken
from tests.ledger_scene import DAY_S
from tests.playing import Play
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    return register(begin(play, monkeypatch))


def settle(ledger: Ledger, *more: Any, status: int = 0) -> list[dict[str, Any]]:
    return on_ledger(ledger.play, "settle", *more, "--from", ledger.published, status=status)


def test_a_key_that_the_ledger_lists_signs_from_then_on(ledger: Ledger) -> None:
    root = ledger.play.root
    on_ledger(ledger.play, "update", "--to", root / "update.json")
    ledger.take(root / "update.json")
    ledger.publish()
    [told] = settle(ledger, root / "update.json")
    assert (told["type"], told["stand"]) == ("did.update", "taken")
    on_ledger(ledger.play, "compromise", "credential-1", "--from", "2026-11-01", "--submit", URL)
    assert settle(ledger, status=3)[-1]["code"] == "ledger.older_head"
    ledger.publish()
    assert settle(ledger) == []


def test_what_the_ledger_may_still_take_stays_open(ledger: Ledger) -> None:
    root = ledger.play.root
    on_ledger(ledger.play, "commit", "--to", root / "today.json")
    ledger.publish()
    [told] = settle(ledger, status=3)
    assert (told["code"], told["facts"]) == ("home.unsettled", {"count": 1})


def test_of_several_only_the_one_that_is_named_is_settled(ledger: Ledger) -> None:
    root = ledger.play.root
    for name in ("update", "commit"):
        on_ledger(ledger.play, name, "--to", root / f"{name}.json")
        ledger.take(root / f"{name}.json")
    ledger.publish()
    assert [each["type"] for each in settle(ledger, root / "commit.json")] == ["commit"]
    assert [each["type"] for each in settle(ledger)] == ["did.update"]


def test_what_was_not_made_here_is_not_settled(ledger: Ledger) -> None:
    theirs = ledger.scene.commit(ledger.scene.towns[0])
    (ledger.play.root / "theirs.json").write_bytes(theirs.leaf)
    ledger.publish()
    [told] = settle(ledger, ledger.play.root / "theirs.json", status=1)
    assert told["code"] == "home.not_made_here"


@pytest.mark.parametrize(
    ("key", "since", "code"),
    [
        ("credential-9", "2026-11-01", "home.key_unknown"),
        ("credential-1", "2030-01-01", "ledger.interval"),
    ],
)
def test_a_suspicion_that_no_ledger_takes_is_not_made(
    ledger: Ledger, key: str, since: str, code: str
) -> None:
    to = ledger.play.root / "key.json"
    [told] = on_ledger(ledger.play, "compromise", key, "--from", since, "--to", to, status=1)
    assert told["code"] == code
    assert not to.exists()
    on_ledger(ledger.play, "compromise", "credential-1", "--from", "2026-11-01", "--to", to)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ((), "usage.missing"),
        (("--refused",), "usage.missing"),
        (("today.json", "--refused", "--from", "published"), "usage.contradiction"),
    ],
)
def test_one_way_to_settle_is_named(ledger: Ledger, more: tuple[str, ...], code: str) -> None:
    [told] = on_ledger(ledger.play, "settle", *more, status=2)
    assert told["code"] == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_out_of_a_place_that_is_taken_is_told(ledger: Ledger, language: str) -> None:
    root = ledger.play.root
    on_ledger(ledger.play, "commit", "--to", root / "today.json")
    ledger.take(root / "today.json")
    on_ledger(ledger.play, "settle", root / "today.json", "--refused")
    ledger.publish(DAY_S)
    where = ("--home", root / "hall", "--passphrase-file", root / "passphrase", "--lang", language)
    told = ledger.play.livret("issuer", "ledger", "commit", "--submit", URL, *where, status=1)
    assert "livret issuer ledger settle --from" in " ".join(told.err.split())
    done = ledger.play.livret("issuer", "ledger", "settle", "--from", ledger.published, *where)
    assert done.out.count("commit") == 2
    again = ledger.play.livret("issuer", "ledger", "settle", "--from", ledger.published, *where)
    for line in (told.err + done.out + again.out).splitlines():
        assert len(line) <= 80


def is_key_read(ledger: Ledger) -> bool:
    return Home.open(ledger.play.root / "hall").read_hall().is_key_read


def key_from_s(ledger: Ledger) -> int:
    hall = Home.open(ledger.play.root / "hall").read_hall()
    listed = ledger.scene.state.records[f"key/{hall.key_id}"]
    assert isinstance(listed, KeyRecord)
    assert hall.key_from_s == listed.from_s
    return listed.from_s


def test_a_copy_says_since_when_the_ledger_has_the_key_that_signs(ledger: Ledger) -> None:
    update = ledger.play.root / "update.json"
    on_ledger(ledger.play, "update", "--to", update)
    before_s = ledger.scene.at_s
    proof = ledger.take(update)
    on_ledger(ledger.play, "settle", update, "--proof", proof)
    assert not is_key_read(ledger)
    ledger.publish()
    assert settle(ledger) == []
    assert is_key_read(ledger)
    assert key_from_s(ledger) == before_s


def test_handed_in_where_its_name_is_watched_it_is_known_at_once(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.publish()
    on_ledger(ledger.play, "watch", "--once", "--from", ledger.published)

    def submit(*args: Any, **more: Any) -> Taken:
        taken = ledger.submit(*args, **more)
        ledger.publish()
        return taken

    monkeypatch.setattr(handing_in, "submit", submit)
    on_ledger(ledger.play, "update", "--submit", URL)
    assert is_key_read(ledger)
    assert key_from_s(ledger)


def test_where_it_is_not_known_at_once_that_is_said(ledger: Ledger) -> None:
    ledger.publish()
    on_ledger(ledger.play, "watch", "--once", "--from", ledger.published)
    hall = ("--home", ledger.play.root / "hall")
    secret = ("--passphrase-file", ledger.play.root / "passphrase")
    way = ("--submit", URL, "--lang", "en", *hall, *secret)
    said = ledger.play.livret("issuer", "ledger", "update", *way)
    assert "since when the public ledger has the new key" in " ".join(said.out.split())
    ledger.publish()
    on_ledger(ledger.play, "commit", "--submit", URL)
    assert is_key_read(ledger)


def test_a_report_that_the_ledger_refuses_does_not_hold_up_the_next(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> Taken:
        raise Refused("ledger.too_often")

    report = ("compromise", "credential-1", "--submit", URL, "--from")
    with monkeypatch.context() as patched:
        patched.setattr(handing_in, "submit", refuse)
        on_ledger(ledger.play, *report, "2026-11-02", status=1)
    on_ledger(ledger.play, *report, "2026-11-01")
    assert any(name.startswith("compromise/") for name in ledger.scene.state.records)


def test_a_report_that_got_no_answer_is_made_again_as_it_was(ledger: Ledger) -> None:
    report = ("compromise", "credential-1", "--submit", URL, "--from")
    ledger.reachable = False
    on_ledger(ledger.play, *report, "2026-11-01", status=3)
    ledger.reachable = True
    [told] = on_ledger(ledger.play, *report, "2026-11-02", status=1)
    assert told["code"] == "home.operation_open"
    on_ledger(ledger.play, *report, "2026-11-01")
    assert any(name.startswith("compromise/") for name in ledger.scene.state.records)


def test_a_theft_since_now_is_reported_on_a_quiet_ledger(ledger: Ledger) -> None:
    ledger.play.clock.now_s = ledger.scene.at_s + 2_700
    now = datetime.fromtimestamp(ledger.play.clock.now_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    on_ledger(ledger.play, "compromise", "credential-1", "--from", now, "--submit", URL)
    assert any(name.startswith("compromise/") for name in ledger.scene.state.records)
