"""What the token endpoint answers, by the sections of the standards it is held to."""

import json
from typing import Any

import pytest

from livret_core.encoding import form
from livret_core.oauth.authorization_server import PRE_AUTHORIZED
from livret_core.openid4vci.token import RefreshRequest, TokenResponse
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from tests.asking import Answer
from tests.halls_online import CONFIGURATION, FORM, JSON, Caller, said
from tests.pickups import acts, offer

DETAIL = {"type": "openid_credential", "credential_configuration_id": CONFIGURATION}


def bring(caller: Caller, offered: Offered, **more: Any) -> Answer:
    """Bring a code and its PIN, and parameters as they are."""
    values = {
        "grant_type": PRE_AUTHORIZED,
        "pre-authorized_code": caller.code(offered),
        "tx_code": offered.pin or "",
    }
    return caller.post("/token", form.format(values | more).encode(), content_type=FORM)


def published(caller: Caller) -> str:
    """The scope of the configuration that is offered."""
    answer = caller.get(f"{caller.url}/.well-known/openid-credential-issuer")
    configurations: Any = answer.json()["credential_configurations_supported"]
    scope = configurations[CONFIGURATION]["scope"]
    assert isinstance(scope, str)
    return scope


def test_rfc_6749_5_1_a_scope_is_answered_where_it_is_not_the_one_asked_for(
    office: Office, caller: Caller
) -> None:
    granted = published(caller)
    for asked in ("openid", f"{granted} openid", "urn:livret:birth:1.did"):
        answer = bring(caller, offer(office), scope=asked)
        assert (answer.status, answer.json()["scope"]) == (200, granted)
        assert TokenResponse.parse(answer.body).scope == (granted,)


def test_rfc_6749_5_1_twin_the_scope_that_was_asked_for_needs_no_word(
    office: Office, caller: Caller
) -> None:
    for more in ({}, {"scope": published(caller)}, {"scope": ""}):
        answer = bring(caller, offer(office), **more)
        assert (answer.status, "scope" in answer.json()) == (200, False)


def test_rfc_6749_6_a_refreshed_token_says_its_scope_too(office: Office, caller: Caller) -> None:
    tokens = caller.tokens(offer(office))
    body = RefreshRequest(str(tokens["refresh_token"]), scope=("openid",)).format()
    answer = caller.post("/token", body, content_type=FORM)
    assert (answer.status, answer.json()["scope"]) == (200, published(caller))


@pytest.mark.parametrize("scope", ['a"b', "a  b", " a", "é"])
def test_rfc_6749_5_2_a_malformed_scope_is_invalid_scope_and_spends_no_code(
    office: Office, caller: Caller, scope: str
) -> None:
    offered = offer(office)
    assert said(bring(caller, offered, scope=scope)) == (400, "invalid_scope", "token.scope")
    assert "redeem" not in acts(office)
    assert bring(caller, offered).status == 200


@pytest.mark.parametrize(
    "content_type", [JSON, "text/plain", "multipart/form-data; boundary=x", "", "application/x-www"]
)
def test_rfc_6749_5_2_what_is_no_form_is_invalid_request(
    office: Office, caller: Caller, content_type: str
) -> None:
    offered = offer(office)
    body = json.dumps({"grant_type": PRE_AUTHORIZED, "pre-authorized_code": caller.code(offered)})
    answer = caller.post("/token", body.encode(), content_type=content_type)
    assert said(answer) == (400, "invalid_request", "input.form")
    assert answer.headers["content-type"] == JSON
    assert answer.headers["cache-control"] == "no-store"
    assert "dpop-nonce" in answer.headers
    assert "redeem" not in acts(office)
    assert bring(caller, offered).status == 200


def test_rfc_6749_5_2_twin_a_form_is_one_whatever_its_parameters(
    office: Office, caller: Caller
) -> None:
    offered = offer(office)
    values = {
        "grant_type": PRE_AUTHORIZED,
        "pre-authorized_code": caller.code(offered),
        "tx_code": offered.pin or "",
    }
    answer = caller.post(
        "/token", form.format(values).encode(), content_type=f"{FORM.upper()}; charset=UTF-8"
    )
    assert answer.status == 200


@pytest.mark.parametrize(
    "details",
    [
        "[",
        "no JSON",
        "{}",
        "[]",
        "[7]",
        json.dumps([DETAIL, {"type": "payment"}]),
        json.dumps([{"type": "openid_credential"}]),
        json.dumps([DETAIL | {"credential_configuration_id": 7}]),
        json.dumps([DETAIL | {"credential_configuration_id": "nothing.1.did"}]),
        json.dumps([DETAIL | {"locations": "https://verneuil.test"}]),
        '[{"type":"openid_credential","type":"openid_credential"}]',
    ],
)
def test_rfc_9396_5_details_that_are_wrong_are_invalid_authorization_details(
    office: Office, caller: Caller, details: str
) -> None:
    offered = offer(office)
    answer = bring(caller, offered, authorization_details=details)
    assert said(answer) == (400, "invalid_authorization_details", "token.details")
    assert "redeem" not in acts(office)
    assert bring(caller, offered).status == 200


def test_rfc_9396_5_twin_details_of_what_is_offered_are_answered(
    office: Office, caller: Caller
) -> None:
    # Members that nobody knows are no error for this type (OpenID4VCI 1.0 §5.1.1).
    details = json.dumps([DETAIL | {"shade": "blue"}])
    answer = bring(caller, offer(office), authorization_details=details)
    assert TokenResponse.parse(answer.body).identifiers(CONFIGURATION) == (CONFIGURATION,)
