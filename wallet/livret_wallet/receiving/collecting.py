"""From tokens to the copies, or later; how the delivery ended; and what dates it. Pure.

Before anything is sent that cannot be sent twice, what will be needed to go on is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.ledger.dating import Dating
from livret_core.openid4vci.credential_request import CredentialRequest
from livret_core.openid4vci.credential_response import (
    ACCEPTED,
    DeferredResponse,
    IssuedResponse,
    check_count,
    check_same_transaction,
)
from livret_core.openid4vci.deferred import DeferredRequest
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.key_proof import sign_key_proof
from livret_core.openid4vci.nonce import NonceResponse
from livret_core.openid4vci.notification import Event, Notification
from livret_wallet.pickup_record import Pickup
from livret_wallet.receiving.needs import (
    JSON,
    OK,
    UNAUTHORIZED,
    Answer,
    Call,
    Flow,
    Keep,
    read_json,
    refusal_of,
)
from livret_wallet.receiving.opening import refresh
from livret_wallet.receiving.sealing import Sealed
from livret_wallet.receiving.session import Session

#: Where livret's town halls give what dates a delivery, below their identifier.
DATING: Final = "/dating"

_NO_CONTENT: Final = 204
_GIVES_NONE: Final = frozenset({400, 404, 405})
_TRIES: Final = 2  # a nonce that is over, and a token


@final
@dataclass(frozen=True, slots=True)
class Delivered:
    """Copies came. Nothing in them is verified.

    Attributes:
        pickup: as it stands, the notification's name in it.
        texts: the copies, in the order of its keys.
    """

    pickup: Pickup
    texts: tuple[str, ...] = field(repr=False)


@final
@dataclass(frozen=True, slots=True)
class PutOff:
    """Not yet: to be asked for again from *pickup*'s ``not_before_s`` on."""

    pickup: Pickup


Outcome: TypeAlias = Delivered | PutOff


