"""The claims that SD-JWT VC itself gives meaning to, read from the signed payload.

None of them may be selectively disclosable, nor any of their parts: a holder who
could hide ``exp`` or ``cnf`` would choose how he is checked. So they are read from
the payload as signed, before any disclosure is put back.
"""

from collections.abc import Mapping
from typing import Final, Self, final

import msgspec

from livret_core import limits
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import PublicKey, jwk

NEVER_DISCLOSED: Final = frozenset(
    {"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"}
)

_FURTHER_KEYS: Final = frozenset({"jwe", "jku"})
_MAX_TEXT: Final = 2_048
_MAX_AKA: Final = 16


@final
class Validity(msgspec.Struct, frozen=True):
    """When a credential says it holds; seconds since 1970, None where it does not say."""

    issued_at_s: float | None
    not_before_s: float | None
    expires_at_s: float | None

    def check(self, now_s: int, *, skew_s: int = 60) -> None:
        """Check the dates against *now_s* (RFC 7519 §4.1.4–6).

        Expiry is exclusive and gets no leeway; a start may be *skew_s* ahead, so
        that a proof signed a moment ago by a fast clock is good.

        Raises:
            Refused: ``validity.expired``, ``validity.not_yet``.
        """
        if self.expires_at_s is not None and now_s >= self.expires_at_s:
            raise Refused("validity.expired", expired_at_s=int(self.expires_at_s), now_s=now_s)
        start = max(self.not_before_s or 0, self.issued_at_s or 0)
        if start > now_s + skew_s:
            raise Refused("validity.not_yet", starts_at_s=int(start), now_s=now_s)


@final
class RegisteredClaims(msgspec.Struct, frozen=True):
    """The registered claims of one credential, each of the right type.

    Attributes:
        vct: the type (SD-JWT VC §2.2.2.1).
        vct_integrity: ``vct#integrity`` as it stands, or None.
        aka_vcts: the other types it says it has.
        issuer: ``iss``, or None when the certificate names the issuer.
        holder_key: the key in ``cnf.jwk``, or None for an unbound credential.
        status: ``status`` as it stands, or None.
        validity: ``iat`` (when not concealed), ``nbf`` and ``exp``.
        audience: whom it is for, as far as ``aud`` says so in clear; None when it says
            nothing. A name in it may be concealed: what counts is what
            :func:`livret_core.credential.verified.check_disclosures` gives.
    """

    vct: str
    vct_integrity: str | None
    aka_vcts: tuple[str, ...]
    issuer: str | None
    holder_key: PublicKey | None
    status: JsonObject | None
    validity: Validity
    audience: tuple[str, ...] | None = None

    @classmethod
    def parse(cls, payload: Mapping[str, JsonValue], *, flat: bool = False) -> Self:
        """Read the registered claims of a signed payload.

        Args:
            payload: with digests in place.
            flat: what :func:`livret_core.sdjwt.reveal.is_flat` said; it saves the
                search for digests inside these claims.

        Raises:
            MalformedInput: ``credential.claim`` for one of the wrong type, or what
                reading the holder's key raises.
            Refused: ``credential.confirmation`` for a ``cnf`` without a ``jwk`` or with a
                second key, ``credential.concealed`` when a part of a claim is disclosable,
                ``key.weak`` for a holder key of small order.
        """
        vct = _text(payload, "vct")
        if vct is None:
            raise MalformedInput("credential.claim", "`vct` is required")
        return cls(
            vct,
            _text(payload, "vct#integrity"),
            _aka(payload["aka_vcts"], vct, flat) if "aka_vcts" in payload else (),
            _text(payload, "iss"),
            _holder_key(payload["cnf"], flat) if "cnf" in payload else None,
            _object(payload, "status", flat),
            Validity(
                parse_date(payload, "iat"), parse_date(payload, "nbf"), parse_date(payload, "exp")
            ),
            parse_audience(payload),
        )


def _text(payload: Mapping[str, JsonValue], name: str) -> str | None:
    value = payload.get(name)
    if value is None and name not in payload:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_TEXT:
        raise MalformedInput("credential.claim", f"`{name}` is not a short text")
    return value


def parse_date(payload: Mapping[str, JsonValue], name: str) -> float | None:
    """Read a NumericDate (RFC 7519 §2), None when it is not there.

    Raises:
        MalformedInput: ``credential.claim``.
    """
    value = payload.get(name)
    if value is None and name not in payload:
        return None
    # A bool is an int to Python. Negative dates are before 1970: no credential is.
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value <= limits.LATEST_S
    ):
        raise MalformedInput("credential.claim", f"`{name}` is not a NumericDate")
    return value


def parse_audience(
    payload: Mapping[str, JsonValue], *, kept_back: bool = False
) -> tuple[str, ...] | None:
    """Read whom a token is for (RFC 7519 §4.1.3), None when it does not say.

    Args:
        payload: as signed, where the digest of a name stands for it and is left out here,
            or with the disclosures put back.
        kept_back: whether all names of it may be missing, because nobody disclosed them.

    Raises:
        MalformedInput: ``credential.claim``.
    """
    if "aud" not in payload:
        return None
    value = payload["aud"]
    names = value if isinstance(value, list) else [value]
    if not names and not kept_back:
        raise MalformedInput("credential.claim", "`aud` names nobody")
    for name in names:
        if not (isinstance(name, str) and 0 < len(name) <= _MAX_TEXT) and not _is_digest(name):
            raise MalformedInput("credential.claim", "`aud` is not one or more short texts")
    return tuple(name for name in names if isinstance(name, str))


def _is_digest(value: JsonValue) -> bool:
    return isinstance(value, dict) and value.keys() == {"..."}


def _object(payload: Mapping[str, JsonValue], name: str, flat: bool) -> JsonObject | None:
    value = payload.get(name)
    if value is None and name not in payload:
        return None
    if not isinstance(value, dict):
        raise MalformedInput("credential.claim", f"`{name}` is not an object")
    if not flat and conceals(value):
        raise Refused("credential.concealed", f"part of `{name}` is selectively disclosable")
    return value


def _aka(value: JsonValue, vct: str, flat: bool) -> tuple[str, ...]:
    if not flat and conceals(value):
        raise Refused("credential.concealed", "part of `aka_vcts` is selectively disclosable")
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_AKA:
        raise MalformedInput("credential.claim", "`aka_vcts` is not a short array")
    names = tuple(name for name in value if isinstance(name, str) and 0 < len(name) <= _MAX_TEXT)
    if len(names) != len(value) or vct in names:
        raise MalformedInput("credential.claim", "`aka_vcts` holds `vct` or something not text")
    return names


def _holder_key(value: JsonValue, flat: bool) -> PublicKey:
    if not flat and conceals(value):
        raise Refused("credential.concealed", "part of `cnf` is selectively disclosable")
    # What else a confirmation says is passed over, unless it is a key as well (RFC 7800 §3.1).
    if isinstance(value, dict) and _FURTHER_KEYS.isdisjoint(value):
        key = value.get("jwk")
        if isinstance(key, dict):
            return jwk.parse_public(key)
    raise Refused("credential.confirmation", "`cnf` has no `jwk`, or a second key")


def conceals(value: JsonValue) -> bool:
    """Say whether something inside *value* is selectively disclosable."""
    if isinstance(value, dict):
        return "_sd" in value or "..." in value or any(map(conceals, value.values()))
    if isinstance(value, list):
        return any(map(conceals, value))
    return False
