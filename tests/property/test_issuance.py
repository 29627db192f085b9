"""What issuing over the network writes it reads, and hostile octets never end in a crash."""

import contextlib
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core import jws
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Agreement, P256Signer, jwk
from livret_core.oauth.authorization_server import PRE_AUTHORIZED, AuthorizationServer
from livret_core.oauth.bearer import ShownToken, challenge_error
from livret_core.oauth.dpop import sign_proof, verify_proof
from livret_core.oauth.error_response import ErrorResponse
from livret_core.oauth.server_nonce import check_nonce, make_nonce
from livret_core.openid4vci.configuration import CredentialConfiguration
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.credential_request import CredentialRequest
from livret_core.openid4vci.credential_response import (
    DeferredResponse,
    IssuedResponse,
    parse_credential_response,
)
from livret_core.openid4vci.deferred import DeferredRequest
from livret_core.openid4vci.encryption import EncryptionKey, ResponseEncryption, decrypt_request
from livret_core.openid4vci.errors import STAGES, reason_of, wire_error
from livret_core.openid4vci.issuer_metadata import IssuerMetadata, RequestEncryption
from livret_core.openid4vci.key_attestation import KeyAttestation
from livret_core.openid4vci.key_proof import KeyProof
from livret_core.openid4vci.nonce import NonceResponse
from livret_core.openid4vci.notification import EVENTS, Notification
from livret_core.openid4vci.offer import (
    AuthorizationCodeGrant,
    CredentialOffer,
    PreAuthorizedGrant,
    TransactionCode,
    parse_offer_uri,
)
from livret_core.openid4vci.signed_metadata import SignedMetadata
from livret_core.openid4vci.token import PreAuthorizedRequest, TokenResponse, parse_token_request

NOW_S: Final = 1_795_000_000
ISSUER: Final = CredentialIssuer.parse("https://verneuil.test/town")
URI: Final = HttpsUri.parse("https://verneuil.test/town/credential")
KEY: Final = P256Signer.from_seed(bytes(range(48)))
AGREEMENT: Final = P256Agreement.from_seed(bytes(range(48)))

# Names that the readers look for, so that guesses get somewhere.
NAMES: Final = st.sampled_from(
    ["credential_issuer", "credential_configuration_ids", "grants", "tx_code", "input_mode", "length", "description", "pre-authorized_code", "authorization_server", "issuer", "issuer_state", "credential_endpoint", "credential_configurations_supported", "format", "vct", "display", "name", "locale", "claims", "path", "mandatory", "proof_types_supported", "cryptographic_binding_methods_supported", "credential_metadata", "jwt", "proof_signing_alg_values_supported", "key_attestations_required", "batch_credential_issuance", "batch_size", "jwks", "keys", "kid", "alg", "credential_request_encryption", "credential_response_encryption", "enc_values_supported", "alg_values_supported", "encryption_required", "access_token", "token_type", "expires_in", "refresh_token", "authorization_details", "type", "credential_configuration_id", "credential_identifiers", "credential_identifier", "proofs", "attestation", "transaction_id", "interval", "credentials", "credential", "notification_id", "event", "c_nonce", "error", "error_description", "jwk", "kty", "crv", "x", "y"]
) | st.just(PRE_AUTHORIZED)  # fmt: skip
TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["numeric", "openid_credential", "https://a.test", "dc+sd-jwt", "Bearer", "ECDH-ES", "A256GCM"]
)
VALUES: Final[st.SearchStrategy[Any]] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, width=16) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)
OBJECTS: Final = st.dictionaries(NAMES, VALUES, max_size=6)

JSON_READERS: Final[list[Callable[[bytes], object]]] = [
    CredentialOffer.parse,
    lambda raw: IssuerMetadata.parse(raw, issuer=ISSUER),
    lambda raw: AuthorizationServer.parse(raw, issuer=ISSUER.uri),
    TokenResponse.parse,
    NonceResponse.parse,
    CredentialRequest.parse,
    lambda raw: parse_credential_response(raw, status=200),
    lambda raw: parse_credential_response(raw, status=202),
    DeferredRequest.parse,
    Notification.parse,
    ErrorResponse.parse,
]
OTHER_READERS: Final[list[Callable[[bytes], object]]] = [
    parse_token_request,
    SignedMetadata.parse,
    lambda raw: decrypt_request(raw, {"k": AGREEMENT}),
    lambda raw: parse_offer_uri("openid-credential-offer://?" + raw.decode("latin-1")),
    lambda raw: ShownToken.parse([raw.decode("latin-1")]),
    lambda raw: challenge_error([raw.decode("latin-1")]),
]


def reads(reader: Callable[[Any], object], value: object) -> None:
    with contextlib.suppress(LivretError):
        reader(value)


@given(OBJECTS, st.data())
def test_no_object_crashes_a_reader(value: dict[str, Any], data: st.DataObject) -> None:
    known = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "credential_issuer": st.just(ISSUER.text),
                "issuer": st.just(ISSUER.text),
                "credential_endpoint": st.just(URI.text),
                "credential_configurations_supported": st.dictionaries(TEXTS, OBJECTS, max_size=2),
                "grants": st.dictionaries(st.just(PRE_AUTHORIZED), OBJECTS),
            },
        )
    )
    raw = json_encoding.format(value | known)
    for reader in JSON_READERS:
        reads(reader, raw)
    for parse in (CredentialConfiguration.parse, RequestEncryption.parse, EncryptionKey.parse,
                  ResponseEncryption.parse, TransactionCode.parse):  # fmt: skip
        reads(parse, value)


