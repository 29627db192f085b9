"""How a request and its answer are encrypted beyond TLS, where the issuer takes nothing else. Pure."""

from dataclasses import dataclass
from typing import final

from livret_core import limits
from livret_core.errors import MalformedInput, Refused
from livret_core.jwe import ENCRYPTIONS
from livret_core.keys import P256Agreement
from livret_core.keys.p256 import SEED_BYTES
from livret_core.openid4vci.credential_response import (
    CredentialResponse,
    parse_credential_response,
)
from livret_core.openid4vci.encryption import (
    MEDIA_TYPE,
    EncryptionKey,
    ResponseEncryption,
    decrypt_response,
    encrypt,
)
from livret_core.openid4vci.issuer_metadata import (
    IssuerMetadata,
    OfferedEncryption,
    RequestEncryption,
)
from livret_wallet.receiving.needs import (
    JSON,
    Answer,
)
from livret_wallet.receiving.session import Session


@final
@dataclass(frozen=True, slots=True)
class Sealed:
    """How a request and its answer are encrypted: where the issuer takes nothing else, or offers it."""

    to: EncryptionKey | None
    own: P256Agreement | None
    asked: ResponseEncryption | None

    @classmethod
    def of(
        cls, metadata: IssuerMetadata, session: Session, *, if_offered: bool = False
    ) -> "Sealed":
        """Choose; *if_offered*, also where the issuer would answer in clear."""
        taken, given = metadata.request_encryption, metadata.response_encryption
        own = asked = None
        if given is not None and (given.is_required or (if_offered and _is_known(taken, given))):
            enc = next((one for one in reversed(ENCRYPTIONS) if one in given.encryptions), None)
            if enc is None or taken is None:
                # A key for the answer that goes in clear could be anybody's on the way (§8.2).
                raise Refused("metadata.unsupported", "answers encrypted as livret cannot ask")
            own = P256Agreement.from_seed(session.random(SEED_BYTES))
            asked = ResponseEncryption(EncryptionKey(own.public_key, "answer"), enc)
        if taken is None or not (taken.is_required or asked is not None):
            return cls(None, own, asked)
        return cls(taken.choose()[0], own, asked)

    def body(self, message: bytes) -> tuple[bytes, str]:
        """Write the body of a request, and its content type."""
        if self.to is None:
            return message, JSON
        return encrypt(message, self.to, enc=ENCRYPTIONS[-1]).encode(), MEDIA_TYPE

    def read(self, answer: Answer) -> CredentialResponse:
        """Read an answer.

        Raises:
            Refused: ``received.unencrypted``. MalformedInput: ``issuance.malformed``.
        """
        raw = answer.body
        if self.own is not None and self.asked is not None:
            raw = decrypt_response(raw, self.own, self.asked, max_bytes=2 * limits.ISSUED_BYTES)
        elif answer.media_type != JSON:
            raise MalformedInput("issuance.malformed", "not JSON by its content type")
        return parse_credential_response(raw, status=answer.status)

    @property
    def accept(self) -> str:
        """What the answer is to be."""
        return JSON if self.own is None else MEDIA_TYPE


def _is_known(taken: RequestEncryption | None, given: OfferedEncryption) -> bool:
    return taken is not None and bool(taken.keys and taken.encryptions and given.encryptions)
