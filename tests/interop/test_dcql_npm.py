"""Our DCQL and npm `dcql`: thousands of queries answered alike, and each point where they differ."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias

import pytest

from livret_core.credential.claim_path import PlacedPath
from livret_core.errors import LivretError, Refused
from livret_core.openid4vp.dcql.matching import find_answers, match
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.dcql.vp_token import check_vp_token
from tests.interop.dcql_cases import Card, dcql_query, wallet

pytestmark = pytest.mark.interop

HERE: Final = Path(__file__).parent
CASES: Final = 2_000
Ask: TypeAlias = Callable[[str, list[dict[str, Any]]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def node(require_program: Callable[[str], str]) -> Ask:
    program = require_program("node")
    if not (HERE / "node_modules" / "dcql").is_dir():
        pytest.skip("dcql is not installed; run `make peers`")

    def run(task: str, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [program, str(HERE / "dcql.mjs"), task],
            input=json.dumps(questions),
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    return run


@pytest.fixture(scope="session")
def cases() -> list[tuple[dict[str, Any], list[Card]]]:
    rng = Random(20261122)
    return [(dcql_query(rng), wallet(rng)) for _ in range(CASES)]


def told(query: dict[str, Any], held: list[Card], **more: Any) -> dict[str, Any]:
    return {"query": query, "held": [card.told() for card in held], **more}


def ours(query: dict[str, Any], held: list[Card]) -> dict[str, Any]:
    """What we say of a query, in the other's words."""
    asked = DcqlQuery.parse(query)
    queries: dict[str, list[Any]] = {}
    for one in asked.credentials:
        found = [(index, match(one, card)) for index, card in enumerate(held)]
        queries[one.id] = [
            [index, each.claim_set, pruned(each.held.claims, each.places)]
            for index, each in found
            if each is not None
        ]
    try:
        choices: Any = find_answers(asked, held).choices
    except Refused:
        choices = None
    return {"queries": queries, "choices": choices}


def pruned(claims: Any, places: tuple[PlacedPath, ...]) -> Any:
    """What of *claims* is at *places*, null in the gaps of arrays."""
    out: Any = {}
    for place in places:
        at, value = out, claims
        for part, following in zip(place, [*place[1:], None], strict=True):
            value = value[part]
            if following is None:
                put(at, part, value)
            else:
                at = put(at, part, get(at, part) or ([] if isinstance(following, int) else {}))
    return out


def as_text(value: Any) -> str:
    """One text for what JavaScript takes for one value: it writes the number 1.0 as 1."""
    return (
        json.dumps(value, sort_keys=True)
        .replace(".0,", ",")
        .replace(".0}", "}")
        .replace(".0]", "]")
    )


def get(at: Any, part: str | int) -> Any:
    if isinstance(at, list):
        assert isinstance(part, int)
        return at[part] if part < len(at) else None
    return at.get(part)


def put(at: Any, part: str | int, value: Any) -> Any:
    if isinstance(at, list):
        assert isinstance(part, int)
        at.extend([None] * (part + 1 - len(at)))
    at[part] = value
    return value


def options(theirs: dict[str, Any], query: dict[str, Any]) -> Any:
    """The options they can meet, set by set, or None where one that is required has none."""
    if "sets" not in theirs:
        return (
            [([one["id"] for one in query["credentials"]], True)] if theirs["satisfied"] else None
        )
    if not theirs["satisfied"]:
        return None
    return [
        (option, wanted.get("required", True))
        for wanted, met in zip(query["credential_sets"], theirs["sets"], strict=True)
        for option in met
    ]


