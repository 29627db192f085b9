"""Which credentials answer a query, with which claims, and when none at all does."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from livret_core.credential.claim_path import IssuedClaims
from livret_core.encoding.json import JsonValue
from livret_core.errors import Refused
from livret_core.openid4vp.dcql.matching import Answers, find_answers, match
from livret_core.openid4vp.dcql.query import DcqlQuery

KEY_ID = "s9tIpPmhxdiuNkHMEWNpYim8S8Y"
CLAIMS: dict[str, JsonValue] = {
    "name": "Arthur Dent",
    "address": {"locality": "Milliways", "postal_code": "12345"},
    "degrees": [
        {"type": "Bachelor", "place": "Betelgeuse"},
        {"type": "Master"},
        {"place": "Betelgeuse"},
    ],
    "nationalities": ["British", "Betelgeusian"],
    "mixed": [{"type": "x"}, "text"],
    "none": [],
    "one": 1,
    "decimal": 1.0,
    "half": 1.5,
    "yes": True,
    "text": "1",
    "nothing": None,
}


@dataclass(frozen=True)
class Card:
    """A credential as a query sees it."""

    name: str = "card"
    types: Sequence[str] = ("urn:x:1",)
    claims: Mapping[str, JsonValue] = field(default_factory=lambda: CLAIMS)
    format_name: str = "dc+sd-jwt"
    is_bound: bool = True
    authorities: Mapping[str, Collection[str]] = field(default_factory=dict)
    hidden: Collection[tuple[str | int, ...]] = ()

    @property
    def issued(self) -> IssuedClaims:
        return IssuedClaims(self.claims, (), self.hidden, ())


def wanting(*claims: Any, **more: Any) -> dict[str, Any]:
    """One credential query for the named claims."""
    wanted = {"id": "q", "format": "dc+sd-jwt", "meta": {"vct_values": ["urn:x:1"]}, **more}
    if claims:
        wanted["claims"] = list(claims)
    return wanted


def shown(*claims: Any, card: Card | None = None, **more: Any) -> object:
    """What one card would show for one query: the claim set and the places, or None."""
    query = DcqlQuery.parse({"credentials": [wanting(*claims, **more)]})
    found = match(query.credentials[0], card or Card())
    return None if found is None else (found.claim_set, found.places)


def path(*parts: Any, **more: Any) -> dict[str, Any]:
    return {"path": list(parts), **more}


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        (path("name"), [("name",)]),
        (path("address"), [("address",)]),
        (path("address", "locality"), [("address", "locality")]),
        (path("nationalities", 1), [("nationalities", 1)]),
        (path("nationalities", None), [("nationalities", 0), ("nationalities", 1)]),
        (path("degrees", None, "type"), [("degrees", 0, "type"), ("degrees", 1, "type")]),
        (path("degrees", 2, "place"), [("degrees", 2, "place")]),
        (path("mixed", 0, "type"), [("mixed", 0, "type")]),
        (path("nothing"), [("nothing",)]),
    ],
    ids=repr,
)
def test_a_path_finds_what_is_there(asked: dict[str, Any], places: list[Any]) -> None:
    assert shown(asked) == (None, tuple(places))


@pytest.mark.parametrize(
    "asked",
    [
        path("surname"),
        path("address", "region"),
        path("name", "first"),
        path("name", 0),
        path("name", None),
        path("address", 0),
        path("address", None),
        path("nationalities", "0"),
        path("nationalities", "length"),
        path("nationalities", 2),
        path("none", None),
        path("mixed", None, "type"),
        path("degrees", None, "type", "x"),
        path("toString"),
        path(0),
        path(None),
    ],
    ids=repr,
)
def test_a_path_that_finds_nothing_or_does_not_fit_is_not_answered(asked: dict[str, Any]) -> None:
    assert shown(asked) is None


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("name", ["Ford", "Arthur Dent"]),
        ("one", [1]),
        ("one", [1.0]),
        ("decimal", [1]),
        ("yes", [True]),
        ("text", ["1"]),
    ],
    ids=repr,
)
def test_a_value_answers_when_kind_and_value_are_the_same(name: str, values: list[Any]) -> None:
    assert shown(path(name, values=values)) == (None, ((name,),))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("name", ["arthur dent"]),
        ("name", ["Arthur Dent "]),
        ("one", [True]),
        ("one", ["1"]),
        ("one", [2]),
        ("decimal", [True]),
        ("half", [1]),
        ("yes", [1]),
        ("yes", ["true"]),
        ("yes", [False]),
        ("text", [1]),
        ("nothing", [False, 0, "", "null"]),
        ("address", ["Milliways"]),
        ("nationalities", ["British"]),
    ],
    ids=repr,
)
def test_any_other_value_counts_as_not_there(name: str, values: list[Any]) -> None:
    assert shown(path(name, values=values)) is None


def test_of_several_claims_those_that_say_it_are_shown_and_the_others_stay() -> None:
    asked = path("nationalities", None, values=["British", "Martian"])
    assert shown(asked) == (None, (("nationalities", 0),))


def test_what_is_asked_for_twice_is_shown_once() -> None:
    asked = [path("nationalities", None), path("nationalities", 1)]
    assert shown(*asked) == (None, (("nationalities", 0), ("nationalities", 1)))


def test_a_decoy_between_elements_is_counted_and_is_no_element() -> None:
    card = Card(claims={"list": ["x"]}, hidden=[("list", 0)])
    assert shown(path("list", 0), card=card) is None
    assert shown(path("list", 1), card=card) == (None, (("list", 1),))
    assert shown(path("list", None), card=card) == (None, (("list", 1),))


def test_without_claims_nothing_that_can_be_kept_back_is_shown() -> None:
    assert shown() == (None, ())


def test_all_claims_are_needed_or_none_is_shown() -> None:
    assert shown(path("name"), path("surname")) is None


def test_the_first_set_of_claims_that_can_be_shown_is() -> None:
    claims = [path("surname", id="s"), path("name", id="n"), path("one", id="o")]
    assert shown(*claims, claim_sets=[["s"], ["n", "o"], ["n"]]) == (1, (("name",), ("one",)))
    assert shown(*claims, claim_sets=[["n"], ["n", "o"]]) == (0, (("name",),))
    assert shown(*claims, claim_sets=[["s"], []]) == (1, ())
    assert shown(*claims, claim_sets=[["s"], ["n", "s"]]) is None


def test_sets_that_want_one_claim_to_say_one_thing_or_another_are_kept_apart() -> None:
    claims = [path("yes", id="n", values=[1]), path("yes", id="b", values=[True])]
    assert shown(*claims, claim_sets=[["n"], ["b"]]) == (1, (("yes",),))
    assert shown(*reversed(claims), claim_sets=[["n"], ["b"]]) == (1, (("yes",),))


@pytest.mark.parametrize(
    ("card", "answers"),
    [
        (Card(), True),
        (Card(types=("urn:x:2",)), False),
        (Card(types=("urn:x:2", "urn:x:1")), True),
        (Card(format_name="mso_mdoc"), False),
        (Card(is_bound=False), False),
    ],
)
def test_the_credential_must_be_of_the_kind(card: Card, answers: bool) -> None:
    assert (shown(card=card) is not None) is answers


def test_one_that_is_bound_to_nobody_answers_where_that_is_not_demanded() -> None:
    card = Card(is_bound=False)
    assert shown(card=card, require_cryptographic_holder_binding=False) == (None, ())


@pytest.mark.parametrize("name", ["mso_mdoc", "ldp_vc", "jwt_vc_json", "vc+sd-jwt"])
def test_of_another_format_nothing_answers(name: str) -> None:
    meta = {"vct_values": ["urn:x:1"], "doctype_value": "d", "type_values": [["urn:x:1"]]}
    assert shown(card=Card(format_name=name), format=name, meta=meta) is None


@pytest.mark.parametrize(
    ("authorities", "answers"),
    [
        ({}, False),
        ({"aki": [KEY_ID]}, True),
        ({"aki": ["AAAA", KEY_ID]}, True),
        ({"aki": ["AAAA"]}, False),
        ({"etsi_tl": [KEY_ID]}, False),
        ({"etsi_tl": ["https://lotl.example"]}, True),
        ({"openid_federation": ["https://lotl.example"]}, False),
    ],
)
def test_one_under_none_of_the_authorities_named_does_not_answer(
    authorities: dict[str, list[str]], answers: bool
) -> None:
    named = [
        {"type": "aki", "values": ["BBBB", KEY_ID]},
        {"type": "etsi_tl", "values": ["https://lotl.example"]},
    ]
    found = shown(card=Card(authorities=authorities), trusted_authorities=named)
    assert (found is not None) is answers


def test_an_authority_of_a_kind_nobody_knows_is_never_met() -> None:
    assert shown(trusted_authorities=[{"type": "new", "values": ["x"]}]) is None


A, B, C = (Card(name, (f"urn:{name}:1",)) for name in "abc")


def several(*names: str, sets: Sequence[Any] = (), **more: Any) -> DcqlQuery:
    query: dict[str, Any] = {
        "credentials": [
            {**wanting(**more), "id": name, "meta": {"vct_values": [f"urn:{name}:1"]}}
            for name in names
        ]
    }
    if sets:
        query["credential_sets"] = list(sets)
    return DcqlQuery.parse(query)


def names(answers: Answers[Card]) -> dict[str, list[str]]:
    return {
        name: [one.held.name for one in answerable.matches]
        for name, answerable in answers.queries.items()
    }


def preferred(query: DcqlQuery, *held: Card) -> list[str]:
    return [answerable.query.id for answerable in find_answers(query, held).preferred()]


def refused(query: DcqlQuery, *held: Card) -> str:
    with pytest.raises(Refused) as caught:
        find_answers(query, held)
    return caught.value.code


def test_all_credentials_are_wanted_where_no_set_says_otherwise() -> None:
    assert names(find_answers(several("a", "b"), [A, B, C])) == {"a": ["a"], "b": ["b"]}


def test_where_one_that_is_required_is_missing_none_is_shown() -> None:
    assert refused(several("a", "b"), A) == "present.none"
    assert refused(several("a"), B) == "present.none"
    assert refused(several("a")) == "present.none"
    required = several("a", "b", sets=[{"options": [["a"]]}, {"options": [["b"]]}])
    assert refused(required, A) == "present.none"


def test_one_of_another_format_that_is_required_leaves_nothing_to_show() -> None:
    query = several("a")
    mdoc = {"id": "m", "format": "mso_mdoc", "meta": {"doctype_value": "d"}}
    both = {"credentials": [*query.format()["credentials"], mdoc]}  # type: ignore[misc]
    assert refused(DcqlQuery.parse(both), A) == "present.none"
    optional = {**both, "credential_sets": [{"options": [["a"]]}, {"options": [["m"]], "required": False}]}  # fmt: skip
    assert names(find_answers(DcqlQuery.parse(optional), [A])) == {"a": ["a"]}


def test_the_options_that_can_be_met_are_offered_in_the_order_of_the_query() -> None:
    query = several("a", "b", "c", sets=[{"options": [["c"], ["b"], ["a", "b"]]}])
    answers = find_answers(query, [A, B])
    assert [choice.options for choice in answers.choices] == [(("b",), ("a", "b"))]
    assert names(answers) == {"a": ["a"], "b": ["b"]}
    assert preferred(query, A, B) == ["b"]


def test_what_only_an_option_out_of_reach_names_is_not_shown() -> None:
    query = several("a", "b", "c", sets=[{"options": [["a", "c"], ["b"]]}])
    assert names(find_answers(query, [A, B])) == {"b": ["b"]}


def test_what_no_set_names_is_not_asked_for() -> None:
    query = several("a", "b", sets=[{"options": [["a"]]}])
    assert names(find_answers(query, [A, B])) == {"a": ["a"]}


def test_what_is_optional_is_offered_and_not_preferred() -> None:
    sets = [{"options": [["b"]], "required": False}, {"options": [["a"]]}]
    query = several("a", "b", sets=sets)
    answers = find_answers(query, [A, B])
    assert [choice.required for choice in answers.choices] == [False, True]
    assert preferred(query, A, B) == ["a"]
    assert names(find_answers(query, [A])) == {"a": ["a"]}


def test_where_all_is_optional_the_first_that_can_be_met_is_preferred() -> None:
    sets = [{"options": [[name]], "required": False} for name in "abc"]
    assert preferred(several("a", "b", "c", sets=sets), B, C) == ["b"]
    assert refused(several("a", "b", "c", sets=sets)) == "present.none"


def test_two_sets_may_share_a_credential() -> None:
    sets = [{"options": [["a", "b"]]}, {"options": [["b"], ["c"]]}]
    assert preferred(several("a", "b", "c", sets=sets), A, B, C) == ["a", "b"]


def test_one_credential_may_answer_two_queries() -> None:
    query: dict[str, Any] = {
        "credentials": [wanting(path("name")), {**wanting(path("one")), "id": "r"}]
    }
    answers = find_answers(DcqlQuery.parse(query), [Card()])
    assert [one.matches[0].places for one in answers.queries.values()] == [
        (("name",),),
        (("one",),),
    ]


def test_all_that_answer_are_offered_those_of_the_very_type_first() -> None:
    extending = Card("other", ("urn:y:1", "urn:a:1"))
    second = Card("second", ("urn:a:1",))
    query = several("a", multiple=True)
    answers = find_answers(query, [extending, A, B, second])
    assert names(answers) == {"a": ["a", "second", "other"]}
    assert answers.queries["a"].query.multiple
