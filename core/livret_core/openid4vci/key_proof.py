"""Key proofs: a wallet shows that it holds a key before a credential is bound to it.

The ``jwt`` proof type of OpenID4VCI 1.0, Appendix F.1. One proof a copy, each with a
key of its own: the issuer never sees a private key, and no two copies share one.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Final, final

from livret_core import jws
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.jws import CompactJws
from livret_core.keys import PublicKey, Signer, jwk

TYP: Final = "openid4vci-proof+jwt"

_MAX_BYTES: Final = 16 << 10
_MAX_AGE_S: Final = 30 * 86_400  # a hand-over's own end is tighter
_MAX_AHEAD_S: Final = 300
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


def sign_key_proof(signer: Signer, *, audience: str, nonce: str, issued_at_s: int) -> str:
    """Show that *signer*'s key is held, to *audience*, for *nonce*."""
    header: Mapping[str, JsonValue] = {"typ": TYP, "jwk": jwk.format_public(signer.public_key)}
    payload = json_encoding.format({"aud": audience, "iat": issued_at_s, "nonce": nonce})
    return jws.sign(header, payload, signer)


def check_key_proofs(
    proofs: Sequence[str], *, audience: str, nonce: str, now_s: int
) -> tuple[HolderKey, ...]:
    """Check each proof and that no key comes twice (OpenID4VCI 1.0 §8.2, F.4).

    Raises:
        MalformedInput: ``key_proof.malformed``, or what reading a JWS or JWK raises.
        Refused: ``key_proof.other_issuer`` (``aud``), ``key_proof.other_handover``
            (``nonce``), ``key_proof.stale`` (``iat``), ``key_proof.signature``,
            ``key_proof.key_twice``, ``key.weak``, ``jws.type``, ``jws.algorithm``.
    """
    keys = tuple(_check(text, audience=audience, nonce=nonce, now_s=now_s) for text in proofs)
    if len(set(keys)) != len(keys):
        raise Refused("key_proof.key_twice")
    return tuple(HolderKey(key, _SEAL) for key in keys)


def _check(text: str, *, audience: str, nonce: str, now_s: int) -> PublicKey:
    token = CompactJws.parse(text, max_bytes=_MAX_BYTES)
    token.check_header(typ=TYP, algorithms=("ES256", "Ed25519", "EdDSA"), may_carry=("jwk",))
    header_key = token.header.get("jwk")
    if not isinstance(header_key, dict) or "kid" in token.header:
        raise MalformedInput("key_proof.malformed", "exactly `jwk` names the key")
    key = jwk.parse_public(header_key)
    match token.payload_object():
        case {"aud": str(aud), "iat": int(iat), "nonce": str(found)} if not isinstance(iat, bool):
            pass
        case _:
            raise MalformedInput("key_proof.malformed", "aud, iat and nonce are required")
    try:
        token.verify(key)
    except Refused as error:
        raise Refused("key_proof.signature", error.code) from None
    if aud != audience:
        raise Refused("key_proof.other_issuer")
    if not hmac.compare_digest(found.encode(), nonce.encode()):
        raise Refused("key_proof.other_handover")
    if not now_s - _MAX_AGE_S <= iat <= now_s + _MAX_AHEAD_S:
        raise Refused("key_proof.stale", issued_at_s=iat, now_s=now_s)
    return key