def test_thousands_of_queries_are_answered_alike(
    node: Ask, cases: list[tuple[dict[str, Any], list[Card]]]
) -> None:
    answers = node("match", [told(query, held) for query, held in cases])
    answered = claims = 0
    for (query, held), answer in zip(cases, answers, strict=True):
        said, mine = answer["said"], ours(query, held)
        assert as_text(mine["queries"]) == as_text(said["queries"]), query
        met = mine["choices"] and [
            (list(option), choice.required)
            for choice in mine["choices"]
            for option in choice.options
        ]
        # Nothing required and nothing held: they call that satisfied. See below.
        assert met == (options(said, query) or None), query
        answered += met is not None
        claims += sum(bool(each[2]) for found in said["queries"].values() for each in found)
    # The comparison is of something: a good part can be answered, with claims.
    assert (answered > CASES // 10, claims > CASES // 4) == (True, True)


def test_thousands_of_answers_are_taken_alike(
    node: Ask, cases: list[tuple[dict[str, Any], list[Card]]]
) -> None:
    rng = Random(7)
    questions: list[dict[str, Any]] = []
    for query, held in cases:
        fitting = {
            one.id: [card for card in held if match(one, card) is not None]
            for one in DcqlQuery.parse(query).credentials
        }
        token = {
            name: [card.told() for card in cards[: rng.choice([1, 1, 2])]]
            for name, cards in fitting.items()
            if cards and rng.random() < 0.8
        }
        if token:
            questions.append({"query": query, "token": token})
    counts = dict.fromkeys(["taken", "answer.missing", "answer.several", "answer.not_asked"], 0)
    for question, answer in zip(questions, node("check", questions), strict=True):
        texts: Any = {name: ["x~"] * len(each) for name, each in question["token"].items()}
        code = taken(question["query"], texts)
        counts[code] += 1
        # Of what nobody asked for they say nothing. See below.
        agreed = code in ("taken", "answer.not_asked")
        assert (answer.get("said") is True) is agreed, question
    assert min(counts.values()) > 5, counts


def taken(query: dict[str, Any], token: Any) -> str:
    try:
        check_vp_token(DcqlQuery.parse(query), token)
    except LivretError as error:
        return error.code
    return "taken"


CARD: Final = Card(
    {
        "list": ["x", "y"],
        "mixed": [{"kind": "x"}, "text"],
        "nothing": None,
        "empty": [],
        "commune": "Verneuil",
    },
    ("urn:x:1",),
)


def wanting(*claims: Any, **more: Any) -> dict[str, Any]:
    one = {"id": "q", "format": "dc+sd-jwt", "meta": {"vct_values": ["urn:x:1"]}, **more}
    if claims:
        one["claims"] = list(claims)
    return {"credentials": [one]}


@pytest.mark.parametrize(
    ("query", "theirs", "mine"),
    [
        pytest.param(wanting({"path": ["mixed", None, "kind"]}), True, False, id="7.1.1 2.1 a text among objects"),
        pytest.param(wanting({"path": ["list", "0"]}), True, False, id="7.1.1 2.1 a name in an array"),
        pytest.param(wanting({"path": ["list", "length"]}), True, False, id="7.1.1 2.1 a member that no JSON has"),
        pytest.param(wanting({"path": ["toString"]}), True, False, id="7.1.1 2.1 a member that all objects inherit"),
        pytest.param(wanting({"path": ["empty", None]}), True, False, id="7.1.1 3 every element of nothing"),
        pytest.param(wanting({"path": ["nothing"]}), False, True, id="7.1.1 3 a claim that is null"),
        pytest.param(wanting({"path": ["commune"]}, {"path": ["commune"], "values": ["x"]}), False, True, id="6.1 a claim asked for again"),
        pytest.param({**wanting({"path": ["missing"]}), "credential_sets": [{"options": [["q"]], "required": False}]}, True, False, id="6.4.2 nothing required and nothing held"),
    ],
)  # fmt: skip
def test_where_they_answer_otherwise_the_text_says(
    node: Ask, query: dict[str, Any], theirs: bool, mine: bool
) -> None:
    [answer] = node("match", [told(query, [CARD])])
    assert answer["said"]["satisfied"] is theirs
    assert (ours(query, [CARD])["choices"] is not None) is mine


@pytest.mark.parametrize(
    ("query", "theirs", "mine"),
    [
        pytest.param(wanting(meta={}), True, False, id="B.3.5 no vct_values"),
        pytest.param({"credentials": [{"id": "q", "format": "dc+sd-jwt"}]}, True, False, id="6.1 no meta"),
        pytest.param(wanting(meta={"vct_values": []}), True, False, id="B.3.5 no type among vct_values"),
        pytest.param(wanting({"path": ["a"], "id": "x"}, {"path": ["b"], "id": "x"}), True, False, id="6.3 one id twice"),
        pytest.param(wanting({"path": ["a"], "id": "x"}, {"path": ["b"]}, claim_sets=[["x"]]), True, False, id="6.3 no id beside claim_sets"),
        pytest.param(wanting({"path": ["a"], "values": []}), True, False, id="6.3 no value among values"),
        pytest.param({**wanting(), "credential_sets": [{"options": [[]]}]}, True, False, id="6.2 an empty option"),
        pytest.param(wanting({"path": ["a"], "id": "x"}, claim_sets=[["x"], []]), False, True, id="6.1 an empty claim set"),
        pytest.param(wanting(format="new", meta={}), False, True, id="6.1 a format defined elsewhere"),
        pytest.param(wanting(trusted_authorities=[{"type": "new", "values": ["x"]}]), False, True, id="6.1.1 a kind of authority defined elsewhere"),
        pytest.param(wanting(trusted_authorities=[{"type": "etsi_tl", "values": ["urn:x:list"]}]), False, True, id="6.1.1.2 a trusted list that is no web address"),
        pytest.param(wanting(trusted_authorities=[{"type": "aki", "values": ["AA=="]}]), True, False, id="2 base64url with padding"),
        pytest.param(wanting({"namespace": "n", "claim_name": "c"}, format="mso_mdoc", meta={"doctype_value": "d"}), True, False, id="6.3 a mdoc claim as drafts wrote it"),
    ],
)  # fmt: skip
def test_where_they_read_otherwise_the_text_says(
    node: Ask, query: dict[str, Any], theirs: bool, mine: bool
) -> None:
    [answer] = node("read", [{"query": query}])
    assert ("said" in answer) is theirs, answer
    try:
        DcqlQuery.parse(query)
    except LivretError as error:
        assert (error.code, mine) == ("request.malformed", False)  # noqa: PT017
    else:
        assert mine


def test_where_they_take_otherwise_the_text_says(node: Ask) -> None:
    two = {"credentials": [*wanting()["credentials"], {**wanting()["credentials"][0], "id": "r"}]}
    never = {**two, "credential_sets": [{"options": [["q"]]}]}
    half = {**two, "credential_sets": [{"options": [["q"], ["q", "r"]]}]}
    card = CARD.told()
    questions = [
        {"query": never, "token": {"q": [card], "r": [card]}},
        {"query": wanting(), "token": {"q": card}},
        {"query": half, "token": {"q": [card], "r": [card]}},
    ]
    assert [answer.get("said") for answer in node("check", questions)] == [True, True, True]
    assert taken(never, {"q": ["x~"], "r": ["x~"]}) == "answer.not_asked"
    assert taken(wanting(), {"q": "x~"}) == "answer.malformed"
    assert taken(half, {"q": ["x~"], "r": ["x~"]}) == "taken"


def test_the_claims_they_would_show_are_those_that_we_would() -> None:
    """Of the comparison itself: what is pruned is what was asked for, at its place."""
    claims: dict[str, Any] = {"a": [1, {"b": 2, "c": 3}], "d": 4}
    assert pruned(claims, (("a", 1, "b"),)) == {"a": [None, {"b": 2}]}
    assert pruned(claims, (("d",), ("a", 0))) == {"d": 4, "a": [1]}
