"""DID logs: whatever is made verifies, and nothing that differs by a byte does."""

from functools import lru_cache
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from livret_core.dids import DidKey
from livret_core.dids.webvh import (
    commitment,
    create,
    deactivate,
    extend,
    placeholder_did,
    update,
    verify_log,
    verify_log_prefix,
)
from livret_core.dids.webvh.entry import LogEntry
from livret_core.encoding import jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput
from livret_core.keys import P256Signer, jwk
from livret_town.simulator.did_logs import DAY_S, START_S, DidLogForge, key, witness_file

NOW_S: Final = 1_790_000_000

NAMES: Final = st.text(max_size=6).filter(
    lambda name: name not in ("id", "verificationMethod", "service") and "{SCID}" not in name
)
LEAVES: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(max_size=8).filter(lambda text: "{SCID}" not in text),
)
MEMBERS: Final = st.dictionaries(
    NAMES,
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


def hash_of(number: int) -> str:
    return commitment(key(number).public_key)


@lru_cache
def town_hall() -> bytes:
    did = placeholder_did("towns.example", path=("verneuil",))
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": f"{did}#1",
                "type": "JsonWebKey",
                "controller": did,
                "publicKeyJwk": jwk.format_public(P256Signer.from_scalar(5).public_key),
            }
        ],
        "assertionMethod": [f"{did}#1"],
    }
    born = create(
        document,
        signer=key(0),
        next_key_hash=hash_of(1),
        recovery_key_hashes=[hash_of(90), hash_of(91)],
        version_time_s=START_S,
    )
    second = update(
        born.log, signer=key(1), next_key_hash=hash_of(2), version_time_s=START_S + DAY_S
    )
    last = deactivate(second.log, signer=key(90), version_time_s=START_S + 2 * DAY_S)
    return born.line + second.line + last.line


@given(st.data(), st.integers(1, 255))
def test_a_log_with_any_byte_changed_never_verifies(data: st.DataObject, mask: int) -> None:
    log = bytearray(town_hall())
    log[data.draw(st.integers(0, len(log) - 1))] ^= mask
    with pytest.raises(LivretError):
        verify_log(bytes(log), None, now_s=NOW_S)


def test_a_log_with_any_bit_changed_never_verifies() -> None:
    log = town_hall()
    for at in range(0, len(log), 7):
        for bit in (0, 3, 5):
            changed = log[:at] + bytes([log[at] ^ (1 << bit)]) + log[at + 1 :]
            with pytest.raises(LivretError):
                verify_log(changed, None, now_s=NOW_S)


@given(st.integers(0, 10_000))
def test_a_log_cut_anywhere_is_whole_lines_or_refused(length: int) -> None:
    whole = town_hall()
    cut = whole[: length % len(whole)]
    ends = [at + 1 for at, octet in enumerate(whole) if octet == ord("\n")]
    if len(cut) in ends or len(cut) + 1 in ends:
        assert verify_log(cut, None, now_s=NOW_S).last.number == 1 + sum(
            end < len(cut) for end in ends
        )
        return
    with pytest.raises(LivretError):
        verify_log(cut, None, now_s=NOW_S)


@given(MEMBERS, MEMBERS, MEMBERS)
@example({"a": 1.0}, {"a": 1}, {"a": True})
@example({"\ue000": 1, "\U00010000": 2}, {}, {})
@example({"a": [1e20, -0.0, 2.5e-9, 123456789012345680.0]}, {}, {})
@example({"\\u0041": "\u2028</script>"}, {}, {})
def test_any_document_is_carried_as_it_is(
    first: JsonObject, second: JsonObject, third: JsonObject
) -> None:
    did = placeholder_did("towns.example")
    made = create(
        {**first, "id": did},
        signer=key(0),
        next_key_hash=hash_of(1),
        recovery_key_hashes=[hash_of(90), hash_of(91)],
        version_time_s=START_S,
    )
    raw = made.line
    for number, members in enumerate((second, third), start=1):
        made = update(
            made.log,
            signer=key(number),
            next_key_hash=hash_of(number + 1),
            version_time_s=START_S + number,
            document={**members, "id": made.log.did.text},
        )
        raw += made.line
    log = verify_log(raw, made.log.did, now_s=NOW_S)
    assert log == made.log
    for version, members in zip(log.versions, (first, second, third), strict=True):
        expected = {**members, "id": log.did.text}
        # To JSON 1 and 1.0 are one number, and true is none. To == all three are one.
        assert jcs.canonicalize(version.entry.state) == jcs.canonicalize(expected)


@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_a_line_is_an_entry_or_malformed(line: bytes) -> None:
    with pytest.raises(MalformedInput):
        LogEntry.parse(line)


@given(MEMBERS, st.sampled_from(["parameters", "state", "proof", "versionId", "versionTime"]))
def test_an_entry_with_a_member_of_any_other_kind_is_refused(
    value: JsonObject, member: str
) -> None:
    entry = {**DidLogForge().begin().entries[0], member: value}
    if member == "state":
        entry[member] = {**value, "id": 7}
    with pytest.raises(LivretError):
        verify_log(json_encoding.format(entry) + b"\n", None, now_s=NOW_S)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_verifying_entry_by_entry_is_verifying_the_whole(steps: list[int]) -> None:
    forge = DidLogForge().begin()
    for step in steps:
        forge.add({"ttl": step})
    lines = forge.raw.splitlines(keepends=True)
    log = verify_log(lines[0], None, now_s=NOW_S)
    for line in lines[1:]:
        log = extend(log, line, now_s=NOW_S)
    assert log == verify_log(forge.raw, None, now_s=NOW_S)
    assert log == verify_log_prefix(forge.raw, None, now_s=NOW_S)


@given(st.permutations(range(6)), st.sets(st.integers(101, 103)))
def test_the_order_and_number_of_approvals_never_matter(
    order: list[int], approving: set[int]
) -> None:
    witnesses = [{"id": DidKey.of(key(number).public_key).did} for number in (101, 102, 103)]
    forge = DidLogForge().begin({"witness": {"threshold": 2, "witnesses": witnesses}}).add()
    approvals = [
        (version_id, key(number)) for version_id in forge.version_ids for number in (101, 102, 103)
    ]
    last = forge.version_ids[-1]
    shown = [approvals[at] for at in order if approvals[at][0] != last or at - 3 + 101 in approving]
    file = witness_file(*shown, *shown)
    if len(approving) >= 2:
        assert verify_log(forge.raw, None, now_s=NOW_S, witness_file=file).last.number == 2
        return
    with pytest.raises(LivretError) as caught:
        verify_log(forge.raw, None, now_s=NOW_S, witness_file=file)
    assert caught.value.code == "webvh.witness_threshold"
