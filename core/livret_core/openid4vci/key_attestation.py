"""Key attestations in the header of a key proof (OpenID4VCI 1.0, Appendix D.1).

livret reads one, holds it against the proof it came with, and relies on it for nothing
else: no town has said yet whose word about a wallet's key store it takes, and an issuer
that asks for none must not refuse a wallet for sending one.
"""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.jws import CompactJws
from livret_core.keys import PublicKey, jwk

TYP: Final = "key-attestation+jwt"

_MAX_BYTES: Final = 64 << 10
_MAX_KEYS: Final = 128
_ALGORITHMS: Final = ("ES256", "Ed25519", "EdDSA")


@final
@dataclass(frozen=True, slots=True)
class KeyAttestation:
    """What somebody says of keys; his signature is **not** verified.

    Attributes:
        keys: the attested ones of a kind livret binds to; None in the place of others.
        expires_at_s: seconds since 1970.
        nonce: the issuer's nonce it repeats, or None.
    """

    keys: tuple[PublicKey | None, ...]
    expires_at_s: int
    nonce: str | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an attestation that came with a ``jwt`` proof.

        Raises:
            MalformedInput: ``key_proof.malformed``, also without ``exp``; what reading a
                JWS raises.
            Refused: ``jws.type``, ``jws.algorithm``, ``jws.parameter``.
        """
        token = CompactJws.parse(text, max_bytes=_MAX_BYTES)
        token.check_header(typ=TYP, algorithms=_ALGORITHMS, may_carry=("x5c",))
        claims = token.payload_object(max_bytes=_MAX_BYTES)
        entries, nonce = claims.get("attested_keys"), claims.get("nonce")
        issued_at_s, expires_at_s = claims.get("iat"), claims.get("exp")
        if not isinstance(entries, list) or not 0 < len(entries) <= _MAX_KEYS:
            raise MalformedInput("key_proof.malformed", "`attested_keys` holds none, or too many")
        if type(issued_at_s) is not int or type(expires_at_s) is not int:
            raise MalformedInput("key_proof.malformed", "an attestation without its times")
        if not isinstance(nonce, str | None) or not 0 <= expires_at_s <= limits.LATEST_S:
            raise MalformedInput("key_proof.malformed", "`nonce` or `exp` of an attestation")
        keys: list[PublicKey | None] = []
        for entry in entries:
            if not isinstance(entry, dict):
                raise MalformedInput("key_proof.malformed", "an attested key that is no JWK")
            try:
                keys.append(jwk.parse_public(entry))
            except LivretError as error:
                if error.code == "key.private":
                    raise
                keys.append(None)
        return cls(tuple(keys), expires_at_s, nonce)

    def key(self, kid: str) -> PublicKey:
        """Find the key that a proof names by its place in the attestation, as wallets do.

        Raises:
            Refused: ``key_proof.not_attested``.
        """
        place = int(kid) if kid.isascii() and kid.isdecimal() and len(kid) <= 3 else _MAX_KEYS
        found = self.keys[place] if place < len(self.keys) else None
        if found is None:
            raise Refused("key_proof.not_attested", "`kid` is no place among the attested keys")
        return found

    def check_about(self, key: PublicKey, *, now_s: int) -> None:
        """Check that the attestation is about *key*, and not over.

        Raises:
            Refused: ``key_proof.not_attested``.
        """
        if key not in self.keys:
            raise Refused("key_proof.not_attested")
        if now_s >= self.expires_at_s:
            raise Refused("key_proof.not_attested", "over")
