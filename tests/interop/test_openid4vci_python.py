"""PyPI `openid4vci` reads what our town hall says and what our wallet asks, and it checks and encrypts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from joserfc.jwk import ECKey
from openid4vci.crypto.encryption import decrypt_credential_request, encrypt_credential_response
from openid4vci.crypto.proofs import validate_jwt_proof
from openid4vci.exceptions import CredentialRequestError
from openid4vci.models.credential import CredentialErrorCode, CredentialRequest, CredentialResponse
from openid4vci.models.deferred import DeferredCredentialErrorCode, DeferredCredentialResponse
from openid4vci.models.metadata import (
    AuthorizationServerMetadata,
    CredentialIssuerMetadata,
    credential_issuer_metadata_url,
)
from openid4vci.models.nonce import NonceResponse
from openid4vci.models.notification import NotificationErrorCode, NotificationRequest
from openid4vci.models.oauth import TokenRequest, TokenResponse
from openid4vci.models.offer import CredentialOffer, offer_uri_by_reference, offer_uri_by_value

from livret_core.encoding import form
from livret_core.keys import P256Agreement
from livret_core.openid4vci import errors
from livret_core.openid4vci import offer as ours
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.encryption import (
    EncryptionKey,
    ResponseEncryption,
    decrypt_response,
    encrypt,
)
from livret_core.openid4vci.key_proof import sign_key_proof
from livret_core.openid4vci.token import PreAuthorizedRequest
from livret_issuer.service import Office
from livret_wallet.receiving import invitation
from tests.halls_online import Caller, hall_online
from tests.office import NOW_S, signer
from tests.pickups import URL, offer

pytestmark = pytest.mark.interop

BEFORE: Final = "https://verneuil.test:8443/.well-known/{}/verneuil"
NONCE: Final = "a-nonce-of-theirs"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[tuple[Office, Caller]]:
    with hall_online(tmp_path) as (office, caller, _, _):
        yield office, caller


def read(model: Any, said: bytes) -> Any:
    """Read it by their model, which must keep all that was said."""
    found = model.model_validate_json(said)
    assert found.to_dict() == json.loads(said)
    return found


def test_they_read_what_we_say_of_ourselves(hall: tuple[Office, Caller]) -> None:
    _, caller = hall
    assert credential_issuer_metadata_url(URL) == CredentialIssuer.parse(URL).metadata_uri.text
    issuer = read(
        CredentialIssuerMetadata, caller.get(BEFORE.format("openid-credential-issuer")).body
    )
    assert issuer.credential_issuer == URL
    assert issuer.batch_credential_issuance.batch_size == 10
    assert all(
        one.proof_types_supported for one in issuer.credential_configurations_supported.values()
    )
    server = read(
        AuthorizationServerMetadata, caller.get(BEFORE.format("oauth-authorization-server")).body
    )
    assert server.pre_authorized_grant_anonymous_access_supported


def test_they_read_each_answer_of_a_pickup(hall: tuple[Office, Caller]) -> None:
    office, caller = hall
    offered = offer(office, by="clerk-1", needs_approval=True)
    found = read(
        CredentialOffer, caller.get(f"{caller.url}/o/{offered.handover.code.text}").body
    ).grants.pre_authorized_code
    assert (found.tx_code.input_mode, found.tx_code.length) == ("numeric", 6)
    given = read(TokenResponse, caller.redeem(found.pre_authorized_code, offered.pin).body)
    nonce = read(NonceResponse, caller.send("POST", f"{caller.url}/nonce", headers={}).body)
    asked = caller.request(nonce=nonce.c_nonce)
    read(CredentialRequest, asked)
    waiting = read(CredentialResponse, caller.ask(given.access_token, asked).body)
    later = json.dumps({"transaction_id": waiting.transaction_id}).encode()
    again = read(
        DeferredCredentialResponse, caller.post("/deferred", later, token=given.access_token).body
    )
    assert (again.transaction_id, again.interval) == (waiting.transaction_id, waiting.interval)
    office.counter().approve(offered.handover.code, by="clerk-2", now_s=NOW_S)
    handed = read(
        DeferredCredentialResponse, caller.post("/deferred", later, token=given.access_token).body
    )
    assert (len(handed.credentials), handed.notification_id) == (3, None)


def test_our_town_hall_takes_note_of_what_they_say(hall: tuple[Office, Caller]) -> None:
    office, caller = hall
    token = caller.access(offer(office))
    handed = read(CredentialResponse, caller.ask(token).body)
    told = NotificationRequest(notification_id=handed.notification_id, event="credential_accepted")
    body = json.dumps(told.to_dict()).encode()
    assert caller.post("/notification", body, token=token).status == 204


def test_our_wallet_reads_their_offers(hall: tuple[Office, Caller]) -> None:
    office, caller = hall
    raw = caller.get(f"{caller.url}/o/{offer(office).handover.code.text}").body
    theirs = CredentialOffer.model_validate_json(raw)
    assert invitation.parse(offer_uri_by_value(theirs)) == ours.CredentialOffer.parse(raw)
    by_reference = invitation.parse(offer_uri_by_reference(f"{URL}/o/1"))
    assert isinstance(by_reference, ours.OfferReference)
    assert by_reference.uri.text == f"{URL}/o/1"


def test_they_read_how_our_wallet_redeems() -> None:
    body = form.parse(
        PreAuthorizedRequest("the-code", "123456", resource=URL).format(), max_bytes=4_096
    )
    found = TokenRequest.model_validate(dict(body))
    assert (found.pre_authorized_code, found.tx_code) == ("the-code", "123456")


def test_they_know_every_error_that_we_say_at_these_endpoints() -> None:
    stages = {"credential": CredentialErrorCode, "deferred": DeferredCredentialErrorCode}
    theirs = {one.value for codes in (*stages.values(), NotificationErrorCode) for one in codes}
    said = {
        wire
        for code, wire in errors._OF_CODE.items()
        if code.partition(".")[0] in {"issuance", "key_proof", "pickup"} and wire != "invalid_grant"
    }
    assert said <= theirs
    assert theirs <= said | set(errors._OF_STAGE.values()) | set(errors._RECEIVED)


def proof(**changes: Any) -> str:
    """A key proof of our wallet's."""
    said = {"audience": URL, "nonce": NONCE, "issued_at_s": NOW_S, **changes}
    return sign_key_proof(signer("camille"), **said)


