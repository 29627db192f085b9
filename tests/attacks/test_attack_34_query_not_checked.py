"""Attack 34: the wallet is trusted to have answered the query.

Whatever a wallet sends is held against what was asked, and equality is of texts alone:
to a program ``1`` may equal ``true``, and a path into an empty array "all".
"""

from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

import pytest

from livret_core.sdjwt.plan import ClaimPath
from livret_verifier.verify import Question
from tests.scene import (
    CLAIMS,
    PROCEDURE,
    accepted,
    bind,
    disclosure,
    draft,
    present,
    question,
    refusal,
    showing,
)

SALT: Final = "AAAAAAAAAAAAAAAAAAAAAA"


def asking(path: ClaimPath, *values: str) -> Question:
    return question(
        procedure=replace(
            PROCEDURE, asks=(path,), requires=MappingProxyType({path: values} if values else {})
        )
    )


def with_commune(value: Any) -> str:
    made = draft().replacing("commune", disclosure(SALT, "commune", value))
    return present(made)


def test_attack_34_the_claim_asked_for_kept_back() -> None:
    assert refusal(bind(showing(draft().signed()))) == (13, "answer.incomplete")


def test_attack_34_another_claim_in_its_place() -> None:
    assert refusal(present(draft(), "birthdate")) == (13, "answer.incomplete")


def test_attack_34_a_value_that_is_not_among_those_required() -> None:
    assert refusal(present(draft({**CLAIMS, "commune": "Paris"}))) == (13, "answer.not_met")


@pytest.mark.parametrize("value", ["verneuil", "Verneuil ", "", "Verneui", ["Verneuil"], None])
def test_attack_34_a_value_that_is_nearly_right(value: Any) -> None:
    assert refusal(with_commune(value)) == (13, "answer.not_met")


@pytest.mark.parametrize("value", [1, True, 1.0, [True], [1]], ids=repr)
def test_attack_34_one_is_not_true(value: Any) -> None:
    assert refusal(with_commune(value), asking(("commune",), "1", "True", "true"))[1] == (
        "answer.not_met"
    )


@pytest.mark.parametrize("value", [[], [[]], [["x"]]], ids=repr)
def test_attack_34_every_element_of_nothing(value: Any) -> None:
    made = draft().with_payload(nations=value)
    path: ClaimPath = ("nations", None, None) if value else ("nations", None)
    asked = asking(path, "FR")
    expected = "answer.not_met" if value == [["x"]] else "answer.incomplete"
    assert refusal(present(made), asked) == (13, expected)


def test_attack_34_one_element_that_is_right_among_others() -> None:
    made = draft().with_payload(nations=["FR", "XX"])
    assert refusal(present(made), asking(("nations", None), "FR")) == (13, "answer.not_met")


def test_attack_34_a_path_into_what_is_no_object() -> None:
    assert refusal(present(draft()), asking(("commune", "name"), "Verneuil")) == (
        13,
        "answer.incomplete",
    )


def test_attack_34_twin_a_value_among_those_required() -> None:
    asked = asking(("commune",), "Paris", "Verneuil")
    assert accepted(present(draft()), asked).claims == {("commune",): "Verneuil"}


def test_attack_34_twin_every_element_is_right() -> None:
    made = draft().with_payload(nations=["FR", "BE"])
    asked = asking(("nations", None), "FR", "BE", "DE")
    assert accepted(present(made), asked).claims == {("nations", None): ["FR", "BE"]}


def test_attack_34_twin_any_value_where_none_is_required() -> None:
    made = draft({**CLAIMS, "commune": "Paris"})
    assert accepted(present(made), asking(("commune",))).claims == {("commune",): "Paris"}
