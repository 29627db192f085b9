"""From a link to the request object, and from an answer to the service. Pure.

No redirect is followed, neither from where a request lies nor from where its answer goes.
"""

from dataclasses import dataclass
from typing import Final, final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.openid4vp import request_code, request_uri
from livret_core.openid4vp.receipt import Receipt
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_code import TypedRequest
from livret_core.openid4vp.request_uri import REQUEST_OBJECT, ByReference, ByValue, Invocation
from livret_core.openid4vp.response import AuthorizationResponse, encrypted_form
from livret_core.openid4vp.response_error import ErrorResponse
from livret_core.openid4vp.wallet_metadata import RequestUriPost, WalletMetadata
from livret_wallet.receiving.needs import JSON, OK, Answer, Call, Flow

NONCE_BYTES: Final = 16

_FORM: Final = "application/x-www-form-urlencoded"
_MAX_REQUEST: Final = 64 << 10
_MAX_RECEIPT: Final = 16 << 10
_FAILED: Final = 500  # and above: RFC 9110 §15.6


@final
@dataclass(frozen=True, slots=True)
class Obtained:
    """A request object as it was got, still to be verified.

    Attributes:
        text: compact JWS.
        client_id: of whom the link said it was.
        request_uri: where it lay; None for one that was in the link.
        wallet_nonce: what it must repeat; None where nothing was posted.
    """

    text: str
    client_id: str
    request_uri: HttpsUri | None = None
    wallet_nonce: str | None = None


def check_link(link: str) -> None:
    """Check that what somebody typed or pasted may lead to a request; nothing is asked for.

    Raises:
        MalformedInput, Refused: as :meth:`TypedRequest.parse` and
            :func:`livret_core.openid4vp.request_uri.parse`.
    """
    if TypedRequest.parse(link) is None:
        request_uri.parse(link)


def obtain(invocation: Invocation, *, random: bytes) -> Flow[Obtained | None]:
    """Get the request object that a link leads to; None for a link that holds the request.

    Args:
        invocation: as parsed; its ``request_uri`` was held against its client there.
        random: 16 fresh bytes.

    Raises:
        Refused: ``request.redirected``, ``request.gone``. MalformedInput: ``request.malformed``.
        Unavailable: ``request.unavailable``.
    """
    match invocation:
        case ByValue():
            return Obtained(invocation.request, invocation.client_id)
        case ByReference():
            headers, nonce, body = {"Accept": REQUEST_OBJECT}, None, None
            if invocation.method == "post":
                nonce = base64url.encode(random)
                body = RequestUriPost(WalletMetadata(), nonce).format().encode()
            answer: Answer = yield Call(
                uri=invocation.request_uri,
                max_bytes=_MAX_REQUEST,
                body=body,
                content_type="" if body is None else _FORM,
                headers=headers,
            )
            text = request_uri.read_fetched(answer.status, answer.content_type, answer.body)
            return Obtained(text, invocation.client_id, invocation.request_uri, nonce)
    return None


def look_up(typed: TypedRequest) -> Flow[Invocation]:
    """Get the link that lies under a code.

    Raises:
        MalformedInput, Refused, Unavailable: as :meth:`TypedRequest.read`.
    """
    answer: Answer = yield Call(
        uri=typed.uri, max_bytes=request_code.MAX_BYTES, headers={"Accept": JSON}
    )
    return typed.read(answer.status, answer.content_type, answer.body)


@final
@dataclass(frozen=True, slots=True)
class Delivered:
    """What a service said on an answer.

    Attributes:
        is_taken: whether it took it; it says nothing of whether it likes it.
        redirect_uri: where it would have the holder go next; shown, never opened.
    """

    is_taken: bool
    redirect_uri: str | None = None


def deliver(request: AuthorizationRequest, answer: AuthorizationResponse) -> Flow[Delivered]:
    """Post an answer in the way that was asked for.

    Raises:
        Unavailable: ``request.unavailable`` where the service failed (5xx): nobody knows
            whether it took the answer.
    """
    encryption = request.encryption
    body = answer.format_form() if encryption is None else answer.encrypt(encryption)
    said: Answer = yield _post(request, body, limits.SD_JWT_BYTES)
    if said.status >= _FAILED:
        raise Unavailable("request.unavailable", f"status {said.status}")
    if said.status != OK:
        return Delivered(is_taken=False)
    try:
        receipt = Receipt.parse(said.body) if said.media_type == JSON else Receipt()
    except LivretError:
        receipt = Receipt()  # delivered all the same; an address that is none is not shown
    return Delivered(is_taken=True, redirect_uri=receipt.redirect_uri)


def decline(request: AuthorizationRequest) -> Flow[None]:
    """Say no, in the one word that tells nothing of what is held (§8.5).

    Raises:
        Refused: ``request.gone`` for a request that is over.
        Unavailable: ``request.unavailable`` when the service does not take it.
    """
    error = ErrorResponse.of(Refused("present.no_consent"), request.state)
    encryption = request.encryption
    body = error.format_form() if encryption is None else encrypted_form(error.format(), encryption)
    said: Answer = yield _post(request, body, _MAX_RECEIPT)
    if said.status in request_uri.GONE:
        raise Refused("request.gone", f"status {said.status}")
    if said.status != OK:
        raise Unavailable("request.unavailable", f"status {said.status}")


def _post(request: AuthorizationRequest, body: str, max_bytes: int) -> Call:
    if request.response_uri is None:
        raise ValueError("an answer that is posted goes somewhere")
    return Call(
        uri=request.response_uri,
        max_bytes=max_bytes,
        body=body.encode(),
        content_type=_FORM,
        headers={"Accept": JSON},
    )