def test_they_accept_our_key_proofs_and_refuse_what_we_refuse() -> None:
    found = validate_jwt_proof(proof(), credential_issuer=URL, c_nonce=NONCE)
    assert found.bound_key["crv"] == "P-256"
    for other in (proof(audience=f"{URL}/x"), proof(nonce="another"), proof()[:-8] + "AAAAAAAA"):
        with pytest.raises(CredentialRequestError):
            validate_jwt_proof(other, credential_issuer=URL, c_nonce=NONCE)


@pytest.mark.parametrize("enc", ["A128GCM", "A256GCM"])
def test_each_encrypts_to_the_other(enc: Any) -> None:
    private = ECKey.generate_key("P-256", parameters={"kid": "town", "alg": "ECDH-ES"})
    to = EncryptionKey.parse(json.loads(json.dumps(private.as_dict(private=False))))
    mine = P256Agreement.from_seed(b"w" * 48)
    asked = ResponseEncryption(EncryptionKey(mine.public_key, "own"), enc)
    request = json.dumps(
        {"credential_configuration_id": "one", "credential_response_encryption": asked.format()}
    )
    opened = decrypt_credential_request(encrypt(request.encode(), to, enc=enc), private)
    assert opened == json.loads(request)
    wanted = CredentialRequest.model_validate(opened).credential_response_encryption
    answer = CredentialResponse(credentials=[{"credential": "a~b"}])
    sealed = encrypt_credential_response(answer, wanted)
    plain = decrypt_response(sealed.encode(), mine, asked, max_bytes=1 << 20)
    assert json.loads(plain) == answer.to_dict()
