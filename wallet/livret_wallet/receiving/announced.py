"""What an issuer says of itself, signed where it signs it, and who vouches for that. Pure.

Whose word the wallet takes is known before a code or a PIN is spent: an issuer of whom nobody
whom the holder believes knows anything, or who may not sign what it offers, is refused while the
offer is still good. What is signed is verified or refused (OpenID4VCI 1.0 §12.2.3); nobody falls
back to what is not signed.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, final

from livret_core import limits
from livret_core.credential.issuer import Profile
from livret_core.credential.types import CredentialType
from livret_core.dids.did import DidUrl
from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.openid4vci.configuration import profile_named
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.signed_metadata import MEDIA_TYPE, SignedMetadata
from livret_wallet.receiving.needs import Call, Flow, VoucherNeeded, read_document
from livret_wallet.receiving.session import Session
from livret_wallet.vouching import Voucher

if TYPE_CHECKING:
    from livret_core.credential.profile_x509 import X509Policy

# Signed, from whoever can; who takes no notice answers in JSON.
_ACCEPT: Final = f"{MEDIA_TYPE}, application/json;q=0.9"
# A key that does not count is no key: whoever signed with it is not who the metadata are of.
_NO_KEY: Final = frozenset({"issuer.key_not_listed", "issuer.key_ended", "issuer.key_compromised"})


@final
@dataclass(frozen=True, slots=True)
class Believed:
    """Whose word on issuers the holder takes.

    Attributes:
        has_ledgers: whether a ledger's members are among them.
        authorities: those whose word on hosts counts; None for none.
    """

    has_ledgers: bool
    authorities: "X509Policy | None" = None

    def check_profile(self, profile: Profile | None) -> None:
        """Check that somebody could vouch for who signs in a profile; any, where none is named.

        Raises:
            Unavailable: ``offer.no_authority`` for one by certificate without authorities;
                ``trust.unconfirmed`` for one by DID, where authorities alone are.
        """
        if profile == "x509" and self.authorities is None:
            raise Unavailable("offer.no_authority")
        if profile == "did" and not self.has_ledgers and self.authorities is not None:
            raise Unavailable("trust.unconfirmed")  # an authority says nothing of a log


@final
@dataclass(frozen=True, slots=True)
class Announced:
    """What an issuer says of itself.

    Attributes:
        metadata: its word.
        voucher: who vouches for whoever signed it; None where it was not signed.
    """

    metadata: IssuerMetadata
    voucher: "Voucher | None" = None

    def check_may_offer(self, kind: CredentialType, *, now_s: int) -> None:
        """Check that whoever signed it may sign proofs of a type.

        Raises:
            Refused, Unavailable: as the voucher's.
        """
        if self.voucher is not None:
            self.voucher.check_may_offer(kind, now_s=now_s)


def read_announced(
    issuer: CredentialIssuer, configuration_id: str, believed: Believed, session: Session
) -> Flow[Announced]:
    """Read what an issuer publishes of itself; whose it is, is compared letter by letter.

    Args:
        issuer: whose.
        configuration_id: what is to be fetched there.
        believed: whose word on it counts.
        session: the visit.

    Raises:
        Refused: ``metadata.signature``, ``metadata.other_issuer``; as
            :meth:`Believed.check_profile` and :func:`livret_wallet.certified.by_chain`; and as
            :func:`livret_wallet.vouching.ledgers_for` and ``by_evidence``.
        MalformedInput: ``metadata.malformed`` and what reading its parts raises.
        Unavailable: ``metadata.stale``, ``issuance.busy``, ``ledger.*``, ``trust.unconfirmed``.
    """
    profile = profile_named(configuration_id)
    believed.check_profile(profile)
    answer = yield Call(
        uri=issuer.metadata_uri,
        max_bytes=2 * limits.ISSUER_METADATA_BYTES,
        headers={"Accept": _ACCEPT},
    )
    body = read_document(answer, media_types=("application/json", MEDIA_TYPE))
    if answer.media_type != MEDIA_TYPE:
        return Announced(IssuerMetadata.parse(body, issuer=issuer))
    signed, now_s = SignedMetadata.parse(body), session.clock()
    voucher = yield from _voucher(signed, issuer, profile, believed, now_s=now_s)
    try:
        key = voucher.speakers_key(signed.kid, claimed_s=signed.claimed_s, now_s=now_s)
    except Refused as error:
        if error.code in _NO_KEY:
            raise Refused("metadata.signature", error.code) from None
        raise
    return Announced(signed.verify(key, issuer=issuer, now_s=now_s), voucher)


def _voucher(
    signed: SignedMetadata,
    issuer: CredentialIssuer,
    profile: Profile | None,
    believed: Believed,
    *,
    now_s: int,
) -> Flow[Voucher]:
    """Find who vouches for the key, in the profile's own way if what is signed has it."""
    did = _did_of(signed)
    has_chain = signed.x5c is not None and believed.authorities is not None
    if has_chain and (profile == "x509" or did is None):
        from livret_core.x509 import CertificateChain
        from livret_wallet.certified import by_chain

        chain = CertificateChain.parse_x5c(signed.x5c)
        return by_chain(chain, issuer.uri.host, believed.authorities, now_s=now_s)
    if did is None:
        raise Refused("metadata.signature", "names no key that anybody vouches for")
    if not believed.has_ledgers and believed.authorities is not None:
        raise Unavailable("trust.unconfirmed")
    return (yield VoucherNeeded(did))  # type: ignore[no-any-return]


def _did_of(signed: SignedMetadata) -> WebvhDid | None:
    try:
        return WebvhDid.parse(DidUrl.parse(signed.kid or "").did.text)
    except LivretError:
        return None
