"""The Deferred Credential Request (OpenID4VCI 1.0 §9): asking again for what was put off."""

import re
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_core.openid4vci.encryption import ResponseEncryption

_MAX_BYTES: Final = 16 << 10
_ID: Final = re.compile(r"[\x21-\x7E]{1,512}")


@final
@dataclass(frozen=True, slots=True)
class DeferredRequest:
    """A wallet comes back. Its key for the answer is this request's, not the first one's.

    Attributes:
        transaction_id: what the issuer gave it.
        response_encryption: how the answer shall be encrypted, or None.
    """

    transaction_id: str
    response_encryption: ResponseEncryption | None = None

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the body, decrypted if it was encrypted; unknown members are ignored.

        Raises:
            MalformedInput: ``issuance.malformed``, or what reading JSON raises.
            Refused: ``issuance.encryption``.
        """
        members = json_encoding.parse_object(raw, max_bytes=_MAX_BYTES)
        transaction_id = members.get("transaction_id")
        if not isinstance(transaction_id, str) or not _ID.fullmatch(transaction_id):
            raise MalformedInput("issuance.malformed", "`transaction_id` is required")
        asked = members.get("credential_response_encryption")
        return cls(transaction_id, None if asked is None else ResponseEncryption.parse(asked))

    def format(self) -> bytes:
        """Write the body; the inverse of :meth:`parse`."""
        members: JsonObject = {"transaction_id": self.transaction_id}
        if self.response_encryption is not None:
            members["credential_response_encryption"] = self.response_encryption.format()
        return json_encoding.format(members)
