from dataclasses import replace
from itertools import count
from typing import Any, Final

import pytest

from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, Refused
from livret_core.oauth.authorization_server import PRE_AUTHORIZED
from livret_core.openid4vci.authorization_details import CredentialDetail
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.token import (
    PreAuthorizedRequest,
    RefreshRequest,
    TokenRequest,
    TokenResponse,
    check_asked,
    check_target,
    parse_token_request,
)

ISSUER: Final = CredentialIssuer.parse("https://verneuil.test/town")
REQUEST: Final = PreAuthorizedRequest("SplxlOBeZQQYbYS6", "402719")
DETAIL: Final = CredentialDetail("birth.1.did")


@pytest.mark.parametrize(
    "request_",
    [
        REQUEST,
        PreAuthorizedRequest("abc"),
        PreAuthorizedRequest("abc", None, (DETAIL,), "wallet", ISSUER.text),
        PreAuthorizedRequest("abc", None, (CredentialDetail("a", (ISSUER.text,), ("x", "y")),)),
        RefreshRequest("abc"),
        RefreshRequest("abc", "wallet", ISSUER.text),
        PreAuthorizedRequest("abc", scope=("a", "b")),
        RefreshRequest("abc", scope=("a",)),
        RefreshRequest("abc", details=(CredentialDetail("residency.1.did"),)),
    ],
)
def test_a_request_is_read_as_it_was_written(request_: TokenRequest) -> None:
    assert parse_token_request(request_.format()) == request_


def test_parameters_that_livret_does_not_know_or_that_are_empty_are_ignored() -> None:
    assert parse_token_request(REQUEST.format() + b"&more=1&client_id=&scope=") == REQUEST


def asked(**changes: Any) -> bytes:
    values = {
        "grant_type": PRE_AUTHORIZED,
        "pre-authorized_code": "abc",
        "authorization_details": '[{"type":"openid_credential","credential_configuration_id":"a"}]',
    } | changes
    return form.format({name: value for name, value in values.items() if value is not ...}).encode()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (asked(grant_type=...), "token.malformed"),
        (asked(grant_type="authorization_code"), "token.grant_type"),
        (asked(grant_type="password"), "token.grant_type"),
        (asked(**{"pre-authorized_code": ...}), "token.malformed"),
        (asked(**{"pre-authorized_code": "é"}), "token.malformed"),
        (asked(**{"pre-authorized_code": "a" * 1025}), "token.malformed"),
        (asked(tx_code="1" * 65), "token.malformed"),
        (asked(authorization_details="["), "token.details"),
        (asked(authorization_details="{}"), "token.details"),
        (asked(authorization_details="[]"), "token.details"),
        (asked(authorization_details="[7]"), "token.details"),
        (asked(authorization_details='[{"type":"payment"}]'), "token.details"),
        (asked(authorization_details='[{"type":"openid_credential"}]'), "token.details"),
        (
            asked(
                authorization_details='[{"type":"openid_credential",'
                '"credential_configuration_id":"a","locations":[]}]'
            ),
            "token.details",
        ),
        (asked(grant_type="refresh_token"), "token.malformed"),
        (asked(grant_type="refresh_token", refresh_token="a", tx_code="1"), "token.malformed"),
        (asked(scope="a  b"), "token.scope"),
        (asked(grant_type="refresh_token", refresh_token="a", scope='"'), "token.scope"),
        (asked() + b"&tx_code=1&tx_code=2", "input.form"),
        (b"{}", "input.form"),
        (b"\xff", "input.form"),
        (b"a" * ((64 << 10) + 1), "input.too_large"),
    ],
    ids=count(),
)
def test_what_asks_for_no_token_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(LivretError) as caught:
        parse_token_request(raw)
    assert caught.value.code == code


OFFERED: Final = ("residency.1.did", "birth.1.did")


