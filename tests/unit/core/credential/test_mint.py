from collections import Counter
from typing import Any

import pytest

from livret_core.credential import mint
from livret_core.credential.presentation import Presentation
from livret_core.credential.registered import NEVER_DISCLOSED
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import Refused
from livret_core.keys import ES256
from livret_core.sdjwt import ConcealPlan
from tests.scene import (
    CLAIMS,
    DAY_S,
    EXPIRES_S,
    HOLDER,
    INDEX,
    ISSUED_S,
    RESIDENCY,
    TOWN,
    counted,
    draft,
    elements_of,
)


def made(claims: dict[str, Any], **changes: Any) -> mint.UnsignedCredential:
    asked: dict[str, Any] = {
        "plan": mint.conceal_plan(RESIDENCY, claims),
        "issuer": mint.IssuerIdentity.did(ES256, did=TOWN.did, key_id=TOWN.kid),
        "holder_key": HOLDER.public_key,
        "status": None,
        "issued_at_s": ISSUED_S,
        "expires_at_s": EXPIRES_S,
        "salts": counted(),
        "decoys": counted(1, 32),
    }
    return mint.prepare(RESIDENCY, claims, **(asked | changes))


def payload_of(unsigned: mint.UnsignedCredential) -> dict[str, Any]:
    return json_encoding.parse_object(base64url.decode(unsigned.signing_input.split(b".")[1]))


def test_the_payload_names_type_issuer_holder_dates_and_status() -> None:
    payload = draft().payload
    assert (payload["iss"], payload["vct"]) == (TOWN.did, RESIDENCY.vct)
    assert payload["vct#integrity"] == RESIDENCY.integrity
    assert (payload["iat"], payload["exp"]) == (ISSUED_S, EXPIRES_S)
    assert payload["status"] == {
        "status_list": {"idx": INDEX, "uri": TOWN.status_uri.text},
    }
    assert draft().header == {"alg": "ES256", "typ": "dc+sd-jwt", "kid": TOWN.kid}


def test_every_claim_of_the_type_that_may_be_hidden_is_hidden() -> None:
    unsigned = made(dict(CLAIMS))
    hidden = {elements_of(text)[1] for text in unsigned.disclosures}
    assert hidden == {
        "family_name", "given_name", "birthdate", "commune", "date_of_issuance",
        "street_address", "postal_code", "locality", "country",
    }  # fmt: skip
    payload = payload_of(unsigned)
    assert set(payload) >= {"address", "issuing_authority", "issuing_territory"}
    assert "commune" not in payload
    assert set(payload["address"]) == {"_sd"}


def test_signed_and_joined_it_reads_back_as_the_claims() -> None:
    unsigned = made(dict(CLAIMS))
    text = unsigned.assemble(TOWN.signer.sign(unsigned.signing_input))
    presentation = Presentation.parse(text)
    presentation.token.verify(TOWN.signer.public_key)
    claims = presentation.reveal().claims
    assert {name: claims[name] for name in CLAIMS} == dict(CLAIMS)


def test_the_same_arguments_make_the_same_credential() -> None:
    assert made(dict(CLAIMS)) == made(dict(CLAIMS))


def test_without_an_end_and_a_list_neither_is_named() -> None:
    payload = payload_of(made(dict(CLAIMS), expires_at_s=None))
    assert payload.keys().isdisjoint({"exp", "status"})


def test_a_certificate_is_named_by_its_chain_alone() -> None:
    issuer = mint.IssuerIdentity.x509(ES256, x5c=["MIIB"])
    unsigned = made(dict(CLAIMS), issuer=issuer)
    header = json_encoding.parse_object(base64url.decode(unsigned.signing_input.split(b".")[0]))
    assert header == {"alg": "ES256", "typ": "dc+sd-jwt", "x5c": ["MIIB"]}
    assert "iss" not in payload_of(unsigned)


@pytest.mark.parametrize("name", sorted(NEVER_DISCLOSED | {"iat", "sub", "_sd", "_sd_alg", "..."}))
def test_a_record_cannot_bring_a_claim_that_is_the_issuers_to_make(name: str) -> None:
    with pytest.raises(Refused) as caught:
        made({**CLAIMS, name: "x"}, plan=ConcealPlan())
    assert caught.value.code == "claims.registered"


@pytest.mark.parametrize("name", ["_sd", "_sd_alg", "..."])
def test_nor_a_control_name_further_down(name: str) -> None:
    with pytest.raises(Refused) as caught:
        made({**CLAIMS, "address": {name: "x"}}, plan=ConcealPlan())
    assert caught.value.code == "sdjwt.reserved_name"


@pytest.mark.parametrize(
    "absent", [(), ("family_name",), ("family_name", "given_name", "birthdate"), ("region",)]
)
def test_how_many_claims_a_person_has_is_not_to_be_counted(absent: tuple[str, ...]) -> None:
    whole: dict[str, Any] = {**CLAIMS, "resident_since": "2001", "residence_kind": "primary"}
    whole["address"] = {**whole["address"], "region": "Normandie", "house_number": "7"}
    claims = {name: value for name, value in whole.items() if name not in absent}
    claims["address"] = {
        name: value for name, value in whole["address"].items() if name not in absent
    }
    full, part = payload_of(made(whole)), payload_of(made(claims))
    assert len(part["_sd"]) == len(full["_sd"])
    assert len(part["address"]["_sd"]) == len(full["address"]["_sd"])


def test_the_plan_of_a_shape_is_made_once() -> None:
    one = mint.conceal_plan(RESIDENCY, CLAIMS)
    assert mint.conceal_plan(RESIDENCY, {**CLAIMS, "commune": "Paris"}) is one
    fewer = {name: value for name, value in CLAIMS.items() if name != "birthdate"}
    assert mint.conceal_plan(RESIDENCY, fewer).decoys == one.decoys + 1
    assert Counter(plan.decoys for plan in one.children.values())[0] >= 5


@pytest.mark.parametrize(
    ("now_s", "not_before_s", "expected"),
    [
        (3 * DAY_S + 5, 0, 3 * DAY_S),
        (3 * DAY_S, 0, 3 * DAY_S),
        (3 * DAY_S + 5, 3 * DAY_S + 2, 3 * DAY_S + 2),
    ],
)
def test_the_time_of_issue_is_the_day_but_never_before_the_key(
    now_s: int, not_before_s: int, expected: int
) -> None:
    assert mint.coarse_time(now_s, not_before_s=not_before_s) == expected
