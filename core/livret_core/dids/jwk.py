"""did:jwk: the DID is a public JWK in base64url, its one key is ``#0``."""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import limits
from livret_core.dids.document import DidDocument
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_core.keys import PublicKey
from livret_core.keys import jwk as jwk_format

_PREFIX: Final = "did:jwk:"


@final
@dataclass(frozen=True, slots=True)
class DidJwk:
    """A did:jwk and the public key it spells.

    Attributes:
        did: as it was written. Several texts may spell one key (member order, optional
            members), and they are different DIDs.
        key: what it decodes to.
    """

    did: str
    key: PublicKey

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``did:jwk:BASE64URL(JWK)``, with nothing after it.

        Raises:
            MalformedInput: ``did.malformed``, ``input.too_large``, ``input.base64url``,
                ``input.json`` and its kin, ``key.malformed``, ``key.private``.
            Refused: ``key.weak``.
        """
        if len(text) > limits.DID_CHARS:
            raise MalformedInput("input.too_large", max_chars=limits.DID_CHARS)
        if not text.startswith(_PREFIX):
            raise MalformedInput("did.malformed", "not a did:jwk")
        members = json_encoding.parse_object(base64url.decode(text[len(_PREFIX) :]))
        return cls(text, jwk_format.parse_public(members))

    @classmethod
    def parse_verification_method(cls, text: str) -> Self:
        """Read ``did:jwk:…#0``; errors as :meth:`parse`."""
        did, _, fragment = text.partition("#")
        if fragment != "0":
            raise MalformedInput("did.malformed", "the key of a did:jwk is #0")
        return cls.parse(did)

    @classmethod
    def of(cls, key: PublicKey) -> Self:
        """Name *key*, with the required members of its JWK only."""
        text = json_encoding.format(jwk_format.format_public(key))
        return cls(_PREFIX + base64url.encode(text), key)

    @property
    def verification_method(self) -> str:
        """The DID URL of its one key."""
        return f"{self.did}#0"

    def document_json(self) -> JsonObject:
        """Write the DID document that this DID stands for."""
        jwk = json_encoding.parse_object(base64url.decode(self.did[len(_PREFIX) :]))
        method: JsonObject = {
            "id": self.verification_method,
            "type": "JsonWebKey2020",
            "controller": self.did,
            "publicKeyJwk": jwk,
        }
        return {
            "@context": [
                "https://www.w3.org/ns/did/v1",
                "https://w3id.org/security/suites/jws-2020/v1",
            ],
            "id": self.did,
            "verificationMethod": [method],
            "authentication": ["#0"],
            "assertionMethod": ["#0"],
            "capabilityInvocation": ["#0"],
            "capabilityDelegation": ["#0"],
        }

    def document(self) -> DidDocument:
        """Resolve it."""
        return DidDocument.parse(self.document_json())
