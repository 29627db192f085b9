"""Attack 4: JSON that two readers read differently, or that costs more than it weighs."""

import tracemalloc
from typing import Final

import pytest

from livret_core import jws, limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.keys import P256Signer

SIGNER: Final = P256Signer.from_seed(bytes(range(48)))


def code_of(raw: bytes | str) -> str:
    with pytest.raises(MalformedInput) as caught:
        json_encoding.parse(raw)
    return caught.value.code


@pytest.mark.parametrize(
    "raw",
    [
        b'{"iss":"a","iss":"b"}',
        b'{"iss":"a","iss":"a"}',
        b'{"iss":"a","\\u0069ss":"b"}',
        b'[{"x":{"a":1,"b":2,"a":1}}]',
        b'{"":1,"":1}',
    ],
)
def test_attack_04_a_member_twice(raw: bytes) -> None:
    assert code_of(raw) == "input.duplicate_member"


def test_attack_04_a_member_twice_in_a_signed_header() -> None:
    header = b'{"alg":"none","alg":"ES256","typ":"t"}'
    octets = base64url.encode_bytes(header) + b"." + base64url.encode_bytes(b"{}")
    with pytest.raises(MalformedInput) as caught:
        jws.CompactJws.parse(jws.assemble(octets, SIGNER.sign(octets)))
    assert caught.value.code == "input.duplicate_member"


@pytest.mark.parametrize(
    "raw",
    [
        b"NaN", b"[NaN]", b"Infinity", b"-Infinity", b"1e400", b"-1e999", b"9007199254740992",
        b"-9007199254740992", b"1" * 5_000,
    ],
)  # fmt: skip
def test_attack_04_a_number_that_is_none_or_differs_between_readers(raw: bytes) -> None:
    assert code_of(raw) == "input.json"


@pytest.mark.parametrize(
    "raw",
    [
        b"", b" ", b"{", b'{"a":1,}', b"[1,]", b"{'a':1}", b"{a:1}", b"01", b"+1", b".5", b"1.",
        b"0x10", b"1 2", b'{"a":1}{"a":1}', b'"a\nb"', b'"\\x41"', b"\xef\xbb\xbf{}", b"\xff\xfe{\0}\0",
        b'"\xff"', b'"\xed\xa0\x80"', b'"\\ud800"', b'{"\\udc00":1}', b"tru", b"True", b"undefined",
        b"/* */1", b"{}\0",
    ],
    ids=repr,
)  # fmt: skip
def test_attack_04_bytes_that_are_not_json(raw: bytes) -> None:
    assert code_of(raw) == "input.json"


def test_attack_04_text_that_no_utf8_carries() -> None:
    assert code_of('{"a":"\ud800"}') == "input.json"


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_attack_04_nested_deeper_than_allowed(opening: str, closing: str) -> None:
    levels = limits.JSON_DEPTH + 1
    assert code_of(opening * levels + "1" + closing * levels) == "input.too_deep"


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * (limits.JSON_BYTES - 1),
        b'{"a":' * 200_000,
        b'"' + b'\\"' * 500_000,
        b'"' * (limits.JSON_BYTES - 1),
        b'["' + b"[" * 500_000,
    ],
    ids=["arrays", "objects", "escapes", "quotes", "brackets in a string"],
)
def test_attack_04_a_megabyte_made_to_be_slow_or_to_overflow(raw: bytes) -> None:
    assert code_of(raw) in {"input.json", "input.too_deep"}


def test_attack_04_depth_hidden_behind_an_escaped_quote() -> None:
    assert code_of('["\\\\",' + "[" * 40 + "]" * 40 + "]") == "input.too_deep"


def test_attack_04_a_line_beyond_the_cap_is_refused_by_its_length_alone() -> None:
    line = bytes(limits.JSON_BYTES + 1)
    tracemalloc.start()
    try:
        assert code_of(line) == "input.too_large"
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < limits.JSON_BYTES // 8


def test_attack_04_a_jws_beyond_the_cap_is_refused_by_its_length_alone() -> None:
    line = b"A" * (limits.JWS_BYTES + 1)
    tracemalloc.start()
    try:
        with pytest.raises(MalformedInput) as caught:
            jws.CompactJws.parse(line)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.code == "input.too_large"
    assert peak < limits.JWS_BYTES // 8


def test_attack_04_a_header_larger_than_any_header() -> None:
    header = b'{"alg":"ES256","x":"' + b"a" * limits.JOSE_HEADER_BYTES + b'"}'
    with pytest.raises(MalformedInput) as caught:
        jws.CompactJws.parse(base64url.encode_bytes(header) + b".e30.AA")
    assert caught.value.code == "input.too_large"


def test_attack_04_twin_the_deepest_and_largest_allowed_are_read() -> None:
    levels = limits.JSON_DEPTH
    json_encoding.parse("[" * levels + "]" * levels)
    largest = b'"' + b"a" * (limits.JSON_BYTES - 2) + b'"'
    assert json_encoding.parse(largest) == "a" * (limits.JSON_BYTES - 2)


def test_attack_04_twin_the_same_name_at_two_places_and_brackets_in_text_are_read() -> None:
    raw = (
        '{"a":{"a":[1,2.5,-0,9007199254740991]},"b":"'
        + "[{" * 50
        + '\\"\\\\","é":"\\ud83d\\ude00"}'
    )
    assert json_encoding.parse(raw) == {
        "a": {"a": [1, 2.5, 0, (1 << 53) - 1]},
        "b": "[{" * 50 + '"\\',
        "é": "😀",
    }
