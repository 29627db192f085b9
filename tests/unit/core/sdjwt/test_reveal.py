import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.sdjwt import ConcealPlan, Placed, conceal, reveal
from livret_core.sdjwt.disclosure import digest, format_disclosure
from livret_core.sdjwt.reveal import is_flat


def counted(size: int = 16) -> Iterator[bytes]:
    return (number.to_bytes(size) for number in itertools.count())


def member(name: str, value: Any, salt: int = 0) -> str:
    return format_disclosure(salt.to_bytes(16), name, value).decode()


def element(value: Any, salt: int = 0) -> str:
    return format_disclosure(salt.to_bytes(16), None, value).decode()


def of(text: str) -> str:
    return digest(text.encode())


def code(payload: dict[str, Any], *texts: str, flat: bool = False) -> str:
    with pytest.raises(LivretError) as caught:
        reveal(payload, texts, flat=flat)
    return caught.value.code


def test_claims_are_put_back_where_they_were() -> None:
    claims: dict[str, Any] = {"a": {"b": [1, {"c": 2}], "d": 3}, "e": 4}
    plan = ConcealPlan.of([("a",), ("a", "b"), ("a", "b", 1), ("a", "b", 1, "c"), ("e",)])
    made = conceal(claims, plan, salts=counted())
    assert reveal(made.payload, made.disclosures).claims == claims


def test_nothing_disclosed_leaves_nothing_of_the_digests() -> None:
    made = conceal(
        {"a": 1, "b": {"c": 2}, "d": [3]},
        ConcealPlan.of([("a",), ("b", "c"), ("d", 0)]),
        salts=counted(),
    )
    assert reveal(made.payload, ()).claims == {"b": {}, "d": []}


def test_each_disclosure_says_where_it_went_and_in_which_other() -> None:
    inner, apart = member("b", 1, 1), element("x", 3)
    outer = member("a", {"_sd": [of(inner)]}, 2)
    payload: dict[str, Any] = {"_sd": [of(outer)], "list": ["w", {"...": of(apart)}]}
    revealed = reveal(payload, [inner, outer, apart])
    assert set(revealed.placed) == {
        Placed(0, ("a", "b"), 1),
        Placed(1, ("a",), None),
        Placed(2, ("list", 1), None),
    }


def test_positions_count_elements_that_were_kept_back() -> None:
    texts = [element(letter, number) for number, letter in enumerate("abcd")]
    payload: dict[str, Any] = {"list": [{"...": of(text)} for text in texts]}
    revealed = reveal(payload, [texts[1], texts[3]])
    assert revealed.claims == {"list": ["b", "d"]}
    assert revealed.hidden_elements == {("list", 0), ("list", 2)}
    assert {placed.path for placed in revealed.placed} == {("list", 1), ("list", 3)}


def test_what_stays_hidden_is_counted_and_located() -> None:
    shown = member("a", 1)
    payload: dict[str, Any] = {"_sd": [of(shown)], "b": {"_sd": ["x", "y"]}, "c": [{"...": "z"}]}
    revealed = reveal(payload, [shown])
    assert revealed.concealed == 3
    assert revealed.hiding_objects == {("b",)}
    assert revealed.hidden_elements == {("c", 0)}


def test_the_payload_given_is_not_changed() -> None:
    shown = member("a", 1)
    payload: dict[str, Any] = {"_sd": [of(shown)], "_sd_alg": "sha-256", "b": {"_sd": []}}
    before = json_encoding.format(payload)
    reveal(payload, [shown])
    assert json_encoding.format(payload) == before


