"""A town hall asks an authority for a certificate of the key that signs, and takes it."""

from dataclasses import replace
from typing import Final, final

from livret_core.certificate_request import make_request
from livret_core.errors import Refused
from livret_core.keys import P256Signer
from livret_core.x509 import CertificateChain, TrustAnchors
from livret_issuer.certified import Certified, check_certificate
from livret_issuer.hall_document import fragment_of
from livret_issuer.identity import TownHall
from livret_issuer.service.shelving import hall_now, keep_hall
from livret_issuer.store import Home, IssuerKeys, Store


@final
class Certifying:
    """One town hall's certificate, with the key that it is of."""

    def __init__(self, home: Home, hall: TownHall, keys: IssuerKeys, store: Store) -> None:
        """Take a home, who it is, its keys, and the records that a change is noted in."""
        self._home: Final = home
        self._hall: Final = hall
        self._keys: Final = keys
        self._store: Final = store

    def request(self) -> bytes:
        """Write what an authority certifies by (PKCS #10, PEM): name, host, key, and a signature.

        Raises:
            Refused: ``pickup.no_address``; ``home.operation_open`` when the key that signs
                now is not at hand.
        """
        return make_request(self._signer, name=self._hall.name, host=self._host)

    def take(self, chain: CertificateChain, anchors: TrustAnchors, *, now_s: int) -> Certified:
        """Check a certificate, and sign by it too from now on; the lists say it at once.

        Args:
            chain: as the authority gave it.
            anchors: the authority's own certificate.
            now_s: seconds since 1970.

        Raises:
            Refused: as :meth:`request` and :func:`~livret_issuer.certified.check_certificate`.
        """
        certified = check_certificate(
            chain,
            anchors,
            key_id=self._hall.key_id,
            key=self._signer.public_key,
            host=self._host,
            now_s=now_s,
        )
        with self._store.transaction() as transaction:
            hall = replace(hall_now(self._home, transaction), certified=certified)
            transaction.note("seal", certified.chain.leaf.sha256.hex(), at_s=now_s)
            keep_hall(self._home, transaction, hall)
        return certified

    @property
    def _host(self) -> str:
        if self._hall.url is None:
            raise Refused("pickup.no_address")
        return self._hall.url.host

    @property
    def _signer(self) -> P256Signer:
        signer = self._keys.credentials.get(fragment_of(self._hall.key_id))
        if signer is None:
            raise Refused("home.operation_open", type="did.update")
        return signer
