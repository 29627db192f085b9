import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from livret_core.encoding import base64url
from livret_core.errors import MalformedInput, Refused
from livret_core.sdjwt import Concealed, ConcealPlan, Disclosure, conceal
from livret_core.sdjwt.disclosure import digest


def counted(size: int = 16, start: int = 0) -> Iterator[bytes]:
    return (number.to_bytes(size) for number in itertools.count(start))


def concealed(claims: dict[str, Any], *paths: tuple[str | int | None, ...]) -> Concealed:
    return conceal(claims, ConcealPlan.of(paths), salts=counted())


def said(made: Concealed) -> list[tuple[str | None, Any]]:
    return [Disclosure.parse(text)[1:] for text in made.disclosures]


def test_a_member_becomes_a_digest_and_a_disclosure() -> None:
    made = concealed({"a": 1, "b": 2}, ("a",))
    [text] = made.disclosures
    assert Disclosure.parse(text) == ("A" * 22, "a", 1)
    assert made.payload == {"b": 2, "_sd": [digest(text.encode())], "_sd_alg": "sha-256"}


def test_an_element_keeps_its_place() -> None:
    made = concealed({"a": ["x", "y", "z"]}, ("a", 1))
    [text] = made.disclosures
    assert made.payload["a"] == ["x", {"...": digest(text.encode())}, "z"]
    assert said(made) == [(None, "y")]


def test_every_element_can_be_concealed() -> None:
    made = concealed({"a": ["x", "y"]}, ("a", None))
    assert said(made) == [(None, "x"), (None, "y")]
    assert all(isinstance(one, dict) and [*one] == ["..."] for one in made.payload["a"])  # type: ignore[union-attr]


def test_a_part_is_concealed_inside_what_conceals_it() -> None:
    made = concealed({"a": {"b": 1, "c": 2}}, ("a",), ("a", "b"))
    inner, outer = made.disclosures
    assert said(made) == [("b", 1), ("a", {"c": 2, "_sd": [digest(inner.encode())]})]
    assert made.payload["_sd"] == [digest(outer.encode())]


def test_the_order_of_digests_is_not_the_order_of_claims() -> None:
    names = [f"claim {number}" for number in range(20)]
    made = concealed(dict.fromkeys(names, 1), *((name,) for name in names))
    digests = made.payload["_sd"]
    assert digests == sorted(digest(text.encode()) for text in made.disclosures)
    assert [name for name, _ in said(made)] == names


def test_decoys_look_like_digests_and_have_no_disclosure() -> None:
    made = conceal(
        {"a": 1, "b": ["x"]},
        ConcealPlan.of([("a",)], decoys={(): 2, ("b",): 3}),
        salts=counted(),
        decoys=counted(32),
    )
    digests, elements = made.payload["_sd"], made.payload["b"]
    assert isinstance(digests, list)
    assert isinstance(elements, list)
    assert len(made.disclosures) == 1
    assert (len(digests), len(elements)) == (3, 4)
    assert {len(base64url.decode(str(one))) for one in digests} == {32}
    assert digests == sorted(digests, key=str)
    assert elements[0] == "x"


def test_decoys_alone_name_the_algorithm() -> None:
    made = conceal({}, ConcealPlan.of([], decoys={(): 1}), salts=counted(), decoys=counted(32))
    assert made.payload["_sd_alg"] == "sha-256"


def test_nothing_concealed_leaves_no_trace() -> None:
    assert concealed({"a": [1, {"b": 2}]}) == Concealed({"a": [1, {"b": 2}]}, ())


def test_a_path_with_no_claim_under_it_is_passed_over() -> None:
    assert concealed({"a": 1}, ("b",), ("a", "c"), ("a", 0)).disclosures == ()


def test_the_claims_given_are_not_changed() -> None:
    claims = {"a": {"b": [1, 2]}}
    concealed(claims, ("a",), ("a", "b", 0))
    assert claims == {"a": {"b": [1, 2]}}


@pytest.mark.parametrize("name", ["_sd", "_sd_alg", "..."])
@pytest.mark.parametrize(
    "nest",
    [lambda x: x, lambda x: {"a": x}, lambda x: {"a": [[x]]}],
    ids=["at the top", "in an object", "in an array"],
)
def test_a_claim_named_like_a_control_is_refused_at_every_depth(name: str, nest: Any) -> None:
    with pytest.raises(Refused) as caught:
        concealed(nest({name: "x"}))
    assert caught.value.code == "sdjwt.reserved_name"


def test_a_claim_named_like_a_control_cannot_be_concealed_either() -> None:
    with pytest.raises(Refused) as caught:
        concealed({"_sd": "x"}, ("_sd",))
    assert caught.value.code == "sdjwt.reserved_name"


def deep(depth: int) -> dict[str, Any]:
    claims: dict[str, Any] = {}
    for _ in range(depth - 1):
        claims = {"a": claims}
    return claims


def test_claims_nest_as_deep_as_a_reader_follows() -> None:
    assert concealed(deep(32)).payload == deep(32)
    for deeper in (deep(33), {"a": [deep(31)]}):
        with pytest.raises(MalformedInput) as caught:
            concealed(deeper)
        assert caught.value.code == "sdjwt.malformed"


def test_too_few_salts_are_noticed() -> None:
    with pytest.raises(MalformedInput) as caught:
        conceal({"a": 1}, ConcealPlan.of([("a",)]), salts=iter(()))
    assert caught.value.code == "sdjwt.malformed"


def test_too_few_decoys_are_noticed() -> None:
    with pytest.raises(MalformedInput) as caught:
        conceal({"a": 1}, ConcealPlan.of([], decoys={(): 1}), salts=counted())
    assert caught.value.code == "sdjwt.malformed"


@pytest.mark.parametrize("size", [0, 8, 15, 17, 32])
def test_a_salt_has_128_bits(size: int) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        conceal({"a": 1}, ConcealPlan.of([("a",)]), salts=iter([b"\1" * size]))
    with pytest.raises(ValueError, match="16 bytes"):
        conceal({"a": [1]}, ConcealPlan.of([("a", 0)]), salts=iter([b"\1" * size]))


def test_a_salt_is_used_once() -> None:
    with pytest.raises(ValueError, match="once"):
        conceal(
            {"a": 1, "b": [2]},
            ConcealPlan.of([("a",), ("b", 0)]),
            salts=itertools.repeat(b"\1" * 16),
        )


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_decoy_has_the_length_of_a_digest(size: int) -> None:
    with pytest.raises(ValueError, match="32 random bytes"):
        conceal(
            {}, ConcealPlan.of([], decoys={(): 1}), salts=counted(), decoys=iter([b"\1" * size])
        )
