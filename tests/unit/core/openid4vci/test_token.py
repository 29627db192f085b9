from dataclasses import replace
from itertools import count
from typing import Any, Final

import pytest

from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.oauth.authorization_server import PRE_AUTHORIZED
from livret_core.oauth.dpop import DpopProof, sign_proof, verify_proof
from livret_core.openid4vci.authorization_details import CredentialDetail
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.refresh import OpenRefresh, RefreshRequest, check_refresh
from livret_core.openid4vci.token import (
    OpenOffer,
    PreAuthorizedRequest,
    TokenRequest,
    TokenResponse,
    check_pre_authorized,
    check_target,
    parse_token_request,
)

NOW_S: Final = 1_795_000_000
ISSUER: Final = CredentialIssuer.parse("https://verneuil.test/town")
REQUEST: Final = PreAuthorizedRequest("SplxlOBeZQQYbYS6", "402719")
OPEN: Final = OpenOffer(("residency.1.did", "birth.1.did"), "402719", 3, NOW_S + 1, False)
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
    ],
)
def test_a_request_is_read_as_it_was_written(request_: TokenRequest) -> None:
    assert parse_token_request(request_.format()) == request_


def test_parameters_that_livret_does_not_know_or_that_are_empty_are_ignored() -> None:
    assert parse_token_request(REQUEST.format() + b"&scope=x&more=1&client_id=") == REQUEST


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
        (asked(authorization_details="["), "input.json"),
        (asked(authorization_details="{}"), "token.malformed"),
        (asked(authorization_details="[]"), "token.malformed"),
        (asked(authorization_details="[7]"), "token.malformed"),
        (asked(authorization_details='[{"type":"payment"}]'), "token.details"),
        (asked(authorization_details='[{"type":"openid_credential"}]'), "token.malformed"),
        (
            asked(
                authorization_details='[{"type":"openid_credential",'
                '"credential_configuration_id":"a","locations":[]}]'
            ),
            "token.malformed",
        ),
        (asked(grant_type="refresh_token"), "token.malformed"),
        (asked(grant_type="refresh_token", refresh_token="a", tx_code="1"), "token.malformed"),
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


def check(
    request: PreAuthorizedRequest = REQUEST, offer: OpenOffer | None = OPEN, *, now_s: int = NOW_S
) -> tuple[str, ...]:
    return check_pre_authorized(request, offer, issuer=ISSUER, now_s=now_s)


def test_a_code_and_its_pin_give_what_was_offered() -> None:
    assert check() == ("residency.1.did", "birth.1.did")
    assert check(replace(REQUEST, details=(DETAIL, DETAIL))) == ("birth.1.did",)
    assert check(replace(REQUEST, resource=ISSUER.text)) == OPEN.configuration_ids
    unlocked = replace(OPEN, tx_code=None)
    assert check(replace(REQUEST, tx_code=None), unlocked) == OPEN.configuration_ids


@pytest.mark.parametrize(
    ("changes", "offer", "code"),
    [
        ({}, None, "token.code"),
        ({}, replace(OPEN, was_used=True), "token.code"),
        ({}, replace(OPEN, tries_left=0), "token.code"),
        ({}, replace(OPEN, expires_at_s=NOW_S), "token.code"),
        ({"tx_code": None}, OPEN, "token.tx_code_missing"),
        ({"tx_code": "402718"}, OPEN, "token.tx_code"),
        ({"tx_code": "40271"}, OPEN, "token.tx_code"),
        ({"tx_code": "é"}, OPEN, "token.tx_code"),
        ({}, replace(OPEN, tx_code=None), "token.tx_code_unexpected"),
        ({"tx_code": "1"}, replace(OPEN, was_used=True), "token.code"),
        ({"tx_code": None}, replace(OPEN, tries_left=0), "token.code"),
        ({"details": (CredentialDetail("diploma.1.did"),)}, OPEN, "token.details"),
        (
            {"details": (CredentialDetail("birth.1.did", ("https://x.test",)),)},
            OPEN,
            "token.target",
        ),
        ({"resource": "https://x.test"}, OPEN, "token.target"),
    ],
    ids=repr,
)
def test_a_code_that_will_not_do_is_refused(
    changes: dict[str, Any], offer: OpenOffer | None, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        check(replace(REQUEST, **changes), offer)
    assert caught.value.code == code


def test_a_wrong_pin_says_how_many_tries_are_left() -> None:
    with pytest.raises(Refused) as caught:
        check(replace(REQUEST, tx_code="000000"))
    assert caught.value.facts == {"attempts_left": 2}


def test_a_refresh_token_is_for_one_issuer() -> None:
    check_target(RefreshRequest("a"), ISSUER)
    with pytest.raises(Refused) as caught:
        check_target(RefreshRequest("a", None, "https://x.test"), ISSUER)
    assert caught.value.code == "token.target"


def proved(seed: bytes) -> DpopProof:
    uri = HttpsUri.parse("https://verneuil.test/token")
    signer = P256Signer.from_seed(seed)
    text = sign_proof(signer, method="POST", uri=uri, jti="j", issued_at_s=NOW_S)
    return verify_proof(text, method="POST", uri=uri, now_s=NOW_S)


MINE: Final = proved(bytes(range(48)))
KNOWN: Final = OpenRefresh(MINE.thumbprint, NOW_S + 1, False)


@pytest.mark.parametrize(
    ("known", "proof", "code"),
    [
        (None, MINE, "token.refresh"),
        (replace(KNOWN, was_used=True), MINE, "token.refresh"),
        (replace(KNOWN, expires_at_s=NOW_S), MINE, "token.refresh"),
        (KNOWN, None, "dpop.missing"),
        (KNOWN, proved(bytes(48)), "dpop.other_key"),
    ],
    ids=["unknown", "used", "over", "without its key", "with another key"],
)
def test_a_refresh_token_is_good_once_with_its_key_for_its_time(
    known: OpenRefresh | None, proof: DpopProof | None, code: str
) -> None:
    check_refresh(KNOWN, MINE, now_s=NOW_S)
    with pytest.raises(Refused) as caught:
        check_refresh(known, proof, now_s=NOW_S)
    assert caught.value.code == code


RESPONSE: Final = TokenResponse(
    "abc.DEF-_~+/=", "DPoP", 300, "later", (CredentialDetail("a", (), ("a-1", "a-2")),)
)


@pytest.mark.parametrize("response", [RESPONSE, TokenResponse("abc", "Bearer")])
def test_a_response_is_read_as_it_was_written(response: TokenResponse) -> None:
    assert TokenResponse.parse(response.format()) == response


def given(**changes: Any) -> bytes:
    members = json_encoding.parse_object(RESPONSE.format()) | changes
    return json_encoding.format(
        {name: value for name, value in members.items() if value is not ...}
    )


def test_what_is_none_of_the_wallets_business_is_ignored() -> None:
    details = [{"type": "payment"}, *(detail.format() for detail in RESPONSE.details)]
    raw = given(authorization_details=details, token_type="dpop", c_nonce="x", scope="y")
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
    shown = repr((REQUEST, RefreshRequest("secret"), RESPONSE, OPEN))
    assert not [
        secret for secret in ("Splx", "402719", "secret", "abc.", "later") if secret in shown
    ]
