"""Data Integrity proofs of the one suite livret speaks: ``eddsa-jcs-2022``.

DID logs force it (did:webvh 1.0). What is signed is 64 bytes: SHA-256 of the canonical
proof options (everything in the proof but ``proofValue``), then SHA-256 of the
canonical document without its proof (VC Data Integrity EdDSA §3.3). A proof is read
strictly and whole before any key is looked for, and what the caller demands of it is
an argument, never taken from the proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self, final

from livret_core.encoding import jcs, multibase
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.encoding.timestamp import parse_instant_ns
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import Ed25519PublicKey, PublicKey, Signer

CRYPTOSUITE: Final = "eddsa-jcs-2022"
TYPE: Final = "DataIntegrityProof"


@final
@dataclass(frozen=True, slots=True)
class DataIntegrityProof:
    """A well-formed ``eddsa-jcs-2022`` proof. Nothing in it is verified.

    Attributes:
        verification_method: the key it claims, as it stands.
        purpose: ``proofPurpose``.
        signature: 64 bytes.
        options_digest: SHA-256 of the canonical proof without ``proofValue``, all of
            which is signed.
        expires_ns: nanoseconds since 1970, or ``None``.
        has_context: whether the proof has an ``@context``, which :func:`verify` reads.
    """

    verification_method: str
    purpose: str
    signature: bytes
    options_digest: bytes
    expires_ns: int | None = None
    has_context: bool = False

    @classmethod
    def parse(cls, value: JsonValue, *, purpose: str) -> Self:
        """Read one proof object.

        Args:
            value: the proof, as JSON.
            purpose: the only ``proofPurpose`` accepted.

        Raises:
            MalformedInput: ``proof.malformed`` for a missing or mistyped member, a
                ``previousProof`` or a signature that is not 64 bytes, ``input.multibase``, ``input.time``,
                ``input.json`` for a number no canonical form has.
            Refused: ``proof.cryptosuite`` or ``proof.purpose``.
        """
        if not isinstance(value, dict) or value.get("type") != TYPE:
            raise MalformedInput("proof.malformed", f"not a {TYPE}")
        if value.get("cryptosuite") != CRYPTOSUITE:
            raise Refused("proof.cryptosuite")
        method, found_purpose = value.get("verificationMethod"), value.get("proofPurpose")
        proof_value = value.get("proofValue")
        if not (
            isinstance(method, str)
            and isinstance(found_purpose, str)
            and isinstance(proof_value, str)
        ):
            raise MalformedInput("proof.malformed", "a member missing or not text")
        if found_purpose != purpose:
            raise Refused("proof.purpose", f"not {purpose}")
        # What it names would have to verify too, and is signed with it (VC Data Integrity
        # §4.5). No format of livret's has a chain, so what is named is not there.
        if "previousProof" in value:
            raise MalformedInput("proof.malformed", "a chain of proofs")
        _instant(value, "created")
        expires_ns = _instant(value, "expires")
        signature = multibase.decode_multibase(proof_value)
        if len(signature) != 64:
            raise MalformedInput("proof.malformed", "a signature that is not 64 bytes")
        options = value.copy()
        del options["proofValue"]
        options_digest = sha256(jcs.canonicalize(options)).digest()
        return cls(
            method, found_purpose, signature, options_digest, expires_ns, "@context" in value
        )

    def verify_digest(self, document_digest: bytes, key: PublicKey) -> None:
        """Verify over a document without ``@context`` that the caller has hashed.

        Args:
            document_digest: SHA-256 of the canonical document without its proof.
            key: whose signature it has to be.

        Raises:
            Refused: ``proof.context`` when the proof has one, and so another document was
                signed; ``proof.cryptosuite`` when *key* is not Ed25519;
                ``proof.signature``.
        """
        if self.has_context:
            raise Refused("proof.context", "the proof has one, the document none")
        self._verify(document_digest, key)

    def _verify(self, document_digest: bytes, key: PublicKey) -> None:
        if not isinstance(key, Ed25519PublicKey):
            raise Refused("proof.cryptosuite", "a key of another suite")
        if not key.verify(self.options_digest + document_digest, self.signature):
            raise Refused("proof.signature")

    def check_not_expired(self, at_ns: int) -> None:
        """Check ``expires``, when there is one, against *at_ns* (nanoseconds since 1970).

        Raises:
            Refused: ``proof.expired``.
        """
        if self.expires_ns is not None and self.expires_ns <= at_ns:
            raise Refused("proof.expired")


def digest(document: Mapping[str, JsonValue]) -> bytes:
    """Hash *document* without its ``proof``: SHA-256 over the canonical form, 32 bytes."""
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    return sha256(jcs.canonicalize(unsecured)).digest()


def sign_digest(
    document_digest: bytes,
    signer: Signer,
    *,
    verification_method: str,
    purpose: str,
    created: str | None = None,
    context: JsonValue = None,
) -> JsonObject:
    """Sign a document given by its digest, and write the proof object.

    Args:
        document_digest: as :func:`digest` computes it.
        signer: an Ed25519 key.
        verification_method: the DID URL of that key.
        purpose: ``proofPurpose``.
        created: a UTC instant as text, or ``None`` to leave it out.
        context: the document's ``@context`` when it has one (the suite copies it).

    Raises:
        Refused: ``proof.cryptosuite`` when *signer* is not Ed25519.
    """
    if not isinstance(signer.public_key, Ed25519PublicKey):
        raise Refused("proof.cryptosuite", "a key of another suite")
    proof: JsonObject = {"type": TYPE, "cryptosuite": CRYPTOSUITE}
    if context is not None:
        proof["@context"] = context
    proof["verificationMethod"] = verification_method
    if created is not None:
        proof["created"] = created
    proof["proofPurpose"] = purpose
    options_digest = sha256(jcs.canonicalize(proof)).digest()
    signature = signer.sign(options_digest + document_digest)
    return {**proof, "proofValue": multibase.encode_multibase(signature)}


def sign(
    document: JsonObject,
    signer: Signer,
    *,
    verification_method: str,
    purpose: str,
    created: str | None = None,
) -> JsonObject:
    """Secure *document* with one proof: a copy of it that has the member ``proof``."""
    proof = sign_digest(
        digest(document),
        signer,
        verification_method=verification_method,
        purpose=purpose,
        created=created,
        context=document.get("@context"),
    )
    return {**document, "proof": proof}


def verify(document: JsonObject, key: PublicKey, *, purpose: str) -> DataIntegrityProof:
    """Verify the one proof of *document* with *key*, which the caller has chosen.

    A set or chain of proofs is not read: nothing livret does with one would be clear.

    Returns:
        The proof, for what it says besides: the caller checks that its
        ``verification_method`` is *key*'s, and ``expires`` against a time.

    Raises:
        MalformedInput: as :meth:`DataIntegrityProof.parse`.
        Refused: ``proof.cryptosuite``, ``proof.purpose``, ``proof.context``,
            ``proof.signature``.
    """
    raw = document.get("proof")
    proof = DataIntegrityProof.parse(raw, purpose=purpose)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    if isinstance(raw, dict) and "@context" in raw:
        # The suite signs the proof's own contexts, which the document may extend at the
        # end. Without this rule a proof could be moved under other definitions.
        contexts = raw["@context"]
        if "@context" not in document or not _starts_with(document["@context"], contexts):
            raise Refused("proof.context")
        unsecured["@context"] = contexts
    proof._verify(digest(unsecured), key)  # noqa: SLF001  the contexts were checked
    return proof


def _instant(proof: JsonObject, member: str) -> int | None:
    if member not in proof:
        return None
    value = proof[member]
    if not isinstance(value, str):
        raise MalformedInput("proof.malformed", f"`{member}` is not text")
    return parse_instant_ns(value)


def _starts_with(document_contexts: JsonValue, proof_contexts: JsonValue) -> bool:
    found: list[JsonValue] = (
        document_contexts if isinstance(document_contexts, list) else [document_contexts]
    )
    wanted: list[JsonValue] = (
        proof_contexts if isinstance(proof_contexts, list) else [proof_contexts]
    )
    # As octets: Python takes 1 and `true` for equal, and JSON does not.
    return jcs.canonicalize(found[: len(wanted)]) == jcs.canonicalize(wanted)
