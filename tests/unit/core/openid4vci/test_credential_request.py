from dataclasses import replace
from itertools import count
from typing import Any, Final

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.keys import P256Agreement
from livret_core.openid4vci.credential_request import (
    CredentialRequest,
    Granted,
    check_request,
)
from livret_core.openid4vci.deferred import DeferredRequest
from livret_core.openid4vci.encryption import EncryptionKey, ResponseEncryption
from livret_core.openid4vci.issuer_metadata import IssuerMetadata, OfferedEncryption

OURS: Final = P256Agreement.from_seed(bytes(48))
ASKED: Final = ResponseEncryption(EncryptionKey(OURS.public_key, "k"), "A256GCM")
REQUEST: Final = CredentialRequest("residency.1.did", None, ("a.b.c", "d.e.f"))
GRANTED: Final = Granted(("residency.1.did",))


def changed(request: CredentialRequest = REQUEST, **changes: Any) -> bytes:
    members = json_encoding.parse_object(request.format()) | changes
    return json_encoding.format(
        {name: value for name, value in members.items() if value is not ...}
    )


@pytest.mark.parametrize(
    "request_",
    [
        REQUEST,
        CredentialRequest(None, "residency-1"),
        CredentialRequest("x", None, ("a.b.c",), ASKED),
    ],
)
def test_parse_and_format_are_inverse(request_: CredentialRequest) -> None:
    assert CredentialRequest.parse(request_.format()) == request_


def test_members_that_livret_does_not_know_are_ignored() -> None:
    assert CredentialRequest.parse(changed(proof={"proof_type": "jwt"}, format="x")) == REQUEST


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"credential_configuration_id": ...}, "issuance.malformed"),
        ({"credential_identifier": "x"}, "issuance.malformed"),
        ({"credential_configuration_id": 7}, "issuance.malformed"),
        ({"credential_configuration_id": ""}, "issuance.malformed"),
        ({"credential_configuration_id": "x" * 257}, "issuance.malformed"),
        ({"proofs": None}, "key_proof.malformed"),
        ({"proofs": {}}, "key_proof.malformed"),
        ({"proofs": {"jwt": []}}, "key_proof.malformed"),
        ({"proofs": {"jwt": "a.b.c"}}, "key_proof.malformed"),
        ({"proofs": {"jwt": ["a.b.c", 7]}}, "key_proof.malformed"),
        ({"proofs": {"jwt": ["a.b.c"] * 129}}, "key_proof.malformed"),
        ({"proofs": {"jwt": ["a.b.c"], "attestation": ["x"]}}, "key_proof.malformed"),
        ({"credential_response_encryption": {}}, "issuance.encryption"),
        ({"credential_response_encryption": None}, "issuance.encryption"),
    ],
    ids=count(),
)
def test_a_request_of_another_shape_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(LivretError) as caught:
        CredentialRequest.parse(changed(**changes))
    assert caught.value.code == code


def test_a_member_that_comes_twice_is_malformed() -> None:
    raw = b'{"credential_configuration_id":"a","credential_configuration_id":"b"}'
    with pytest.raises(LivretError) as caught:
        CredentialRequest.parse(raw)
    assert caught.value.code == "input.duplicate_member"


def test_what_was_granted_is_issued(metadata: IssuerMetadata) -> None:
    assert check_request(REQUEST, GRANTED, metadata, was_encrypted=False) == "residency.1.did"
    by_name = Granted(("residency.1.did",), {"of-camille": "residency.1.did"})
    request = replace(REQUEST, configuration_id=None, identifier="of-camille")
    assert check_request(request, by_name, metadata, was_encrypted=True) == "residency.1.did"
    secret = replace(REQUEST, response_encryption=ASKED)
    assert check_request(secret, GRANTED, metadata, was_encrypted=True) == "residency.1.did"


@pytest.mark.parametrize(
    ("request_", "granted", "code"),
    [
        (replace(REQUEST, configuration_id="diploma.9.did"), GRANTED, "issuance.configuration"),
        (replace(REQUEST, configuration_id="residency.1.x509"), GRANTED, "access.scope"),
        (CredentialRequest(None, "x", ("a",)), GRANTED, "issuance.identifier"),
        (
            REQUEST,
            Granted(("residency.1.did",), {"x": "residency.1.did"}),
            "issuance.malformed",
        ),
        (replace(REQUEST, proofs=()), GRANTED, "issuance.no_proof"),
        (replace(REQUEST, proofs=("a.b.c",) * 11), GRANTED, "issuance.too_many"),
        (replace(REQUEST, response_encryption=ASKED), GRANTED, "issuance.encryption"),
    ],
)
def test_what_was_not_granted_is_not_issued(
    metadata: IssuerMetadata, request_: CredentialRequest, granted: Granted, code: str
) -> None:
    with pytest.raises(LivretError) as caught:
        check_request(request_, granted, metadata, was_encrypted=False)
    assert caught.value.code == code


def test_what_must_be_encrypted_is(metadata: IssuerMetadata) -> None:
    assert metadata.request_encryption is not None
    strict = replace(metadata.request_encryption, is_required=True)
    secret = replace(REQUEST, response_encryption=ASKED)
    cases = [
        (replace(metadata, request_encryption=strict), REQUEST, False),
        (replace(metadata, response_encryption=OfferedEncryption(is_required=True)), REQUEST, True),
        (replace(metadata, response_encryption=None), secret, True),
        (
            replace(metadata, response_encryption=OfferedEncryption(encryptions=("A128GCM",))),
            secret,
            True,
        ),
    ]
    for each, request, was_encrypted in cases:
        with pytest.raises(LivretError) as caught:
            check_request(request, GRANTED, each, was_encrypted=was_encrypted)
        assert caught.value.code == "issuance.encryption"
    check_request(REQUEST, GRANTED, cases[0][0], was_encrypted=True)
    check_request(secret, GRANTED, cases[1][0], was_encrypted=True)


@pytest.mark.parametrize("request_", [DeferredRequest("8xLOxBtZp8"), DeferredRequest("x", ASKED)])
def test_a_wallet_that_comes_back_is_read_as_it_wrote(request_: DeferredRequest) -> None:
    assert DeferredRequest.parse(request_.format()) == request_


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"{}", "issuance.malformed"),
        (b'{"transaction_id":""}', "issuance.malformed"),
        (b'{"transaction_id":"a b"}', "issuance.malformed"),
        (b'{"transaction_id":7}', "issuance.malformed"),
        (b'{"transaction_id":"a","credential_response_encryption":7}', "issuance.encryption"),
    ],
)
def test_a_wallet_that_comes_back_for_nothing_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(LivretError) as caught:
        DeferredRequest.parse(raw)
    assert caught.value.code == code
