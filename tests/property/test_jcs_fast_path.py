"""The fast way of canonicalising writes what the reference writes, or is not taken."""

import json
from typing import Any, Final

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from livret_core.encoding import jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput

# Names around the places where sorting by code point and by UTF-16 unit part ways, and
# every character that is escaped, or that a careless writer would escape.
TRICKY: Final = st.sampled_from(
    ["", "a", "A", "é", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff", "a\U0001f600",
     "a\uff5e", "\u2028", "\x7f", "\x00", "\x1f", '"', "\\", "/", "<", "1", "10", "2"]
)  # fmt: skip
TEXT: Final = st.one_of(TRICKY, st.text(max_size=8))
SCALARS: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
)
VALUES: Final = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(TEXT, inner, max_size=6)),
    max_leaves=25,
)


@given(VALUES)
@example({"\ue000": 1, "\U00010000": 2})
@example({"\ud7ff": 1, "\ue000": 2, "é": 3, "z": 4})
@example([1.0, -0.0, 1e21, 1e-7, 5e-324, 1.7976931348623157e308])
@example("\b\t\n\f\r\x00\x0b\x1f\x7f\u0080\u2028\u2029\"\\/<>&'")
def test_every_document_is_written_as_the_reference_writes_it(value: JsonValue) -> None:
    assert jcs.canonicalize(value) == rfc8785.dumps(value)


@given(VALUES)
def test_the_canonical_form_reads_back_as_the_same_value(value: JsonValue) -> None:
    # Every number is a double to RFC 8785: 38375206201104700 is the shortest text of one.
    assert json.loads(jcs.canonicalize(value), parse_int=float) == value


@given(st.dictionaries(TEXT, st.integers(0, 9), min_size=2, max_size=8))
def test_the_order_of_members_never_shows(members: dict[str, int]) -> None:
    turned = dict(reversed(members.items()))
    assert jcs.canonicalize({**members}) == jcs.canonicalize({**turned})


class Number(int):
    """A subclass that a writer might write in its own way."""


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), 2**53, -(2**53), {"a": [2**53]}, "\ud800", {"\ud800": 1},
     {"a": {"b": "\udfff"}}],
)  # fmt: skip
def test_what_json_cannot_carry_is_malformed(value: JsonValue) -> None:
    with pytest.raises(MalformedInput) as caught:
        jcs.canonicalize(value)
    assert caught.value.code == "input.json"


@pytest.mark.parametrize("value", [b"octets", {1: 2}, {None: 1}, {"a": {True: 1}}, {"a": object()}])
def test_what_is_not_json_is_never_written_as_if_it_were(value: JsonValue) -> None:
    with pytest.raises(MalformedInput) as caught:
        jcs.canonicalize(value)
    assert caught.value.code == "input.json"


def test_a_subclass_of_int_is_written_as_the_number_it_is() -> None:
    assert jcs.canonicalize([Number(7), True]) == b"[7,true]"


def test_a_value_nested_beyond_all_measure_is_malformed() -> None:
    value: JsonValue = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(MalformedInput) as caught:
        jcs.canonicalize(value)
    assert caught.value.code == "input.json"


_GLANCER: Final = jcs.decoder(dict[str, Any])


@given(st.dictionaries(TEXT, VALUES, max_size=4), st.sampled_from([0, 1, 2]))
def test_at_a_glance_nothing_is_read_that_a_closer_look_would_not(
    value: JsonObject, way: int
) -> None:
    raw = [
        rfc8785.dumps(value),
        json.dumps(value, separators=(",", ":")).encode(),
        json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode(),
    ][way]
    read = jcs.read_at_a_glance(raw, _GLANCER)
    if read is not None:
        assert repr(read) == repr(json_encoding.parse_object(raw))
        assert rfc8785.dumps(read) == raw


def test_at_a_glance_what_we_write_is_read() -> None:
    value: JsonObject = {"a": [1, "x", None, True], "b": {"c": -7, "d": "\n\x7f"}}
    assert jcs.read_at_a_glance(jcs.canonicalize(value), _GLANCER) == value


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":"\\u0041"}',
        b'{"a":1.5}',
        b'{"a":9007199254740993}',
        '{"\ue000":1,"\U00010000":2}'.encode(),
        b'{"a":' + b"[" * 40 + b"]" * 40 + b"}",
        b"[]",
        b"{",
    ],
)
def test_at_a_glance_nothing_else_is(raw: bytes) -> None:
    assert jcs.read_at_a_glance(raw, _GLANCER) is None
