"""Key proofs: a wallet shows that it holds a key before a credential is bound to it.

The ``jwt`` proof type of OpenID4VCI 1.0, Appendix F.1. One proof a copy, each with a
key of its own: the issuer never sees a private key, and no two copies share one.

    sign_key_proof      the wallet's side
    KeyProof.parse      what a proof says, for finding out whether its nonce is ours
    check_batch         everything else, for all proofs of one request
    check_key_proofs    both at once, for a hand-over, whose nonce is known beforehand
"""

import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Final, Self, final

from livret_core import jws, limits
from livret_core.dids.jwk import DidJwk
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.jws import CompactJws
from livret_core.keys import PublicKey, Signer, jwk
from livret_core.openid4vci.key_attestation import KeyAttestation

TYP: Final = "openid4vci-proof+jwt"
ALGORITHMS: Final = ("ES256", "Ed25519", "EdDSA")
MAX_AGE_S: Final = 3_600

_MAX_BYTES: Final = 16 << 10
_MAX_ATTESTED_BYTES: Final = 96 << 10
_MAX_HANDOVER_AGE_S: Final = 30 * 86_400  # a hand-over's own end is tighter
_MAX_AHEAD_S: Final = 300
_KEY_NAMES: Final = frozenset({"jwk", "kid", "x5c"})
_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True)
class HolderKey:
    """A public key whose private half somebody showed to hold. Only a key proof makes one."""

    key: PublicKey
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("HolderKey is made by check_key_proofs() only")


@final
@dataclass(frozen=True, slots=True)
class KeyProof:
    """A key proof that is well formed. Nothing in it is verified.

    Attributes:
        key: the key it names: by ``jwk``, by a ``did:jwk`` in ``kid``, or by its place in
            the key attestation that came along.
        audience: whom it is for.
        issued_at_s: seconds since 1970, by the wallet's clock.
        nonce: which it repeats, or None.
        client_id: whose it says it is, or None.
        not_before_s, expires_at_s: within which it counts, where it says so (RFC 7519 §4.1).
        attestation: what somebody says of the key, or None.
    """

    key: PublicKey
    audience: str
    issued_at_s: int
    nonce: str | None
    client_id: str | None
    not_before_s: float | None
    expires_at_s: float | None
    attestation: KeyAttestation | None
    _token: CompactJws

    @classmethod
    def parse(cls, text: str, *, algorithms: Collection[str] = ALGORITHMS) -> Self:
        """Read a proof.

        Raises:
            MalformedInput: ``key_proof.malformed``, ``key.private``, or what reading a
                JWS, a JWK or a did:jwk raises.
            Refused: ``key_proof.unsupported`` for a key by certificate, by a DID of
                another method or by a federation's trust chain;
                ``key_proof.not_attested``, ``key.weak``, ``jws.type``, ``jws.algorithm``.
        """
        most = _MAX_BYTES if len(text) <= _MAX_BYTES else _MAX_ATTESTED_BYTES
        token = CompactJws.parse(text, max_bytes=most)
        token.check_header(typ=TYP, algorithms=algorithms, may_carry=("jwk", "x5c"))
        header = token.header
        if most > _MAX_BYTES and "key_attestation" not in header:
            raise MalformedInput("input.too_large", max_bytes=_MAX_BYTES)
        if "trust_chain" in header:
            raise Refused("key_proof.unsupported", "a trust chain of a federation")
        attestation = _attestation(header.get("key_attestation"))
        key = _key(header, attestation)
        claims = token.payload_object()
        match claims:
            case {"aud": str(aud), "iat": int(iat)} if not isinstance(iat, bool):
                pass
            case _:
                raise MalformedInput("key_proof.malformed", "aud and iat are required")
        nonce, client_id = claims.get("nonce"), claims.get("iss")
        if not isinstance(nonce, str | None) or not isinstance(client_id, str | None):
            raise MalformedInput("key_proof.malformed", "`nonce` or `iss` is not text")
        from_s, until_s = (_instant(claims, name) for name in ("nbf", "exp"))
        return cls(key, aud, iat, nonce, client_id, from_s, until_s, attestation, token)

    def verify(self) -> None:
        """Verify that it is signed with the key it names.

        Raises:
            Refused: ``key_proof.signature``.
        """
        try:
            self._token.verify(self.key)
        except Refused as error:
            raise Refused("key_proof.signature", error.code) from None


def sign_key_proof(
    signer: Signer,
    *,
    audience: str,
    nonce: str | None,
    issued_at_s: int,
    client_id: str | None = None,
) -> str:
    """Show that *signer*'s key is held.

    Args:
        signer: the key that a copy shall be bound to.
        audience: the issuer's identifier; of a hand-over, its DID.
        nonce: the issuer's; None for one that has no nonce endpoint.
        issued_at_s: seconds since 1970.
        client_id: left out where the token was given to nobody in particular.
    """
    header: Mapping[str, JsonValue] = {"typ": TYP, "jwk": jwk.format_public(signer.public_key)}
    claims: JsonObject = {} if client_id is None else {"iss": client_id}
    claims |= {"aud": audience, "iat": issued_at_s}
    claims |= {} if nonce is None else {"nonce": nonce}
    return jws.sign(header, json_encoding.format(claims), signer)


