from typing import Any, Final

import pytest
import rfc8785

from livret_core.dids.webvh import (
    NewEntry,
    check_profile,
    commitment,
    create,
    deactivate,
    resolve,
    update,
    verify_log,
)
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.keys import P256Signer
from livret_town.simulator.did_logs import START_S, key, name

NOW_S: Final = 1_790_000_000


def hash_of(number: int) -> str:
    return commitment(key(number).public_key)


def code(action: Any) -> str:
    with pytest.raises(LivretError) as caught:
        action()
    return caught.value.code


def test_the_first_entry_is_written_byte_for_byte(created: NewEntry) -> None:
    raw = json_encoding.parse_object(created.line)
    assert created.line.endswith(b"}\n")
    assert created.line.count(b"\n") == 1
    assert rfc8785.dumps(raw) + b"\n" == created.line
    assert raw["versionTime"] == "2026-05-28T20:26:40Z"
    assert raw["parameters"] == {
        "method": "did:webvh:1.0",
        "scid": created.log.did.scid,
        "updateKeys": [name(key(0))],
        "portable": False,
        "nextKeyHashes": [hash_of(1), hash_of(90), hash_of(91)],
    }
    assert b"{SCID}" not in created.line


def test_the_same_keys_and_time_make_the_same_bytes(
    created: NewEntry, first_document: JsonObject
) -> None:
    again = create(
        first_document,
        signer=key(0),
        next_key_hash=hash_of(1),
        recovery_key_hashes=[hash_of(90), hash_of(91)],
        version_time_s=START_S,
    )
    assert again.line == created.line


def test_what_is_handed_out_verifies_and_keeps_the_profile(created: NewEntry) -> None:
    second = update(
        created.log, signer=key(1), next_key_hash=hash_of(2), version_time_s=START_S + 1, ttl_s=60,
        watchers=["https://watcher.example"],
    )  # fmt: skip
    third = deactivate(second.log, signer=key(90), version_time_s=START_S + 2)
    log = verify_log(created.line + second.line + third.line, created.log.did, now_s=NOW_S)
    assert log == third.log
    check_profile(log)
    assert log.parameters.ttl_s == 60
    assert log.parameters.watchers == ("https://watcher.example",)
    assert resolve(log).document is None


def test_ttl_and_watchers_are_said_at_birth_if_wanted(first_document: JsonObject) -> None:
    new = create(
        first_document,
        signer=key(0),
        next_key_hash=hash_of(1),
        recovery_key_hashes=[hash_of(90), hash_of(91)],
        version_time_s=START_S,
        ttl_s=0,
        watchers=["https://watcher.example"],
    )
    assert new.log.parameters.ttl_s == 0


def test_an_update_repeats_the_recovery_hashes_and_keeps_the_document(created: NewEntry) -> None:
    new = update(created.log, signer=key(1), next_key_hash=hash_of(2), version_time_s=START_S + 1)
    assert new.log.parameters.next_key_hashes == (hash_of(2), hash_of(90), hash_of(91))
    assert new.log.last.entry.state == created.log.last.entry.state


def test_an_update_brings_a_new_document(created: NewEntry) -> None:
    document: JsonObject = {
        **created.log.last.entry.state,
        "alsoKnownAs": ["https://verneuil.example"],
    }
    new = update(
        created.log,
        signer=key(1),
        next_key_hash=hash_of(2),
        version_time_s=START_S + 1,
        document=document,
    )
    assert new.log.last.entry.state == document


def test_a_recovery_key_takes_over_and_names_fresh_ones(created: NewEntry) -> None:
    new = update(
        created.log,
        signer=key(90),
        next_key_hash=hash_of(5),
        recovery_key_hashes=[hash_of(91), hash_of(92)],
        version_time_s=START_S + 1,
    )
    assert new.log.parameters.next_key_hashes == (hash_of(5), hash_of(91), hash_of(92))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"signer": key(7)}, "webvh.key_not_committed"),
        ({"signer": P256Signer.from_scalar(3)}, "proof.cryptosuite"),
        ({"version_time_s": START_S}, "webvh.time_order"),
        ({"next_key_hash": hash_of(1)}, "profile.recovery_hashes"),
        ({"recovery_key_hashes": []}, "profile.recovery_hashes"),
        ({"recovery_key_hashes": [hash_of(92), hash_of(93)]}, "profile.recovery_key"),
        ({"signer": key(90)}, "profile.recovery_hashes"),
        ({"ttl_s": -1}, "webvh.parameters"),
        ({"watchers": ["watcher"]}, "webvh.parameters"),
        ({"document": {}}, "did.document"),
        ({"document": {"id": "did:web:towns.example"}}, "did.malformed"),
    ],
)
def test_an_entry_nobody_would_believe_is_not_handed_out(
    created: NewEntry, changes: dict[str, Any], expected: str
) -> None:
    arguments: dict[str, Any] = {
        "signer": key(1), "next_key_hash": hash_of(2), "version_time_s": START_S + 1, **changes,
    }  # fmt: skip
    assert code(lambda: update(created.log, **arguments)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"document": {"id": "did:web:towns.example"}}, "did.document"),
        ({"document": {}}, "did.document"),
        ({"document": {"id": "did:webvh:{SCID}:127.0.0.1"}}, "did.host"),
        ({"signer": P256Signer.from_scalar(3)}, "proof.cryptosuite"),
        ({"recovery_key_hashes": [hash_of(90)]}, "profile.recovery_hashes"),
        ({"next_key_hash": hash_of(0)}, "profile.recovery_hashes"),
    ],
)
def test_a_did_that_could_not_live_is_not_born(
    first_document: JsonObject, changes: dict[str, Any], expected: str
) -> None:
    arguments: dict[str, Any] = {
        "document": first_document,
        "signer": key(0),
        "next_key_hash": hash_of(1),
        "recovery_key_hashes": [hash_of(90), hash_of(91)],
        "version_time_s": START_S,
        **changes,
    }
    assert code(lambda: create(**arguments)) == expected


def test_only_a_recovery_key_deactivates(created: NewEntry) -> None:
    late = START_S + 1
    assert code(lambda: deactivate(created.log, signer=key(1), version_time_s=late)) == (
        "profile.recovery_key"
    )
    assert deactivate(created.log, signer=key(91), version_time_s=late).log.parameters.deactivated


def test_nothing_follows_the_last_entry(created: NewEntry) -> None:
    log = deactivate(created.log, signer=key(90), version_time_s=START_S + 1).log
    assert code(
        lambda: update(log, signer=key(91), next_key_hash=hash_of(9), version_time_s=START_S + 2)
    ) == "webvh.after_deactivation"  # fmt: skip
