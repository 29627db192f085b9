"""What the token endpoint answers, by the sections of the standards it is held to."""

import json
from typing import Any

import pytest

from livret_core.encoding import form
from livret_core.encoding.json import JsonObject
from livret_core.oauth.authorization_server import PRE_AUTHORIZED, REFRESH
from livret_core.openid4vci.token import TokenResponse
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


def refresh(caller: Caller, tokens: JsonObject, **more: Any) -> Answer:
    """Bring a refresh token, and parameters as they are."""
    values = {"grant_type": REFRESH, "refresh_token": str(tokens["refresh_token"])}
    return caller.post("/token", form.format(values | more).encode(), content_type=FORM)


@pytest.mark.parametrize("wider", ["openid", "{granted} openid", "urn:livret:birth:1.did"])
def test_rfc_6749_6_a_refresh_for_more_than_was_granted_is_invalid_scope(
    office: Office, caller: Caller, wider: str
) -> None:
    tokens, granted = caller.tokens(offer(office)), published(caller)
    answer = refresh(caller, tokens, scope=wider.format(granted=granted))
    assert said(answer) == (400, "invalid_scope", "token.scope")
    # It changed nothing: the token before it is good, and so is the refresh token.
    assert "refresh" not in acts(office)
    twin = refresh(caller, tokens, scope=granted)
    assert (twin.status, "scope" in twin.json()) == (200, False)


def test_rfc_6749_6_a_refresh_token_is_bound_to_its_key_and_not_to_a_name(
    office: Office, caller: Caller
) -> None:
    """Nobody vouches for a wallet's name; who has the key may say another, as often as it likes."""
    tokens = caller.tokens(offer(office))
    for client_id in ("one", "another"):
        assert refresh(caller, tokens, client_id=client_id).status == 200
    thief = Caller(caller.send, name="thief", clock=caller.clock)
    answer = refresh(thief, tokens, client_id="one")
    assert said(answer) == (400, "invalid_grant", "dpop.other_key")


@pytest.mark.parametrize(
    "details",
    [
        "[",
        "[]",
        json.dumps([{"type": "payment"}]),
        json.dumps([DETAIL | {"credential_configuration_id": "birth.1.did"}]),
        json.dumps([DETAIL, DETAIL | {"credential_configuration_id": "birth.1.did"}]),
    ],
)
def test_rfc_9396_6_a_refresh_for_other_details_is_invalid_authorization_details(
    office: Office, caller: Caller, details: str
) -> None:
    tokens = caller.tokens(offer(office))
    answer = refresh(caller, tokens, authorization_details=details)
    assert said(answer) == (400, "invalid_authorization_details", "token.details")
    assert "refresh" not in acts(office)


def test_openid4vci_6_2_twin_a_refresh_with_details_is_answered_with_identifiers(
    office: Office, caller: Caller
) -> None:
    tokens = caller.tokens(offer(office))
    answer = refresh(caller, tokens, authorization_details=json.dumps([DETAIL]))
    assert TokenResponse.parse(answer.body).identifiers(CONFIGURATION) == (CONFIGURATION,)
    # Who did not ask by details is told of none, as before.
    assert "authorization_details" not in refresh(caller, tokens).json()


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


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/credential", "invalid_credential_request"),
        ("/deferred", "invalid_credential_request"),
        ("/notification", "invalid_notification_request"),
    ],
)
def test_openid4vci_8_3_1_2_another_media_type_is_refused_in_the_protocols_words(
    office: Office, caller: Caller, path: str, error: str
) -> None:
    access = caller.access(offer(office))
    answer = caller.post(path, b"{}", token=access, content_type="text/plain")
    assert said(answer) == (400, error, "input.json")
    assert answer.headers["content-type"] == JSON
    assert answer.headers["cache-control"] == "no-store"


def test_rfc_6750_3_who_shows_no_token_hears_that_before_a_wrong_media_type(
    caller: Caller,
) -> None:
    for path in ("/credential", "/deferred", "/notification", "/dating"):
        answer = caller.post(path, b"{}", content_type="text/plain")
        assert (answer.status, answer.body) == (401, b""), path
        assert answer.headers["www-authenticate"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
@pytest.mark.parametrize("path", ["/credential", "/deferred", "/notification", "/dating"])
def test_rfc_6750_3_1_who_shows_a_wrong_token_hears_that_before_a_wrong_media_type(
    office: Office, caller: Caller, path: str, content_type: str
) -> None:
    access = caller.access(offer(office))
    answer = caller.post(path, b"{}", token=access + "x", content_type=content_type)
    assert said(answer) == (401, "invalid_token", "access.invalid")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    assert answer.headers["connection"] == "close"  # its body was not read


def test_openid4vci_8_2_who_was_named_identifiers_asks_by_them_alone(
    office: Office, caller: Caller
) -> None:
    answer = bring(caller, offer(office), authorization_details=json.dumps([DETAIL]))
    access = str(answer.json()["access_token"])
    by_name = caller.ask(access, caller.request())
    assert said(by_name) == (400, "invalid_credential_request", "issuance.malformed")
    identifier = caller.request(
        credential_configuration_id=None, credential_identifier=CONFIGURATION
    )
    assert caller.ask(access, identifier).status == 200


def test_openid4vci_8_2_who_was_named_none_asks_by_configuration(
    office: Office, caller: Caller
) -> None:
    access = caller.access(offer(office))
    identifier = caller.request(
        credential_configuration_id=None, credential_identifier=CONFIGURATION
    )
    by_name = caller.ask(access, identifier)
    assert said(by_name) == (400, "unknown_credential_identifier", "issuance.identifier")
    assert caller.ask(access, caller.request()).status == 200


def test_openid4vci_8_2_a_refreshed_token_is_asked_with_as_it_was_given(
    office: Office, caller: Caller
) -> None:
    tokens = caller.tokens(offer(office))
    access = str(
        refresh(caller, tokens, authorization_details=json.dumps([DETAIL])).json()["access_token"]
    )
    assert said(caller.ask(access, caller.request()))[0] == 400
    access = str(refresh(caller, tokens).json()["access_token"])
    identifier = caller.request(
        credential_configuration_id=None, credential_identifier=CONFIGURATION
    )
    assert said(caller.ask(access, identifier))[0] == 400
