"""DPoP (RFC 9449): who shows a token shows that he holds the key it was given to.

    sign_proof     the wallet's side: one proof a request
    verify_proof   the server's side: everything that is decided by the request alone
    check_unseen, check_bound    what a store and a token add to it

A proof is good for one request. Whether it was shown before only a store can say:
:attr:`DpopProof.replay_id` is what it keeps, until :attr:`DpopProof.forget_after_s`.
"""

import hmac
import re
from collections.abc import Collection, Container, Sequence
from dataclasses import InitVar, dataclass
from hashlib import sha256
from typing import Final, final

from livret_core import jws, limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.jws import CompactJws
from livret_core.keys import PublicKey, Signer, jwk

TYP: Final = "dpop+jwt"
ALGORITHMS: Final = ("ES256", "Ed25519", "EdDSA")
MAX_AGE_S: Final = 300
MAX_AHEAD_S: Final = 60

_MAX_BYTES: Final = 8 << 10
_MAX_JTI: Final = 256
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE: Final = re.compile("%([0-9A-Fa-f]{2})")
_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True)
class DpopProof:
    """A proof that fits the request it came with. Only :func:`verify_proof` makes one.

    Attributes:
        key: the key whose private half was shown to be held.
        thumbprint: of *key* (RFC 7638, SHA-256, base64url); ``jkt`` of a bound token.
        nonce: the server's nonce it repeats, still to be checked; None without.
        replay_id: 32 bytes, the same for the same proof and no other.
        forget_after_s: from when on the proof is stale, whoever remembers it.
    """

    key: PublicKey
    thumbprint: str
    nonce: str | None
    replay_id: bytes
    forget_after_s: int
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("DpopProof is made by verify_proof() only")


def sign_proof(
    signer: Signer,
    *,
    method: str,
    uri: HttpsUri,
    jti: str,
    issued_at_s: int,
    access_token: str | None = None,
    nonce: str | None = None,
) -> str:
    """Write the value of a ``DPoP`` header.

    Args:
        signer: the key that the token is, or will be, bound to.
        method: of the request, in capitals.
        uri: of the request; query left out (RFC 9449 §4.2).
        jti: fresh for this request, 128 random bits or more in base64url.
        issued_at_s: seconds since 1970.
        access_token: the token that is shown beside it, if one is.
        nonce: what the server last asked for, if it did.
    """
    claims: JsonObject = {
        "jti": jti,
        "htm": method,
        "htu": uri.text.partition("?")[0],
        "iat": issued_at_s,
    }
    if access_token is not None:
        claims["ath"] = token_hash(access_token)
    if nonce is not None:
        claims["nonce"] = nonce
    header: JsonObject = {"typ": TYP, "jwk": jwk.format_public(signer.public_key)}
    return jws.sign(header, json_encoding.format(claims), signer)


def only_header(values: Sequence[str]) -> str | None:
    """Take the one value of a request's ``DPoP`` headers; None when there is none.

    Raises:
        MalformedInput: ``dpop.malformed`` for more than one (RFC 9449 §4.3).
    """
    if len(values) > 1:
        raise MalformedInput("dpop.malformed", "more than one proof")
    return values[0] if values else None


