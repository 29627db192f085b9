from dataclasses import replace
from itertools import count
from typing import Any, Final

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.issuer_metadata import IssuerMetadata, RequestEncryption
from livret_core.openid4vci.signed_metadata import SignedMetadata, sign_metadata

NOW_S: Final = 1_795_000_000
ISSUER: Final = CredentialIssuer.parse("https://verneuil.test/town")
TOWN: Final = P256Signer.from_seed(bytes(range(48)))
OTHER: Final = P256Signer.from_seed(bytes(48))


def changed(metadata: IssuerMetadata, **changes: Any) -> bytes:
    members = metadata.format() | changes
    return json_encoding.format(
        {name: value for name, value in members.items() if value is not ...}
    )


def test_parse_and_format_are_inverse(metadata: IssuerMetadata) -> None:
    bare = replace(
        metadata,
        nonce_endpoint=None,
        deferred_endpoint=None,
        notification_endpoint=None,
        request_encryption=None,
        response_encryption=None,
        batch_size=1,
        names={},
        authorization_servers=(HttpsUri.parse("https://as.test"),),
    )
    for each in (metadata, bare):
        raw = json_encoding.format(each.format())
        assert IssuerMetadata.parse(raw, issuer=ISSUER) == each


def test_members_that_livret_does_not_know_are_ignored(metadata: IssuerMetadata) -> None:
    raw = changed(metadata, signed_metadata="x", credential_reuse_policy={"id": "x"})
    assert IssuerMetadata.parse(raw, issuer=ISSUER) == metadata


def test_keys_of_another_kind_are_for_other_wallets(metadata: IssuerMetadata) -> None:
    written: Any = metadata.format()["credential_request_encryption"]
    written["jwks"]["keys"].insert(0, {"kty": "RSA", "kid": "r", "alg": "RSA-OAEP-256"})
    raw = changed(metadata, credential_request_encryption=written)
    assert IssuerMetadata.parse(raw, issuer=ISSUER) == metadata


def test_an_issuer_that_livret_cannot_encrypt_to(metadata: IssuerMetadata) -> None:
    assert metadata.request_encryption is not None
    key, enc = metadata.request_encryption.choose()
    assert (key.kid, enc) == ("k1", "A256GCM")
    with pytest.raises(Refused) as caught:
        RequestEncryption((), ("A256GCM",), True).choose()
    assert caught.value.code == "metadata.unsupported"