def test_text_that_only_looks_like_a_control_is_a_value() -> None:
    payload: dict[str, Any] = {"a": "_sd", "b": ["..."], "c": {"d": "_sd_alg"}}
    assert reveal(payload, ()).claims == payload


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize(
    ("payload", "texts", "expected"),
    [
        ({"_sd_alg": "sha-512"}, [], "sdjwt.hash_algorithm"),
        ({"_sd_alg": None}, [], "sdjwt.hash_algorithm"),
        ({"_sd": ["x", "x"]}, [], "sdjwt.digest_twice"),
        ({"_sd": [of(member("a", 1))]}, [member("a", 1)] * 2, "sdjwt.digest_twice"),
        ({"_sd": ["x"]}, [member("a", 1)], "sdjwt.unreferenced"),
        ({}, [member("a", 1)], "sdjwt.unreferenced"),
        ({"a": 0, "_sd": [of(member("a", 1))]}, [member("a", 1)], "sdjwt.overwrites"),
        ({"_sd": [of(member("_sd", 1))]}, [member("_sd", 1)], "sdjwt.reserved_name"),
        ({"_sd": [of(member("_sd_alg", 1))]}, [member("_sd_alg", 1)], "sdjwt.reserved_name"),
        ({"_sd": [of(element(1))]}, [element(1)], "sdjwt.disclosure_shape"),
        ({"_sd": [7]}, [], "sdjwt.malformed"),
        ({"_sd": [["x"]]}, [], "sdjwt.malformed"),
        ({"_sd": "x"}, [], "sdjwt.malformed"),
        ({"_sd": None}, [], "sdjwt.malformed"),
        ({"_sd": ["x"]}, ["é"], "sdjwt.malformed"),
        ({"_sd": []}, ["D"] * 513, "sdjwt.malformed"),
        ({"_sd": [of("!")]}, ["!"], "input.base64url"),
    ],
)
def test_at_the_top_both_ways_of_reading_refuse_for_the_same_reason(
    payload: dict[str, Any], texts: list[str], expected: str, flat: bool
) -> None:
    assert code(payload, *texts, flat=flat) == expected


def test_two_disclosures_for_one_claim_are_refused() -> None:
    one, two = member("a", 1, 1), member("a", 2, 2)
    for flat in (False, True):
        assert code({"_sd": [of(one), of(two)]}, one, two, flat=flat) == "sdjwt.overwrites"


@pytest.mark.parametrize(
    ("payload", "flat"),
    [
        ({}, True),
        ({"_sd": ["x"], "_sd_alg": "sha-256", "a": {"b": [1]}}, True),
        ({"a": {"_sd": ["x"]}}, False),
        ({"_sd": ["x"], "a": {"_sd": ["y"]}}, False),
        ({"_sd": ["x"], "a": {"_sd_alg": "md5"}}, False),
        ({"_sd": ["x"], "_sd_alg": "sha-256", "a": {"_sd_alg": "md5"}}, False),
        ({"a": [{"...": "x"}]}, False),
        ({"...": "x"}, False),
        ({"a": "_sd"}, False),
        ({"a": "\\"}, False),
        ({"a": {"b_sd": 1}}, True),
    ],
)
def test_only_digests_at_the_top_are_flat(payload: dict[str, Any], flat: bool) -> None:
    assert is_flat(payload, json_encoding.format(payload)) is flat


@pytest.mark.parametrize("control", ["_sd", "...", "_sd_alg"])
def test_an_escaped_control_name_is_not_overlooked(control: str) -> None:
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in control)
    raw = f'{{"_sd":[],"_sd_alg":"sha-256","a":{{"{escaped}":"x"}}}}'.encode()
    payload = json_encoding.parse_object(raw)
    assert not is_flat(payload, raw)


@pytest.mark.parametrize("value", [1, None, "x", [1], {"b": 1}, {"_sd": ["y"]}])
def test_both_ways_of_reading_say_the_same(value: Any) -> None:
    shown, kept = member("a", value, 1), member("b", 2, 2)
    payload: dict[str, Any] = {"_sd": [of(shown), of(kept)], "_sd_alg": "sha-256", "c": {"d": [3]}}
    assert reveal(payload, [shown], flat=True) == reveal(payload, [shown])
    assert reveal(payload, [], flat=True) == reveal(payload, [])
