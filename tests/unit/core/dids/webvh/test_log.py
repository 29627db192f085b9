import dataclasses
from typing import Final

import pytest

from livret_core import limits
from livret_core.dids.webvh import (
    NewEntry,
    VerifiedLog,
    WebvhDid,
    extend,
    update,
    verify_log,
    verify_log_prefix,
)
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_town.simulator.did_logs import (
    DAY_S,
    START_S,
    DidLogForge,
    Entry,
    commitment,
    key,
    witness_file,
)

NOW_S: Final = 1_790_000_000


def test_a_verified_log_is_made_by_verification_only(created: NewEntry) -> None:
    with pytest.raises(TypeError):
        VerifiedLog(versions=created.log.versions, seal=object())
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(created.log, versions=())  # type: ignore[call-arg]


def test_a_log_says_what_it_holds() -> None:
    forge = DidLogForge().begin({"ttl": 60}).add()
    log = verify_log(forge.raw, WebvhDid.parse(forge.did), now_s=NOW_S)
    assert [version.version_id for version in log.versions] == list(forge.version_ids)
    assert (log.did.text, log.parameters.ttl_s, log.failure) == (forge.did, 60, None)
    assert log.document(log.last).did.text == forge.did


def test_many_entries_without_a_line_feed_between_them_are_counted() -> None:
    with pytest.raises(MalformedInput) as caught:
        verify_log(b"{}\n" * (limits.DID_LOG_ENTRIES + 1), None, now_s=NOW_S)
    assert caught.value.code == "webvh.log"


@pytest.mark.parametrize("offset_s", [-1, 0, 1, DAY_S - 1, DAY_S, 5 * DAY_S])
def test_the_version_active_at_a_time_is_the_last_begun(offset_s: int) -> None:
    log = verify_log(DidLogForge().begin().add().add().raw, None, now_s=NOW_S)
    active = log.active_at((START_S + offset_s) * 10**9)
    expected = None if offset_s < 0 else min(offset_s // DAY_S, 2) + 1
    assert (None if active is None else active.number) == expected


def test_fractions_of_a_second_order_entries() -> None:
    forge = DidLogForge().begin(time="2026-06-01T00:00:00.1Z").add(time="2026-06-01T00:00:00.2Z")
    log = verify_log(forge.raw, None, now_s=NOW_S)
    assert log.versions[0].from_s == log.versions[1].from_s
    assert log.active_at(log.versions[0].time_ns) is log.versions[0]
    assert log.active_at(log.last.from_s * 10**9) is log.last


def test_an_entry_is_verified_on_top_of_a_verified_log(created: NewEntry) -> None:
    new = update(
        created.log, signer=key(1), next_key_hash=commitment(key(2)), version_time_s=START_S + 1
    )
    extended = extend(created.log, new.line, now_s=NOW_S)
    assert extended == verify_log(created.line + new.line, None, now_s=NOW_S)
    assert created.log.last.number == 1


@pytest.mark.parametrize("tail", [b"", b"\n", b"{}\n"])
def test_only_one_whole_line_is_taken(created: NewEntry, tail: bytes) -> None:
    new = update(
        created.log, signer=key(1), next_key_hash=commitment(key(2)), version_time_s=START_S + 1
    )
    with pytest.raises(MalformedInput) as caught:
        extend(created.log, new.line.rstrip(b"\n") + (b"\n" + tail if tail else b""), now_s=NOW_S)
    assert caught.value.code == "webvh.log"


def test_an_entry_that_does_not_follow_is_refused(created: NewEntry) -> None:
    with pytest.raises(Refused) as caught:
        extend(created.log, created.line, now_s=NOW_S)
    assert caught.value.code == "webvh.version_number"


def test_an_entry_on_top_may_not_lie_in_the_future(created: NewEntry) -> None:
    new = update(
        created.log, signer=key(1), next_key_hash=commitment(key(2)), version_time_s=NOW_S + 301
    )
    with pytest.raises(Refused) as caught:
        extend(created.log, new.line, now_s=NOW_S)
    assert caught.value.code == "webvh.time_future"


def test_an_entry_on_top_needs_its_witnesses() -> None:
    from livret_core.dids import DidKey

    witnesses = {"threshold": 1, "witnesses": [{"id": DidKey.of(key(101).public_key).did}]}
    forge = DidLogForge().begin({"witness": witnesses}).add()
    lines = forge.raw.splitlines(keepends=True)
    first = witness_file((forge.version_ids[0], key(101)))
    second = witness_file((forge.version_ids[1], key(101)))
    log = verify_log(lines[0], None, now_s=NOW_S, witness_file=first)
    assert extend(log, lines[1], now_s=NOW_S, witness_file=second).last.number == 2
    with pytest.raises(Refused) as caught:
        extend(log, lines[1], now_s=NOW_S, witness_file=first)
    assert caught.value.code == "webvh.witness_threshold"


def spoiled(entry: Entry) -> None:
    entry["proof"] = []


def test_a_prefix_ends_before_the_first_entry_that_fails() -> None:
    forge = DidLogForge().begin().add().add().add()
    log = verify_log_prefix(forge.altered(2, spoiled), None, now_s=NOW_S)
    assert [version.number for version in log.versions] == [1, 2]
    assert log.failure is not None
    assert log.failure.code == "webvh.entry"


def test_a_prefix_of_a_whole_log_is_the_log() -> None:
    raw = DidLogForge().begin().add().raw
    assert verify_log_prefix(raw, None, now_s=NOW_S) == verify_log(raw, None, now_s=NOW_S)


def test_a_prefix_ends_before_an_entry_in_the_future() -> None:
    forge = DidLogForge().begin().add(time="2099-01-01T00:00:00Z")
    log = verify_log_prefix(forge.raw, None, now_s=NOW_S)
    assert (log.last.number, log.failure and log.failure.code) == (1, "webvh.time_future")


def test_a_prefix_of_nothing_is_no_log() -> None:
    with pytest.raises(LivretError) as caught:
        verify_log_prefix(DidLogForge().begin().altered(0, spoiled), None, now_s=NOW_S)
    assert caught.value.code == "webvh.entry"


def test_a_broken_log_takes_no_further_entry() -> None:
    forge = DidLogForge().begin().add()
    log = verify_log_prefix(forge.altered(1, spoiled), None, now_s=NOW_S)
    with pytest.raises(LivretError) as caught:
        extend(log, forge.raw.splitlines(keepends=True)[1], now_s=NOW_S)
    assert caught.value.code == "webvh.entry"


def test_a_kept_failure_is_raised_afresh_each_time() -> None:
    forge = DidLogForge().begin().add()
    log = verify_log_prefix(forge.altered(1, spoiled), None, now_s=NOW_S)
    for _ in range(2):
        with pytest.raises(LivretError) as caught:
            extend(log, b"{}\n", now_s=NOW_S)
        assert caught.value is not log.failure


def test_one_proof_object_stands_for_a_list_of_one() -> None:
    def unwrap(entry: Entry) -> None:
        entry["proof"] = entry["proof"][0]

    log = verify_log(DidLogForge().begin().altered(0, unwrap), None, now_s=NOW_S)
    assert log.last.number == 1


def test_the_scid_is_replaced_in_names_too_whatever_that_does_to_their_order() -> None:
    forge = DidLogForge().begin(state={"{SCID}": 1, "R": 2, "z": 3})
    assert verify_log(forge.raw, None, now_s=NOW_S).last.entry.state[forge.scid] == 1
