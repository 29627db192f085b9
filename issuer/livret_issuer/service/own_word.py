"""What a town hall says of itself to wallets, with the keys that say it."""

from typing import Final, final

from livret_core.errors import Refused
from livret_core.keys import P256Agreement
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.signed_metadata import sign_metadata
from livret_issuer.hall_document import fragment_of
from livret_issuer.identity import TownHall
from livret_issuer.pickup.secrets import PickupKeys
from livret_issuer.store import IssuerKeys


@final
class OwnWord:
    """One town hall's word."""

    def __init__(self, hall: TownHall, keys: IssuerKeys, pickup_keys: PickupKeys) -> None:
        self._hall: Final = hall
        self._keys: Final = keys
        self._pickup_keys: Final = pickup_keys

    @property
    def requests_key(self) -> P256Agreement:
        """What wallets encrypt requests to; the same in each process of this town hall."""
        return self._pickup_keys.requests

    def check_can_sign(self) -> None:
        """Check that the key that signs now is at hand; one that was made meanwhile is not.

        Raises:
            Refused: ``home.operation_open``.
        """
        if fragment_of(self._hall.key_id) not in self._keys.credentials:
            raise Refused("home.operation_open", type="did.update")

    def sign(self, metadata: IssuerMetadata, *, issued_at_s: int, expires_at_s: int) -> str:
        """Sign the metadata, as a JWT; errors as :meth:`check_can_sign`.

        Its key is named as the ledger lists it and, where an authority certified it, by that
        certificate too (HAIP 1.0 §4.1), for wallets that believe authorities.
        """
        self.check_can_sign()
        certified = self._hall.certificate if "x509" in self._hall.profiles else None
        return sign_metadata(
            metadata,
            self._keys.credentials[fragment_of(self._hall.key_id)],
            issued_at_s=issued_at_s,
            expires_at_s=expires_at_s,
            kid=self._hall.key_id,
            x5c=None if certified is None else certified.chain.format_x5c(),
        )
