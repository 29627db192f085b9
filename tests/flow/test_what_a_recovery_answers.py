"""A recovery answers what it undid, and nothing beside that; one that was not taken leaves nothing open."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.ledger.records import DidRecord
from tests.playing import Play
from tests.thieves import Thief
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register

SINCE = ("--suspected-from", "2026-11-21")


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    ledger = register(begin(play, monkeypatch))
    watch(ledger)
    return ledger


def watch(ledger: Ledger, *, status: int | None = 0) -> list[int]:
    """Indexes of what the town hall's watch tells as open."""
    ledger.publish()
    told = on_ledger(
        ledger.play, "watch", "--once", "--trust", ledger.play.root / "trust.jsonl", "--from",
        ledger.published, status=status,
    )  # fmt: skip
    indexes: list[int] = told[-1]["open"]
    return indexes


def take_back(ledger: Ledger, *more: str | Path, status: int = 0) -> list[dict[str, Any]]:
    return on_ledger(
        ledger.play, "recover-identity", "--recovery",
        ledger.play.root / "hall-recovery/recovery-1.sealed", *more, status=status,
    )  # fmt: skip


def settle_refused(ledger: Ledger, update: str) -> list[str]:
    """Say that the ledger did not take an entry; what is noted with it."""
    told = on_ledger(ledger.play, "settle", Path(update), "--refused")
    assert {each["stand"] for each in told} == {"refused"}
    return [each["type"] for each in told]


def recovery_keys(ledger: Ledger, *, status: int = 0) -> list[dict[str, Any]]:
    return on_ledger(
        ledger.play, "recovery-keys", ledger.play.root / "hall-recovery", "--from",
        ledger.published, status=status,
    )  # fmt: skip


def voters_name_a_successor(ledger: Ledger, did: str) -> int:
    scene = ledger.scene
    body = {"to": str(scene.towns[2].did), "lists": None}
    draft = scene.draft("did.succeed", did, body, record=f"did/{did}")
    scene.apply(scene.sign(draft, scene.towns[0], scene.towns[1]))
    return len(scene.leaves) - 1


def test_a_succession_under_way_is_not_answered_by_a_recovery(ledger: Ledger) -> None:
    thief = Thief(ledger)
    stolen = thief.take_over()
    pending = voters_name_a_successor(ledger, thief.did)
    assert watch(ledger, status=1) == [stolen, pending]
    take_back(ledger, "--submit", URL)
    record = ledger.scene.state.records[f"did/{thief.did}"]
    assert isinstance(record, DidRecord)
    assert record.successor == ledger.scene.towns[2].did
    assert watch(ledger, status=1) == [pending]
    on_ledger(ledger.play, "watch", "--acknowledge", str(pending), "--by", "clerk-2")
    assert watch(ledger) == []


def test_what_others_signed_in_their_own_name_is_not_answered_by_a_recovery(
    ledger: Ledger,
) -> None:
    scene, thief = ledger.scene, Thief(ledger)
    thief.take_over()
    kid = f"{thief.did}#credential-1"
    scene.apply(scene.compromise(kid, *scene.towns[:3], from_s=scene.at_s - 60))
    theirs = len(scene.leaves) - 1
    watch(ledger, status=1)
    take_back(ledger, "--submit", URL)
    assert watch(ledger) == [theirs]


def test_twin_what_only_a_key_that_was_taken_away_signed_is_answered(ledger: Ledger) -> None:
    thief = Thief(ledger)
    indexes = [thief.take_over(), thief.commit()]
    assert watch(ledger, status=1) == indexes
    take_back(ledger, "--submit", URL)
    assert watch(ledger) == []


def test_a_recovery_that_was_not_taken_leaves_no_suspicion_open(ledger: Ledger) -> None:
    Thief(ledger).take_over()
    ledger.publish()
    _, update, *suspicions = take_back(ledger, "--to", ledger.play.root / "undo", *SINCE)
    types = ["did.update", *["key.compromise"] * len(suspicions)]
    assert settle_refused(ledger, update["to"]) == types
    # The way is free: what is made next is made as if that had never been.
    _, *made = take_back(ledger, "--submit", URL, *SINCE)
    assert [each["type"] for each in made] == types
    assert watch(ledger) == []


def test_a_recovery_that_came_too_late_leaves_no_suspicion_open(ledger: Ledger) -> None:
    thief = Thief(ledger)
    thief.take_over()
    ledger.publish()
    take_back(ledger, "--to", ledger.play.root / "undo", *SINCE)
    thief.go_on()
    ledger.publish()
    take_back(ledger, "--submit", URL, *SINCE)
    assert watch(ledger) == []
    assert _open(ledger) == []


def test_twin_a_suspicion_that_was_made_before_stays_open(ledger: Ledger) -> None:
    on_ledger(ledger.play, "update", "--submit", URL)
    Thief(ledger).take_over()
    ledger.publish()
    ledger.reachable = False
    on_ledger(
        ledger.play, "compromise", "credential-1", "--from", "2020-01-01", "--submit", URL,
        status=3,
    )  # fmt: skip
    _, update, *_ = take_back(ledger, "--to", ledger.play.root / "undo", *SINCE)
    settle_refused(ledger, update["to"])
    still = [each["subject"] for each in _open(ledger)]
    assert [each.rpartition("#")[2] for each in still] == ["credential-1"]


def _open(ledger: Ledger) -> list[dict[str, str]]:
    journal = [each for each in on_ledger(ledger.play, "journal") if each["stand"] == "open"]
    return [{"subject": each["record"]} for each in journal]


def test_a_copy_from_before_what_was_settled_does_not_say_which_recovery_key_counts(
    ledger: Ledger,
) -> None:
    Thief(ledger).take_over()
    ledger.publish()
    take_back(ledger, "--submit", URL)
    [told] = recovery_keys(ledger, status=3)
    assert told["code"] == "ledger.older_head"
    ledger.publish()
    stands = [each["stand"] for each in recovery_keys(ledger)]
    assert sorted(stands) == ["counts", "counts", "spent"]
