"""Hold an offer against what its issuer publishes, before anything is asked for.

An offer is a stranger's piece of paper. What it promises counts only as far as the
issuer's own metadata, fetched from where the issuer says it lives, promises it too.
"""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from types import MappingProxyType
from typing import Final, final

from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.openid4vci.configuration import CredentialConfiguration
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.offer import CredentialOffer, PreAuthorizedGrant

_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that its issuer stands behind. Only :func:`check_offer` makes one.

    Attributes:
        offer: as it came.
        metadata: of the issuer it names.
        grant: the way that will be gone.
        server: identifies the authorization server to bring the code to, and no other.
        types: the ``vct`` of each configuration offered that livret can hold, by its id;
            never empty.
    """

    offer: CredentialOffer
    metadata: IssuerMetadata
    grant: PreAuthorizedGrant
    server: HttpsUri
    types: Mapping[str, str]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("Offered is made by check_offer() only")

    def configuration(self, configuration_id: str) -> CredentialConfiguration:
        """The configuration of one of the ids that were offered."""
        return self.metadata.configurations[configuration_id]


def check_offer(
    offer: CredentialOffer,
    metadata: IssuerMetadata,
    *,
    algorithms: tuple[str, ...] = ("ES256",),
) -> Offered:
    """Check an offer against the metadata of the issuer it names (§4.1.1, §12.2.4).

    Args:
        offer: as it came.
        metadata: fetched for the issuer that the offer names.
        algorithms: with which the wallet signs key proofs.

    Raises:
        Refused: ``metadata.other_issuer``, ``offer.unsupported``, ``offer.not_published``,
            ``offer.other_server``, ``metadata.unsupported``.
    """
    if metadata.issuer != offer.issuer:
        raise Refused("metadata.other_issuer")
    grant = offer.check_usable()
    unknown = [one for one in offer.configuration_ids if one not in metadata.configurations]
    if unknown:
        raise Refused("offer.not_published", unknown=len(unknown))
    types = _holdable(offer, metadata, algorithms)
    server = _server(grant.authorization_server, metadata)
    return Offered(offer, metadata, grant, server, MappingProxyType(types), _SEAL)


def _holdable(
    offer: CredentialOffer, metadata: IssuerMetadata, algorithms: tuple[str, ...]
) -> dict[str, str]:
    """Find what livret can hold of what is offered; the rest is for other wallets."""
    types: dict[str, str] = {}
    unfit: Refused | None = None
    for one in offer.configuration_ids:
        try:
            types[one] = metadata.configurations[one].check_holdable(algorithms=algorithms)
        except Refused as error:
            unfit = error
    if unfit is not None and not types:
        raise unfit
    return types


def _server(named: str | None, metadata: IssuerMetadata) -> HttpsUri:
    """Find the server. The code is a secret: it goes nowhere that the issuer does not name."""
    servers = metadata.authorization_servers
    if named is not None:
        for server in servers:
            if server.text == named:
                return server
        raise Refused("offer.other_server")
    if len(servers) > 1:
        raise Refused("offer.other_server", "several servers, and the offer names none")
    return servers[0] if servers else metadata.issuer.uri


def check_issued_type(offered: Offered, configuration_id: str, vct: str) -> None:
    """Check that what came is what was offered under *configuration_id*.

    Raises:
        Refused: ``received.other_type``.
    """
    if offered.types.get(configuration_id) != vct:
        raise Refused("received.other_type")
