"""Whether a request by file may be answered: what is checked before anything is signed."""

from dataclasses import dataclass
from typing import final

from livret_core.credential import catalogue
from livret_core.errors import Refused
from livret_core.openid4vci.key_proof import HolderKey
from livret_core.openid4vci.messages import CredentialRequest
from livret_issuer.handing import check_request
from livret_issuer.identity import TownHall
from livret_issuer.pickup.going_on import check_by_file
from livret_issuer.records import StoredHandover
from livret_issuer.store import Transaction


@final
@dataclass(frozen=True, slots=True)
class Examined:
    """A request that may be answered.

    Attributes:
        handover: what it is for.
        keys: one for each copy to be signed.
        is_repeated: it was answered before; nothing is signed again.
    """

    handover: StoredHandover
    keys: tuple[HolderKey, ...]
    is_repeated: bool = False

    @property
    def copies(self) -> int:
        """How many copies its answer has."""
        return len(self.keys)


def examine(
    transaction: Transaction,
    hall: TownHall,
    request: CredentialRequest,
    *,
    sha256: bytes,
    now_s: int,
    used_by: bytes | None = None,
) -> Examined:
    """Check that a request may be answered now, or was.

    Args:
        transaction: in which it is answered.
        hall: who answers.
        request: as read.
        sha256: of its octets.
        now_s: seconds since 1970.
        used_by: SHA-256 of a request that would be answered before this one, for the same.

    Raises:
        MalformedInput, Refused: as ``Office.answer``.
    """
    handover = transaction.handover(request.code)
    if handover.request_sha256 == sha256 and handover.response is not None:
        return Examined(handover, (), is_repeated=True)
    if used_by == sha256:
        return Examined(handover, (), is_repeated=True)
    if used_by is not None:
        raise Refused("handover.used")
    name = catalogue.find(handover.vct).name
    check_by_file(name, hall.four_eyes, transaction.pickups.find(request.code))
    return Examined(handover, check_request(request, handover, hall, now_s=now_s))