KEYS: Final = {"enc_values_supported": ["A128GCM"], "encryption_required": False}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"credential_issuer": ...}, "metadata.other_issuer"),
        ({"credential_issuer": "https://verneuil.test/town/"}, "metadata.other_issuer"),
        ({"credential_issuer": "https://VERNEUIL.test/town"}, "metadata.other_issuer"),
        ({"credential_endpoint": ...}, "metadata.malformed"),
        ({"credential_endpoint": "http://verneuil.test/c"}, "input.https_uri"),
        ({"nonce_endpoint": "https://127.0.0.1/nonce"}, "input.https_uri"),
        ({"credential_configurations_supported": ...}, "metadata.malformed"),
        ({"credential_configurations_supported": []}, "metadata.malformed"),
        ({"credential_configurations_supported": {"x": 7}}, "metadata.malformed"),
        (
            {"credential_configurations_supported": {str(n): {} for n in range(513)}},
            "metadata.malformed",
        ),
        ({"authorization_servers": []}, "metadata.malformed"),
        ({"authorization_servers": ["http://as.test"]}, "input.https_uri"),
        ({"batch_credential_issuance": {}}, "metadata.malformed"),
        ({"batch_credential_issuance": {"batch_size": 1}}, "metadata.malformed"),
        ({"batch_credential_issuance": {"batch_size": True}}, "metadata.malformed"),
        ({"display": [{"locale": "fr"}, {"locale": "fr"}]}, "metadata.malformed"),
        ({"credential_request_encryption": {}}, "metadata.malformed"),
        ({"credential_request_encryption": {"jwks": {"keys": []}} | KEYS}, "metadata.malformed"),
        (
            {"credential_request_encryption": {"jwks": {"keys": [{}]}} | KEYS},
            "metadata.malformed",
        ),
        (
            {"credential_request_encryption": {"jwks": {"keys": [{"kid": "a"}] * 2}} | KEYS},
            "metadata.malformed",
        ),
        (
            {"credential_request_encryption": {"jwks": {"keys": [{"kid": "a"}]}}},
            "metadata.malformed",
        ),
        ({"credential_response_encryption": KEYS}, "metadata.malformed"),
        (
            {"credential_response_encryption": {"alg_values_supported": ["ECDH-ES"]}},
            "metadata.malformed",
        ),
    ],
    ids=count(),
)
def test_what_is_not_such_a_document_is_refused(
    metadata: IssuerMetadata, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(LivretError) as caught:
        IssuerMetadata.parse(changed(metadata, **changes), issuer=ISSUER)
    assert caught.value.code == code


def signed(metadata: IssuerMetadata, **changes: Any) -> bytes:
    times = {"issued_at_s": NOW_S, "expires_at_s": NOW_S + 60} | changes
    return sign_metadata(metadata, TOWN, kid="did:web:x#1", **times).encode()


def test_signed_metadata_says_the_same(metadata: IssuerMetadata) -> None:
    document = SignedMetadata.parse(signed(metadata))
    assert (document.kid, document.x5c) == ("did:web:x#1", None)
    assert document.verify(TOWN.public_key, issuer=ISSUER, now_s=NOW_S) == metadata


def test_a_chain_is_handed_on_for_whoever_trusts_its_anchor(metadata: IssuerMetadata) -> None:
    text = sign_metadata(metadata, TOWN, issued_at_s=NOW_S, expires_at_s=NOW_S + 60, x5c=["MII"])
    assert SignedMetadata.parse(text.encode()).x5c == ["MII"]


@pytest.mark.parametrize(
    ("changes", "at_s"), [({}, NOW_S + 59), ({"issued_at_s": NOW_S + 300}, NOW_S)]
)
def test_signed_metadata_count_up_to_their_last_second_and_from_five_minutes_before(
    metadata: IssuerMetadata, changes: dict[str, Any], at_s: int
) -> None:
    """Clocks differ by so much; a second further it is another's time (the test below)."""
    document = SignedMetadata.parse(signed(metadata, **{"expires_at_s": NOW_S + 60} | changes))
    assert document.verify(TOWN.public_key, issuer=ISSUER, now_s=at_s) == metadata


@pytest.mark.parametrize(
    ("changes", "at_s", "key", "issuer", "code"),
    [
        ({}, NOW_S, OTHER, ISSUER, "metadata.signature"),
        ({}, NOW_S, TOWN, CredentialIssuer.parse("https://other.test"), "metadata.other_issuer"),
        ({}, NOW_S + 60, TOWN, ISSUER, "metadata.stale"),
        ({"issued_at_s": NOW_S + 301}, NOW_S, TOWN, ISSUER, "metadata.stale"),
        ({"issued_at_s": 1.5}, NOW_S, TOWN, ISSUER, "metadata.malformed"),
        ({"expires_at_s": "x"}, NOW_S, TOWN, ISSUER, "metadata.malformed"),
    ],
    ids=count(),
)
def test_signed_metadata_of_another_or_of_another_time(
    metadata: IssuerMetadata,
    changes: dict[str, Any],
    at_s: int,
    key: P256Signer,
    issuer: CredentialIssuer,
    code: str,
) -> None:
    document = SignedMetadata.parse(signed(metadata, **changes))
    with pytest.raises(LivretError) as caught:
        document.verify(key.public_key, issuer=issuer, now_s=at_s)
    assert caught.value.code == code
