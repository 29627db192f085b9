"""The Credential Offer (OpenID4VCI 1.0 §4): an invitation, by value or by reference.

Nothing in it can be trusted, not even the name of the issuer: it is neither signed nor
tied to whoever shows it. What it leads to is checked as if the holder had gone there
himself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, Self, TypeAlias, final

from livret_core import limits
from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.oauth.authorization_server import AUTHORIZATION_CODE, PRE_AUTHORIZED
from livret_core.openid4vci.credential_issuer import CredentialIssuer

InputMode: TypeAlias = Literal["numeric", "text"]
OfferScheme: TypeAlias = Literal["openid-credential-offer", "haip-vci"]

INPUT_MODES: Final[tuple[InputMode, ...]] = ("numeric", "text")
SCHEMES: Final[tuple[OfferScheme, ...]] = ("openid-credential-offer", "haip-vci")

_MAX_CONFIGURATIONS: Final = 64
_MAX_ID: Final = 256
_MAX_DESCRIPTION: Final = 300  # §4.1.1
_MAX_TX_CODE: Final = 64
# RFC 6749 appendix A: a code is visible ASCII and spaces.
_CODE: Final = re.compile(r"[\x20-\x7E]{1,1024}")
_INVOCATION: Final = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]{0,31}):(?://)?[A-Za-z0-9._~/-]{0,128}\?([^#]*)"
)


@final
@dataclass(frozen=True, slots=True)
class TransactionCode:
    """A PIN is wanted, and what it looks like. Present and empty, it is wanted as much.

    Attributes:
        input_mode: digits, or any characters.
        length: how many, where the issuer says so.
        description: how one comes by it, the issuer's own words; at most 300 characters.
    """

    input_mode: InputMode = "numeric"
    length: int | None = None
    description: str | None = None

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read a ``tx_code`` object.

        Raises:
            MalformedInput: ``offer.malformed``.
        """
        match value:
            case dict():
                said, length = value.get("input_mode", "numeric"), value.get("length")
                description = value.get("description")
            case _:
                raise _malformed("`tx_code` is not an object")
        mode = next((known for known in INPUT_MODES if said == known), None)
        if mode is None:
            raise _malformed("`input_mode` is neither numeric nor text")
        if length is not None and (type(length) is not int or not 0 < length <= _MAX_TX_CODE):
            raise _malformed("`length` is not a small number")
        if not isinstance(description, str | None) or len(description or "") > _MAX_DESCRIPTION:
            raise _malformed("`description` is not a text of at most 300 characters")
        return cls(mode, length, description)

    def format(self) -> JsonObject:
        """Write the object; defaults are written out, so that old wallets read them too."""
        members: JsonObject = {"input_mode": self.input_mode}
        if self.length is not None:
            members["length"] = self.length
        if self.description is not None:
            members["description"] = self.description
        return members


@final
@dataclass(frozen=True, slots=True)
class PreAuthorizedGrant:
    """The right to fetch, in a code: whoever has it, and the PIN where one is wanted, may.

    Attributes:
        code: single use. A secret: never in a log.
        tx_code: None when no PIN is wanted.
        authorization_server: which of several the issuer means.
    """

    code: str = field(repr=False)
    tx_code: TransactionCode | None = None
    authorization_server: str | None = None

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read the grant; errors as :meth:`CredentialOffer.parse`."""
        members = _object(value, "a grant")
        code = members.get("pre-authorized_code")
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise _malformed("`pre-authorized_code` is not a code")
        tx_code = TransactionCode.parse(members["tx_code"]) if "tx_code" in members else None
        return cls(code, tx_code, _server(members))

    def format(self) -> JsonObject:
        """Write the grant's members."""
        members: JsonObject = {"pre-authorized_code": self.code}
        if self.tx_code is not None:
            members["tx_code"] = self.tx_code.format()
        return members | _server_member(self.authorization_server)


@final
@dataclass(frozen=True, slots=True)
class AuthorizationCodeGrant:
    """The way over a web page of the issuer's; livret reads it and does not go it yet."""

    issuer_state: str | None = field(default=None, repr=False)
    authorization_server: str | None = None

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read the grant; errors as :meth:`CredentialOffer.parse`."""
        members = _object(value, "a grant")
        state = members.get("issuer_state")
        if not isinstance(state, str | None) or (state is not None and not _CODE.fullmatch(state)):
            raise _malformed("`issuer_state` is not a short text")
        return cls(state, _server(members))

    def format(self) -> JsonObject:
        """Write the grant's members."""
        members: JsonObject = (
            {} if self.issuer_state is None else {"issuer_state": self.issuer_state}
        )
        return members | _server_member(self.authorization_server)