def collect(
    pickup: Pickup,
    metadata: IssuerMetadata,
    session: Session,
    signers: Sequence[P256Signer],
    *,
    copies: int,
    key_ids: Sequence[str],
) -> Flow[Outcome]:
    """Ask for the copies, or again for what was asked before, or for what was put off.

    Args:
        pickup: with a token.
        metadata: its issuer's.
        session: with the key of the token.
        signers: the keys of the copies, where they were made already.
        copies: how many to ask for, if the issuer gives so many at once.
        key_ids: fresh ids for that many keys.

    Raises:
        Refused: ``received.count``, ``received.unencrypted``, ``received.other_transaction``,
            ``issuance.denied``, ``pickup.nothing_newer``, and what else an issuer refuses for.
        MalformedInput: ``issuance.malformed``. Unavailable: ``issuance.busy``.
    """
    if pickup.transaction_id:
        return (yield from _collect_later(pickup, metadata, session))
    if not pickup.key_ids:
        count = min(copies, metadata.batch_size)
        signers = [session.new_key() for _ in range(count)]
        pickup = replace(pickup, key_ids=tuple(key_ids[:count]), asked_at_s=session.clock())
        pickup = yield from _prove(pickup, metadata, session, signers)
        yield Keep(pickup, list(zip(pickup.key_ids, signers, strict=True)))
    sealed, tries_left = Sealed.of(metadata, session), _TRIES
    answer = yield from _ask(pickup, metadata, session, sealed)
    while answer.status not in {OK, ACCEPTED}:
        error, count = refusal_of(answer), len(pickup.key_ids)
        if error.code == "issuance.too_many" and count > 1:
            # A batch may be that large, and this hand-over is smaller: it does not say by how much.
            signers, key_ids = signers[: count // 2], pickup.key_ids[: count // 2]
            pickup = yield from _prove(replace(pickup, key_ids=key_ids), metadata, session, signers)
        elif tries_left and error.code in {"key_proof.nonce", "key_proof.stale"}:
            # The nonce's time is over, or it was of another visit: the same keys, proved anew.
            pickup = yield from _prove(pickup, metadata, session, signers)
            tries_left -= 1
        elif tries_left and error.code == "access.invalid" and pickup.refresh_token:
            pickup = yield from refresh(pickup, metadata, session)
            tries_left -= 1
        else:
            raise error
        yield Keep(pickup)
        answer = yield from _ask(pickup, metadata, session, sealed)
    return (yield from _taken(pickup, sealed, session, answer))


def notify(pickup: Pickup, metadata: IssuerMetadata, session: Session, event: Event) -> Flow[None]:
    """Tell the issuer how a delivery ended (§11); nothing for one that it did not name.

    Raises:
        Refused: what the issuer refuses for. Unavailable: ``issuance.busy``.
    """
    if metadata.notification_endpoint is None or not pickup.notification_id:
        return
    body = Notification(pickup.notification_id, event).format()
    answer = yield from session.post(metadata.notification_endpoint, body, token=pickup.token)
    if answer.status not in {OK, _NO_CONTENT}:
        raise refusal_of(answer)


def date(pickup: Pickup, session: Session) -> Flow[Dating]:
    """Fetch what dates a delivery. The standard has no such thing: livret's town halls do.

    Raises:
        Refused: ``dating.none`` for an issuer that gives none.
        Unavailable: ``pickup.not_dated`` until the ledger has the day; ``issuance.busy``.
        MalformedInput: as :meth:`Dating.parse`.
    """
    uri = HttpsUri.parse(pickup.issuer.rstrip("/") + DATING)
    body = json_encoding.format({"notification_id": pickup.notification_id})
    answer = yield from session.post(uri, body, token=pickup.token, max_bytes=limits.DATING_BYTES)
    if answer.status == ACCEPTED:
        raise Unavailable("pickup.not_dated")
    if answer.status in _GIVES_NONE:
        raise Refused("dating.none", "this town hall gives none")
    if answer.status != OK:
        raise refusal_of(answer)
    return Dating.parse(answer.body)


def _collect_later(pickup: Pickup, metadata: IssuerMetadata, session: Session) -> Flow[Outcome]:
    if metadata.deferred_endpoint is None:
        raise Refused("issuance.transaction", "the issuer has no place to ask again")
    # A livret town hall names a late delivery in an encrypted answer alone.
    sealed = Sealed.of(metadata, session, if_offered=True)
    answer = yield from _ask_again(pickup, metadata.deferred_endpoint, session, sealed)
    if answer.status == UNAUTHORIZED and pickup.refresh_token:
        pickup = yield from refresh(pickup, metadata, session)
        answer = yield from _ask_again(pickup, metadata.deferred_endpoint, session, sealed)
    return (yield from _taken(pickup, sealed, session, answer))


def _ask_again(pickup: Pickup, uri: HttpsUri, session: Session, sealed: Sealed) -> Flow[Answer]:
    message = DeferredRequest(pickup.transaction_id, sealed.asked).format()
    return (yield from _posted(uri, message, pickup, session, sealed))


def _posted(
    uri: HttpsUri, message: bytes, pickup: Pickup, session: Session, sealed: Sealed
) -> Flow[Answer]:
    body, content_type = sealed.body(message)
    return (
        yield from session.post(
            uri,
            body,
            content_type=content_type,
            token=pickup.token,
            max_bytes=2 * limits.ISSUED_BYTES,
            accept=sealed.accept,
        )
    )


def _taken(pickup: Pickup, sealed: Sealed, session: Session, answer: Answer) -> Flow[Outcome]:
    if answer.status not in {OK, ACCEPTED}:
        raise refusal_of(answer)
    response = sealed.read(answer)
    if pickup.transaction_id:
        check_same_transaction(response, pickup.transaction_id)
    if isinstance(response, DeferredResponse):
        pickup = replace(
            pickup,
            transaction_id=response.transaction_id,
            not_before_s=session.clock() + response.interval_s,
        )
        yield Keep(pickup)
        return PutOff(pickup)
    return _delivered(pickup, response)


def _delivered(pickup: Pickup, response: IssuedResponse) -> Delivered:
    check_count(response, asked=len(pickup.key_ids))
    return Delivered(
        replace(pickup, notification_id=response.notification_id or ""), response.credentials
    )


def _prove(
    pickup: Pickup, metadata: IssuerMetadata, session: Session, signers: Sequence[P256Signer]
) -> Flow[Pickup]:
    """Sign a key proof for each copy, over the issuer's nonce where it has one."""
    nonce = None
    if metadata.nonce_endpoint is not None:
        answer = yield from _ask_nonce(metadata.nonce_endpoint, session)
        nonce = NonceResponse.parse(read_json(answer)).nonce
    proofs = tuple(
        sign_key_proof(
            signer,
            audience=metadata.issuer.text,
            nonce=nonce,
            issued_at_s=session.clock(),
        )
        for signer in signers
    )
    return replace(pickup, proofs=proofs)


def _ask_nonce(uri: HttpsUri, session: Session) -> Flow[Answer]:
    """Ask for a nonce: nobody has to say who asks (§7.1)."""
    answer = yield Call(uri=uri, max_bytes=limits.JSON_BYTES, body=b"", content_type=JSON)
    session.learn(uri, answer)
    return answer  # type: ignore[no-any-return]


def _ask(
    pickup: Pickup, metadata: IssuerMetadata, session: Session, sealed: Sealed
) -> Flow[Answer]:
    named = pickup.identifier
    request = CredentialRequest(
        None if named else pickup.configuration_id,
        named or None,
        pickup.proofs,
        sealed.asked,
    )
    return (
        yield from _posted(metadata.credential_endpoint, request.format(), pickup, session, sealed)
    )
