"""From an offer to tokens: what is offered, by whom, and the code and the PIN for it. Pure.

Before anything is spent (a code, a PIN) everything that can be known beforehand is checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, final

from livret_core import limits
from livret_core.credential import catalogue
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.oauth import well_known
from livret_core.oauth.authorization_server import REFRESH, AuthorizationServer
from livret_core.openid4vci.configuration import profile_named
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.offer import CredentialOffer, OfferReference
from livret_core.openid4vci.offered import Offered, check_offer
from livret_core.openid4vci.token import PreAuthorizedRequest, RefreshRequest, TokenResponse
from livret_wallet.pickup_record import Pickup
from livret_wallet.receiving.announced import Believed, read_announced
from livret_wallet.receiving.needs import (
    JSON,
    OK,
    Answer,
    Call,
    Flow,
    Keep,
    PinNeeded,
    read_json,
    refusal_of,
)
from livret_wallet.receiving.pin import read_pin
from livret_wallet.receiving.sealing import Sealed
from livret_wallet.receiving.session import ALGORITHM, Session
from livret_wallet.records import Vouched
from livret_wallet.vouching import OnLedger, Voucher

_MISFITS: Final = 20
_FORM: Final = "application/x-www-form-urlencoded"


@final
@dataclass(frozen=True, slots=True)
class Opened:
    """An offer that its issuer stands behind, and the server that its code is brought to.

    Attributes:
        offered: what.
        server: where its code is brought.
        token_endpoint: the place there.
        code: as people read it; empty where the offer had none.
        voucher: who vouches for the issuer; None where it does not sign what it says of itself,
            and who stands behind a proof is seen when it is there.
    """

    offered: Offered
    server: AuthorizationServer
    token_endpoint: HttpsUri
    code: str
    voucher: "Voucher | None" = None

    @property
    def configuration_id(self) -> str:
        """The first of what is offered that can be held."""
        return next(iter(self.offered.types))

    @property
    def vouched(self) -> Vouched | None:
        """What the members of a ledger say of the issuer; None where none of them does."""
        if not isinstance(self.voucher, OnLedger):
            return None
        return self.voucher.said_of(self.voucher.did)

    @property
    def did(self) -> str:
        """Whom a ledger knows the issuer by; empty where none does."""
        return self.voucher.did if isinstance(self.voucher, OnLedger) else ""

    @property
    def host(self) -> str:
        """The issuer's host, where an authority that the holder named vouches for it; else empty."""
        by_certificate = self.voucher is not None and self.voucher.profile == "x509"
        return self.offered.metadata.issuer.uri.host if by_certificate else ""

    @property
    def left_out(self) -> int:
        """How much else is offered, and left for another visit."""
        return len(self.offered.offer.configuration_ids) - 1


def read_offer(invitation: CredentialOffer | OfferReference) -> Flow[CredentialOffer]:
    """Read an offer, from where it is if it only says so.

    Raises:
        MalformedInput: ``offer.malformed``, ``input.*``.
        Refused: ``offer.gone``, ``offer.unsupported``, ``issuance.redirected``.
        Unavailable: ``issuance.busy``.
    """
    if isinstance(invitation, OfferReference):
        answer = yield _get(invitation.uri, limits.OFFER_BYTES)
        offer = CredentialOffer.parse(read_json(answer, of="offer"))
    else:
        offer = invitation
    offer.check_usable()
    return offer


def open_offer(
    offer: CredentialOffer, believed: Believed, session: Session, *, code: str = ""
) -> Flow[Opened]:
    """Check all of an offer that can be known before its code and its PIN are spent.

    Args:
        offer: as it came.
        believed: whose word on its issuer counts.
        session: the visit.
        code: as people read it; empty where the offer had none.

    Raises:
        MalformedInput: ``metadata.malformed``, ``input.*``.
        Refused: ``issuance.redirected``, ``type.unknown`` and the like for a type this wallet
            has no description of; ``issuer.not_accredited`` and its kin for an issuer that may
            not sign it; ``metadata.unsupported`` also for an encryption that cannot be asked
            for; as :func:`livret_core.openid4vci.offered.check_offer` and
            :func:`~.announced.read_announced`.
        Unavailable: ``issuance.busy``; as :func:`~.announced.read_announced`.
    """
    first = offer.configuration_ids[0]
    announced = yield from read_announced(offer.issuer, first, believed, session)
    offered = check_offer(offer, announced.metadata, algorithms=(ALGORITHM,))
    for vct in offered.types.values():
        catalogue.find(vct)
    taken, vct = next(iter(offered.types.items()))
    believed.check_profile(profile_named(taken))
    announced.check_may_offer(catalogue.find(vct), now_s=session.clock())
    Sealed.of(announced.metadata, session)  # that it can be asked for as it has to be
    server = yield from _server_of(offered.server)
    endpoint = server.check_takes_offer()
    if ALGORITHM in server.dpop_algorithms:
        session.dpop = session.new_key()
    return Opened(offered, server, endpoint, code, announced.voucher)