def verify_proof(
    text: str,
    *,
    method: str,
    uri: HttpsUri,
    now_s: int,
    access_token: str | None = None,
    algorithms: Collection[str] = ALGORITHMS,
    max_age_s: int = MAX_AGE_S,
) -> DpopProof:
    """Verify a proof against the request it came with (RFC 9449 §4.3).

    Args:
        text: the value of the header.
        method: of the request.
        uri: of the request as clients name it, from configuration, never from ``Host``.
        now_s: seconds since 1970.
        access_token: the token shown beside it; None at a token endpoint.
        algorithms: the ``alg`` values that were advertised.
        max_age_s: how old it may be.

    Raises:
        MalformedInput: ``dpop.malformed``, or what reading a JWS or JWK raises.
        Refused: ``dpop.signature``, ``dpop.other_request``, ``dpop.other_token``,
            ``dpop.stale``, ``jws.type``, ``jws.algorithm``, ``jws.parameter``, ``key.weak``.
    """
    token = CompactJws.parse(text, max_bytes=_MAX_BYTES)
    token.check_header(typ=TYP, algorithms=algorithms, may_carry=("jwk",))
    members = token.header.get("jwk")
    if not isinstance(members, dict):
        raise MalformedInput("dpop.malformed", "no `jwk`")
    key = jwk.parse_public(members)
    claims = token.payload_object()
    match claims:
        case {"jti": str(jti), "htm": str(htm), "htu": str(htu), "iat": int(iat)} if 0 < len(
            jti
        ) <= _MAX_JTI and not isinstance(iat, bool):
            pass
        case _:
            raise MalformedInput("dpop.malformed", "jti, htm, htu and iat are required")
    nonce, ath = claims.get("nonce"), claims.get("ath")
    if not isinstance(nonce, str | None) or not isinstance(ath, str | None):
        raise MalformedInput("dpop.malformed", "`nonce` or `ath` is not text")
    try:
        token.verify(key)
    except Refused as error:
        raise Refused("dpop.signature", error.code) from None
    if htm != method:
        raise Refused("dpop.other_request", "`htm`")
    if _normal(htu) != _normal(uri.text):
        raise Refused("dpop.other_request", "`htu`")
    if not now_s - max_age_s <= iat <= now_s + MAX_AHEAD_S:
        raise Refused("dpop.stale", issued_at_s=_shown_s(iat), now_s=now_s)
    if access_token is not None and not hmac.compare_digest(
        (ath or "").encode(), token_hash(access_token).encode()
    ):
        raise Refused("dpop.other_token")
    thumbprint = jwk.thumbprint(key)
    return DpopProof(
        key,
        thumbprint,
        nonce,
        sha256(f"{thumbprint} {jti}".encode()).digest(),
        iat + max_age_s + 1,
        _SEAL,
    )


def check_unseen(proof: DpopProof, seen: Container[bytes]) -> None:
    """Check that a proof was not shown before.

    Args:
        proof: verified.
        seen: what the store had of :attr:`DpopProof.replay_id` before this request put
            its own there; both in one step, or two requests pass at once.

    Raises:
        Refused: ``dpop.replayed``.
    """
    if proof.replay_id in seen:
        raise Refused("dpop.replayed")


def check_bound(proof: DpopProof | None, bound_to: str | None) -> None:
    """Check that a proof is by the key that a code, token or refresh token is bound to.

    Args:
        proof: verified; None when the request brought none.
        bound_to: the thumbprint it was bound to; None when it is bound to no key.

    Raises:
        Refused: ``dpop.missing`` or ``dpop.other_key``.
    """
    if bound_to is None:
        return
    if proof is None:
        raise Refused("dpop.missing")
    if not hmac.compare_digest(proof.thumbprint.encode(), bound_to.encode()):
        raise Refused("dpop.other_key")


def token_hash(access_token: str) -> str:
    """Compute ``ath``: SHA-256 of the token, base64url."""
    return base64url.encode(sha256(access_token.encode()).digest())


def _normal(text: str) -> str:
    """Write a URI so that two that mean one are equal (RFC 3986 §6.2.2, §6.2.3).

    Query and fragment are left out, as RFC 9449 §4.3 wants; a path that climbs is none.
    """
    scheme, colon, rest = text.partition(":")
    try:
        uri = HttpsUri.parse(scheme.lower() + colon + re.split("[?#]", rest, maxsplit=1)[0])
    except MalformedInput:
        raise Refused("dpop.other_request", "`htu` is no https URI") from None
    _, slash, path = uri.text.removeprefix("https://").partition("/")
    plain = _ESCAPE.sub(_unescaped, path) if slash else ""
    return f"https://{uri.host}:{uri.port}/{plain}"


def _unescaped(escape: re.Match[str]) -> str:
    char = chr(int(escape[1], 16))
    return char if char in _UNRESERVED else escape[0].upper()


def _shown_s(seconds: int) -> int:
    """A time a sentence can be written of."""
    return min(max(seconds, 0), limits.LATEST_S)