def _instant(claims: JsonObject, name: str) -> float | None:
    """Read a time that a proof need not say, but must keep to where it does (RFC 7519 §4.1)."""
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MalformedInput("key_proof.malformed", f"`{name}` is no time")
    return value


def _is_in_time(proof: KeyProof, *, now_s: int, max_age_s: int) -> bool:
    if proof.not_before_s is not None and proof.not_before_s > now_s + _MAX_AHEAD_S:
        return False
    if proof.expires_at_s is not None and proof.expires_at_s <= now_s:
        return False
    return now_s - max_age_s <= proof.issued_at_s <= now_s + _MAX_AHEAD_S


def check_batch(
    proofs: Sequence[KeyProof],
    *,
    audience: str,
    nonces: Collection[str],
    now_s: int,
    max_age_s: int = MAX_AGE_S,
    client_id: str | None = None,
    other_nonce: str = "key_proof.nonce",
) -> tuple[HolderKey, ...]:
    """Check all proofs of one request (OpenID4VCI 1.0 F.4).

    Args:
        proofs: as parsed.
        audience: the credential issuer's identifier.
        nonces: those among the proofs' that are ours, fresh, and not used before.
        now_s: seconds since 1970.
        max_age_s: how old a proof may be by its own clock.
        client_id: to whom the token was given; None when to nobody in particular.
        other_nonce: the code for a nonce that is not among *nonces*.

    Raises:
        MalformedInput: ``key_proof.malformed`` for a proof without a nonce.
        Refused: ``key_proof.signature``, ``key_proof.other_issuer``, ``key_proof.nonce``,
            ``key_proof.client``, ``key_proof.stale``, ``key_proof.not_attested``,
            ``key_proof.key_twice``.
    """
    for proof in proofs:
        proof.verify()
        if proof.audience != audience:
            raise Refused("key_proof.other_issuer")
        if proof.nonce is None:
            raise MalformedInput("key_proof.malformed", "`nonce` is required")
        if not _is_among(proof.nonce, nonces):
            raise Refused(other_nonce)
        if proof.client_id not in (None, client_id):
            raise Refused("key_proof.client")
        if not _is_in_time(proof, now_s=now_s, max_age_s=max_age_s):
            issued_at_s = min(max(proof.issued_at_s, 0), limits.LATEST_S)
            raise Refused("key_proof.stale", issued_at_s=issued_at_s, now_s=now_s)
        if proof.attestation is not None:
            proof.attestation.check_about(proof.key, now_s=now_s)
            if not _is_among(proof.attestation.nonce or "", nonces):
                raise Refused(other_nonce, "of the key attestation")
    keys = tuple(proof.key for proof in proofs)
    if len(set(keys)) != len(keys):
        raise Refused("key_proof.key_twice")
    return tuple(HolderKey(key, _SEAL) for key in keys)


def check_key_proofs(
    proofs: Sequence[str], *, audience: str, nonce: str, now_s: int
) -> tuple[HolderKey, ...]:
    """Check the proofs that answer a hand-over: its issuer, its nonce, any time it was open.

    Raises:
        MalformedInput, Refused: as :meth:`KeyProof.parse` and :func:`check_batch`, with
            ``key_proof.other_handover`` for another nonce.
    """
    return check_batch(
        [KeyProof.parse(text) for text in proofs],
        audience=audience,
        nonces=(nonce,),
        now_s=now_s,
        max_age_s=_MAX_HANDOVER_AGE_S,
        other_nonce="key_proof.other_handover",
    )


def _is_among(nonce: str, nonces: Collection[str]) -> bool:
    return any(hmac.compare_digest(nonce.encode(), known.encode()) for known in nonces)


def _key(header: Mapping[str, JsonValue], attestation: KeyAttestation | None) -> PublicKey:
    """Read the one key a header names, in the one way it names it."""
    if len(_KEY_NAMES & header.keys()) != 1:
        raise MalformedInput("key_proof.malformed", "exactly one of jwk, kid, x5c names the key")
    if "x5c" in header:
        raise Refused("key_proof.unsupported", "a key by certificate")
    members = header.get("jwk")
    if "jwk" in header:
        if not isinstance(members, dict):
            raise MalformedInput("key_proof.malformed", "`jwk` is not an object")
        return jwk.parse_public(members)
    kid = str(header["kid"])
    if kid.startswith("did:jwk:"):
        return DidJwk.parse_verification_method(kid).key
    if attestation is None:
        raise Refused("key_proof.unsupported", "a key by a name livret cannot resolve")
    return attestation.key(kid)


def _attestation(value: JsonValue) -> KeyAttestation | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise MalformedInput("key_proof.malformed", "`key_attestation` is not text")
    return KeyAttestation.parse(value)
