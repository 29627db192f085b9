"""Scopes as RFC 6749 §3.3 writes them, and what a token's answer says of one (§5.1)."""

import pytest

from livret_core.errors import Refused
from livret_core.oauth.scope import format_scope, parse_scope, told_scope


@pytest.mark.parametrize("text", ["a", "a b", "urn:livret:residency:1.did openid", "!#[]~"])
def test_a_scope_is_read_as_it_was_written(text: str) -> None:
    assert format_scope(parse_scope(text)) == text


def test_a_name_twice_is_one() -> None:
    assert parse_scope("a b a") == ("a", "b")


@pytest.mark.parametrize(
    "text", ["", " ", "a  b", " a", "a ", "a\tb", 'a"b', "a\\b", "é", "a" * 4_097]
)
def test_what_is_no_scope_is_an_invalid_one(text: str) -> None:
    with pytest.raises(Refused, match=r"token\.scope"):
        parse_scope(text)


def test_a_scope_is_told_where_it_is_not_what_was_asked_for() -> None:
    assert told_scope((), ("a",)) == ()
    assert told_scope(("a",), ("a",)) == ()
    assert told_scope(("b", "a"), ("a", "b")) == ()
    assert told_scope(("b",), ("a",)) == ("a",)
    assert told_scope(("a", "b"), ("a",)) == ("a",)
