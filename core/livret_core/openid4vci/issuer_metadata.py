"""What a credential issuer publishes of itself (OpenID4VCI 1.0 §12.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.jwe import ALGORITHM, ENCRYPTIONS, Encryption
from livret_core.oauth import members as read
from livret_core.openid4vci.claims_description import format_names, parse_names
from livret_core.openid4vci.configuration import CredentialConfiguration
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.encryption import EncryptionKey

MEDIA_TYPE: Final = "application/json"

_MAX_CONFIGURATIONS: Final = 512
_MAX_KEYS: Final = 16


@final
@dataclass(frozen=True, slots=True)
class RequestEncryption:
    """How requests to an issuer can be encrypted, as far as livret can.

    Attributes:
        keys: those of a kind livret encrypts to; each has a name.
        encryptions: the ciphers it reads and livret writes.
        is_required: whether it reads nothing else.
    """

    keys: tuple[EncryptionKey, ...]
    encryptions: tuple[Encryption, ...]
    is_required: bool

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read ``credential_request_encryption``.

        Raises:
            MalformedInput: ``metadata.malformed``, also for two keys of one name.
        """
        members = read.object_of(value, "credential_request_encryption")
        entries = read.object_of(members.get("jwks"), "jwks").get("keys")
        if not isinstance(entries, list) or not 0 < len(entries) <= _MAX_KEYS:
            raise MalformedInput("metadata.malformed", "`jwks` holds no keys, or too many")
        names = [one.get("kid") for one in entries if isinstance(one, dict)]
        if len(names) != len(entries) or len(
            {name for name in names if isinstance(name, str)}
        ) < len(entries):
            raise MalformedInput("metadata.malformed", "a key without a name of its own")
        return cls(_keys(entries), _ciphers(members), read.flag(members, "encryption_required"))

    def format(self) -> JsonObject:
        """Write the object."""
        return {
            "jwks": {"keys": [key.format() for key in self.keys]},
            "enc_values_supported": list(self.encryptions),
            "encryption_required": self.is_required,
        }

    def choose(self) -> tuple[EncryptionKey, Encryption]:
        """Choose a key and a cipher.

        Raises:
            Refused: ``metadata.unsupported`` when livret writes to none of the keys.
        """
        if not self.keys or not self.encryptions:
            raise Refused("metadata.unsupported", "no encryption that livret writes")
        return self.keys[0], self.encryptions[-1]