def redeem(opened: Opened, session: Session, *, pickup_id: str, language: str) -> Flow[Pickup]:
    """Bring the code, and the PIN where one is wanted, and keep what is given for them.

    A PIN that has not the form that is wanted is asked for again: sent, it would cost a try.

    Raises:
        Refused: ``token.code``, ``token.tx_code``, ``token.grant`` where it does not say which,
            ``pickup.blocked``, ``token.unbound``, and what else a server refuses for.
        MalformedInput: ``token.malformed``, ``usage.pin``. Unavailable: ``issuance.busy``;
            ``token.unanswered`` where nobody knows whether the code was used.
    """
    grant, metadata = opened.offered.grant, opened.offered.metadata
    need = None
    if grant.tx_code is not None:
        need = PinNeeded(grant.tx_code, metadata.issuer.text, metadata.names)
    while True:
        pin = None if need is None else (yield from _pin(need))
        request = PreAuthorizedRequest(grant.code, pin, resource=metadata.issuer.text)
        try:
            answer = yield from session.post(
                opened.token_endpoint, request.format(), content_type=_FORM
            )
        except (MalformedInput, Unavailable) as failed:
            # A code is good once (OpenID4VCI 1.0 §4.1.1): what a used one gave is gone with the
            # answer, and the counter alone can mend that.
            raise Unavailable("token.unanswered", failed.code) from None
        if answer.status == OK:
            break
        error = refusal_of(answer)
        if need is None or error.code != "token.tx_code":
            raise error
        need = replace(need, wrong=error)
    given = _token(answer, session)
    configuration_id = opened.configuration_id
    named = given.identifiers(configuration_id)
    pickup = Pickup(
        id=pickup_id,
        issuer=metadata.issuer.text,
        issuer_name=_name(metadata.names, language) or metadata.issuer.uri.host,
        code=opened.code,
        configuration_id=configuration_id,
        vct=opened.offered.types[configuration_id],
        begun_s=session.clock(),
        scheme=given.scheme,
        access_token=given.access_token,
        refresh_token=given.refresh_token or "",
        dpop=b"" if session.dpop is None else session.dpop.scalar_bytes,
        identifier=named[0] if named else "",
    )
    yield Keep(pickup)
    return pickup


def _pin(need: PinNeeded) -> Flow[str]:
    """Ask for a PIN until it has the form that is wanted."""
    for _ in range(_MISFITS):
        typed = yield need
        try:
            return read_pin(typed, need.tx_code)
        except MalformedInput as error:
            need = replace(need, misfit=error)
    typed = yield need
    return read_pin(typed, need.tx_code)


def refresh(pickup: Pickup, metadata: IssuerMetadata, session: Session) -> Flow[Pickup]:
    """Get a new access token with the refresh token, and keep both.

    Raises:
        Refused: ``token.refresh`` also where there is no refresh token, and what else a
            server refuses for. Unavailable: ``issuance.busy``.
    """
    if not pickup.refresh_token:
        raise Refused("token.refresh", "none was given")
    servers = metadata.authorization_servers or (metadata.issuer.uri,)
    server = yield from _server_of(servers[0])
    if server.token_endpoint is None or REFRESH not in server.grants:
        raise Refused("token.refresh", "the server takes none")
    request = RefreshRequest(pickup.refresh_token, resource=pickup.issuer)
    answer = yield from session.post(server.token_endpoint, request.format(), content_type=_FORM)
    if answer.status != OK:
        error = refusal_of(answer)
        raise Refused("token.refresh") if error.code == "token.grant" else error
    given = _token(answer, session)
    pickup = replace(
        pickup,
        scheme=given.scheme,
        access_token=given.access_token,
        refresh_token=given.refresh_token or pickup.refresh_token,
    )
    yield Keep(pickup)
    return pickup


def _server_of(issuer: HttpsUri) -> Flow[AuthorizationServer]:
    uri = well_known.inserted(issuer, well_known.AUTHORIZATION_SERVER)
    answer = yield _get(uri, limits.JSON_BYTES)
    return AuthorizationServer.parse(read_json(answer), issuer=issuer)


def _token(answer: Answer, session: Session) -> TokenResponse:
    if answer.media_type != JSON:
        raise MalformedInput("token.malformed", "not JSON by its content type")
    given = TokenResponse.parse(answer.body)
    if session.dpop is not None:
        given.check_bound()
    elif given.scheme != "Bearer":
        raise Refused("token.unbound", "bound to a key that was not shown")
    return given


def _get(uri: HttpsUri, max_bytes: int) -> Call:
    return Call(uri=uri, max_bytes=max_bytes, headers={"Accept": JSON})


def _name(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")
