"""The quick reader and the strict one never disagree."""

import json as standard

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from livret_core.encoding import json
from livret_core.errors import LivretError

_scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=8)
)
_values = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)
_written = st.one_of(
    _values.map(json.format),
    _values.map(lambda value: standard.dumps(value).encode()),
    _values.map(
        lambda value: standard.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
    ),
)


def _strictly(raw: bytes) -> object:
    """The strict reader alone: it takes text, and the quick one does not."""
    try:
        return json.parse(raw.decode("utf-8"))
    except (LivretError, UnicodeDecodeError):
        return LivretError


def _as_built(raw: bytes) -> object:
    try:
        return json.parse(raw)
    except LivretError:
        return LivretError


@given(raw=_written)
@example(raw=b'{"a":1,"a":1}')
@example(raw=b'{"a":{"b":1,"b":2}}')
@example(raw=b"9007199254740993")
@example(raw=b"-9007199254740993")
@example(raw=b"1e400")
@example(raw=b"[1.5,-0.0,-0,1E2,0.1]")
@example(raw=b'"\xed\xa0\x80"')
@example(raw=b'"\\ud800"')
@example(raw=b"[" * 40 + b"]" * 40)
@example(raw=b"\xef\xbb\xbf{}")
@example(raw=b'{"a":1}garbage')
@example(raw=b"null")
def test_the_quick_reader_says_what_the_strict_one_says(raw: bytes) -> None:
    quick, strict = _as_built(raw), _strictly(raw)
    assert repr(quick) == repr(strict)
    assert type(quick) is type(strict)


@given(raw=_written, at=st.integers(0, 200), byte=st.integers(0, 255))
def test_the_two_agree_on_damaged_text_too(raw: bytes, at: int, byte: int) -> None:
    damaged = bytearray(raw)
    if damaged:
        damaged[at % len(damaged)] = byte
    assert repr(_as_built(bytes(damaged))) == repr(_strictly(bytes(damaged)))


@pytest.mark.parametrize("raw", [b'{"a":1,"a":1}', b'{"a":1,"a":2}', b'[{"b":0,"b":0}]'])
def test_a_member_twice_is_never_read_at_a_glance(raw: bytes) -> None:
    assert json._at_a_glance(raw) is None