def test_what_was_offered_may_be_asked_for_whole_or_in_part() -> None:
    assert check_asked(REQUEST, ISSUER, OFFERED) == OFFERED
    assert check_asked(replace(REQUEST, resource=ISSUER.text), ISSUER, OFFERED) == OFFERED
    here = CredentialDetail("birth.1.did", (ISSUER.text,))
    assert check_asked(replace(REQUEST, details=(DETAIL, here)), ISSUER, OFFERED) == (
        "birth.1.did",
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"details": (CredentialDetail("diploma.1.did"),)}, "token.details"),
        ({"details": (CredentialDetail("birth.1.did", ("https://x.test",)),)}, "token.target"),
        ({"resource": "https://x.test"}, "token.target"),
    ],
    ids=repr,
)
def test_what_was_not_offered_here_may_not(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        check_asked(replace(REQUEST, **changes), ISSUER, OFFERED)
    assert caught.value.code == code


def test_a_refresh_token_is_for_one_issuer() -> None:
    check_target(RefreshRequest("a"), ISSUER)
    with pytest.raises(Refused) as caught:
        check_target(RefreshRequest("a", None, "https://x.test"), ISSUER)
    assert caught.value.code == "token.target"


RESPONSE: Final = TokenResponse(
    "abc.DEF-_~+/=", "DPoP", 300, "later", (CredentialDetail("a", (), ("a-1", "a-2")),)
)


@pytest.mark.parametrize(
    "response", [RESPONSE, TokenResponse("abc", "Bearer"), replace(RESPONSE, scope=("a", "b"))]
)
def test_a_response_is_read_as_it_was_written(response: TokenResponse) -> None:
    assert TokenResponse.parse(response.format()) == response


def given(**changes: Any) -> bytes:
    members = json_encoding.parse_object(RESPONSE.format()) | changes
    return json_encoding.format(
        {name: value for name, value in members.items() if value is not ...}
    )


def test_what_is_none_of_the_wallets_business_is_ignored() -> None:
    details = [{"type": "payment"}, *(detail.format() for detail in RESPONSE.details)]
    for scope in (..., 7, "", "a  b"):
        raw = given(authorization_details=details, token_type="dpop", c_nonce="x", scope=scope)
        assert TokenResponse.parse(raw) == RESPONSE


def test_a_dataset_is_asked_for_by_its_identifier() -> None:
    assert RESPONSE.identifiers("a") == ("a-1", "a-2")
    assert RESPONSE.identifiers("b") == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"access_token": ...}, "token.malformed"),
        ({"access_token": ""}, "token.malformed"),
        ({"access_token": "a b"}, "token.malformed"),
        ({"access_token": "a\r\nX: y"}, "token.malformed"),
        ({"token_type": ...}, "token.malformed"),
        ({"token_type": "mac"}, "token.unbound"),
        ({"expires_in": 0}, "token.malformed"),
        ({"expires_in": True}, "token.malformed"),
        ({"expires_in": "300"}, "token.malformed"),
        ({"refresh_token": ""}, "token.malformed"),
        ({"refresh_token": 7}, "token.malformed"),
        ({"authorization_details": {}}, "token.malformed"),
        ({"authorization_details": [7]}, "token.malformed"),
        ({"authorization_details": [DETAIL.format()]}, "token.malformed"),
    ],
    ids=repr,
)
def test_what_gives_no_token_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(LivretError) as caught:
        TokenResponse.parse(given(**changes))
    assert caught.value.code == code


def test_a_token_that_a_thief_could_use_is_not_taken() -> None:
    RESPONSE.check_bound()
    with pytest.raises(Refused) as caught:
        TokenResponse("abc", "Bearer").check_bound()
    assert caught.value.code == "token.unbound"


def test_no_secret_shows_in_a_trace() -> None:
    shown = repr((REQUEST, RefreshRequest("secret"), RESPONSE))
    assert not [
        secret for secret in ("Splx", "402719", "secret", "abc.", "later") if secret in shown
    ]
