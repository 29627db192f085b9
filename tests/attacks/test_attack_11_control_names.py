"""Attack 11: a claim named like a control, or one that covers a claim that is there.

Who can add a second ``iss`` becomes another town hall; who can add a second ``_sd``
writes the digests himself. In the hands of the holder neither may depend on which of
two members a reader happens to keep.
"""

from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.encoding import json as json_encoding
from livret_core.sdjwt import SdJwt
from tests.scene import (
    NEVER_PARSED,
    STRANGER,
    TOWN,
    Draft,
    accepted,
    bind,
    digest_of,
    disclosure,
    draft,
    present,
    refusal,
    showing,
    written,
)

SALT: Final = "AAAAAAAAAAAAAAAAAAAAAA"
CONTROLS: Final = ["_sd", "_sd_alg", "..."]


def shown(made: Draft, *names: str) -> str:
    return bind(showing(made.signed(), "commune", *names))


def shown_with(made: Draft, *texts: str) -> str:
    """Show ``commune`` and these disclosures, whatever is in them."""
    signed = made.signed()
    commune = showing(draft().signed(), "commune").disclosures
    return bind(SdJwt(signed.issuer_jwt, (*commune, *texts)))


@pytest.mark.parametrize("name", CONTROLS)
def test_attack_11_a_disclosure_for_a_claim_named_like_a_control(name: str) -> None:
    made = draft().with_payload(_sd_alg=...).concealing(disclosure(SALT, name, "sha-256"))
    assert refusal(shown(made, name)) == (6, "sdjwt.reserved_name")


@pytest.mark.parametrize("name", CONTROLS)
def test_attack_11_such_a_disclosure_further_down(name: str) -> None:
    inner = disclosure(SALT, name, "sha-256")
    made = draft().with_payload(house={"_sd": [digest_of(inner)]})
    assert refusal(shown_with(made, inner)) == (6, "sdjwt.reserved_name")


@pytest.mark.parametrize(
    "member",
    [
        {"...": "x"},
        {"house": {"...": "x"}},
        {"house": {"...": digest_of("x"), "door": 7}},
        {"nations": [{"...": digest_of("x"), "since": 1990}]},
        {"house": {"_sd_alg": "sha-256"}},
        {"nations": [{"_sd_alg": "sha-256"}]},
    ],
    ids=["at the top", "in an object", "beside others", "in an element", "nested", "in an array"],
)
def test_attack_11_a_control_name_where_none_belongs(member: dict[str, Any]) -> None:
    assert refusal(present(draft().with_payload(**member))) == (6, "sdjwt.reserved_name")


def test_attack_11_a_control_name_inside_a_disclosure() -> None:
    made = draft().concealing(disclosure(SALT, "house", {"door": 7, "...": "x"}))
    assert refusal(shown(made, "house")) == (6, "sdjwt.reserved_name")


@pytest.mark.parametrize("value", ["", "x", 0, False, None, {}, {"x": 1}], ids=repr)
def test_attack_11_digests_that_are_no_array(value: Any) -> None:
    made = draft().with_payload(house={"_sd": value})
    assert refusal(present(made)) == (6, "sdjwt.malformed")


@pytest.mark.parametrize("value", [1, None, ["x"], {"...": "x"}], ids=repr)
def test_attack_11_a_digest_that_is_no_text(value: Any) -> None:
    assert refusal(present(draft().with_payload(house={"_sd": [value]}))) == (6, "sdjwt.malformed")
    assert refusal(present(draft().with_payload(nations=[{"...": value}]))) == (
        6,
        "sdjwt.malformed",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("iss", STRANGER.did),
        ("vct", "urn:livret:birth:1"),
        ("exp", 9_999_999_999),
        ("issuing_territory", "fr-insee:75056"),
        ("_sd_alg", "sha-256"),
    ],
)
def test_attack_11_a_disclosure_that_covers_a_claim_in_clear(name: str, value: Any) -> None:
    made = draft().concealing(disclosure(SALT, name, value))
    expected = "sdjwt.reserved_name" if name == "_sd_alg" else "sdjwt.overwrites"
    assert refusal(shown(made, name)) == (6, expected)


def test_attack_11_two_disclosures_for_one_claim() -> None:
    made = draft().concealing(disclosure(SALT, "commune", "Paris"))
    assert refusal(shown(made)) == (6, "sdjwt.overwrites")


def test_attack_11_a_disclosure_that_covers_part_of_a_claim() -> None:
    inner = disclosure(SALT, "door", 8)
    outer = disclosure("BBBBBBBBBBBBBBBBBBBBBB", "house", {"door": 7, "_sd": [digest_of(inner)]})
    made = draft().concealing(outer)
    assert refusal(shown_with(made, outer, inner)) == (6, "sdjwt.overwrites")


def test_attack_11_a_member_twice_inside_a_disclosure() -> None:
    twice = written(f'["{SALT}","house",{{"door":7,"door":8}}]')
    made = draft().with_payload(garden={"_sd": [digest_of(twice)]})
    assert refusal(shown_with(made, twice)) == (6, "input.duplicate_member")


def test_attack_11_a_member_twice_in_the_signed_payload() -> None:
    made = draft()
    raw = json_encoding.format(made.payload)
    twice = b'{"iss":"' + STRANGER.did.encode() + b'",' + raw[1:]
    signed = SdJwt(jws.sign(made.header, twice, TOWN.signer), made.disclosures)
    assert refusal(bind(showing(signed, "commune"))) == (NEVER_PARSED, "input.duplicate_member")


@pytest.mark.parametrize("name", ["sd", "_SD", "..", "....", "_sd_algorithm", ""])
def test_attack_11_twin_names_that_only_look_like_controls(name: str) -> None:
    assert accepted(shown(draft().concealing(disclosure(SALT, name, "x")), name)).not_asked == 1


def test_attack_11_twin_one_name_at_two_levels() -> None:
    inner = disclosure(SALT, "commune", "within")
    outer = disclosure("BBBBBBBBBBBBBBBBBBBBBB", "house", {"_sd": [digest_of(inner)]})
    made = draft().concealing(outer)
    assert accepted(shown_with(made, outer, inner)).claims == {("commune",): "Verneuil"}


def test_attack_11_twin_an_empty_list_of_digests() -> None:
    accepted(present(draft().with_payload(house={"_sd": []})))
