"""What a vp_token may hold for the query that it answers."""

from typing import Any

import pytest

from livret_core.errors import LivretError, Refused
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.dcql.vp_token import check_complete, check_vp_token


def asking(*names: str, sets: Any = None, multiple: bool = False) -> DcqlQuery:
    query: dict[str, Any] = {
        "credentials": [
            {
                "id": name,
                "format": "dc+sd-jwt",
                "meta": {"vct_values": ["urn:x:1"]},
                "multiple": multiple,
            }
            for name in names
        ]
    }
    if sets is not None:
        query["credential_sets"] = sets
    return DcqlQuery.parse(query)


ALTERNATIVES = asking(
    "a", "b", "c", "d", "e",
    sets=[{"options": [["a"], ["b", "c"]]}, {"options": [["d"]], "required": False}],
)  # fmt: skip


def code(query: DcqlQuery, token: Any) -> str:
    with pytest.raises(LivretError) as caught:
        check_vp_token(query, token)
    return caught.value.code


@pytest.mark.parametrize(
    ("query", "token"),
    [
        (asking("a"), {"a": ["x~"]}),
        (asking("a", multiple=True), {"a": ["x~", "y~"]}),
        (asking("a", "b"), {"b": ["y~"], "a": ["x~"]}),
        (ALTERNATIVES, {"a": ["x~"]}),
        (ALTERNATIVES, {"b": ["x~"], "c": ["y~"]}),
        (ALTERNATIVES, {"a": ["x~"], "d": ["y~"]}),
        (ALTERNATIVES, {"a": ["x~"], "b": ["x~"], "c": ["y~"]}),
        (asking("a", sets=[{"options": [["a"]], "required": False}]), {}),
    ],
    ids=repr,
)
def test_what_was_asked_for_is_taken(query: DcqlQuery, token: dict[str, Any]) -> None:
    assert check_vp_token(query, token) == {name: tuple(each) for name, each in token.items()}


@pytest.mark.parametrize(
    "token",
    [None, [], "x~", ["x~"], {"a": "x~"}, {"a": {}}, {"a": []}, {"a": [""]}, {"a": [{"x": 1}]},
     {"a": [None]}, {"a": ["x~"] * 33}],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_anything_but_texts_in_arrays_by_name_is_malformed(token: Any) -> None:
    assert code(asking("a", multiple=True), token) == "answer.malformed"


def test_several_are_taken_only_where_several_were_asked_for() -> None:
    assert code(asking("a"), {"a": ["x~", "y~"]}) == "answer.several"


@pytest.mark.parametrize(
    ("query", "token"),
    [
        (asking("a"), {"a": ["x~"], "b": ["y~"]}),
        (asking("a"), {"A": ["x~"]}),
        (ALTERNATIVES, {"a": ["x~"], "e": ["y~"]}),
        (ALTERNATIVES, {"a": ["x~"], "b": ["y~"]}),
    ],
    ids=repr,
)
def test_what_nobody_asked_for_is_refused(query: DcqlQuery, token: Any) -> None:
    assert code(query, token) == "answer.not_asked"


@pytest.mark.parametrize(
    ("query", "token"),
    [
        (asking("a"), {}),
        (asking("a", "b"), {"a": ["x~"]}),
        (ALTERNATIVES, {"b": ["x~"]}),
        (ALTERNATIVES, {"d": ["x~"]}),
    ],
    ids=repr,
)
def test_less_than_what_was_required_is_refused(query: DcqlQuery, token: Any) -> None:
    assert code(query, token) == "answer.missing"


def test_those_that_were_found_bad_do_not_count() -> None:
    check_complete(ALTERNATIVES, {"a"})
    with pytest.raises(Refused) as caught:
        check_complete(ALTERNATIVES, {"b", "d"})
    assert caught.value.code == "answer.missing"
