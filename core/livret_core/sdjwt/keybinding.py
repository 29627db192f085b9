"""Key binding: the holder shows that the key inside the credential is his (RFC 9901 §4.3, §7.3)."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self, final

import msgspec

from livret_core import jws, limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.jws import CompactJws
from livret_core.keys import PublicKey
from livret_core.keys.algorithm import Algorithm
from livret_core.sdjwt.compact import SdJwt

TYP: Final = "kb+jwt"
_MAX_KB_BYTES: Final = 16 << 10


@final
@dataclass(frozen=True, slots=True)
class Freshness:
    """How old a key binding may be, and how far a holder's clock may be ahead (seconds)."""

    max_age_s: int = 300
    max_ahead_s: int = 60


@final
class KeyBinding(msgspec.Struct, frozen=True):
    """A KB-JWT that is well formed: header ``typ`` right, its claims of the right type.

    Nothing in it is verified; :meth:`verify` and :meth:`check` do that.

    Attributes:
        jws: the token.
        issued_at_s: ``iat``, seconds since 1970.
        audience: ``aud``, a single text.
        nonce: of the request it answers.
        sd_hash: the digest of what it was made for.
        not_before_s, expires_at_s: ``nbf`` and ``exp``, which a KB-JWT need not have
            and which count when it does (RFC 9901 §7.3, step 5.8).
        transaction_data_hashes, transaction_data_hashes_alg: what else the holder agreed to
            (OpenID4VP 1.0 B.3.3.1); empty and None in almost all.
    """

    jws: CompactJws
    issued_at_s: float
    audience: str
    nonce: str
    sd_hash: str
    not_before_s: float | None = None
    expires_at_s: float | None = None
    transaction_data_hashes: tuple[str, ...] = ()
    transaction_data_hashes_alg: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a KB-JWT.

        Raises:
            MalformedInput: ``holder.malformed`` for a missing or mistyped claim, or
                what reading a compact JWS raises.
            Refused: ``jws.type``, ``jws.algorithm`` or ``jws.parameter``.
        """
        token = CompactJws.parse(text, max_bytes=_MAX_KB_BYTES)
        token.check_header(typ=TYP, algorithms=("ES256", "Ed25519", "EdDSA"))
        claims = token.payload_object()
        issued_at_s = _date(claims, "iat")
        match claims:
            case {"aud": str(aud), "nonce": str(nonce), "sd_hash": str(sd_hash)} if (
                issued_at_s is not None
            ):
                return cls(
                    token,
                    issued_at_s,
                    aud,
                    nonce,
                    sd_hash,
                    _date(claims, "nbf"),
                    _date(claims, "exp"),
                    *_transactions(claims),
                )
            case _:
                raise MalformedInput("holder.malformed", "iat, aud, nonce and sd_hash are required")

    def verify(self, sd_jwt: SdJwt, key: PublicKey) -> None:
        """Verify that the holder of *key* made this for exactly *sd_jwt* (RFC 9901 §7.3).

        Raises:
            Refused: ``holder.other_credential`` when ``sd_hash`` is another text's,
                ``holder.signature`` when another key signed.
        """
        if self.sd_hash != sd_jwt.sd_hash():
            raise Refused("holder.other_credential")
        try:
            self.jws.verify(key)
        except Refused as error:
            raise Refused("holder.signature", error.code) from None

    def check(self, *, audience: str, nonce: str, now_s: int, freshness: Freshness) -> None:
        """Check that this was made for our request, and just now (RFC 9901 §7.3).

        Raises:
            Refused: ``holder.other_service`` (``aud``), ``holder.other_request``
                (``nonce``), ``holder.stale`` (``iat`` or ``exp``) or ``holder.ahead``
                (``iat`` or ``nbf``).
        """
        if self.audience != audience:
            raise Refused("holder.other_service")
        if not hmac.compare_digest(self.nonce.encode(), nonce.encode()):
            raise Refused("holder.other_request")
        if self.issued_at_s < now_s - freshness.max_age_s:
            raise Refused("holder.stale", bound_at_s=int(self.issued_at_s), now_s=now_s)
        if self.issued_at_s > now_s + freshness.max_ahead_s:
            raise Refused("holder.ahead", bound_at_s=int(self.issued_at_s), now_s=now_s)
        if self.expires_at_s is not None and now_s >= self.expires_at_s:
            raise Refused("holder.stale", bound_at_s=int(self.issued_at_s), now_s=now_s)
        if self.not_before_s is not None and self.not_before_s > now_s + freshness.max_ahead_s:
            raise Refused("holder.ahead", bound_at_s=int(self.issued_at_s), now_s=now_s)


def _date(claims: Mapping[str, JsonValue], name: str) -> float | None:
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value <= limits.LATEST_S
    ):
        raise MalformedInput("holder.malformed", f"`{name}` is not a NumericDate")
    return value


def _transactions(claims: Mapping[str, JsonValue]) -> tuple[tuple[str, ...], str | None]:
    if "transaction_data_hashes" not in claims:
        return (), None
    hashes = claims["transaction_data_hashes"]
    algorithm = claims.get("transaction_data_hashes_alg")
    if isinstance(hashes, list) and hashes and isinstance(algorithm, str | None):
        texts = tuple(text for text in hashes if isinstance(text, str))
        if len(texts) == len(hashes):
            return texts, algorithm
    raise MalformedInput("holder.malformed", "`transaction_data_hashes` is not texts")


def prepare(
    sd_jwt: SdJwt,
    *,
    algorithm: Algorithm,
    audience: str,
    nonce: str,
    issued_at_s: int,
    transaction_hashes: Sequence[str] = (),
) -> bytes:
    """Write what the holder's key signs to show *sd_jwt* to *audience*.

    Args:
        sd_jwt: with exactly the disclosures that will leave.
        algorithm: the holder key's.
        audience: the verifier's full client identifier, prefix included.
        nonce: from the verifier's request, byte for byte.
        issued_at_s: the holder's clock, seconds since 1970.
        transaction_hashes: SHA-256 of the transactions agreed to, base64url
            (:mod:`livret_core.openid4vp.transaction_data`).
    """
    header: Mapping[str, JsonValue] = {"alg": algorithm.name, "typ": TYP}
    payload: JsonObject = {
        "iat": issued_at_s,
        "aud": audience,
        "nonce": nonce,
        "sd_hash": sd_jwt.sd_hash(),
    }
    if transaction_hashes:
        payload["transaction_data_hashes"] = list(transaction_hashes)
        payload["transaction_data_hashes_alg"] = "sha-256"
    return jws.signing_input(header, json_encoding.format(payload))


def assemble(sd_jwt: SdJwt, signing_input: bytes, signature: bytes) -> SdJwt:
    """Join an SD-JWT and its signed key binding."""
    return SdJwt(sd_jwt.issuer_jwt, sd_jwt.disclosures, jws.assemble(signing_input, signature))