@given(st.binary(max_size=120) | st.text('&=%+[]{}":,.ab09 \n', max_size=80).map(str.encode))
def test_no_octets_crash_a_reader(raw: bytes) -> None:
    for reader in (*JSON_READERS, *OTHER_READERS):
        reads(reader, raw)


@given(
    header=st.fixed_dictionaries(
        {}, optional={"jwk": OBJECTS | st.just(jwk.format_public(KEY.public_key)),
                      "kid": st.just("0") | TEXTS, "x5c": VALUES, "key_attestation": VALUES,
                      "trust_chain": VALUES},
    ),
    claims=st.dictionaries(
        st.sampled_from(["aud", "iat", "nonce", "iss", "exp", "attested_keys", "jti", "htm",
                         "htu", "ath"]),
        VALUES | st.just(NOW_S),
    ),
)  # fmt: skip
def test_no_signed_token_crashes_a_reader(header: Any, claims: Any) -> None:
    payload = json_encoding.format(claims)
    for typ, reader in (
        ("openid4vci-proof+jwt", KeyProof.parse),
        ("key-attestation+jwt", KeyAttestation.parse),
        ("dpop+jwt", lambda text: verify_proof(text, method="GET", uri=URI, now_s=NOW_S)),
        (
            "openidvci-issuer-metadata+jwt",
            lambda text: SignedMetadata.parse(text.encode()).verify(
                KEY.public_key, issuer=ISSUER, now_s=NOW_S
            ),
        ),
    ):
        reads(reader, jws.sign({**header, "typ": typ}, payload, KEY))


CODES: Final = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=9
)
LABELS: Final = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9)
PINS: Final = st.none() | st.builds(
    TransactionCode,
    st.sampled_from(["numeric", "text"]),
    st.none() | st.integers(1, 64),
    st.none() | LABELS,
)
SERVERS: Final = st.none() | st.just("https://as.test/x?y=%20z")
OFFERS: Final = st.builds(
    CredentialOffer,
    st.just(ISSUER),
    st.lists(LABELS, min_size=1, max_size=4, unique=True).map(tuple),
    st.none() | st.builds(PreAuthorizedGrant, CODES, PINS, SERVERS),
    st.none() | st.builds(AuthorizationCodeGrant, st.none() | CODES, SERVERS),
)


@given(OFFERS)
def test_an_offer_is_read_as_it_was_written(offer: CredentialOffer) -> None:
    assert CredentialOffer.parse(offer.format()) == offer
    assert parse_offer_uri(offer.format_uri()) == offer


@given(CODES, st.none() | LABELS)
def test_a_token_request_is_read_as_it_was_written(code: str, pin: str | None) -> None:
    request = PreAuthorizedRequest(code, pin)
    assert parse_token_request(request.format()) == request


IDS: Final = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=9)


@given(
    st.builds(IssuedResponse, st.lists(LABELS, min_size=1, max_size=3).map(tuple), st.none() | IDS)
    | st.builds(DeferredResponse, IDS, st.integers(1, 366 * 86_400))
)
def test_a_response_is_read_as_it_was_written(response: IssuedResponse | DeferredResponse) -> None:
    assert parse_credential_response(response.format(), status=response.status) == response


@given(IDS, st.sampled_from(EVENTS))
def test_a_notification_is_read_as_it_was_written(identifier: str, event: Any) -> None:
    notification = Notification(identifier, event)
    assert Notification.parse(notification.format()) == notification


@given(
    st.sampled_from(["GET", "POST"]),
    IDS,
    st.integers(NOW_S - 300, NOW_S + 60),
    st.none() | IDS,
    st.none() | IDS,
)
def test_a_dpop_proof_is_read_as_it_was_written(
    method: str, jti: str, iat: int, token: str | None, nonce: str | None
) -> None:
    text = sign_proof(
        KEY, method=method, uri=URI, jti=jti, issued_at_s=iat, access_token=token, nonce=nonce
    )
    proof = verify_proof(text, method=method, uri=URI, now_s=NOW_S, access_token=token)
    assert (proof.key, proof.nonce) == (KEY.public_key, nonce)


@given(st.binary(min_size=16, max_size=16), st.integers(0, 49), st.sampled_from("AZaz09-_"))
def test_no_changed_character_of_a_nonce_is_ours(random: bytes, place: int, char: str) -> None:
    key = bytes(range(32))
    text = make_nonce(key, random, purpose="dpop", now_s=NOW_S)
    changed = text[:place] + char + text[place + 1 :]
    if changed == text:
        assert check_nonce(text, key, purpose="dpop", now_s=NOW_S, max_age_s=9).text == text
        return
    with pytest.raises(Refused) as caught:
        check_nonce(changed, key, purpose="dpop", now_s=NOW_S, max_age_s=9)
    assert caught.value.code == "dpop.nonce"


@given(CODES.filter(lambda text: not {'"', "\\"} & set(text)), st.sampled_from(STAGES))
def test_every_error_on_the_wire_means_something(error: str, stage: Any) -> None:
    reason = reason_of(ErrorResponse(error))
    said = wire_error(reason, stage)
    assert reason_of(ErrorResponse.parse(said.response.format())).branch in {
        "malformed",
        "refused",
        "unavailable",
    }
