"""Requests whose answer is posted: signed under each prefix, or in a link and unsigned."""

from dataclasses import replace
from typing import Any

import pytest

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.limits import LATEST_S
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import RESPONSE_MODE_FILE
from livret_core.openid4vp.request_uri import client_of
from livret_core.openid4vp.transaction_data import TransactionData, TransactionType
from livret_core.openid4vp.verifier_info import VerifierInfo
from tests.desks_that_ask import (
    ANSWERS,
    BY_ADDRESS,
    BY_HOST,
    BY_KEY,
    HOST,
    NAMED,
    POSTED,
    SIGNER,
    asking,
    code,
    forged,
    signed,
    verified,
)
from tests.scene import NOW_S

METADATA = POSTED._parameters()["client_metadata"]
TREE = TransactionType("urn:x:tree", frozenset({"street"}), frozenset({"remark"}))
PLANTED = TransactionData.of("urn:x:tree", ["proof"], {"street": "Rue des Lilas"})
UNBOUND = {
    "credentials": [
        {
            "id": "proof",
            "format": "dc+sd-jwt",
            "meta": {"vct_values": ["urn:x:1"]},
            "require_cryptographic_holder_binding": False,
        }
    ]
}


def unsigned(**changes: Any) -> AuthorizationRequest:
    return asking(BY_ADDRESS, response_mode="direct_post", encryption=None, **changes)


def read(**changes: Any) -> AuthorizationRequest:
    written = {**unsigned().format_unsigned(), **changes}
    written = {name: value for name, value in written.items() if value is not ...}
    return AuthorizationRequest.parse_unsigned(written, now_s=NOW_S)


def metadata(**changes: Any) -> dict[str, Any]:
    assert isinstance(METADATA, dict)
    whole = {**METADATA, **changes}
    return {name: value for name, value in whole.items() if value is not ...}


@pytest.mark.parametrize("client_id", NAMED)
def test_what_is_signed_in_each_way_verifies(client_id: str) -> None:
    for changes in ({}, {"response_mode": "direct_post", "encryption": None}, {"state": ""}):
        request = asking(client_id, **changes)
        text = request.sign(SIGNER, **NAMED[client_id])
        assert verified(text) == request
        assert verified(text, client_id=client_id) == request


def test_who_answers_in_a_file_is_not_asked_to_post_and_the_reverse() -> None:
    text = signed(BY_KEY)
    with pytest.raises(Refused) as caught:
        AuthorizationRequest.verify(text, now_s=NOW_S)
    assert caught.value.code == "request.unsupported"
    in_file = asking(BY_KEY, response_mode=RESPONSE_MODE_FILE, response_uri=None, encryption=None)
    assert code(in_file.sign(SIGNER)) == "request.unsupported"
    assert AuthorizationRequest.verify(in_file.sign(SIGNER), now_s=NOW_S) == in_file


def test_who_asks_is_told_before_anything_is_verified() -> None:
    for client_id in NAMED:
        assert client_of(signed(client_id)).text == client_id
    assert asking().is_signed
    assert not unsigned().is_signed
    with pytest.raises(LivretError):
        client_of("x.y.z")


def test_the_address_of_an_object_is_an_audience_for_who_fetched_it_there() -> None:
    text = forged(aud=ANSWERS.text)
    assert verified(text, request_uri=ANSWERS) == POSTED
    assert verified(signed(), request_uri=ANSWERS) == POSTED
    assert code(text) == "request.malformed"
    elsewhere = HttpsUri.parse("https://desk.example/requests/8")
    assert code(text, request_uri=elsewhere) == "request.malformed"


def test_a_certificate_gives_the_service_hosts_that_others_vouch_for() -> None:
    found = verified(signed())
    assert (found.hosts, found.subject) == ((HOST, f"www.{HOST}"), "")


def test_the_request_is_openid4vps() -> None:
    header, claims, _ = (base64url.decode(part) for part in signed(BY_HOST).split("."))
    found = json_encoding.parse_object(claims)
    assert json_encoding.parse_object(header).keys() == {"alg", "typ", "x5c"}
    assert found["response_mode"] == "direct_post.jwt"
    assert found["response_uri"] == ANSWERS.text
    assert found["aud"] == "https://self-issued.me/v2"
    client = found["client_metadata"]
    assert isinstance(client, dict)
    assert client["vp_formats_supported"] == {
        "dc+sd-jwt": {
            "sd-jwt_alg_values": ["ES256", "Ed25519"],
            "kb-jwt_alg_values": ["ES256"],
        }
    }
    assert client["encrypted_response_enc_values_supported"] == ["A128GCM", "A256GCM"]
    match client["jwks"]:
        case {"keys": [{"kid": "request-7", "alg": "ECDH-ES", "use": "enc", **key}]}:
            assert key.keys() == {"kty", "crv", "x", "y"}
        case other:
            pytest.fail(str(other))


