"""The Credential Issuer Identifier: an https URL that names an issuer (OpenID4VCI 1.0 §12.2.1)."""

from dataclasses import dataclass
from typing import Self, final

from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.oauth import well_known


@final
@dataclass(frozen=True, slots=True)
class CredentialIssuer:
    """An issuer on the web. Two are the same when their texts are, letter by letter.

    It says where to ask, never whom to trust: that is the DID or the certificate under
    which the issuer signs, and the ledger or the policy that knows it.
    """

    uri: HttpsUri

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an identifier: scheme, host, port and path, no query and no fragment.

        Raises:
            MalformedInput: ``input.https_uri``, ``input.too_large``.
        """
        if "?" in text:
            raise MalformedInput("input.https_uri", "an issuer's identifier has no query")
        return cls(HttpsUri.parse(text))

    @property
    def text(self) -> str:
        """The identifier; ``aud`` of key proofs."""
        return self.uri.text

    @property
    def metadata_uri(self) -> HttpsUri:
        """Where its metadata is (§12.2.2)."""
        return well_known.inserted(self.uri, well_known.CREDENTIAL_ISSUER)
