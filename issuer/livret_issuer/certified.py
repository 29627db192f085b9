"""A town hall's certificate: for verifiers that know authorities, and no ledger (ADR 0004). Pure.

It is of the same key that the town hall's DID lists: that binds the two. A proof says one of
them, and never both.
"""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.credential.mint import IssuerIdentity
from livret_core.credential.profile_x509 import X509Policy, check_same_key, verify_issuer
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import ES256, PublicKey
from livret_core.x509 import CertificateChain, TrustAnchors

_DAY_S: Final = 86_400


@final
@dataclass(frozen=True, slots=True)
class Certified:
    """A key of the town hall's that an authority vouches for.

    Attributes:
        key_id: DID URL of the key.
        chain: its certificate first, without the authority's own.
    """

    key_id: str
    chain: CertificateChain

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read it from a home's file.

        Raises:
            MalformedInput: ``home.malformed``, ``x509.malformed``.
        """
        match value:
            case {"key_id": str(key_id), "x5c": list(x5c), **rest} if not rest:
                return cls(key_id, CertificateChain.parse_x5c(x5c))
        raise MalformedInput("home.malformed", "a certificate")

    def format(self) -> JsonObject:
        """Write it for a home's file."""
        return {"key_id": self.key_id, "x5c": self.chain.format_x5c()}

    @property
    def identity(self) -> IssuerIdentity:
        """How the town hall names itself in what it signs; the authority's own is the reader's."""
        return IssuerIdentity.x509(ES256, x5c=self.chain.format_x5c())

    def check_holds(self, now_s: int) -> None:
        """Check that a proof signed now could be read for a day at least.

        Raises:
            Refused: ``x509.not_yet_valid``, ``x509.expired``.
        """
        if now_s < self.chain.not_before_s:
            raise Refused("x509.not_yet_valid", valid_from_s=self.chain.not_before_s)
        if now_s + _DAY_S > self.chain.not_after_s:
            raise Refused("x509.expired", expired_at_s=self.chain.not_after_s)

    def ends_at_s(self, by_law_s: int | None) -> int:
        """Say when a proof ends that would end at *by_law_s*: nobody reads it for longer."""
        ends_s = self.chain.not_after_s
        return ends_s if by_law_s is None else min(by_law_s, ends_s)


def check_certificate(
    chain: CertificateChain,
    anchors: TrustAnchors,
    *,
    key_id: str,
    key: PublicKey,
    host: str,
    now_s: int,
) -> Certified:
    """Check that wallets and verifiers who trust *anchors* would take a chain for this town hall's.

    Args:
        chain: as the authority gave it.
        anchors: the authority's own certificate.
        key_id: DID URL of the key that signs now.
        key: that key.
        host: where wallets reach the town hall: they look for it in the certificate.
        now_s: seconds since 1970.

    Raises:
        Refused: as :func:`livret_core.credential.profile_x509.verify_issuer`;
            ``x509.other_key``; ``issuer.not_certified`` for another host's.
    """
    issuer = verify_issuer(chain, X509Policy(anchors=anchors), now_s=now_s)
    check_same_key(issuer, key)
    if host not in issuer.san_dns:
        raise Refused("issuer.not_certified", "the town hall's host is not in the certificate")
    certified = Certified(key_id, chain)
    certified.check_holds(now_s)
    return certified
