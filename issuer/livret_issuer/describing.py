"""What a town hall publishes of itself to wallets. Pure."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from livret_core.credential import catalogue
from livret_core.credential.issuer import Profile
from livret_core.credential.types import CredentialType
from livret_core.https_uri import HttpsUri
from livret_core.jwe import ENCRYPTIONS
from livret_core.keys import P256PublicKey, jwk
from livret_core.oauth import dpop
from livret_core.oauth.authorization_server import (
    PRE_AUTHORIZED,
    REFRESH,
    AuthorizationServer,
)
from livret_core.openid4vci import key_proof
from livret_core.openid4vci.authorization_details import TYPE
from livret_core.openid4vci.configuration import configuration_id, configuration_of
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.encryption import EncryptionKey
from livret_core.openid4vci.issuer_metadata import (
    IssuerMetadata,
    OfferedEncryption,
    RequestEncryption,
)
from livret_core.openid4vci.offer import CredentialOffer, PreAuthorizedGrant, TransactionCode
from livret_issuer.identity import TownHall
from livret_issuer.pickup.addresses import issuer_of
from livret_issuer.pickup.records import OpenedOffer

#: How many copies a wallet may ask for at once; as many as a clerk hands over unless told otherwise.
BATCH: Final = 10
TOKEN: Final = "/token"
NONCE: Final = "/nonce"
CREDENTIAL: Final = "/credential"
DEFERRED: Final = "/deferred"
NOTIFICATION: Final = "/notification"
DATING: Final = "/dating"

_JWT: Final = "application/jwt"
_WEIGHT: Final = re.compile(r"[01](?:\.[0-9]{0,3})?")


class Configured(NamedTuple):
    """A type, and how the town hall names itself in it."""

    kind: CredentialType
    profile: Profile


def offered_types(hall: TownHall) -> Mapping[str, Configured]:
    """Say which types it issues in which profiles, by the id of their configuration.

    What the ledger lets it sign, where that was read; the packaged types otherwise.
    """
    may = {"*"} if hall.rights is None else {right.type for right in hall.rights}
    return MappingProxyType(
        {
            configuration_id(kind, profile): Configured(kind, profile)
            for kind in catalogue.all_types()
            for profile in hall.profiles
            if not may.isdisjoint({"*", kind.name})
        }
    )


def configuration_for(vct: str, profile: Profile) -> str:
    """Name the configuration under which a type is handed over."""
    return configuration_id(catalogue.find(vct), profile)


def vcts_of(
    configuration_ids: Iterable[str], types: Mapping[str, Configured]
) -> frozenset[tuple[str, Profile]]:
    """Give the types that configurations are of; those that nobody published are of none."""
    found = (types[one] for one in configuration_ids if one in types)
    return frozenset((one.kind.vct, one.profile) for one in found)


def describe_issuer(hall: TownHall, requests_key: P256PublicKey) -> IssuerMetadata:
    """Write its credential issuer metadata.

    Raises:
        Refused: ``pickup.no_address``.
    """
    issuer = CredentialIssuer.parse(issuer_of(hall.url))

    def at(path: str) -> HttpsUri:
        return HttpsUri.parse(f"{issuer.text}{path}")

    key = EncryptionKey(requests_key, jwk.thumbprint(requests_key))
    return IssuerMetadata(
        issuer=issuer,
        credential_endpoint=at(CREDENTIAL),
        configurations=MappingProxyType(
            {
                name: configuration_of(*one, proof_algorithms=tuple(key_proof.ALGORITHMS))
                for name, one in offered_types(hall).items()
            }
        ),
        nonce_endpoint=at(NONCE),
        deferred_endpoint=at(DEFERRED),
        notification_endpoint=at(NOTIFICATION),
        request_encryption=RequestEncryption((key,), ENCRYPTIONS, is_required=False),
        response_encryption=OfferedEncryption(),
        batch_size=BATCH,
        names=MappingProxyType({hall.language or "": hall.name}),
    )


def describe_server(hall: TownHall) -> AuthorizationServer:
    """Write the metadata of its authorization server, which it is itself.

    Raises:
        Refused: ``pickup.no_address``.
    """
    issuer = HttpsUri.parse(issuer_of(hall.url))
    return AuthorizationServer(
        issuer=issuer,
        token_endpoint=HttpsUri.parse(f"{issuer.text}{TOKEN}"),
        grants=(PRE_AUTHORIZED, REFRESH),
        takes_anonymous=True,
        dpop_algorithms=tuple(dpop.ALGORITHMS),
        details_types=(TYPE,),
        client_authentication=("none",),
    )


def describe_offer(hall: TownHall, opened: OpenedOffer) -> CredentialOffer:
    """Write the offer of a hand-over that a wallet opened.

    Raises:
        Refused: ``pickup.no_address``.
    """
    issuer = CredentialIssuer.parse(issuer_of(hall.url))
    pin = TransactionCode("numeric", opened.pin_digits)
    grant = PreAuthorizedGrant(opened.pre_authorized_code, pin)
    return CredentialOffer(issuer, (configuration_for(opened.vct, opened.profile),), grant)


def wants_jwt(accept: str | None) -> bool:
    """Say whether whoever asks would rather have metadata signed (OpenID4VCI 1.0 §12.2.2).

    Args:
        accept: the ``Accept`` header; None when there was none.
    """
    wanted = {"application/json": 0.0, _JWT: 0.0}
    for one in (accept or "").lower().split(","):
        media, *parameters = (part.strip() for part in one.split(";"))
        if media in wanted:
            wanted[media] = _weight(parameters)
    return 0 < wanted[_JWT] >= wanted["application/json"]


def _weight(parameters: Iterable[str]) -> float:
    for one in parameters:
        name, _, value = one.partition("=")
        if name == "q":
            return float(value) if _WEIGHT.fullmatch(value) else 0.0
    return 1.0
