"""Queries of the kinds that the specification works through (OpenID4VP 1.0 Appendix D), in our types."""

from typing import Any, Final

import pytest

from livret_core.credential.claim_path import IssuedClaims
from livret_core.errors import Refused
from livret_core.openid4vp.dcql.matching import find_answers
from livret_core.openid4vp.dcql.query import DcqlQuery


class Card:
    """An SD-JWT VC of a type, with claims."""

    format_name = "dc+sd-jwt"
    is_bound = True
    authorities: Final[dict[str, list[str]]] = {}

    def __init__(self, vct: str, **claims: Any) -> None:
        self.types = (f"urn:livret:{vct}:1",)
        self.issued = IssuedClaims(claims, (), (), ())


NAME: Final = {"family_name": "Durand", "given_name": "Camille"}
ADDRESS: Final = {"street_address": "rue des Lilas", "postal_code": "80999"}
RESIDENCY: Final = Card("residency", **NAME, address=ADDRESS)
FOREIGN: Final = Card("foreign-residency", **NAME, address=ADDRESS)
NAMED: Final = Card("name", **NAME)
PLACED: Final = Card("place", postal_code="80999", locality="Verneuil", region="Somme")
LOYAL: Final = Card("loyalty", number="7")


def asked(name: str, vct: str, *claims: Any) -> dict[str, Any]:
    return {
        "id": name,
        "format": "dc+sd-jwt",
        "meta": {"vct_values": [f"urn:livret:{vct}:1"]},
        "claims": [claim if isinstance(claim, dict) else {"path": claim} for claim in claims],
    }


def mdoc(name: str, doctype: str, *paths: list[str]) -> dict[str, Any]:
    meta = {"doctype_value": doctype}
    claims = [{"path": path, "id": path[-1]} for path in paths]
    return {"id": name, "format": "mso_mdoc", "meta": meta, "claims": claims}


def shown(query: dict[str, Any], *held: Card) -> Any:
    """By query, what is shown of the first credential that answers; None where nothing is."""
    try:
        answers = find_answers(DcqlQuery.parse(query), held)
    except Refused:
        return None
    return {
        one.query.id: [".".join(map(str, place)) for place in one.matches[0].places]
        for one in answers.preferred()
    }


STREET: Final = [["family_name"], ["given_name"], ["address", "street_address"]]
STREET_SHOWN: Final = ["family_name", "given_name", "address.street_address"]


def test_one_credential_and_three_of_its_claims() -> None:
    query = {"credentials": [asked("proof", "residency", *STREET)]}
    assert shown(query, NAMED, RESIDENCY) == {"proof": STREET_SHOWN}
    assert shown(query, NAMED, FOREIGN) is None


def test_a_mdoc_is_understood_and_not_held() -> None:
    wanted = mdoc("car", "org.iso.7367.1.mVRC", ["org.iso.7367.1", "vehicle_holder"])
    assert DcqlQuery.parse({"credentials": [wanted]}).credentials[0].format_name == "mso_mdoc"
    assert shown({"credentials": [wanted]}, RESIDENCY) is None


def test_two_credentials_both_of_which_are_wanted() -> None:
    proof = asked("proof", "residency", *STREET)
    both = {"credentials": [proof, asked("name", "name", ["given_name"])]}
    assert shown(both, RESIDENCY, NAMED) == {"proof": STREET_SHOWN, "name": ["given_name"]}
    assert shown(both, RESIDENCY) is None
    with_mdoc = {"credentials": [proof, mdoc("car", "d", ["n", "holder"])]}
    assert shown(with_mdoc, RESIDENCY) is None


ALTERNATIVES: Final[dict[str, Any]] = {
    "credentials": [
        asked("own", "residency", *STREET),
        asked("other", "foreign-residency", *STREET),
        asked("part_1", "name", ["family_name"], ["given_name"]),
        asked("part_2", "place", ["postal_code"], ["locality"], ["region"]),
        asked("nice", "loyalty", ["number"]),
    ],
    "credential_sets": [
        {"options": [["own"], ["other"], ["part_1", "part_2"]]},
        {"options": [["nice"]], "required": False},
    ],
}


@pytest.mark.parametrize(
    ("held", "answered"),
    [
        ([RESIDENCY, FOREIGN, NAMED, PLACED, LOYAL], ["own"]),
        ([FOREIGN, NAMED, PLACED], ["other"]),
        ([NAMED, PLACED, LOYAL], ["part_1", "part_2"]),
        ([NAMED, LOYAL], None),
        ([LOYAL], None),
    ],
    ids=["all", "other", "parts", "one part", "what is nice to have"],
)
def test_one_credential_or_another_or_two_others(held: list[Card], answered: Any) -> None:
    found = shown(ALTERNATIVES, *held)
    assert (None if found is None else list(found)) == answered


def test_what_is_nice_to_have_is_offered_beside_what_is_required() -> None:
    answers = find_answers(DcqlQuery.parse(ALTERNATIVES), [NAMED, PLACED, LOYAL])
    assert [(choice.options, choice.required) for choice in answers.choices] == [
        ((("part_1", "part_2"),), True),
        ((("nice",),), False),
    ]


def test_an_identity_and_an_address_either_from_one_document_or_from_another() -> None:
    query: dict[str, Any] = {
        "credentials": [
            mdoc("licence-id", "org.iso.18013.5.1.mDL", ["n", "given_name"], ["n", "portrait"]),
            mdoc("licence-address", "org.iso.18013.5.1.mDL", ["n", "resident_address"]),
            asked("proof-id", "residency", ["given_name"]),
            asked("proof-address", "residency", ["address"]),
        ],
        "credential_sets": [
            {"options": [["licence-id"], ["proof-id"]]},
            {"options": [["licence-address"], ["proof-address"]], "required": False},
        ],
    }
    answers = find_answers(DcqlQuery.parse(query), [RESIDENCY])
    assert [choice.options for choice in answers.choices] == [
        (("proof-id",),),
        (("proof-address",),),
    ]
    assert shown(query, RESIDENCY) == {"proof-id": ["given_name"]}


def test_the_last_name_and_either_a_postal_code_or_a_place_and_its_region() -> None:
    claims = [
        {"id": name[0], "path": [name]}
        for name in ("family_name", "postal_code", "locality", "region")
    ]
    query = {
        "credentials": [
            asked("q", "person", *claims) | {"claim_sets": [["f", "l", "r"], ["f", "p"]]}
        ]
    }
    whole = {"family_name": "Durand", "postal_code": "80999", "locality": "V", "region": "S"}
    assert shown(query, Card("person", **whole)) == {"q": ["family_name", "locality", "region"]}
    del whole["region"]
    assert shown(query, Card("person", **whole)) == {"q": ["family_name", "postal_code"]}
    del whole["postal_code"]
    assert shown(query, Card("person", **whole)) is None


@pytest.mark.parametrize(("postal_code", "found"), [("80999", True), ("80000", False)])
def test_a_person_of_that_name_who_lives_at_one_of_two_codes(postal_code: str, found: bool) -> None:
    query = {
        "credentials": [
            asked(
                "q",
                "place",
                {"path": ["family_name"], "values": ["Durand"]},
                ["locality"],
                {"path": ["postal_code"], "values": ["80998", "80999"]},
            )
        ]
    }
    card = Card("place", **NAME, locality="Verneuil", postal_code=postal_code)
    assert shown(query, card) == (
        {"q": ["family_name", "locality", "postal_code"]} if found else None
    )
