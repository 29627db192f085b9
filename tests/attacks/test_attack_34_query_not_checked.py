"""Attack 34: the wallet is trusted to have answered the query.

Whatever a wallet sends is held against what was asked, and equality is of texts alone:
to a program ``1`` may equal ``true``, and a path into an empty array "all". "Every
parent" is every one of those the town hall wrote down, not of those the holder shows.
"""

from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

import pytest

from livret_core.credential import catalogue
from livret_core.credential.claim_path import IssuedClaims
from livret_core.credential.presentation import Presentation
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.sdjwt import SdJwt
from livret_core.sdjwt.plan import ClaimPath
from livret_verifier.answer import check_any_of
from livret_verifier.policy_file import parse as parse_policy
from livret_verifier.question import Question
from tests.scene import (
    ACCEPTED,
    CLAIMS,
    PROCEDURE,
    Draft,
    accepted,
    bind,
    digest_of,
    disclosure,
    draft,
    elements_of,
    present,
    question,
    refusal,
    showing,
)

SALT: Final = "AAAAAAAAAAAAAAAAAAAAAA"

BIRTH: Final = catalogue.find("birth")
FAMILY_NAMES: Final[ClaimPath] = ("parents", None, "family_name")
COUNTRIES: Final[ClaimPath] = ("nations", None, "country")
AMINE: Final[JsonObject] = {"family_name": "Amine", "given_name": "Farida"}
BERTIN: Final[JsonObject] = {"family_name": "Bertin", "given_name": "Claude"}
EXTRACT: Final[JsonObject] = {
    "family_name": "Bertin",
    "given_name": "Camille",
    "birthdate": "1988-04-09",
    "place_of_birth": {"locality": "Verneuil", "country": "FR"},
    "sex": "F",
    "act_number": "112",
    "date_of_registration": "1988-04-10",
    **{
        name: CLAIMS[name]
        for name in (
            "issuing_authority", "issuing_country", "issuing_territory",
            "certificate_language", "date_of_issuance",
        )
    },
}  # fmt: skip


POLICY: Final = (
    'version = 1\nservice = "Desk"\n[procedures.parking]\ntype = "residency"\nasks = [{claims}]\n'
)


def asking(path: ClaimPath, *values: str) -> Question:
    return question(
        procedure=replace(
            PROCEDURE, asks=(path,), requires=MappingProxyType({path: values} if values else {})
        )
    )


def with_commune(value: Any) -> str:
    made = draft().replacing("commune", disclosure(SALT, "commune", value))
    return present(made)


def asking_birth(path: ClaimPath, *values: str) -> Question:
    asked = asking(path, *values)
    procedure = replace(asked.procedure, type=BIRTH)
    issuer = replace(ACCEPTED, types=frozenset({BIRTH.vct}))
    return question(procedure=procedure, issuers=(issuer,))


def asking_parents(*values: str) -> Question:
    return asking_birth(FAMILY_NAMES, *values)


def birth_showing(*kept: str | JsonObject, parents: Any = (AMINE, BERTIN)) -> str:
    """Show of an extract what is called so and these parents."""
    whole = draft({**EXTRACT, "parents": list(parents)}, kind=BIRTH).signed()
    shown = (text for text in whole.disclosures if elements_of(text)[1] in kept)
    return bind(SdJwt(whole.issuer_jwt, tuple(shown)))


def with_a_hidden_part() -> Draft:
    """Two nationalities, the country of the second disclosed apart."""
    made = draft()
    country = disclosure(SALT, "country", "XX")
    nations = [{"country": "FR"}, {"_sd": [digest_of(country)]}]
    return replace(made.with_payload(nations=nations), disclosures=(*made.disclosures, country))


def test_attack_34_the_claim_asked_for_kept_back() -> None:
    assert refusal(bind(showing(draft().signed()))) == (14, "answer.incomplete")


def test_attack_34_another_claim_in_its_place() -> None:
    assert refusal(present(draft(), "birthdate")) == (14, "answer.incomplete")


