"""One town's metadata and offer, as its issuer publishes them."""

from typing import Final

import pytest

from livret_core.credential import catalogue
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Agreement
from livret_core.openid4vci.configuration import configuration_id, configuration_of
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.encryption import EncryptionKey
from livret_core.openid4vci.issuer_metadata import (
    IssuerMetadata,
    OfferedEncryption,
    RequestEncryption,
)

BASE: Final = "https://verneuil.test/town"
RESIDENCY: Final = catalogue.find("residency")
DECRYPTING: Final = P256Agreement.from_seed(bytes(range(48)))


@pytest.fixture(scope="session")
def metadata() -> IssuerMetadata:
    return IssuerMetadata(
        issuer=CredentialIssuer.parse(BASE),
        credential_endpoint=HttpsUri.parse(f"{BASE}/credential"),
        configurations={
            configuration_id(RESIDENCY, "did"): configuration_of(RESIDENCY, "did"),
            configuration_id(RESIDENCY, "x509"): configuration_of(RESIDENCY, "x509"),
        },
        nonce_endpoint=HttpsUri.parse(f"{BASE}/nonce"),
        deferred_endpoint=HttpsUri.parse(f"{BASE}/deferred"),
        notification_endpoint=HttpsUri.parse(f"{BASE}/notification"),
        request_encryption=RequestEncryption(
            (EncryptionKey(DECRYPTING.public_key, "k1"),), ("A128GCM", "A256GCM"), False
        ),
        response_encryption=OfferedEncryption(),
        batch_size=10,
        names={"fr": "Ville de Verneuil", "en": "Town of Verneuil"},
    )


@pytest.fixture(scope="session")
def decrypting() -> P256Agreement:
    return DECRYPTING
