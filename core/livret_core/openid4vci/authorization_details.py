"""``authorization_details`` of type ``openid_credential`` (OpenID4VCI 1.0 §5.1.1, §6.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused

TYPE: Final = "openid_credential"

_MAX_DETAILS: Final = 64
_MAX_ID: Final = 256
_MAX_IDENTIFIERS: Final = 256


@final
@dataclass(frozen=True, slots=True)
class CredentialDetail:
    """Access to one configuration, asked for or given.

    Attributes:
        configuration_id: which configuration.
        locations: the issuers it is for, where a server serves several.
        identifiers: of the datasets that may be asked for; given by the server alone.
    """

    configuration_id: str
    locations: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read one entry.

        Raises:
            MalformedInput: ``token.malformed``.
            Refused: ``token.details`` for another type of entry (RFC 9396 §5).
        """
        if not isinstance(value, dict):
            raise MalformedInput("token.malformed", "`authorization_details` are not objects")
        if value.get("type") != TYPE:
            raise Refused("token.details", "another type of authorization details")
        return cls(
            _text(value.get("credential_configuration_id")),
            _texts(value, "locations"),
            _texts(value, "credential_identifiers"),
        )

    def format(self) -> JsonObject:
        """Write the entry."""
        members: JsonObject = {
            "type": TYPE,
            "credential_configuration_id": self.configuration_id,
        }
        if self.locations:
            members["locations"] = list(self.locations)
        if self.identifiers:
            members["credential_identifiers"] = list(self.identifiers)
        return members


def parse_details(value: JsonValue) -> tuple[CredentialDetail, ...]:
    """Read the array; errors as :meth:`CredentialDetail.parse`."""
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_DETAILS:
        raise MalformedInput("token.malformed", "`authorization_details` is no non-empty array")
    return tuple(map(CredentialDetail.parse, value))


def check_details(
    details: Iterable[CredentialDetail], *, issuer: str, offered: Iterable[str]
) -> None:
    """Check that details ask for nothing but what was offered, from this issuer.

    Raises:
        Refused: ``token.details``, ``token.target``.
    """
    known = frozenset(offered)
    for detail in details:
        if detail.configuration_id not in known:
            raise Refused("token.details")
        if detail.locations and issuer not in detail.locations:
            raise Refused("token.target", "`locations`")


def _texts(members: JsonObject, name: str) -> tuple[str, ...]:
    value = members.get(name)
    if name not in members:
        return ()
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_IDENTIFIERS:
        raise MalformedInput("token.malformed", f"`{name}` is no non-empty array")
    return tuple(map(_text, value))


def _text(value: JsonValue) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_ID:
        raise MalformedInput("token.malformed", "not a short text")
    return value
