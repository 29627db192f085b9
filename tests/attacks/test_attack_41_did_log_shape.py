"""Attack 41, shape: files that are no whole log. An answer always comes, and at once."""

from typing import Final

import pytest

from livret_core import limits
from livret_core.dids.webvh import verify_log
from livret_core.errors import LivretError
from livret_town.simulator.did_logs import DidLogForge, Entry

NOW_S: Final = 1_790_000_000
LOG: Final = DidLogForge().begin().add().add()


def refusal(log: bytes) -> str:
    with pytest.raises(LivretError) as caught:
        verify_log(log, None, now_s=NOW_S)
    return caught.value.code


@pytest.mark.parametrize("log", [b"", b"\n", b"\n\n", b"\r\n", b" "])
def test_attack_41_an_empty_file_is_served_as_the_log(log: bytes) -> None:
    assert refusal(log) == "webvh.log"


@pytest.mark.parametrize("lost", [2, 3, 40, 200])
def test_attack_41_the_last_line_is_torn(lost: int) -> None:
    assert refusal(LOG.raw[:-lost]) in {"webvh.log", "input.json"}


def test_attack_41_a_line_is_torn_just_behind_a_brace() -> None:
    inner = LOG.raw.rindex(b"}]}")
    assert refusal(LOG.raw[: inner + 1]) == "input.json"


def test_attack_41_twin_the_last_line_feed_alone_may_be_missing() -> None:
    assert len(verify_log(LOG.raw[:-1], None, now_s=NOW_S).versions) == 3


@pytest.mark.parametrize("ending", [b"\n\n", b"\n \n", b"\n\x00\n", b"\r\n"])
def test_attack_41_something_is_hidden_between_the_lines(ending: bytes) -> None:
    assert refusal(LOG.raw.replace(b"\n", ending)) == "webvh.log"


def test_attack_41_a_byte_order_mark_is_put_in_front() -> None:
    assert refusal(b"\xef\xbb\xbf" + LOG.raw) == "webvh.log"


def test_attack_41_twin_the_log_as_it_was_written() -> None:
    assert len(verify_log(LOG.raw, None, now_s=NOW_S).versions) == 3


def test_attack_41_two_versions_are_put_on_one_line() -> None:
    assert refusal(LOG.raw.replace(b"\n", b"", 1)) == "input.json"


def test_attack_41_a_member_is_said_twice() -> None:
    doubled = LOG.raw.replace(b'{"versionId"', b'{"state":{},"versionId"', 1)
    assert refusal(doubled) == "input.duplicate_member"


def test_attack_41_a_member_is_added_that_no_hash_was_meant_to_cover() -> None:
    def add(entry: Entry) -> None:
        entry["note"] = "unsigned"

    assert refusal(LOG.altered(0, add)) == "webvh.entry"


@pytest.mark.parametrize("spelling", [b"1e3", b"1000.0", b"10e2"])
def test_attack_41_twin_one_number_in_another_spelling_is_that_number(spelling: bytes) -> None:
    log = DidLogForge().begin(state={"number": 1000})
    other = log.raw.replace(b'"number":1000', b'"number":' + spelling)
    assert verify_log(other, None, now_s=NOW_S).last.number == 1


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**63, 10**30])
def test_attack_41_a_number_that_readers_round_differently(number: int) -> None:
    log = DidLogForge().begin(state={"number": 1000})
    other = log.raw.replace(b'"number":1000', f'"number":{number}'.encode())
    assert refusal(other) == "input.json"


def test_attack_41_an_entry_nested_deeper_than_any_honest_one() -> None:
    log = DidLogForge().begin(state={"number": 1000})
    deep = b"[" * limits.JSON_DEPTH + b"]" * limits.JSON_DEPTH
    assert refusal(log.raw.replace(b'"number":1000', b'"number":' + deep)) == "input.too_deep"


def test_attack_41_a_line_larger_than_any_honest_entry() -> None:
    log = DidLogForge().begin(state={"pad": "x" * limits.DID_LOG_ENTRY_BYTES})
    assert refusal(log.raw) == "input.too_large"


def test_attack_41_a_log_larger_than_any_honest_log() -> None:
    assert refusal(b"{}\n" * (limits.DID_LOG_BYTES // 3 + 1)) == "input.too_large"


def test_attack_41_more_entries_than_any_honest_log_has() -> None:
    assert refusal(b"\n" * (limits.DID_LOG_ENTRIES + 1)) == "webvh.log"


def test_attack_41_a_version_is_left_out() -> None:
    lines = LOG.raw.splitlines(keepends=True)
    assert refusal(lines[0] + lines[2]) == "webvh.version_number"


def test_attack_41_a_signed_entry_jumps_over_a_version() -> None:
    assert refusal(DidLogForge().begin().add(number=3).raw) == "webvh.version_number"


def test_attack_41_a_log_begins_with_its_second_version() -> None:
    assert refusal(b"".join(LOG.raw.splitlines(keepends=True)[1:])) == "webvh.version_number"


@pytest.mark.parametrize(
    "version_id", ["2", "2-", "02-{}", "2-{}-x", "2--{}", "+2-{}", "2-{}\n", "٢-{}", "2-{} "]
)
def test_attack_41_a_version_id_that_two_readers_take_apart_differently(version_id: str) -> None:
    real = LOG.version_ids[1].partition("-")[2]

    def rename(entry: Entry) -> None:
        entry["versionId"] = version_id.format(real)

    assert refusal(LOG.altered(1, rename)) == "webvh.entry"


def test_attack_41_an_entry_is_replaced_by_another_of_the_same_number() -> None:
    other = DidLogForge().begin().add(state={"alsoKnownAs": ["https://mallory.example"]})
    lines = LOG.raw.splitlines(keepends=True)
    mixed = lines[0] + other.raw.splitlines(keepends=True)[1] + lines[2]
    assert refusal(mixed) == "webvh.entry_hash"
