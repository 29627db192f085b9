"""What a window serves to wallets (OpenID4VP 1.0 §5.10, §8.2, §13.3)."""

from collections.abc import Sequence
from typing import Final, Protocol

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.openid4vp import request_code
from livret_core.openid4vp.receipt import MEDIA_TYPE
from livret_core.openid4vp.request_uri import REQUEST_OBJECT
from livret_core.openid4vp.wallet_metadata import RequestUriPost
from livret_core.short_code import ShortCode
from livret_edge.serving.application import Service
from livret_edge.serving.endpoint import (
    FORM,
    JSON,
    Endpoint,
    Incoming,
    Outgoing,
    Place,
    Says,
    Takes,
)
from livret_edge.serving.guard import Bounds
from livret_edge.serving.site import Site
from livret_verifier.desk.turns import Turns
from livret_verifier.desk.window import Window

_ANSWER_BYTES: Final = 3 * limits.SD_JWT_BYTES
_ASKING_BYTES: Final = 128 << 10
_CODE: Final[JsonObject] = {
    "type": "string",
    "pattern": "^[2-9CDFGHJKMNPQRTVWXYZ]{12}$",
    "maxLength": 12,
}
_TYPED: Final[JsonObject] = {"type": "string", "maxLength": 64}
_LINK: Final[JsonObject] = {
    "type": "object",
    "required": ["request"],
    "properties": {"request": {"type": "string"}},
}
_FORM: Final[JsonObject] = {"type": "object", "additionalProperties": {"type": "string"}}
_NO: Final[JsonObject] = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"const": "invalid_request"}},
}
_REFUSED: Final = json_encoding.format({"error": "invalid_request"})


class Pages(Protocol):
    """What people see of a window."""

    def endpoints(self, code: Place) -> tuple[Endpoint, ...]:
        """Give the routes; *code* names a request in their paths."""


def make_service(
    window: Window, *, version: str, pages: Sequence[Pages] = (), bounds: Bounds | None = None
) -> Service:
    """Put the service together that wallets speak with, and people where it has *pages*."""
    address = window.pen.address
    place = {"code": Place(_CODE, "names the request")}
    requested = {
        200: Says(about="the signed request", media={REQUEST_OBJECT: {"type": "string"}}),
        400: Says(about="no such request, or no more", media={JSON: _NO}),
    }

    def fetched(incoming: Incoming) -> Outgoing:
        return _signed(window.hand_out(incoming.path["code"], None))

    def asked_for(incoming: Incoming) -> Outgoing:
        posted = RequestUriPost.parse(incoming.body)
        return _signed(window.hand_out(incoming.path["code"], posted))

    def answered(incoming: Incoming) -> Outgoing:
        receipt = window.take(incoming.path["code"], incoming.body)
        return Outgoing(body=receipt.format(), content_type=MEDIA_TYPE)

    turns = Turns(window.now_s)

    def found(incoming: Incoming) -> Outgoing:
        with turns.spent_by("request.unknown", "code.mistyped"):
            link = window.find_link(ShortCode.parse(incoming.path["code"]).text)
        return Outgoing(body=request_code.format_link(link))

    endpoints = (
        Endpoint(
            method="GET",
            path=f"/{request_code.REQUESTS}/{{code}}",
            name="request_typed",
            about="The link of a request, for who types its code",
            answers={
                200: Says(about="what the QR code says", media={JSON: _LINK}),
                400: Says(about="no such request, or no more", media={JSON: _NO}),
                503: Says(about="not now", media={JSON: _NO}),
            },
            handler=found,
            path_places={"code": Place(_TYPED, "as typed")},
            refuse=_refused,
        ),
        Endpoint(
            method="GET",
            path="/requests/{code}",
            name="request",
            about="What is asked, signed",
            answers=requested,
            handler=fetched,
            path_places=place,
            refuse=_refused,
        ),
        Endpoint(
            method="POST",
            path="/requests/{code}",
            name="request_for_wallet",
            about="What is asked, signed for one wallet (`wallet_metadata`, `wallet_nonce`)",
            answers=requested,
            handler=asked_for,
            takes=Takes(media={FORM: _FORM}, max_bytes=_ASKING_BYTES),
            path_places=place,
            refuse=_refused,
        ),
        Endpoint(
            method="POST",
            path="/answers/{code}",
            name="answer",
            about="An answer (`direct_post`, `direct_post.jwt`)",
            answers={
                200: Says(
                    about="it arrived; whether it was good is told to whoever asked",
                    media={
                        JSON: {
                            "type": "object",
                            "properties": {"redirect_uri": {"type": "string"}},
                        }
                    },
                ),
                400: Says(about="no answer to this request", media={JSON: _NO}),
            },
            handler=answered,
            takes=Takes(media={FORM: _FORM}, max_bytes=_ANSWER_BYTES),
            path_places=place,
            refuse=_refused,
        ),
    )
    return Service(
        "livret desk",
        version,
        Site.of(address.base.text, (address.tenant,)),
        (*endpoints, *(route for each in pages for route in each.endpoints(place["code"]))),
        gauges={"requests_waiting": ("Requests that wait for an answer", window.count_open)},
        bounds=bounds,
    )


def _signed(text: str) -> Outgoing:
    return Outgoing(body=text.encode("ascii"), content_type=REQUEST_OBJECT)


def _refused(error: LivretError) -> Outgoing:
    """Say no, the same for every reason: which it is would help to find what there is."""
    status = 503 if error.branch == "unavailable" else 400
    return Outgoing(status=status, body=_REFUSED, content_type=JSON, code=error.code)
