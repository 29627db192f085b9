"""did:key: the DID is the key (W3C CCG did:key 0.9). Ed25519 and P-256.

Used for did:webvh log proofs and witnesses, and for the keys a ledger begins with.
"""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.dids.document import DidDocument
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import PublicKey, multikey

_PREFIX: Final = "did:key:"


@final
@dataclass(frozen=True, slots=True)
class DidKey:
    """A did:key and the public key it spells.

    Attributes:
        multikey: the method-specific identifier, ``z6Mk…`` or ``zDn…``.
        key: what it decodes to.
    """

    multikey: str
    key: PublicKey

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``did:key:z…``, with nothing after it.

        Raises:
            MalformedInput: ``did.malformed``, ``input.multibase``, ``key.malformed``.
            Refused: ``key.weak``.
        """
        if not text.startswith(_PREFIX):
            raise MalformedInput("did.malformed", "not a did:key")
        body = text[len(_PREFIX) :]
        return cls(body, multikey.parse(body))

    @classmethod
    def parse_verification_method(cls, text: str) -> Self:
        """Read ``did:key:BODY#FRAGMENT``.

        Raises:
            MalformedInput: as :meth:`parse`.
            Refused: ``did.key_fragment`` when body and fragment differ, ``key.weak``.
        """
        return cls.parse(_PREFIX + multikey_of(text))

    @classmethod
    def of(cls, key: PublicKey) -> Self:
        """Name *key*."""
        return cls(multikey.format(key), key)

    @property
    def did(self) -> str:
        return _PREFIX + self.multikey

    @property
    def verification_method(self) -> str:
        """The DID URL of its one key."""
        return f"{_PREFIX}{self.multikey}#{self.multikey}"

    def document_json(self) -> JsonObject:
        """Write the DID document that this DID stands for."""
        method: JsonObject = {
            "id": self.verification_method,
            "type": "Multikey",
            "controller": self.did,
            "publicKeyMultibase": self.multikey,
        }
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": self.did,
            "verificationMethod": [method],
            "authentication": [self.verification_method],
            "assertionMethod": [self.verification_method],
            "capabilityInvocation": [self.verification_method],
            "capabilityDelegation": [self.verification_method],
        }

    def document(self) -> DidDocument:
        """Resolve it."""
        return DidDocument.parse(self.document_json())


def multikey_of(verification_method: str) -> str:
    """Give the Multikey that ``did:key:BODY#FRAGMENT`` names, without reading it.

    The body alone says which key it is. A reader that looked one up and compared the
    other would take A's signature for B's, so the two must be the same text.

    Raises:
        MalformedInput: ``did.malformed`` when it has not that form.
        Refused: ``did.key_fragment``.
    """
    did, mark, fragment = verification_method.partition("#")
    if not mark or not did.startswith(_PREFIX):
        raise MalformedInput("did.malformed", "not a did:key verification method")
    if did[len(_PREFIX) :] != fragment:
        raise Refused("did.key_fragment")
    return fragment
