"""The Status List Token: who signed the list, for which URI, and for how long it may be used.

Three facts are kept apart because they change at different speeds. What is signed
never changes, so :func:`verify_signature` may be remembered by its arguments. Whether
the list is recent enough changes every second, so :func:`check_time` runs each time.
What a credential's index says is a lookup in the result. No answer, an old answer
and an answer by somebody else are three different things, and none is *revoked*.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from enum import IntEnum
from math import isfinite
from typing import Final, Self, final

from livret_core import jws, limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import Algorithm, PublicKey, Signer
from livret_core.status.bits import StatusList

TYP: Final = "statuslist+jwt"
MEDIA_TYPE: Final = "application/statuslist+jwt"

AHEAD_S: Final = 300  # how far an honest issuer's clock may run before ours

_SEAL: Final = object()


class Status(IntEnum):
    """What a list may say of a credential (Token Status List §7.1). Other values are refused."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


@final
@dataclass(frozen=True, slots=True)
class StatusReference:
    """Where a credential's status is found: which list, which index in it.

    Attributes:
        index: 0 or more.
        uri: the list's own name, and where it is fetched.
    """

    index: int
    uri: HttpsUri

    def __post_init__(self) -> None:
        if type(self.index) is not int or self.index < 0:
            raise MalformedInput("status.malformed", "`idx` is not a non-negative integer")

    @classmethod
    def parse(cls, claim: JsonValue) -> Self:
        """Read a credential's ``status`` claim (Token Status List §6.2).

        Other status mechanisms beside ``status_list`` are ignored, and so are further
        members of it; a claim without ``status_list`` cannot be answered.

        Raises:
            MalformedInput: ``status.malformed``, ``input.https_uri``, ``input.too_large``.
            Refused: ``status.mechanism``.
        """
        if not isinstance(claim, dict) or not claim:
            raise MalformedInput("status.malformed", "`status` is not an object with a mechanism")
        if "status_list" not in claim:
            raise Refused("status.mechanism")
        reference = claim["status_list"]
        if not isinstance(reference, dict):
            raise MalformedInput("status.malformed", "`status_list` is not an object")
        index, uri = reference.get("idx"), reference.get("uri")
        if type(index) is not int or not isinstance(uri, str):
            raise MalformedInput("status.malformed", "`idx` or `uri` missing or mistyped")
        return cls(index, HttpsUri.parse(uri))

    def format(self) -> JsonObject:
        """Write the ``status`` claim."""
        return {"status_list": {"idx": self.index, "uri": self.uri.text}}


def prepare(
    status_list: StatusList,
    *,
    uri: HttpsUri,
    algorithm: Algorithm,
    issued_at_s: int,
    expires_at_s: int,
    ttl_s: int,
    header: Mapping[str, JsonValue] | None = None,
) -> bytes:
    """Write the octets to sign for a Status List Token; :func:`livret_core.jws.assemble` ends it.

    Args:
        status_list: the statuses.
        uri: the list's own name, the ``uri`` its credentials carry.
        algorithm: of the key that signs.
        issued_at_s: seconds since 1970.
        expires_at_s: when the list must no longer be relied on; after *issued_at_s*.
        ttl_s: seconds a reader may keep the list before asking again; positive.
        header: further header parameters, ``kid`` or ``x5c``.

    Raises:
        ValueError: times out of order.
    """
    if not 0 <= issued_at_s < expires_at_s or ttl_s <= 0:
        raise ValueError("a list expires after it is issued, and its ttl is positive")
    claims = {
        "sub": uri.text,
        "iat": issued_at_s,
        "exp": expires_at_s,
        "ttl": ttl_s,
        "status_list": {
            "bits": status_list.bits,
            "lst": base64url.encode(status_list.deflate()),
        },
    }
    return jws.signing_input(
        {**(header or {}), "alg": algorithm.name, "typ": TYP}, json_encoding.format(claims)
    )


