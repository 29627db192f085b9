"""Attack 43, at the root of it: keys of a town hall are stolen and used by rule.

The ledger takes it. Only the owner can see it, and a recovery key that was not on the machine undoes it.
"""

from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError
from livret_core.ledger.records import CompromiseRecord, DidRecord, KeyRecord
from livret_issuer.store import read_recovery_key
from tests.playing import PASSPHRASE, Play
from tests.thieves import Thief
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    ledger = register(begin(play, monkeypatch))
    ledger.publish()
    return ledger


def watch(ledger: Ledger, status: int | None = 0) -> list[dict[str, Any]]:
    """What the town hall's watch tells of what is published now."""
    ledger.publish()
    return on_ledger(
        ledger.play, "watch", "--once", "--trust", ledger.play.root / "trust.jsonl", "--from",
        ledger.published, status=status,
    )  # fmt: skip


def told(ledger: Ledger) -> list[tuple[str, str, int]]:
    """The alerts there are."""
    return [
        (each["kind"], each["key"], each["index"])
        for each in watch(ledger, status=None)
        if each["event"] == "alert"
    ]


def recovery_file(ledger: Ledger, number: int = 1) -> Path:
    return ledger.play.root / f"hall-recovery/recovery-{number}.sealed"


def take_back(ledger: Ledger, *more: str, number: int = 1, status: int = 0) -> list[dict[str, Any]]:
    return on_ledger(
        ledger.play, "recover-identity", "--recovery", recovery_file(ledger, number),
        "--submit", URL, *more, status=status,
    )  # fmt: skip


def record(ledger: Ledger, thief: Thief) -> DidRecord:
    found = ledger.scene.state.records[f"did/{thief.did}"]
    assert isinstance(found, DidRecord)
    return found


def key(ledger: Ledger, thief: Thief, name: str) -> KeyRecord:
    found = ledger.scene.state.records[f"key/{thief.did}#{name}"]
    assert isinstance(found, KeyRecord)
    return found


def elsewhere(document: JsonObject) -> JsonObject:
    """Status lists from a place of the thief's."""
    services: Any = document["service"]
    changed: list[JsonValue] = [
        {**each, "serviceEndpoint": "https://thief.example/s/"} for each in services
    ]
    return {**document, "service": changed}


def test_attack_43_next_update_key_is_used_by_a_thief(ledger: Ledger) -> None:
    watch(ledger)
    thief = Thief(ledger)
    index = thief.take_over(change=elsewhere)
    assert told(ledger) == [("theft", "update", index)]
    refused = on_ledger(ledger.play, "commit", "--submit", URL, status=1)[-1]
    assert refused["code"] == "watch.theft"

    take_back(ledger, "--suspected-from", "2026-11-21")
    with pytest.raises(LivretError) as caught:
        thief.go_on()
    assert caught.value.code == "webvh.key_not_committed"
    assert key(ledger, thief, thief.name).until_s is not None
    for name in (thief.name, "credential-1", "operation-1"):
        suspicion = ledger.scene.state.records[f"compromise/{thief.did}#{name}"]
        assert isinstance(suspicion, CompromiseRecord)
    assert record(ledger, thief).lists == ("https://ledger.example/meuse/fr-insee/80999/status/",)
    assert watch(ledger)[-1]["open"] == []


def test_attack_43_theft_stays_an_alarm_while_what_undoes_it_is_a_file(
    ledger: Ledger, tmp_path: Path
) -> None:
    watch(ledger)
    index = Thief(ledger).take_over()
    watch(ledger, status=1)
    on_ledger(
        ledger.play, "recover-identity", "--recovery", recovery_file(ledger), "--to",
        tmp_path / "undo",
    )  # fmt: skip
    assert watch(ledger, status=1)[-1]["open"] == [index]
    refused = on_ledger(ledger.play, "commit", "--submit", URL, status=1)[-1]
    assert refused["code"] == "watch.theft"
    [kept] = [e for e in on_ledger(ledger.play, "journal") if e["stand"] == "unanswered"]
    assert kept["seq"] == 2


def test_attack_43_theft_stays_an_alarm_while_the_ledger_cannot_be_reached(
    ledger: Ledger,
) -> None:
    watch(ledger)
    index = Thief(ledger).take_over()
    watch(ledger, status=1)
    ledger.reachable = False
    assert take_back(ledger, status=3)[-1]["code"] == "net.unavailable"
    assert watch(ledger, status=1)[-1]["open"] == [index]


def test_attack_43_twin_the_owner_changes_its_key(ledger: Ledger) -> None:
    watch(ledger)
    on_ledger(ledger.play, "update", "--submit", URL)
    assert watch(ledger)[-1]["open"] == []
    [made] = on_ledger(ledger.play, "commit", "--submit", URL)
    assert made["cosigned"]


def test_attack_43_operation_key_is_used_by_a_thief(ledger: Ledger) -> None:
    watch(ledger)
    index = Thief(ledger).commit()
    assert told(ledger) == [("theft", "operation", index)]
    refused = on_ledger(ledger.play, "commit", "--submit", URL, status=1)[-1]
    assert refused["code"] == "watch.theft"


def test_attack_43_twin_the_owner_commits_to_its_day(ledger: Ledger) -> None:
    watch(ledger)
    on_ledger(ledger.play, "commit", "--submit", URL)
    assert watch(ledger)[-1]["open"] == []


def test_attack_43_thief_ends_the_owners_key_so_that_it_cannot_come_back(ledger: Ledger) -> None:
    watch(ledger)
    thief = Thief(ledger)

    def alone(document: JsonObject) -> JsonObject:
        methods: Any = document["verificationMethod"]
        kept = [each for each in methods if not each["id"].endswith("#credential-1")]
        return {**document, "verificationMethod": kept}

    thief.take_over(change=alone)
    watch(ledger, status=1)
    take_back(ledger)
    assert record(ledger, thief).keys == ("credential-2", "operation-2")


def test_attack_43_thief_takes_the_last_name_there_is(ledger: Ledger) -> None:
    watch(ledger)
    thief = Thief(ledger, "credential-9999")
    thief.take_over()
    watch(ledger, status=1)
    take_back(ledger)
    assert "credential-2" in record(ledger, thief).keys


def test_attack_43_keys_beside_the_stolen_one_sign_nothing_more(ledger: Ledger) -> None:
    watch(ledger)
    thief = Thief(ledger)
    thief.take_over()
    watch(ledger, status=1)
    take_back(ledger)
    with pytest.raises(LivretError) as caught:
        thief.commit()
    assert caught.value.code == "ledger.signer"


def test_attack_43_recovery_key_of_another_takes_nothing_back(ledger: Ledger) -> None:
    watch(ledger)
    stolen = read_recovery_key(recovery_file(ledger), PASSPHRASE.encode())
    thief = Thief(ledger)
    thief.take_over(recovery=stolen)
    assert [key for _, key, _ in told(ledger)] == ["recovery"]
    before = (ledger.play.root / "hall/keys.sealed").read_bytes()
    refused = take_back(ledger, number=2, status=1)[-1]
    assert refused["code"] == "home.recovery_key"
    assert (ledger.play.root / "hall/keys.sealed").read_bytes() == before


def test_attack_43_twin_a_second_recovery_key_takes_back_as_well(ledger: Ledger) -> None:
    watch(ledger)
    thief = Thief(ledger)
    thief.take_over()
    watch(ledger, status=1)
    take_back(ledger, number=2)
    assert watch(ledger)[-1]["open"] == []