def test_attack_34_a_value_that_is_not_among_those_required() -> None:
    assert refusal(present(draft({**CLAIMS, "commune": "Paris"}))) == (14, "answer.not_met")


@pytest.mark.parametrize("value", ["verneuil", "Verneuil ", "", "Verneui", ["Verneuil"], None])
def test_attack_34_a_value_that_is_nearly_right(value: Any) -> None:
    assert refusal(with_commune(value)) == (14, "answer.not_met")


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
    assert refusal(present(made), asked) == (14, expected)


def test_attack_34_one_element_that_is_right_among_others() -> None:
    made = draft().with_payload(nations=["FR", "XX"])
    assert refusal(present(made), asking(("nations", None), "FR")) == (14, "answer.not_met")


def test_attack_34_an_empty_list_where_any_value_will_do() -> None:
    made = draft().with_payload(nations=[])
    assert refusal(present(made), asking(("nations", None))) == (14, "answer.incomplete")


def test_attack_34_the_parent_who_is_not_wanted_kept_back() -> None:
    answer = birth_showing("parents", AMINE)
    assert refusal(answer, asking_parents("Amine")) == (14, "answer.incomplete")


def test_attack_34_a_parent_who_is_not_wanted_among_them() -> None:
    answer = birth_showing("parents", AMINE, BERTIN)
    assert refusal(answer, asking_parents("Amine")) == (14, "answer.not_met")


def test_attack_34_every_parent_kept_back() -> None:
    assert refusal(birth_showing("parents"), asking_parents()) == (14, "answer.incomplete")


def test_attack_34_the_list_of_parents_kept_back() -> None:
    assert refusal(birth_showing("sex"), asking_parents()) == (14, "answer.incomplete")


def test_attack_34_one_of_two_parents_where_any_value_will_do() -> None:
    answer = birth_showing("parents", AMINE)
    assert refusal(answer, asking_parents()) == (14, "answer.incomplete")


@pytest.mark.parametrize("position", [0, 1, 2])
def test_attack_34_a_parent_by_position_kept_back_or_not_there(position: int) -> None:
    path = ("parents", position, "family_name")
    shown = [AMINE, BERTIN][1 - position : 2 - position] if position < 2 else [AMINE, BERTIN]
    assert refusal(birth_showing("parents", *shown), asking_birth(path)) == (
        14,
        "answer.incomplete",
    )


def test_attack_34_a_part_of_one_element_kept_back() -> None:
    """The elements are there, one without the part that the town hall wrote down."""
    made = with_a_hidden_part()
    assert refusal(present(made), asking(COUNTRIES, "FR")) == (14, "answer.incomplete")
    assert refusal(present(made), asking(COUNTRIES)) == (14, "answer.incomplete")


def test_attack_34_the_shell_of_a_claim_whose_parts_are_kept_back() -> None:
    """An address of which nothing is shown is still an address; so nobody may ask for it whole."""
    with pytest.raises(MalformedInput) as caught:
        parse_policy(POLICY.format(claims='"address"'))
    assert caught.value.code == "policy.malformed"
    assert caught.value.facts["place"] == "procedures.parking.asks"


def test_attack_34_twin_the_parts_of_a_claim() -> None:
    policy = parse_policy(POLICY.format(claims='"address.locality", "address.country"'))
    asked = question(procedure=policy.procedure("parking"))
    answer = present(draft(), "locality", "country")
    assert accepted(answer, asked).claims == {
        ("address", "locality"): "Verneuil",
        ("address", "country"): "FR",
    }


@pytest.mark.parametrize("shown", ["locality", "commune"])
def test_attack_34_a_part_kept_back(shown: str) -> None:
    policy = parse_policy(POLICY.format(claims='"address.locality", "address.country"'))
    asked = question(procedure=policy.procedure("parking"))
    assert refusal(present(draft(), shown), asked) == (14, "answer.incomplete")


