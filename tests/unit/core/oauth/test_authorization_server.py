from dataclasses import replace
from typing import Any, Final

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.oauth.authorization_server import PRE_AUTHORIZED, REFRESH, AuthorizationServer

ISSUER: Final = HttpsUri.parse("https://verneuil.test/town")
SERVER: Final = AuthorizationServer(
    issuer=ISSUER,
    token_endpoint=HttpsUri.parse("https://verneuil.test/town/token"),
    grants=(PRE_AUTHORIZED, REFRESH),
    takes_anonymous=True,
    dpop_algorithms=("ES256",),
    details_types=("openid_credential",),
)


def parsed(**changes: Any) -> AuthorizationServer:
    members = SERVER.format() | changes
    kept = {name: value for name, value in members.items() if value is not ...}
    return AuthorizationServer.parse(json_encoding.format(kept), issuer=ISSUER)


def code(**changes: Any) -> str:
    with pytest.raises(LivretError) as caught:
        parsed(**changes)
    return caught.value.code


def test_parse_and_format_are_inverse() -> None:
    assert parsed() == SERVER
    whole = replace(
        SERVER,
        authorization_endpoint=HttpsUri.parse("https://verneuil.test/authorize"),
        pushed_requests_endpoint=HttpsUri.parse("https://verneuil.test/par"),
        client_authentication=("none",),
        code_challenges=("S256",),
    )
    raw = json_encoding.format(whole.format())
    assert AuthorizationServer.parse(raw, issuer=ISSUER) == whole


def test_it_says_the_members_that_wallets_look_for() -> None:
    assert SERVER.format() == {
        "issuer": "https://verneuil.test/town",
        "token_endpoint": "https://verneuil.test/town/token",
        "grant_types_supported": [PRE_AUTHORIZED, "refresh_token"],
        "pre-authorized_grant_anonymous_access_supported": True,
        "dpop_signing_alg_values_supported": ["ES256"],
        "authorization_details_types_supported": ["openid_credential"],
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"issuer": "https://verneuil.test/town/"}, "metadata.other_issuer"),
        ({"issuer": ...}, "metadata.other_issuer"),
        ({"token_endpoint": "http://verneuil.test/token"}, "input.https_uri"),
        ({"token_endpoint": 7}, "metadata.malformed"),
        ({"grant_types_supported": []}, "metadata.malformed"),
        ({"grant_types_supported": "x"}, "metadata.malformed"),
        ({"dpop_signing_alg_values_supported": [7]}, "metadata.malformed"),
        (
            {"pre-authorized_grant_anonymous_access_supported": "yes"},
            "metadata.malformed",
        ),
    ],
    ids=repr,
)
def test_what_is_not_such_a_document_is_refused(changes: dict[str, Any], expected: str) -> None:
    assert code(**changes) == expected


def test_silence_means_what_the_standards_say() -> None:
    silent = parsed(
        **{
            "grant_types_supported": ...,
            "pre-authorized_grant_anonymous_access_supported": ...,
            "dpop_signing_alg_values_supported": ...,
        }
    )
    assert (silent.grants, silent.takes_anonymous, silent.dpop_algorithms) == (
        ("authorization_code", "implicit"),
        False,
        (),
    )


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        (replace(SERVER, takes_anonymous=False), "token.client"),
        (replace(SERVER, grants=("authorization_code",)), "offer.unsupported"),
        (replace(SERVER, token_endpoint=None), "offer.unsupported"),
    ],
)
def test_a_server_that_takes_no_code_of_an_unknown_wallet(
    server: AuthorizationServer, expected: str
) -> None:
    assert SERVER.check_takes_offer() == SERVER.token_endpoint
    with pytest.raises(LivretError) as caught:
        server.check_takes_offer()
    assert caught.value.code == expected
