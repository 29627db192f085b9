"""The token endpoint: from a code, or a refresh token, to an access token (OpenID4VCI 1.0 §6).

parse_token_request     what a wallet asks
check_pre_authorized    whether the code and its PIN will do; the store counts the tries
TokenResponse           what it is given
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final, Self, TypeAlias, final

from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.oauth.authorization_server import PRE_AUTHORIZED, REFRESH
from livret_core.oauth.bearer import Scheme
from livret_core.oauth.scope import Scope, format_scope, parse_scope
from livret_core.openid4vci.authorization_details import (
    CredentialDetail,
    check_details,
    parse_details,
)
from livret_core.openid4vci.credential_issuer import CredentialIssuer

_MAX_BYTES: Final = 64 << 10
_MAX_LIFE_S: Final = 10 * 365 * 86_400
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]{1,4000}=*")  # RFC 6750 §2.1: fits a header
_CODE: Final = re.compile(r"[\x20-\x7E]{1,1024}")
_MAX_TX_CODE: Final = 64


@final
@dataclass(frozen=True, slots=True)
class PreAuthorizedRequest:
    """A wallet brings the code of an offer.

    Attributes:
        code: of the offer. A secret.
        tx_code: the PIN as typed, or None. A secret.
        details: what the token shall be for; empty means all that was offered.
        client_id: None for a wallet that says no name.
        resource: the issuer it shall be for (RFC 8707), or None.
        scope: what it shall be for, by names; the code says that already.
    """

    code: str = field(repr=False)
    tx_code: str | None = field(default=None, repr=False)
    details: tuple[CredentialDetail, ...] = ()
    client_id: str | None = None
    resource: str | None = None
    scope: Scope = ()

    def format(self) -> bytes:
        """Write the form."""
        values = {"grant_type": PRE_AUTHORIZED, "pre-authorized_code": self.code}
        values |= {} if self.tx_code is None else {"tx_code": self.tx_code}
        return form.format(values | _asked(self)).encode()


@final
@dataclass(frozen=True, slots=True)
class RefreshRequest:
    """A wallet comes back for a newer credential (RFC 6749 §6, OpenID4VCI 1.0 §14.5).

    Attributes:
        refresh_token: a secret, bound to the key of the wallet that it was given to.
        client_id: None for a wallet that says no name.
        resource: the issuer it shall be for, or None.
        scope: what it shall be for, by names; no more than was granted (RFC 6749 §6).
        details: what it shall be for; empty means all that was granted (RFC 9396 §6).
    """

    refresh_token: str = field(repr=False)
    client_id: str | None = None
    resource: str | None = None
    scope: Scope = ()
    details: tuple[CredentialDetail, ...] = ()

    def format(self) -> bytes:
        """Write the form."""
        values = {"grant_type": REFRESH, "refresh_token": self.refresh_token}
        return form.format(values | _asked(self)).encode()


TokenRequest: TypeAlias = PreAuthorizedRequest | RefreshRequest


def _asked(request: TokenRequest) -> dict[str, str]:
    """Write what a token shall be for, which each grant says in the same way."""
    values: dict[str, str] = {}
    if request.details:
        details = [detail.format() for detail in request.details]
        values["authorization_details"] = json_encoding.format(details).decode()
    values |= {} if request.client_id is None else {"client_id": request.client_id}
    values |= {} if request.resource is None else {"resource": request.resource}
    return values | ({"scope": format_scope(request.scope)} if request.scope else {})


def parse_token_request(raw: bytes) -> TokenRequest:
    """Read the form a wallet posts. Parameters livret does not know are ignored.

    Raises:
        MalformedInput: ``token.malformed``, or what reading a form or JSON raises.
        Refused: ``token.grant_type``, ``token.details``, ``token.scope``.
    """
    # An empty parameter counts as left out (RFC 6749 §3.2).
    values = {name: one for name, one in form.parse(raw, max_bytes=_MAX_BYTES).items() if one}
    client_id, resource = values.get("client_id"), values.get("resource")
    scope = parse_scope(values["scope"]) if "scope" in values else ()
    match values.get("grant_type"):
        case None:
            raise MalformedInput("token.malformed", "`grant_type` is required")
        case grant if grant == PRE_AUTHORIZED:
            tx_code = values.get("tx_code")
            if len(tx_code or "") > _MAX_TX_CODE:
                raise MalformedInput("token.malformed", "`tx_code` is too long")
            return PreAuthorizedRequest(
                _code(values.get("pre-authorized_code")),
                tx_code,
                _asked_details(values.get("authorization_details")),
                client_id,
                resource,
                scope,
            )
        case grant if grant == REFRESH:
            if "tx_code" in values:
                raise MalformedInput("token.malformed", "`tx_code` belongs to another grant")
            return RefreshRequest(
                _code(values.get("refresh_token")),
                client_id,
                resource,
                scope,
                _asked_details(values.get("authorization_details")),
            )
    raise Refused("token.grant_type")


def check_asked(
    request: PreAuthorizedRequest, issuer: CredentialIssuer, offered: Collection[str]
) -> tuple[str, ...]:
    """Check that a request asks for nothing but what was offered, here.

    Whether its code and its PIN will do is for whoever keeps them (attack 21).

    Args:
        request: as it came.
        issuer: who issues here.
        offered: the configurations that the code is for.

    Returns:
        The configurations that the token shall be for, each once.

    Raises:
        Refused: ``token.target``, ``token.details``.
    """
    check_target(request, issuer)
    check_details(request.details, issuer=issuer.text, offered=offered)
    asked = tuple(dict.fromkeys(detail.configuration_id for detail in request.details))
    return asked or tuple(offered)


def check_target(request: TokenRequest, issuer: CredentialIssuer) -> None:
    """Check that a token is asked for this issuer, where the request says for whom.

    Raises:
        Refused: ``token.target`` (RFC 8707 §2).
    """
    if request.resource not in (None, issuer.text):
        raise Refused("token.target")


def check_granted(
    request: RefreshRequest, issuer: CredentialIssuer, configuration: str, scope: Scope
) -> None:
    """Check that a wallet which comes back asks for nothing but what it was granted.

    Args:
        request: as it came.
        issuer: who issues here.
        configuration: the one that its refresh token is for.
        scope: of that configuration, or empty.

    Raises:
        Refused: ``token.details``, ``token.target``; ``token.scope`` (RFC 6749 §6).
    """
    check_details(request.details, issuer=issuer.text, offered=(configuration,))
    if not set(request.scope) <= set(scope):
        raise Refused("token.scope", "more than was granted")


@final
@dataclass(frozen=True, slots=True)
class TokenResponse:
    """A token, and what it is for (§6.2).

    Attributes:
        access_token: a secret.
        scheme: ``DPoP`` for one that is bound to the key of the proof it was asked with.
        expires_in_s: how long it holds, or None where the server does not say.
        refresh_token: to come back with, or None. A secret.
        details: configurations and, where the server named any, dataset identifiers.
        scope: what it is for, where that is not what was asked for (RFC 6749 §5.1); or empty.
    """

    access_token: str = field(repr=False)
    scheme: Scheme
    expires_in_s: int | None = None
    refresh_token: str | None = field(default=None, repr=False)
    details: tuple[CredentialDetail, ...] = ()
    scope: Scope = ()

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the answer of a token endpoint; members livret does not know are ignored.

        Raises:
            MalformedInput: ``token.malformed``, or what reading JSON raises.
            Refused: ``token.unbound`` for a token of a kind livret cannot show.
        """
        members = json_encoding.parse_object(raw, max_bytes=_MAX_BYTES)
        token, kind = members.get("access_token"), members.get("token_type")
        expires, refresh = members.get("expires_in"), members.get("refresh_token")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token) or not isinstance(kind, str):
            raise MalformedInput("token.malformed", "`access_token` or `token_type`")
        if expires is not None and (type(expires) is not int or not 0 < expires <= _MAX_LIFE_S):
            raise MalformedInput("token.malformed", "`expires_in` is not in seconds")
        if refresh is not None and not (isinstance(refresh, str) and _CODE.fullmatch(refresh)):
            raise MalformedInput("token.malformed", "`refresh_token` is not a token")
        return cls(
            token,
            _scheme(kind),
            expires,
            refresh,
            _given_details(members),
            _given_scope(members),
        )

    def format(self) -> bytes:
        """Write the answer, which no cache may keep."""
        members: JsonObject = {"access_token": self.access_token, "token_type": self.scheme}
        members |= {} if self.expires_in_s is None else {"expires_in": self.expires_in_s}
        members |= {} if self.refresh_token is None else {"refresh_token": self.refresh_token}
        if self.details:
            members["authorization_details"] = [detail.format() for detail in self.details]
        members |= {"scope": format_scope(self.scope)} if self.scope else {}
        return json_encoding.format(members)

    def check_bound(self) -> None:
        """Check that a token asked for with a DPoP proof is bound to its key (RFC 9449 §5).

        Raises:
            Refused: ``token.unbound``.
        """
        if self.scheme != "DPoP":
            raise Refused("token.unbound")

    def identifiers(self, configuration_id: str) -> tuple[str, ...]:
        """The dataset identifiers to ask with; empty when there are none to use (§8.2)."""
        return tuple(
            identifier
            for detail in self.details
            if detail.configuration_id == configuration_id
            for identifier in detail.identifiers
        )