@final
@dataclass(frozen=True, slots=True)
class OfferedEncryption:
    """How an issuer can encrypt its responses (``credential_response_encryption``)."""

    algorithms: tuple[str, ...] = (ALGORITHM,)
    encryptions: tuple[Encryption, ...] = ENCRYPTIONS
    is_required: bool = False

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read the object; errors as :meth:`RequestEncryption.parse`."""
        members = read.object_of(value, "credential_response_encryption")
        algorithms = read.names(members, "alg_values_supported")
        if not algorithms:
            raise MalformedInput("metadata.malformed", "`alg_values_supported` is required")
        return cls(algorithms, _ciphers(members), read.flag(members, "encryption_required"))

    def format(self) -> JsonObject:
        """Write the object."""
        return {
            "alg_values_supported": list(self.algorithms),
            "enc_values_supported": list(self.encryptions),
            "encryption_required": self.is_required,
        }


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerMetadata:
    """The metadata of one issuer; what livret does not use is left out.

    Attributes:
        issuer: whose it is.
        credential_endpoint: where credentials are asked for.
        configurations: what can be issued, by ``credential_configuration_id``.
        authorization_servers: none named means that the issuer is its own.
        nonce_endpoint, deferred_endpoint, notification_endpoint: None for a part it lacks.
        request_encryption, response_encryption: None when it does not encrypt.
        batch_size: how many copies one request may ask for; 1 where it says nothing.
        names: what the issuer is called, by language tag.
    """

    issuer: CredentialIssuer
    credential_endpoint: HttpsUri
    configurations: Mapping[str, CredentialConfiguration]
    authorization_servers: tuple[HttpsUri, ...] = ()
    nonce_endpoint: HttpsUri | None = None
    deferred_endpoint: HttpsUri | None = None
    notification_endpoint: HttpsUri | None = None
    request_encryption: RequestEncryption | None = None
    response_encryption: OfferedEncryption | None = None
    batch_size: int = 1
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, raw: bytes, *, issuer: CredentialIssuer) -> Self:
        """Read the document that was fetched for *issuer*.

        Raises:
            Refused: ``metadata.other_issuer`` when it is another's: letter by letter.
            MalformedInput: ``metadata.malformed``, ``input.https_uri``, or what reading
                JSON raises.
        """
        members = json_encoding.parse_object(raw, max_bytes=limits.ISSUER_METADATA_BYTES)
        return cls.parse_members(members, issuer=issuer)

    @classmethod
    def parse_members(cls, members: JsonObject, *, issuer: CredentialIssuer) -> Self:
        """Read the metadata from JSON that is read already; errors as :meth:`parse`."""
        if members.get("credential_issuer") != issuer.text:
            raise Refused("metadata.other_issuer")
        found = read.object_of(
            members.get("credential_configurations_supported"),
            "credential_configurations_supported",
        )
        if len(found) > _MAX_CONFIGURATIONS:
            raise MalformedInput("metadata.malformed", "too many configurations")
        return cls(
            issuer=issuer,
            credential_endpoint=read.required(
                read.uri(members, "credential_endpoint"), "credential_endpoint"
            ),
            configurations=MappingProxyType(
                {name: CredentialConfiguration.parse(one) for name, one in found.items()}
            ),
            authorization_servers=tuple(
                map(HttpsUri.parse, read.names(members, "authorization_servers"))
            ),
            nonce_endpoint=read.uri(members, "nonce_endpoint"),
            deferred_endpoint=read.uri(members, "deferred_credential_endpoint"),
            notification_endpoint=read.uri(members, "notification_endpoint"),
            request_encryption=RequestEncryption.parse(members["credential_request_encryption"])
            if "credential_request_encryption" in members
            else None,
            response_encryption=OfferedEncryption.parse(members["credential_response_encryption"])
            if "credential_response_encryption" in members
            else None,
            batch_size=_batch_size(members),
            names=parse_names(members),
        )

    def format(self) -> JsonObject:
        """Write the document; the inverse of :meth:`parse`."""
        batch: JsonObject | None = {"batch_size": self.batch_size} if self.batch_size > 1 else None
        asked, answered = self.request_encryption, self.response_encryption
        return read.present(
            {
                "credential_issuer": self.issuer.text,
                "authorization_servers": tuple(one.text for one in self.authorization_servers),
                "credential_endpoint": self.credential_endpoint.text,
                "nonce_endpoint": _text(self.nonce_endpoint),
                "deferred_credential_endpoint": _text(self.deferred_endpoint),
                "notification_endpoint": _text(self.notification_endpoint),
                "credential_request_encryption": None if asked is None else asked.format(),
                "credential_response_encryption": None if answered is None else answered.format(),
                "batch_credential_issuance": batch,
                "display": format_names(self.names) if self.names else None,
                "credential_configurations_supported": {
                    name: one.format_object() for name, one in self.configurations.items()
                },
            }
        )


def _keys(entries: list[JsonValue]) -> tuple[EncryptionKey, ...]:
    keys = []
    for entry in entries:
        try:
            keys.append(EncryptionKey.parse(entry))
        except LivretError:
            continue  # another kind of key, for other wallets
    return tuple(keys)


def _ciphers(members: JsonObject) -> tuple[Encryption, ...]:
    said = read.names(members, "enc_values_supported")
    if not said:
        raise MalformedInput("metadata.malformed", "`enc_values_supported` is required")
    return tuple(known for known in ENCRYPTIONS if known in said)


def _batch_size(members: JsonObject) -> int:
    if "batch_credential_issuance" not in members:
        return 1
    batch = read.object_of(members["batch_credential_issuance"], "batch_credential_issuance")
    size = batch.get("batch_size")
    if type(size) is not int or size < 2:
        raise MalformedInput("metadata.malformed", "`batch_size` is not 2 or more")
    return size


def _text(uri: HttpsUri | None) -> str | None:
    return None if uri is None else uri.text