def test_parameters_in_a_link_are_read_as_they_were_written() -> None:
    assert read() == replace(unsigned(), expires_at_s=NOW_S + 600)
    # The address is in the name already (§5.9.3).
    assert read(response_uri=...).response_uri == ANSWERS


def test_a_link_cannot_bring_what_only_an_object_holds() -> None:
    found = read(iat="1", exp="2", aud="x", iss="y", wallet_nonce="z")
    assert found == read()


def test_a_request_that_does_not_say_when_is_of_now_and_for_ten_minutes() -> None:
    found = verified(forged(iat=..., exp=...))
    assert (found.issued_at_s, found.expires_at_s) == (NOW_S, NOW_S + 600)
    late = verified(forged(BY_KEY, iat=..., exp=...), now_s=LATEST_S - 1)
    assert late.expires_at_s == LATEST_S


def test_what_may_be_left_out_may_be_left_out() -> None:
    found = verified(forged(state=..., iss=..., client_metadata=metadata(client_name=...)))
    assert (found.state, found.service) == ("", "")
    found = verified(forged(client_metadata=..., response_mode="direct_post", nonce="n-0S6_WzA2Mj"))
    assert (found.service, found.nonce) == ("", "n-0S6_WzA2Mj")


def test_a_member_that_nobody_knows_is_ignored_and_so_is_iss() -> None:
    found = verified(forged(iss="somebody", ui_locales="fr", response_code="x"))
    assert found == POSTED


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"aud": ...}, "request.malformed"),
        ({"aud": "https://wallet.example"}, "request.malformed"),
        ({"response_type": "vp_token id_token"}, "request.malformed"),
        ({"response_mode": "fragment"}, "request.unsupported"),
        ({"response_mode": "dc_api.jwt"}, "request.unsupported"),
        ({"response_uri": ...}, "request.malformed"),
        ({"response_uri": "http://desk.example/answers/7"}, "input.https_uri"),
        ({"redirect_uri": ANSWERS.text}, "request.malformed"),
        ({"request_uri": ANSWERS.text}, "request.malformed"),
        ({"request": "x"}, "request.malformed"),
        ({"scope": "com.example.proof"}, "request.malformed"),
        ({"scope": "com.example.proof", "dcql_query": ...}, "request.unsupported"),
        ({"dcql_query": ...}, "request.malformed"),
        ({"nonce": ...}, "request.malformed"),
        ({"nonce": "a b"}, "request.malformed"),
        ({"nonce": "é" * 22}, "request.malformed"),
        ({"nonce": "n" * 513}, "request.malformed"),
        ({"state": "a/b"}, "request.malformed"),
        ({"state": 7}, "request.malformed"),
        ({"dcql_query": UNBOUND, "state": ...}, "request.malformed"),
        ({"exp": 1.5}, "request.malformed"),
        ({"exp": NOW_S}, "request.expired"),
        ({"iat": NOW_S + 61}, "request.ahead"),
        ({"verifier_info": []}, "request.malformed"),
        ({"verifier_info": [{"format": "jwt"}]}, "request.malformed"),
        ({"verifier_info": [{"format": "jwt", "data": 7}]}, "request.malformed"),
        (
            {"verifier_info": [{"format": "jwt", "data": "x", "credential_ids": []}]},
            "request.malformed",
        ),
        ({"transaction_data": []}, "request.transaction_data"),
        ({"transaction_data": [PLANTED.text]}, "request.transaction_data"),
        ({"client_metadata": []}, "request.malformed"),
        ({"client_metadata": ...}, "request.encryption"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_what_the_standard_forbids_is_refused(changes: dict[str, Any], reason: str) -> None:
    assert code(forged(**changes)) == reason


def test_without_key_binding_a_state_is_enough() -> None:
    assert not verified(forged(dcql_query=UNBOUND)).query.credentials[0].require_holder_binding


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_name": "x" * 129}, "request.malformed"),
        ({"client_name": 7}, "request.malformed"),
        ({"vp_formats_supported": {"mso_mdoc": {}}}, "request.formats"),
        ({"vp_formats_supported": []}, "request.malformed"),
        ({"vp_formats_supported": {"dc+sd-jwt": []}}, "request.malformed"),
        (
            {"vp_formats_supported": {"dc+sd-jwt": {"kb-jwt_alg_values": ["ES512"]}}},
            "request.formats",
        ),
        (
            {"vp_formats_supported": {"dc+sd-jwt": {"kb-jwt_alg_values": []}}},
            "request.malformed",
        ),
        ({"jwks": ...}, "request.encryption"),
        ({"jwks": {"keys": []}}, "request.encryption"),
        ({"jwks": []}, "request.malformed"),
        ({"encrypted_response_enc_values_supported": []}, "request.malformed"),
        ({"encrypted_response_enc_values_supported": ["A128CBC-HS256"]}, "request.encryption"),
        ({"encrypted_response_enc_values_supported": [7]}, "request.malformed"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_metadata_that_cannot_be_answered_is_refused(changes: dict[str, Any], reason: str) -> None:
    assert code(forged(client_metadata=metadata(**changes))) == reason


def key(**changes: Any) -> dict[str, Any]:
    jwks = metadata()["jwks"]
    made = jwks["keys"][0] | changes
    return {name: value for name, value in made.items() if value is not ...}


@pytest.mark.parametrize(
    "changes",
    [{"kid": ...}, {"kid": ""}, {"kid": 7}, {"alg": ...}, {"alg": "ECDH-ES+A128KW"},
     {"use": "sig"}, {"crv": "P-384"}, {"kty": "OKP"}, {"x": "AAAA"}, {"key_ops": ["sign"]}],
    ids=repr,
)  # fmt: skip
def test_a_key_that_does_not_fit_is_passed_over(changes: dict[str, Any]) -> None:
    assert (
        code(forged(client_metadata=metadata(jwks={"keys": [key(**changes)]})))
        == "request.encryption"
    )
    both = metadata(jwks={"keys": [key(**{"kid": "other"} | changes), key()]})
    assert verified(forged(client_metadata=both)) == POSTED


def test_a_private_key_or_two_of_one_name_spoil_the_set() -> None:
    private = metadata(jwks={"keys": [key(d="AAAA")]})
    assert code(forged(client_metadata=private)) == "key.private"
    twice = metadata(jwks={"keys": [key(), key()]})
    assert code(forged(client_metadata=twice)) == "request.malformed"


def test_what_the_service_reads_is_the_default_where_it_does_not_say() -> None:
    silent = metadata(encrypted_response_enc_values_supported=..., vp_formats_supported=...)
    found = verified(forged(client_metadata=silent))
    assert found.encryption is not None
    assert (found.encryption.encryptions, found.encryption.preferred) == (("A128GCM",), "A128GCM")
    assert found.issuer_algorithms == ("ES256", "Ed25519")
    said = metadata(vp_formats_supported={"dc+sd-jwt": {"sd-jwt_alg_values": ["ES256"]}})
    assert verified(forged(client_metadata=said)).issuer_algorithms == ("ES256",)


def test_a_transaction_is_read_where_the_wallet_knows_its_type() -> None:
    request = asking(transaction_data=(PLANTED,))
    text = request.sign(SIGNER, **NAMED[request.client_id])
    assert verified(text, transaction_types=[TREE]) == request
    assert code(text) == "request.transaction_data"
    text = forged(transaction_data=[PLANTED.text], dcql_query=UNBOUND)
    assert code(text, transaction_types=[TREE]) == "request.transaction_data"


def test_what_others_say_of_the_service_is_kept_as_it_is() -> None:
    said = (VerifierInfo("jwt", "x.y.z", ("proof",)), VerifierInfo("urn:x", {"a": [1]}))
    request = asking(verifier_info=said)
    assert verified(request.sign(SIGNER, **NAMED[request.client_id])).verifier_info == said


def test_a_client_that_signs_writes_no_link_and_one_that_cannot_signs_nothing() -> None:
    with pytest.raises(Refused) as caught:
        asking().format_unsigned()
    assert caught.value.code == "request.unsigned"
    with pytest.raises(Refused) as caught:
        unsigned().sign(SIGNER)
    assert caught.value.code == "request.client_id"


@pytest.mark.parametrize(
    "changes",
    [{"response_uri": None}, {"encryption": None}, {"response_mode": "direct_post"}],
    ids=repr,
)
def test_a_request_that_no_wallet_could_answer_is_not_written(changes: dict[str, Any]) -> None:
    request = asking(**changes)
    with pytest.raises(ValueError, match="an answer"):
        request.sign(SIGNER, **NAMED[request.client_id])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"dcql_query": ...}, "request.malformed"),
        ({"dcql_query": "{"}, "input.json"),
        ({"dcql_query": "[]"}, "request.malformed"),
        ({"client_metadata": "7"}, "request.malformed"),
        ({"client_id": ...}, "request.malformed"),
        ({"client_id": "desk.example"}, "request.unsupported"),
    ],
    ids=repr,
)
def test_a_link_of_another_shape_is_malformed(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(LivretError) as caught:
        read(**changes)
    assert caught.value.code == reason


def test_an_object_beyond_the_cap_is_not_read() -> None:
    with pytest.raises(MalformedInput) as caught:
        verified("a" * (64 << 10) + ".b.c")
    assert caught.value.code == "input.too_large"