def sign(
    status_list: StatusList,
    signer: Signer,
    *,
    uri: HttpsUri,
    issued_at_s: int,
    expires_at_s: int,
    ttl_s: int,
    header: Mapping[str, JsonValue] | None = None,
) -> str:
    """Sign a Status List Token with a key at hand; arguments as :func:`prepare`."""
    octets = prepare(
        status_list,
        uri=uri,
        algorithm=signer.algorithm,
        issued_at_s=issued_at_s,
        expires_at_s=expires_at_s,
        ttl_s=ttl_s,
        header=header,
    )
    return jws.assemble(octets, signer.sign(octets))


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class SignedStatusList:
    """A list whose signature and name are right. It answers nothing until its time is checked.

    Attributes:
        uri: the list's name, which its ``sub`` repeats.
        issued_at_s: ``iat``.
        expires_at_s: ``exp``, if it has one.
        ttl_s: ``ttl``, if it has one: seconds a copy may be kept before asking again.
        sha256: of the whole token, as ledgers name it.
    """

    uri: HttpsUri
    issued_at_s: int
    expires_at_s: int | None
    ttl_s: int | None
    sha256: bytes
    _not_before_s: int
    _statuses: StatusList
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("SignedStatusList is made by verify_signature() only")

    @property
    def entries(self) -> int:
        """How many places it has; no statement about any of them, so it needs no time."""
        return self._statuses.entries

    def ask_again_at_s(self, resolved_at_s: int) -> int:
        """Say when a copy had at *resolved_at_s* should be replaced (Token Status List §13.7).

        A list without ``ttl`` and ``exp`` should be replaced at once.
        """
        if self.ttl_s is not None:
            again_at_s = resolved_at_s + self.ttl_s
            return again_at_s if self.expires_at_s is None else min(again_at_s, self.expires_at_s)
        return resolved_at_s if self.expires_at_s is None else self.expires_at_s


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedStatusList:
    """A list by the right issuer, recent enough to be believed. Only a check of both makes one."""

    signed: SignedStatusList
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError(
                "VerifiedStatusList is made by check_time(), check_final(), verify() only"
            )

    def status(self, reference: StatusReference) -> Status:
        """Look up what the list says at *reference*.

        Raises:
            Refused: ``status.other_list`` when *reference* names another list,
                ``status.out_of_range``, or ``status.unknown`` for a value that is
                neither valid, invalid nor suspended.
        """
        if reference.uri.text != self.signed.uri.text:
            raise Refused("status.other_list")
        # Private so that nobody looks a status up before the time is checked.
        value = self.signed._statuses.get(reference.index)  # noqa: SLF001
        try:
            return Status(value)
        except ValueError:
            raise Refused("status.unknown", value=value) from None

    def marked(self) -> dict[int, Status]:
        """Give every place that is not valid.

        Raises:
            Refused: ``status.unknown``.
        """
        marked = self.signed._statuses.marked()  # noqa: SLF001  # as above
        for value in {*marked.values()} - {*Status}:
            raise Refused("status.unknown", value=value)
        return {index: Status(value) for index, value in marked.items()}

    def check_valid(self, reference: StatusReference) -> None:
        """Check that the credential behind *reference* still holds.

        Raises:
            Refused: ``status.revoked``, ``status.suspended``, or as :meth:`status`.
        """
        match self.status(reference):
            case Status.INVALID:
                raise Refused("status.revoked", listed_at_s=self.signed.issued_at_s)
            case Status.SUSPENDED:
                raise Refused("status.suspended", listed_at_s=self.signed.issued_at_s)
            case Status.VALID:
                return


def verify_signature(text: str | bytes, *, uri: HttpsUri, key: PublicKey) -> SignedStatusList:
    """Verify who made a list and for which URI. Depends on nothing but its arguments.

    Args:
        text: the token as fetched, compact.
        uri: the one the credential names.
        key: the key that signed the credential: no other may speak for it.

    Raises:
        MalformedInput: ``input.*``, ``jws.malformed``, ``jws.header`` or
            ``status.malformed``.
        Refused: ``status.untrusted`` (the fact ``reason`` has the JWS code), or
            ``status.other_list`` when ``sub`` is not *uri*, ``status.other_audience``
            when it is for certain readers only.
    """
    token = jws.CompactJws.parse(text, max_bytes=limits.STATUS_TOKEN_BYTES)
    try:
        token.check_header(typ=TYP, algorithms=key.algorithm.read_as, may_carry=("x5c",))
        token.verify(key)
    except Refused as refused:
        raise Refused("status.untrusted", reason=refused.code) from None
    claims = token.payload_object(max_bytes=limits.STATUS_TOKEN_BYTES)
    if not isinstance(claims.get("sub"), str):
        raise MalformedInput("status.malformed", "`sub` missing or not text")
    if claims["sub"] != uri.text:
        raise Refused("status.other_list")
    _check_for_everybody(claims)
    issued_at_s = _seconds(claims, "iat")
    if issued_at_s is None:
        raise MalformedInput("status.malformed", "`iat` missing")
    not_before_s = _seconds(claims, "nbf")
    ttl_s = _seconds(claims, "ttl")
    if ttl_s == 0:
        raise MalformedInput("status.malformed", "`ttl` is not positive")
    return SignedStatusList(
        uri=uri,
        issued_at_s=issued_at_s,
        expires_at_s=_seconds(claims, "exp"),
        ttl_s=ttl_s,
        sha256=hashlib.sha256(text.encode("ascii") if isinstance(text, str) else text).digest(),
        _not_before_s=issued_at_s if not_before_s is None else max(issued_at_s, not_before_s),
        _statuses=_statuses(claims.get("status_list")),
        seal=_SEAL,
    )


