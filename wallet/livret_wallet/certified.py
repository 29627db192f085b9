"""A body whose host an authority certified, where the holder names that authority. Pure.

Read only once something by certificate comes: certificates are slow to load.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from livret_core.credential import chain_issuer
from livret_core.credential.issuer import IssuerKey, Profile
from livret_core.credential.presentation import Presentation
from livret_core.credential.profile_x509 import X509Issuer, X509Policy, verify_issuer
from livret_core.credential.types import CredentialType
from livret_core.credential.verified import VerifiedCredential
from livret_core.errors import Refused
from livret_core.keys import PublicKey
from livret_core.status.token import SignedStatusList, VerifiedStatusList, check_time
from livret_core.x509 import CertificateChain
from livret_wallet.records import Vouched


@final
@dataclass(frozen=True, slots=True)
class Sealed:
    """An authority that the holder named, for the host that the proof was fetched from.

    It says whose host it is. What that body may sign nobody says: whoever names an authority
    takes its word for bodies, and theirs for the rest (docs/threat-model.md).

    Attributes:
        issuer: the body, by a certificate that was verified.
        chain: the certificate.
        name: the host, as https URI.
    """

    issuer: X509Issuer
    chain: CertificateChain
    name: str

    @property
    def profile(self) -> Profile:
        """How the body names itself."""
        return "x509"

    @property
    def sealed_until_s(self) -> int | None:
        """Nothing that it signs holds for longer than its certificate."""
        return self.chain.not_after_s

    def key(self, presentation: Presentation, *, now_s: int) -> IssuerKey:
        """Find the key; errors as :func:`livret_core.credential.chain_issuer.establish`.

        A copy with another chain than was verified would be one that can be told from others.
        """
        if not self.issuer.holds_at(now_s):
            raise Refused("x509.expired", expired_at_s=self.issuer.not_after_s)
        if chain_issuer.read_chain(presentation) != self.chain:
            raise Refused("received.differ")
        # Where it publishes its lists nobody said: a list is its own by its key.
        return chain_issuer.establish(
            presentation, self.issuer, identifier=self.name, status_prefixes=("https://",)
        )

    def speakers_key(self, _kid: str | None, *, claimed_s: int, now_s: int) -> PublicKey:  # noqa: ARG002
        """Give the key of the certificate.

        Raises:
            Refused: ``x509.expired``.
        """
        if not self.issuer.holds_at(now_s):
            raise Refused("x509.expired", expired_at_s=self.issuer.not_after_s)
        return self.issuer.key

    def check_may_offer(self, _kind: CredentialType, *, now_s: int) -> None:
        """Nobody says what it may sign."""

    def begins_s(
        self,
        _credential: VerifiedCredential,
        _kind: CredentialType,
        *,
        now_s: int,  # noqa: ARG002  # as the others take it
    ) -> frozenset[int]:
        """Give the second that copies of a first day may be dated with: the certificate's."""
        return frozenset({self.chain.not_before_s})

    def check_described(
        self, _credential: VerifiedCredential, _kind: CredentialType, *, now_s: int
    ) -> None:
        """Nobody published a description that it could be held to."""

    def commit_uri(self, _issuer: IssuerKey) -> str | None:
        """Nobody else keeps what its lists were."""
        return None

    def check_knows_places(self, _credential: VerifiedCredential) -> None:
        """Nobody says where its lists lie."""

    def verify_list(
        self,
        issuer: IssuerKey,
        verify: Callable[[PublicKey], SignedStatusList],
        _commit: bytes | None,
        *,
        now_s: int,
    ) -> VerifiedStatusList:
        """Verify a list, by the key of the copies."""
        return check_time(verify(issuer.key), now_s=now_s, max_age_s=None)

    def said_of(self, _name: str) -> Vouched | None:
        """No ledger vouches for it."""
        return None


def by_certificate(text: str, host: str, policy: X509Policy | None, *, now_s: int) -> Sealed:
    """Decide whether an authority that the holder named vouches for who signed.

    Args:
        text: the first copy.
        host: where it was fetched from; the certificate must be that host's.
        policy: the authorities that the holder named; None where he named none.
        now_s: seconds since 1970.

    Raises:
        Refused: ``issuer.wrong_profile`` without authorities; ``issuer.not_certified``;
            as :func:`livret_core.credential.profile_x509.verify_issuer`.
        MalformedInput: as :func:`livret_core.credential.chain_issuer.read_chain`.
    """
    return by_chain(chain_issuer.read_chain(Presentation.parse(text)), host, policy, now_s=now_s)


def by_chain(
    chain: CertificateChain, host: str, policy: X509Policy | None, *, now_s: int
) -> Sealed:
    """Decide whether an authority that the holder named vouches for a host, by its certificate.

    Raises:
        Refused: as :func:`by_certificate`.
    """
    if policy is None:
        raise Refused("issuer.wrong_profile", "by certificate, and no authority was named")
    issuer = verify_issuer(chain, policy, now_s=now_s)
    if host not in issuer.san_dns:
        raise Refused("issuer.not_certified", "another host's than it came from")
    return Sealed(issuer, chain, name_of(host))


def name_of(host: str) -> str:
    """Name a body that is known by its host."""
    return f"https://{host}"
