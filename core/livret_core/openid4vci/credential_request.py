"""The Credential Request (OpenID4VCI 1.0 §8.2), and whether it asks for what was given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.openid4vci.configuration import JWT_PROOF
from livret_core.openid4vci.encryption import ResponseEncryption
from livret_core.openid4vci.issuer_metadata import IssuerMetadata

_MAX_ID: Final = 256
MAX_PROOFS: Final = 128


@final
@dataclass(frozen=True, slots=True)
class CredentialRequest:
    """What a wallet asks for; members livret does not know are ignored.

    Attributes:
        configuration_id: which configuration; None where *identifier* says it.
        identifier: which dataset; None where *configuration_id* says it.
        proofs: key proofs of type ``jwt``, one a copy; texts still to be parsed.
        response_encryption: how the answer shall be encrypted, or None.
        has_other_proofs: whether its proofs are of another type, which nobody here reads: what
            is asked for is looked at first (§8.3.1.2), so that is no reason not to read it.
    """

    configuration_id: str | None
    identifier: str | None
    proofs: tuple[str, ...] = ()
    response_encryption: ResponseEncryption | None = None
    has_other_proofs: bool = False

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the body of a request, decrypted if it was encrypted.

        Raises:
            MalformedInput: ``issuance.malformed`` also for both or neither of the two
                names; ``key_proof.malformed``; what reading JSON raises.
            Refused: ``issuance.encryption``.
        """
        members = json_encoding.parse_object(raw, max_bytes=limits.ISSUANCE_BYTES)
        configuration_id = _name(members, "credential_configuration_id")
        identifier = _name(members, "credential_identifier")
        if (configuration_id is None) == (identifier is None):
            raise MalformedInput("issuance.malformed", "not exactly one name of what is asked for")
        proofs = _proofs(members["proofs"]) if "proofs" in members else ()
        return cls(
            configuration_id,
            identifier,
            proofs or (),
            ResponseEncryption.parse(members["credential_response_encryption"])
            if "credential_response_encryption" in members
            else None,
            has_other_proofs=proofs is None,
        )

    def format(self) -> bytes:
        """Write the request; the inverse of :meth:`parse`, but for proofs of another type."""
        members: JsonObject = {}
        if self.configuration_id is not None:
            members["credential_configuration_id"] = self.configuration_id
        if self.identifier is not None:
            members["credential_identifier"] = self.identifier
        if self.proofs:
            members["proofs"] = {JWT_PROOF: list(self.proofs)}
        if self.response_encryption is not None:
            members["credential_response_encryption"] = self.response_encryption.format()
        return json_encoding.format(members)


@final
@dataclass(frozen=True, slots=True)
class Granted:
    """What an access token is for.

    Attributes:
        configuration_ids: what may be asked for.
        identifiers: the configuration of each dataset that was named to the wallet; when
            there are any, the wallet must ask by them.
    """

    configuration_ids: Collection[str]
    identifiers: Mapping[str, str] = field(default_factory=dict)


def check_request(
    request: CredentialRequest, granted: Granted, metadata: IssuerMetadata, *, was_encrypted: bool
) -> str:
    """Check that a request asks for what its token is for, in the way the issuer published.

    Args:
        request: as parsed.
        granted: what the token is for.
        metadata: the issuer's own.
        was_encrypted: whether the request came encrypted to one of the issuer's keys.

    Returns:
        The configuration to issue.

    Raises:
        MalformedInput: ``issuance.malformed`` when it asks by configuration although
            datasets were named.
        Refused: ``issuance.encryption``, ``issuance.identifier``,
            ``issuance.configuration``, ``access.scope``, ``key_proof.unsupported``,
            ``issuance.no_proof``, ``issuance.too_many``.
    """
    check_encryption(request.response_encryption, metadata, was_encrypted=was_encrypted)
    configuration_id = _configuration(request, granted)
    configuration = metadata.configurations.get(configuration_id)
    if configuration is None:
        raise Refused("issuance.configuration")
    if configuration_id not in granted.configuration_ids:
        raise Refused("access.scope")
    if request.has_other_proofs:
        raise Refused("key_proof.unsupported", "a proof type other than jwt")
    if configuration.proof_types and not request.proofs:
        raise Refused("issuance.no_proof")
    if len(request.proofs) > metadata.batch_size:
        raise Refused("issuance.too_many", max_copies=metadata.batch_size)
    return configuration_id


def check_encryption(
    asked: ResponseEncryption | None, metadata: IssuerMetadata, *, was_encrypted: bool
) -> None:
    """Check that what must be encrypted is (§8.2, §9.1, §10).

    A key for the answer that came in clear could be anybody's on the way, so it is not
    used: such a request must itself be encrypted.

    Raises:
        Refused: ``issuance.encryption``.
    """
    taken, given = metadata.request_encryption, metadata.response_encryption
    if taken is not None and taken.is_required and not was_encrypted:
        raise Refused("issuance.encryption", "the request must be encrypted")
    if given is not None and given.is_required and asked is None:
        raise Refused("issuance.encryption", "the answer must be encrypted, and no key came")
    if asked is None:
        return
    if given is None or asked.enc not in given.encryptions:
        raise Refused("issuance.encryption", "answers are not encrypted in that way here")
    if not was_encrypted:
        raise Refused("issuance.encryption", "a key for the answer, in clear")


def _configuration(request: CredentialRequest, granted: Granted) -> str:
    if request.identifier is not None:
        found = granted.identifiers.get(request.identifier)
        if found is None:
            raise Refused("issuance.identifier")
        return found
    if granted.identifiers:
        raise MalformedInput("issuance.malformed", "a dataset was named, and is not asked for")
    return str(request.configuration_id)


def _proofs(value: JsonValue) -> tuple[str, ...] | None:
    """Read proofs; None for those of another type."""
    if not isinstance(value, dict) or len(value) != 1:
        raise MalformedInput("key_proof.malformed", "`proofs` is not of exactly one type")
    if JWT_PROOF not in value:
        return None
    proofs = value[JWT_PROOF]
    if not isinstance(proofs, list) or not 0 < len(proofs) <= MAX_PROOFS:
        raise MalformedInput("key_proof.malformed", "no key proofs, or too many")
    texts = tuple(one for one in proofs if isinstance(one, str))
    if len(texts) != len(proofs):
        raise MalformedInput("key_proof.malformed", "a key proof that is not text")
    return texts


def _name(members: JsonObject, name: str) -> str | None:
    value = members.get(name)
    if name not in members:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_ID:
        raise MalformedInput("issuance.malformed", f"`{name}` is not a short text")
    return value