@final
@dataclass(frozen=True, slots=True)
class CredentialOffer:
    """What an issuer offers, and the ways to it. Grants livret does not know are left out.

    Attributes:
        issuer: where to ask.
        configuration_ids: what is offered, never empty, none twice.
        pre_authorized: the grant, or None.
        authorization_code: the grant, or None.
    """

    issuer: CredentialIssuer
    configuration_ids: tuple[str, ...]
    pre_authorized: PreAuthorizedGrant | None = None
    authorization_code: AuthorizationCodeGrant | None = None

    @classmethod
    def parse(cls, raw: bytes | str) -> Self:
        """Read an offer.

        Raises:
            MalformedInput: ``offer.malformed``, ``input.https_uri``, or what reading JSON
                raises.
        """
        members = json_encoding.parse_object(raw, max_bytes=limits.OFFER_BYTES)
        issuer = members.get("credential_issuer")
        if not isinstance(issuer, str):
            raise _malformed("`credential_issuer` is required")
        grants = _object(members.get("grants", {}), "`grants`")
        return cls(
            CredentialIssuer.parse(issuer),
            _configurations(members.get("credential_configuration_ids")),
            PreAuthorizedGrant.parse(grants[PRE_AUTHORIZED]) if PRE_AUTHORIZED in grants else None,
            AuthorizationCodeGrant.parse(grants[AUTHORIZATION_CODE])
            if AUTHORIZATION_CODE in grants
            else None,
        )

    def format(self) -> bytes:
        """Write the offer; the inverse of :meth:`parse`."""
        grants: JsonObject = {}
        if self.pre_authorized is not None:
            grants[PRE_AUTHORIZED] = self.pre_authorized.format()
        if self.authorization_code is not None:
            grants[AUTHORIZATION_CODE] = self.authorization_code.format()
        members: JsonObject = {
            "credential_issuer": self.issuer.text,
            "credential_configuration_ids": list(self.configuration_ids),
        }
        return json_encoding.format(members | ({"grants": grants} if grants else {}))

    def format_uri(self, scheme: OfferScheme = "openid-credential-offer") -> str:
        """Write the link that opens a wallet with the whole offer in it."""
        return f"{scheme}://?{form.format({'credential_offer': self.format().decode()})}"

    def check_usable(self) -> PreAuthorizedGrant:
        """Take the grant that livret speaks.

        Raises:
            Refused: ``offer.unsupported``.
        """
        if self.pre_authorized is None:
            raise Refused("offer.unsupported", "no pre-authorized code")
        return self.pre_authorized


@final
@dataclass(frozen=True, slots=True)
class OfferReference:
    """Where an offer is to be fetched: by GET, as ``application/json``, never signed."""

    uri: HttpsUri

    def format_uri(self, scheme: OfferScheme = "openid-credential-offer") -> str:
        """Write the link that opens a wallet; short enough for a QR code."""
        return f"{scheme}://?{form.format({'credential_offer_uri': self.uri.text})}"


def parse_offer_uri(text: str) -> CredentialOffer | OfferReference:
    """Read a link that invites to fetch a credential.

    Args:
        text: ``openid-credential-offer://?…`` or ``haip-vci://?…``, as a QR code has it.

    Raises:
        MalformedInput: ``offer.malformed`` for another scheme, for anything beside the
            one parameter (a link could smuggle options), or for both of the two;
            ``input.https_uri``, ``input.too_large``, or what :meth:`CredentialOffer.parse` raises.
    """
    if len(text) > limits.OFFER_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.OFFER_BYTES)
    match = _INVOCATION.fullmatch(text)
    if match is None or match[1].lower() not in SCHEMES:
        raise _malformed("not a link to an offer")
    match form.parse(match[2], max_bytes=limits.OFFER_BYTES):
        case {"credential_offer": str(offer), **rest} if not rest:
            return CredentialOffer.parse(offer)
        case {"credential_offer_uri": str(uri), **rest} if not rest:
            return OfferReference(HttpsUri.parse(uri))
    raise _malformed("not exactly `credential_offer` or `credential_offer_uri`")


def _configurations(value: JsonValue) -> tuple[str, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_CONFIGURATIONS:
        raise _malformed("`credential_configuration_ids` is not a short non-empty array")
    ids = tuple(one for one in value if isinstance(one, str) and 0 < len(one) <= _MAX_ID)
    if len(set(ids)) != len(value):
        raise _malformed("`credential_configuration_ids` are not short texts, each once")
    return ids


def _server(members: Mapping[str, JsonValue]) -> str | None:
    value = members.get("authorization_server")
    if not isinstance(value, str | None):
        raise _malformed("`authorization_server` is not text")
    return None if value is None else HttpsUri.parse(value).text


def _server_member(server: str | None) -> JsonObject:
    return {} if server is None else {"authorization_server": server}


def _object(value: JsonValue, name: str) -> JsonObject:
    if not isinstance(value, dict):
        raise _malformed(f"{name} is not an object")
    return value


def _malformed(detail: str) -> MalformedInput:
    return MalformedInput("offer.malformed", detail)