def check_time(
    signed: SignedStatusList, *, now_s: int, max_age_s: int | None
) -> VerifiedStatusList:
    """Check that a list may be relied on now.

    Args:
        signed: from :func:`verify_signature`, perhaps remembered.
        now_s: seconds since 1970.
        max_age_s: how old a list the policy still believes; ``None`` leaves it to ``exp``.

    Raises:
        Unavailable: ``status.stale`` when expired or older than *max_age_s*: it says
            nothing for or against the credential.
        Refused: ``status.ahead`` when issued, or not to be used until, more than 300 s
            in the future.
    """
    _check_not_ahead(signed, now_s)
    expired = signed.expires_at_s is not None and signed.expires_at_s <= now_s
    too_old = max_age_s is not None and now_s - signed.issued_at_s > max_age_s
    if expired or too_old:
        raise Unavailable("status.stale", issued_at_s=signed.issued_at_s, now_s=now_s)
    return VerifiedStatusList(signed=signed, seal=_SEAL)


def check_final(signed: SignedStatusList, *, now_s: int) -> VerifiedStatusList:
    """Check the time of a list that nobody will ever renew, and that somebody answers for.

    Who calls this has shown that it is one of the final lists of a body that ended: it stays
    good, whatever its own end says.

    Raises:
        Refused: ``status.ahead``, as :func:`check_time`.
    """
    _check_not_ahead(signed, now_s)
    return VerifiedStatusList(signed=signed, seal=_SEAL)


def verify(
    text: str | bytes,
    *,
    uri: HttpsUri,
    key: PublicKey,
    now_s: int,
    max_age_s: int | None,
) -> VerifiedStatusList:
    """Verify a list and check its time at once; errors of both."""
    return check_time(verify_signature(text, uri=uri, key=key), now_s=now_s, max_age_s=max_age_s)


def _check_not_ahead(signed: SignedStatusList, now_s: int) -> None:
    if signed._not_before_s > now_s + AHEAD_S:  # noqa: SLF001
        raise Refused("status.ahead", issued_at_s=signed.issued_at_s, now_s=now_s)


def _check_for_everybody(claims: JsonObject) -> None:
    """Check that a list is for whoever asks, as a public list is.

    The format has no ``aud``, and all that RFC 7519 §4.1.3 demands of one holds of it all
    the same: who is not named must not read on. Nobody reads a list under a name of his own.
    """
    if "aud" not in claims:
        return
    value = claims["aud"]
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) and name for name in names):
        raise MalformedInput("status.malformed", "`aud` is not one or more texts")
    raise Refused("status.other_audience")


def _statuses(claim: JsonValue) -> StatusList:
    if not isinstance(claim, dict):
        raise MalformedInput("status.malformed", "`status_list` missing or not an object")
    bits, lst = claim.get("bits"), claim.get("lst")
    if type(bits) is not int or not isinstance(lst, str):
        raise MalformedInput("status.malformed", "`bits` or `lst` missing or mistyped")
    if not isinstance(claim.get("aggregation_uri", ""), str):
        raise MalformedInput("status.malformed", "`aggregation_uri` is not text")
    return StatusList.inflate(bits, base64url.decode(lst))


def _seconds(claims: JsonObject, name: str) -> int | None:
    """Read a time or duration; a fraction is dropped, which never makes a list last longer."""
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise MalformedInput("status.malformed", f"`{name}` is not a number")
    if not 0 <= value <= limits.LATEST_S:
        raise MalformedInput("status.malformed", f"`{name}` is not in seconds since 1970")
    return int(value)
