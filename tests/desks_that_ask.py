"""Requests as services of every kind make them, and what a wallet knows of those services.

The certificates are those of :mod:`tests.certificates`, so the clock is the scene's.
"""

from dataclasses import replace
from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.credential.profile_x509 import X509Policy
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Agreement, P256Signer
from livret_core.openid4vp.client_id import KnownClients, client_id_of
from livret_core.openid4vp.client_metadata import ResponseEncryption
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import POSTED as POSTED_MODES
from livret_core.openid4vp.response import OpeningKey
from livret_core.x509 import Certificate, CertificateChain, TrustAnchors
from tests.certificates import Certified, authority, leaf
from tests.scene import NOW_S, seed

HOST: Final = "desk.example"
ANSWERS: Final = HttpsUri.parse(f"https://{HOST}/answers/7")
DID: Final = "did:webvh:QmScid:ledger.example:desk"
KID: Final = f"{DID}#request-1"
QUERY: Final = DcqlQuery.for_one("proof", ("urn:x:1",), (("commune",),))

SIGNER: Final = P256Signer.from_seed(seed("asking desk", 48))
LEAF: Final = leaf("Guichet", HOST, "www.desk.example", signer=SIGNER)
OTHER_LEAF: Final = leaf("Ailleurs", "elsewhere.example")
AGREEMENT: Final = P256Agreement.from_seed(seed("answers", 48))
ENCRYPTION: Final = ResponseEncryption(AGREEMENT.public_key, "request-7")
OPENING: Final = OpeningKey(AGREEMENT, ENCRYPTION.kid)


def der(certified: Certified) -> Certificate:
    """The certificate as the core has it."""
    return chain(certified).leaf


def chain(certified: Certified) -> CertificateChain:
    """The certificate as a chain without its anchor."""
    return CertificateChain.parse_x5c([*certified.x5c])


def hashed(certified: Certified) -> str:
    """The client identifier that is this certificate's hash."""
    return f"x509_hash:{base64url.encode(der(certified).sha256)}"


BY_KEY: Final = client_id_of(SIGNER.public_key)
BY_DID: Final = f"decentralized_identifier:{DID}"
BY_HOST: Final = f"x509_san_dns:{HOST}"
BY_HASH: Final = hashed(LEAF)
BY_ADDRESS: Final = f"redirect_uri:{ANSWERS.text}"

KNOWN: Final = KnownClients(
    x509=X509Policy(anchors=TrustAnchors.of([der(authority("Racine"))])),
    did_keys={KID: SIGNER.public_key},
)
#: What `sign` needs beside the signer, for each way of being known.
NAMED: Final[dict[str, dict[str, Any]]] = {
    BY_KEY: {},
    BY_DID: {"kid": KID},
    BY_HOST: {"chain": chain(LEAF)},
    BY_HASH: {"chain": chain(LEAF)},
}

POSTED: Final = AuthorizationRequest(
    BY_HASH,
    "n" * 22,
    "s" * 22,
    QUERY,
    "Bibliothèque",
    NOW_S,
    NOW_S + 300,
    {"fr": "Inscription"},
    "direct_post.jwt",
    ANSWERS,
    ENCRYPTION,
)


def asking(client_id: str = BY_HASH, **changes: Any) -> AuthorizationRequest:
    """A request whose answer is posted, encrypted."""
    return replace(POSTED, client_id=client_id, **changes)


def signed(client_id: str = BY_HASH, **changes: Any) -> str:
    """The same, signed as its client does."""
    return asking(client_id, **changes).sign(SIGNER, **NAMED[client_id])


def forged(
    client_id: str = BY_HASH,
    /,
    *,
    signer: P256Signer = SIGNER,
    header: dict[str, Any] | None = None,
    **claims: Any,
) -> str:
    """A request signed for *client_id* whose header or claims are others; ``...`` leaves out."""
    made_header, made_claims, _ = signed(client_id).split(".")
    made = json_encoding.parse_object(base64url.decode(made_claims)) | claims
    head = json_encoding.parse_object(base64url.decode(made_header)) | (header or {})
    return jws.sign(
        {name: value for name, value in head.items() if value is not ...},
        json_encoding.format({name: value for name, value in made.items() if value is not ...}),
        signer,
    )


def verified(text: str, **also: Any) -> AuthorizationRequest:
    """Read a request object as a wallet that knows these services does."""
    arguments: dict[str, Any] = {"now_s": NOW_S, "known": KNOWN, "modes": POSTED_MODES, **also}
    return AuthorizationRequest.verify(text, **arguments)


def code(text: str, **also: Any) -> str:
    """The reason for which it is not answered."""
    with pytest.raises(LivretError) as caught:
        verified(text, **also)
    return caught.value.code