def test_attack_34_a_path_into_what_is_no_object() -> None:
    assert refusal(present(draft()), asking(("commune", "name"), "Verneuil")) == (
        14,
        "answer.incomplete",
    )


def test_attack_34_twin_a_value_among_those_required() -> None:
    asked = asking(("commune",), "Paris", "Verneuil")
    assert accepted(present(draft()), asked).claims == {("commune",): "Verneuil"}


def test_attack_34_twin_every_element_is_right() -> None:
    made = draft().with_payload(nations=["FR", "BE"])
    asked = asking(("nations", None), "FR", "BE", "DE")
    assert accepted(present(made), asked).claims == {("nations", None): ["FR", "BE"]}


def test_attack_34_twin_every_parent_is_shown() -> None:
    answer = birth_showing("parents", AMINE, BERTIN)
    shown = accepted(answer, asking_parents("Amine", "Bertin"))
    assert shown.claims == {FAMILY_NAMES: ["Amine", "Bertin"]}


def test_attack_34_twin_a_part_of_one_element_is_shown() -> None:
    made = with_a_hidden_part()
    shown = accepted(present(made, "commune", "country"), asking(COUNTRIES, "FR", "XX"))
    assert shown.claims == {COUNTRIES: ["FR", "XX"]}


def test_attack_34_twin_a_parent_by_position_beside_one_kept_back() -> None:
    path = ("parents", 1, "family_name")
    answer = birth_showing("parents", BERTIN)
    assert accepted(answer, asking_birth(path, "Bertin")).claims == {path: "Bertin"}


def test_attack_34_twin_a_name_that_a_parent_never_had() -> None:
    """Where nothing is kept back, what is not there is not asked of anybody."""
    parents: list[JsonObject] = [{"given_name": "Farida"}, BERTIN]
    answer = birth_showing("parents", *parents, parents=parents)
    assert accepted(answer, asking_parents("Bertin")).claims == {FAMILY_NAMES: ["Bertin"]}


def test_attack_34_twin_any_value_where_none_is_required() -> None:
    made = draft({**CLAIMS, "commune": "Paris"})
    assert accepted(present(made), asking(("commune",))).claims == {("commune",): "Paris"}


# A service may take one of several claim sets; a wallet does not say which one it took.
SETS: Final[list[list[ClaimPath]]] = [
    [("commune",), ("birthdate",)],
    [("commune",)],
    [("birthdate",)],
]


def shown_of(*names: str) -> IssuedClaims:
    revealed = Presentation.parse(showing(draft().signed(), *names).format()).reveal()
    return IssuedClaims.of(revealed)


def test_attack_34_a_claim_set_without_what_is_required() -> None:
    with pytest.raises(Refused) as caught:
        check_any_of(shown_of("birthdate"), SETS, {("commune",): ("Verneuil",)})
    assert caught.value.code == "answer.incomplete"


def test_attack_34_a_smaller_claim_set_whose_value_is_wrong() -> None:
    with pytest.raises(Refused) as caught:
        check_any_of(shown_of("commune"), SETS, {("commune",): ("Paris",)})
    assert caught.value.code == "answer.not_met"


def test_attack_34_none_of_the_claim_sets_in_full() -> None:
    with pytest.raises(Refused) as caught:
        check_any_of(shown_of("given_name"), SETS, {})
    assert caught.value.code == "answer.incomplete"


def test_attack_34_twin_the_first_claim_set_that_is_shown_in_full() -> None:
    required: dict[ClaimPath, tuple[str, ...]] = {("commune",): ("Verneuil",)}
    whole = check_any_of(shown_of("commune", "birthdate", "given_name"), SETS, required)
    assert whole == {("commune",): "Verneuil", ("birthdate",): "1988-04-09"}
    assert check_any_of(shown_of("commune"), SETS, required) == {("commune",): "Verneuil"}
    assert check_any_of(shown_of("birthdate"), SETS, {}) == {("birthdate",): "1988-04-09"}
