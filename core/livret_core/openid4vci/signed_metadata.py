"""Issuer metadata as a signed JWT (OpenID4VCI 1.0 §12.2.3): the same members, and who says so.

Which key may sign it is decided outside: by the ledger's record of the issuer, or by a
certificate chain that the policy trusts. Without that a signature says nothing.
"""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import jws, limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.jws import CompactJws
from livret_core.keys import PublicKey, Signer
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.issuer_metadata import IssuerMetadata

TYP: Final = "openidvci-issuer-metadata+jwt"
MEDIA_TYPE: Final = "application/jwt"

_MAX_BYTES: Final = 2 * limits.ISSUER_METADATA_BYTES
_MAX_AHEAD_S: Final = 300


@final
@dataclass(frozen=True, slots=True)
class SignedMetadata:
    """Signed metadata that is well formed. Nothing in it is verified.

    Attributes:
        kid: the key it names, to be found by whoever trusts the issuer; None without.
        x5c: the certificate chain it carries, still to be read; None without.
    """

    kid: str | None
    x5c: JsonValue
    _token: CompactJws

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the body of an ``application/jwt`` answer.

        Raises:
            MalformedInput: what reading a JWS raises.
            Refused: ``jws.type``, ``jws.algorithm``, ``jws.parameter``.
        """
        token = CompactJws.parse(raw.strip(b"\r\n"), max_bytes=_MAX_BYTES)
        token.check_header(typ=TYP, algorithms=("ES256", "Ed25519", "EdDSA"), may_carry=("x5c",))
        kid = token.header.get("kid")
        return cls(kid if isinstance(kid, str) else None, token.header.get("x5c"), token)

    @property
    def claimed_s(self) -> int:
        """When it says it was signed, seconds since 1970; to choose the key's time by, unverified.

        Raises:
            MalformedInput: ``metadata.malformed``, or what reading JSON raises.
        """
        issued_at_s = self._token.payload_object(max_bytes=_MAX_BYTES).get("iat")
        if type(issued_at_s) is not int:
            raise MalformedInput("metadata.malformed", "`iat` is not in seconds")
        return issued_at_s

    def verify(self, key: PublicKey, *, issuer: CredentialIssuer, now_s: int) -> IssuerMetadata:
        """Verify the signature, then read the metadata.

        Args:
            key: the one that may speak for *issuer*.
            issuer: for whom the document was fetched.
            now_s: seconds since 1970.

        Raises:
            Refused: ``metadata.signature``; ``metadata.other_issuer`` when ``sub`` or the
                metadata is another's.
            Unavailable: ``metadata.stale`` where its time, by *now_s*, is over or to come: either
                the document or the clock is of another day, and nobody here knows which.
            MalformedInput: as :meth:`IssuerMetadata.parse`.
        """
        try:
            self._token.verify(key)
        except Refused as error:
            raise Refused("metadata.signature", error.code) from None
        members = self._token.payload_object(max_bytes=_MAX_BYTES)
        issued_at_s, expires_at_s = members.get("iat"), members.get("exp")
        if type(issued_at_s) is not int or not isinstance(expires_at_s, int | None):
            raise MalformedInput("metadata.malformed", "`iat` or `exp` is not in seconds")
        if members.get("sub") != issuer.text:
            raise Refused("metadata.other_issuer", "`sub`")
        if issued_at_s > now_s + _MAX_AHEAD_S or (
            expires_at_s is not None and now_s >= expires_at_s
        ):
            raise Unavailable("metadata.stale")
        return IssuerMetadata.parse_members(members, issuer=issuer)


def sign_metadata(
    metadata: IssuerMetadata,
    signer: Signer,
    *,
    issued_at_s: int,
    expires_at_s: int,
    kid: str | None = None,
    x5c: JsonValue = None,
) -> str:
    """Sign *metadata* as its issuer; *kid* or *x5c* says with which key."""
    header: JsonObject = {"typ": TYP}
    header |= {} if kid is None else {"kid": kid}
    header |= {} if x5c is None else {"x5c": x5c}
    claims: JsonObject = {
        "sub": metadata.issuer.text,
        "iat": issued_at_s,
        "exp": expires_at_s,
    }
    return jws.sign(header, json_encoding.format(claims | metadata.format()), signer)
