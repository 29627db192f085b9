"""Credential Request and Credential Response (OpenID4VCI 1.0 §8.2 and §8.3), as files."""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.openid4vci.handover import MAX_COPIES
from livret_core.short_code import ShortCode

_MAX_REQUEST_BYTES: Final = 1 << 20
_MAX_RESPONSE_BYTES: Final = 8 * limits.SD_JWT_BYTES


@final
@dataclass(frozen=True, slots=True)
class CredentialRequest:
    """A wallet asks for the proof of one hand-over, one key proof for each copy.

    Attributes:
        code: of the hand-over.
        configuration: the ``vct`` asked for.
        proofs: key proofs, 1 to 100; texts still to be checked.
    """

    code: ShortCode
    configuration: str
    proofs: tuple[str, ...]

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a request file.

        Raises:
            MalformedInput: ``issuance.malformed``, ``code.mistyped``, or what reading
                JSON raises.
        """
        match json_encoding.parse_object(raw, max_bytes=_MAX_REQUEST_BYTES):
            case {
                "code": str(code),
                "credential_configuration_id": str(configuration),
                "proofs": {"jwt": list(proofs), **other},
                **rest,
            } if not rest and not other:
                texts = tuple(proof for proof in proofs if isinstance(proof, str))
                if len(texts) == len(proofs) and 1 <= len(texts) <= MAX_COPIES:
                    return cls(ShortCode.parse(code), configuration, texts)
        raise MalformedInput("issuance.malformed", "not a credential request")

    def format(self) -> bytes:
        """Write the request file; the inverse of :meth:`parse`."""
        return json_encoding.format(
            {
                "code": str(self.code),
                "credential_configuration_id": self.configuration,
                "proofs": {"jwt": list(self.proofs)},
            }
        )


@final
@dataclass(frozen=True, slots=True)
class CredentialResponse:
    """The copies, in the order of the key proofs."""

    code: ShortCode
    credentials: tuple[str, ...]

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a response file; errors as :meth:`CredentialRequest.parse`."""
        match json_encoding.parse_object(raw, max_bytes=_MAX_RESPONSE_BYTES):
            case {"code": str(code), "credentials": list(credentials), **rest} if not rest:
                texts = tuple(
                    entry["credential"]
                    for entry in credentials
                    if isinstance(entry, dict)
                    and set(entry) == {"credential"}
                    and isinstance(entry["credential"], str)
                )
                if len(texts) == len(credentials) and 1 <= len(texts) <= MAX_COPIES:
                    return cls(ShortCode.parse(code), tuple(map(str, texts)))
        raise MalformedInput("issuance.malformed", "not a credential response")

    def format(self) -> bytes:
        """Write the response file; the inverse of :meth:`parse`."""
        return json_encoding.format(
            {
                "code": str(self.code),
                "credentials": [{"credential": text} for text in self.credentials],
            }
        )
