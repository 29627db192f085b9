from dataclasses import replace
from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, Refused
from livret_core.keys import Ed25519Signer, P256Signer, Signer
from livret_core.limits import LATEST_S
from livret_core.openid4vp.client_id import DID_PREFIX, client_id_of
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AUDIENCE, AuthorizationRequest

NOW_S: Final = 1_795_000_000
DESK: Final = P256Signer.from_seed(bytes(range(48)))
STRANGER: Final = P256Signer.from_seed(bytes(48))
REQUEST: Final = AuthorizationRequest(
    client_id=client_id_of(DESK.public_key),
    nonce="n" * 22,
    state="s" * 16,
    query=DcqlQuery.for_one("proof", ("urn:x:1",), (("commune",),)),
    service="Bibliothèque",
    issued_at_s=NOW_S,
    expires_at_s=NOW_S + 300,
    purposes={"fr": "Inscription", "en": "Joining"},
)


def parts(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    header, payload, _ = text.split(".")
    return (
        json_encoding.parse_object(base64url.decode(header)),
        json_encoding.parse_object(base64url.decode(payload)),
    )


def forged(*, signer: Signer = DESK, header: dict[str, Any] | None = None, **changes: Any) -> str:
    made, payload = parts(REQUEST.sign(DESK))
    payload = {name: value for name, value in (payload | changes).items() if value is not ...}
    return jws.sign(made | (header or {}), json_encoding.format(payload), signer)


def code(text: str, *, now_s: int = NOW_S) -> str:
    with pytest.raises(LivretError) as caught:
        AuthorizationRequest.verify(text, now_s=now_s)
    return caught.value.code


@pytest.mark.parametrize(
    "signer", [DESK, Ed25519Signer(bytes(range(32)))], ids=["P-256", "Ed25519"]
)
def test_what_is_signed_verifies(signer: P256Signer | Ed25519Signer) -> None:
    request = AuthorizationRequest(
        client_id_of(signer.public_key), REQUEST.nonce, REQUEST.state, REQUEST.query,
        REQUEST.service, NOW_S, NOW_S + 300, REQUEST.purposes,
    )  # fmt: skip
    assert AuthorizationRequest.verify(request.sign(signer), now_s=NOW_S) == request


def test_the_request_is_openid4vps() -> None:
    header, payload = parts(REQUEST.sign(DESK))
    did = REQUEST.client_id.removeprefix("decentralized_identifier:")
    assert header == {"alg": "ES256", "typ": "oauth-authz-req+jwt", "kid": f"{did}#0"}
    assert (payload["response_type"], payload["aud"]) == ("vp_token", AUDIENCE)
    assert payload["client_id"] == REQUEST.client_id
    assert "iss" not in payload
    assert payload["dcql_query"] == REQUEST.query.format()


@pytest.mark.parametrize(
    "client_id",
    [
        "verifier_attestation:desk.example",
        "openid_federation:https://desk.example",
        "origin:https://desk.example",
        "desk.example",
        "https://desk.example",
        f"{DID_PREFIX}:did:web:desk.example",
        client_id_of(DESK.public_key).removeprefix(f"{DID_PREFIX}:"),
    ],
)
def test_another_kind_of_identifier_is_not_spoken(client_id: str) -> None:
    assert code(forged(client_id=client_id, iss=client_id)) == "request.unsupported"


def test_nobody_signs_in_the_name_of_another() -> None:
    assert code(forged(signer=STRANGER)) == "request.signature"
    with pytest.raises(Refused) as caught:
        REQUEST.sign(STRANGER)
    assert caught.value.code == "request.signature"


def test_a_key_that_is_not_the_identifiers_is_refused() -> None:
    theirs = client_id_of(STRANGER.public_key).removeprefix(f"{DID_PREFIX}:")
    assert code(forged(header={"kid": f"{theirs}#0"}, signer=STRANGER)) == "request.signature"
    assert code(forged(header={"kid": "#0"})) == "request.signature"


@pytest.mark.parametrize("typ", ["JWT", "kb+jwt", None])
def test_another_type_of_token_is_refused(typ: str | None) -> None:
    assert code(forged(header={"typ": typ})) == "jws.type"


def test_a_request_has_its_time() -> None:
    text = REQUEST.sign(DESK)
    assert code(text, now_s=NOW_S + 300) == "request.expired"
    assert code(text, now_s=NOW_S - 61) == "request.ahead"
    AuthorizationRequest.verify(text, now_s=NOW_S + 299)
    AuthorizationRequest.verify(text, now_s=NOW_S - 60)


def test_another_way_of_answering_is_not_spoken() -> None:
    for mode in ("fragment", "dc_api.jwt", "query", ...):
        assert code(forged(response_mode=mode)) == "request.unsupported"


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": ...},
        {"client_id": 7},
        {"response_type": "code"},
        {"response_type": ...},
        {"aud": "https://wallet.example"},
        {"aud": [AUDIENCE]},
        {"nonce": ...},
        {"nonce": "short"},
        {"nonce": "n" * 129},
        {"nonce": "n" * 21 + "é"},
        {"nonce": "n" * 22 + "\n"},
        {"state": "s s" * 8},
        {"dcql_query": ...},
        {"dcql_query": []},
        {"client_metadata": ...},
        {"client_metadata": {}},
        {"client_metadata": {"client_name": ""}},
        {"client_metadata": {"client_name": "x" * 129}},
        {"client_metadata": {"client_name": "x", "purpose": "y"}},
        {"client_metadata": {"client_name": "x", "purpose": {"FR": "y"}}},
        {"client_metadata": {"client_name": "x", "purpose": {"fr": 7}}},
        {"client_metadata": {"client_name": "x", "purpose": {"fr": "y" * 513}}},
        {"client_metadata": {"client_name": "x", "retention_s": -1}},
        {"client_metadata": {"client_name": "x", "retention_s": 3.5}},
        {"client_metadata": {"client_name": "x", "retention_s": True}},
        {"client_metadata": {"client_name": "x", "retention_s": "a day"}},
        {"client_metadata": {"client_name": "x", "retention_s": 10**10}},
        {"iat": ...},
        {"iat": True},
        {"iat": -1},
        {"iat": LATEST_S + 1},
        {"exp": LATEST_S + 1},
        {"exp": 10**15},
        {"exp": 9007199254740991},
        {"exp": "soon"},
        {"exp": 1.5},
    ],
    ids=lambda changes: repr(changes)[:90],
)
def test_a_request_of_another_shape_is_malformed(changes: dict[str, Any]) -> None:
    assert code(forged(**changes)) == "request.malformed"


def test_a_request_may_be_open_until_the_last_second_of_the_calendar() -> None:
    AuthorizationRequest.verify(forged(exp=LATEST_S), now_s=NOW_S)


def test_the_query_inside_is_read_as_strictly() -> None:
    assert code(forged(dcql_query={"credentials": []})) == "request.malformed"


def test_a_request_beyond_the_cap_is_not_read() -> None:
    assert code("a" * (64 << 10) + ".b.c") == "input.too_large"


def test_a_purpose_may_be_left_out() -> None:
    text = forged(client_metadata={"client_name": "x"})
    assert AuthorizationRequest.verify(text, now_s=NOW_S).purposes == {}


@pytest.mark.parametrize("retention_s", [0, 900, None])
def test_how_long_it_keeps_what_it_is_shown_is_read_as_it_was_said(
    retention_s: int | None,
) -> None:
    request = replace(REQUEST, retention_s=retention_s)
    assert AuthorizationRequest.verify(request.sign(DESK), now_s=NOW_S) == request