def _asked_details(text: str | None) -> tuple[CredentialDetail, ...]:
    """Read what a wallet asks for; whatever is wrong with it is one error (RFC 9396 §5)."""
    try:
        return () if text is None else parse_details(json_encoding.parse(text))
    except MalformedInput as error:
        raise Refused("token.details", error.code) from None


def _given_scope(members: JsonObject) -> Scope:
    """Read what a token is for, by names; a wallet that asked by none passes anything else over."""
    given = members.get("scope")
    try:
        return parse_scope(given) if isinstance(given, str) else ()
    except Refused:
        return ()


def _given_details(members: JsonObject) -> tuple[CredentialDetail, ...]:
    """Read the details of a token; those of another type are none of the wallet's business."""
    given = members.get("authorization_details", [])
    if not isinstance(given, list):
        raise MalformedInput("token.malformed", "`authorization_details` is no array")
    found = [
        one for one in given if not isinstance(one, dict) or one.get("type") == "openid_credential"
    ]
    details = parse_details(found) if found else ()
    if any(not detail.identifiers for detail in details):
        raise MalformedInput("token.malformed", "`credential_identifiers` are required")
    return details


def _scheme(kind: str) -> Scheme:
    """``token_type`` is read in any case (RFC 6749 §5.1)."""
    match kind.lower():
        case "bearer":
            return "Bearer"
        case "dpop":
            return "DPoP"
    raise Refused("token.unbound", "neither DPoP nor Bearer")


def _code(text: str | None) -> str:
    if text is None or not _CODE.fullmatch(text):
        raise MalformedInput("token.malformed", "a code is required")
    return text
