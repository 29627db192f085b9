"""Each route of a town hall, what it takes and what it answers."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from livret_core import limits
from livret_core.encoding.json import JsonObject
from livret_core.oauth.well_known import AUTHORIZATION_SERVER, CREDENTIAL_ISSUER
from livret_core.openid4vci.credential_request import MAX_PROOFS
from livret_core.openid4vci.notification import EVENTS
from livret_edge.serving.endpoint import FORM, JSON, PROBLEM, Endpoint, Place, Says, Takes
from livret_issuer.describing import (
    CREDENTIAL,
    DATING,
    DEFERRED,
    NONCE,
    NOTIFICATION,
    TOKEN,
)
from livret_issuer.pickup.addresses import OFFERS
from livret_issuer.service.online.published import JSON_LINES, STATUS_LIST, Published
from livret_issuer.service.online.shown import DPOP_NONCE
from livret_issuer.service.online.wallets import Wallets

_JWT: Final = "application/jwt"
_SMALL_BYTES: Final = 16 << 10
_FORM_BYTES: Final = 64 << 10

_OBJECT: Final[JsonObject] = {"type": "object"}
_TEXT: Final[JsonObject] = {"type": "string"}
_NAME: Final[JsonObject] = {"type": "string", "minLength": 1, "maxLength": 256}
_SECRET: Final[JsonObject] = {"type": "string", "minLength": 1, "maxLength": 1_024}
_SECONDS: Final[JsonObject] = {"type": "integer", "minimum": 1}
_CODE: Final[JsonObject] = {
    "type": "string",
    "pattern": "^[2-9CDFGHJKMNPQRTVWXYZcdfghjkmnpqrtvwxyz._ -]+$",
    "maxLength": 64,
}
_ERROR: Final[JsonObject] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": _TEXT,
        "error_description": _TEXT,
        "livret_attempts_left": {"type": "integer", "minimum": 0},
    },
}
_OFFER: Final[JsonObject] = {
    "type": "object",
    "required": ["credential_issuer", "credential_configuration_ids", "grants"],
}
_TOKEN_ASKED: Final[JsonObject] = {
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": _TEXT,
        "pre-authorized_code": _SECRET,
        "tx_code": {"type": "string", "maxLength": 64},
        "refresh_token": _SECRET,
        "authorization_details": _TEXT,
        "client_id": _TEXT,
        "resource": _TEXT,
        "scope": _TEXT,
    },
}
_TOKEN_GIVEN: Final[JsonObject] = {
    "type": "object",
    "required": ["access_token", "token_type", "expires_in"],
    "properties": {
        "access_token": _SECRET,
        "token_type": {"enum": ["DPoP", "Bearer"]},
        "expires_in": _SECONDS,
        "refresh_token": _SECRET,
        "authorization_details": {"type": "array", "items": _OBJECT},
        "scope": _TEXT,
    },
}
_NONCE_GIVEN: Final[JsonObject] = {
    "type": "object",
    "required": ["c_nonce"],
    "properties": {"c_nonce": _TEXT},
}
_ENCRYPTION: Final[JsonObject] = {
    "type": "object",
    "required": ["jwk", "enc"],
    "properties": {"jwk": _OBJECT, "enc": {"enum": ["A128GCM", "A256GCM"]}},
}
_ASKED: Final[JsonObject] = {
    "type": "object",
    "properties": {
        "credential_configuration_id": _NAME,
        "credential_identifier": _NAME,
        "proofs": {
            "type": "object",
            "properties": {
                "jwt": {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": MAX_PROOFS}
            },
        },
        "credential_response_encryption": _ENCRYPTION,
    },
}
_GIVEN: Final[JsonObject] = {
    "type": "object",
    "required": ["credentials"],
    "properties": {
        "credentials": {"type": "array", "items": _OBJECT, "minItems": 1},
        "notification_id": _TEXT,
    },
}
_WAITING: Final[JsonObject] = {
    "type": "object",
    "required": ["transaction_id", "interval"],
    "properties": {"transaction_id": _TEXT, "interval": _SECONDS},
}
_DEFERRED_ASKED: Final[JsonObject] = {
    "type": "object",
    "required": ["transaction_id"],
    "properties": {"transaction_id": _NAME, "credential_response_encryption": _ENCRYPTION},
}
_NOTIFIED: Final[JsonObject] = {
    "type": "object",
    "required": ["notification_id", "event"],
    "properties": {
        "notification_id": _NAME,
        "event": {"enum": list(EVENTS)},
        "event_description": {"type": "string", "maxLength": 1_024},
    },
}
_DATING_ASKED: Final[JsonObject] = {
    "type": "object",
    "required": ["notification_id"],
    "properties": {"notification_id": _NAME},
}
_INTERVAL: Final[JsonObject] = {
    "type": "object",
    "required": ["interval"],
    "properties": {"interval": _SECONDS},
}

_WITH_NONCE: Final[Mapping[str, str]] = {DPOP_NONCE: "a nonce for the next DPoP proof"}
_KEPT: Final[Mapping[str, str]] = {
    "Cache-Control": "how long it may be kept",
    "ETag": "names this content",
}
_PROOF: Final[Mapping[str, Place]] = {"DPoP": Place(_TEXT, "RFC 9449", is_required=False)}
_SHOWS: Final[Mapping[str, Place]] = {
    "Authorization": Place(_TEXT, "a DPoP or Bearer token", is_required=False),
    **_PROOF,
}
_SAYS_NO: Final = Says(about="no, and the standard's code", media={JSON: _ERROR})
_LATER: Final = Says(
    about="not now", media={JSON: _ERROR, PROBLEM: _OBJECT}, headers={"Retry-After": "seconds"}
)
_NO: Final[Mapping[int, Says]] = {400: _SAYS_NO, 503: _LATER}
_NO_TOKEN: Final[Mapping[int, Says]] = {
    **_NO,
    401: Says(
        about="a token or a DPoP proof that will not do",
        media={JSON: _ERROR},
        headers={"WWW-Authenticate": "RFC 6750 §3, RFC 9449 §7.1"},
    ),
    403: Says(about="a token for something else", media={JSON: _ERROR}),
}


def make_routes(wallets: Wallets, published: Published) -> list[Endpoint]:
    """Declare all that is served."""
    return [
        *_described(wallets),
        *_picked_up(wallets),
        *_gone_on(wallets),
        *_read(published),
    ]


def _described(wallets: Wallets) -> list[Endpoint]:
    return [
        Endpoint(
            method="GET", path=f"/{CREDENTIAL_ISSUER}", name="issuer_metadata",
            about="What is issued here, as JSON or signed (OpenID4VCI 1.0 §12.2)",
            answers={200: Says(about="it", media={JSON: _OBJECT, _JWT: _TEXT})},
            headers={"Accept": Place(_TEXT, "application/jwt for signed", is_required=False)},
            handler=wallets.issuer_metadata, is_well_known=True, for_browsers=True,
        ),
        Endpoint(
            method="GET", path=f"/{AUTHORIZATION_SERVER}", name="server_metadata",
            about="What becomes a token here (RFC 8414)",
            answers={200: Says(about="it", media={JSON: _OBJECT})},
            handler=wallets.server_metadata, is_well_known=True, for_browsers=True,
        ),
    ]  # fmt: skip


def _picked_up(wallets: Wallets) -> list[Endpoint]:
    return [
        Endpoint(
            method="GET", path=f"/{OFFERS}/{{code}}", name="offer",
            about="The offer under a code (OpenID4VCI 1.0 §4.1.3)",
            answers={
                200: Says(about="it", media={JSON: _OFFER}),
                404: Says(about="none, or no more", media={PROBLEM: _OBJECT}),
            },
            path_places={"code": Place(_CODE, "as typed")},
            handler=wallets.offer, refuse=wallets.no_offer, for_browsers=True,
        ),
        Endpoint(
            method="POST", path=TOKEN, name="token",
            about="A code and its PIN, or a refresh token, become an access token (§6)",
            answers={
                200: Says(about="tokens", media={JSON: _TOKEN_GIVEN}, headers=_WITH_NONCE),
                **_NO,
            },
            headers=_PROOF,
            takes=Takes(
                media={FORM: _TOKEN_ASKED}, max_bytes=_FORM_BYTES
            ),
            handler=wallets.token, refuse=wallets.refusing("token"), for_browsers=True,
        ),
        Endpoint(
            method="POST", path=NONCE, name="nonce", about="A nonce for key proofs (§7)",
            answers={
                200: Says(about="it", media={JSON: _NONCE_GIVEN}, headers=_WITH_NONCE),
            },
            handler=wallets.nonce, for_browsers=True,
        ),
        Endpoint(
            method="POST", path=CREDENTIAL, name="credential",
            about="Copies, one for each key proof, or a transaction to come back with (§8)",
            answers={
                200: Says(about="copies", media={JSON: _GIVEN, _JWT: _TEXT}, headers=_WITH_NONCE),
                202: Says(about="not yet", media={JSON: _WAITING, _JWT: _TEXT}),
                **_NO_TOKEN,
            },
            headers=_SHOWS,
            takes=Takes(media={JSON: _ASKED, _JWT: _TEXT}, max_bytes=2 * limits.ISSUANCE_BYTES),
            handler=wallets.credential, refuse=wallets.refusing("credential"), for_browsers=True,
        ),
    ]  # fmt: skip


def _gone_on(wallets: Wallets) -> list[Endpoint]:
    return [
        Endpoint(
            method="POST", path=DEFERRED, name="deferred",
            about="What had to be waited for, once it is ready (§9)",
            answers={
                200: Says(about="copies", media={JSON: _GIVEN, _JWT: _TEXT}, headers=_WITH_NONCE),
                202: Says(about="not yet", media={JSON: _WAITING, _JWT: _TEXT}),
                **_NO_TOKEN,
            },
            headers=_SHOWS,
            takes=Takes(media={JSON: _DEFERRED_ASKED, _JWT: _TEXT}, max_bytes=2 * _SMALL_BYTES),
            handler=wallets.deferred, refuse=wallets.refusing("deferred"), for_browsers=True,
        ),
        Endpoint(
            method="POST", path=NOTIFICATION, name="notification",
            about="What became of a delivery (§11)",
            answers={204: Says(about="noted", headers=_WITH_NONCE), **_NO_TOKEN},
            headers=_SHOWS, takes=Takes(media={JSON: _NOTIFIED}, max_bytes=_SMALL_BYTES),
            handler=wallets.notification, refuse=wallets.refusing("notification"),
            for_browsers=True,
        ),
        Endpoint(
            method="POST", path=DATING, name="dating",
            about="What dates the copies of a delivery, once the ledger has their day",
            answers={
                200: Says(about="the dating", media={JSON: _OBJECT}, headers=_WITH_NONCE),
                202: Says(about="not yet", media={JSON: _INTERVAL}),
                **_NO_TOKEN,
            },
            headers=_SHOWS, takes=Takes(media={JSON: _DATING_ASKED}, max_bytes=_SMALL_BYTES),
            handler=wallets.dating, refuse=wallets.refusing("notification"), for_browsers=True,
        ),
    ]  # fmt: skip


def _read(published: Published) -> list[Endpoint]:
    unchanged = Says(about="what is known already", headers=_KEPT)
    known = {"If-None-Match": Place(_TEXT, "an ETag", is_required=False)}
    return [
        *(
            Endpoint(
                method="GET", path=f"{root}{{list}}",
                name="status_list" if number == 1 else f"status_list_{number}",
                about="A status list (Token Status List §8)",
                answers={
                    200: Says(about="it", media={STATUS_LIST: _TEXT}, headers=_KEPT),
                    304: unchanged,
                    501: Says(about="no list of another `time` (§8.4)", media={PROBLEM: _OBJECT}),
                },
                path_places={"list": Place(_NAME, "number.jwt")}, headers=known,
                handler=partial(published.status_list, root), for_browsers=True,
            )
            for number, root in enumerate(published.roots_of_lists(), 1)
        ),
        Endpoint(
            method="GET", path="/did.jsonl", name="did_log", about="The log of its DID",
            answers={
                200: Says(about="it", media={JSON_LINES: _TEXT}, headers=_KEPT), 304: unchanged,
            },
            headers=known, handler=published.did_log, for_browsers=True,
        ),
        Endpoint(
            method="GET", path="/did-witness.json", name="did_witness",
            about="What witnesses say of the log of its DID",
            answers={200: Says(about="it", media={JSON: {}}, headers=_KEPT), 304: unchanged},
            headers=known, handler=published.did_witness, for_browsers=True,
        ),
        Endpoint(
            method="GET", path="/commit/{day}", name="day", about="The digests of a day",
            answers={200: Says(about="them", media={JSON: _OBJECT}, headers=_KEPT), 304: unchanged},
            path_places={"day": Place(_NAME, "number.json")}, headers=known,
            handler=published.day, for_browsers=True,
        ),
    ]  # fmt: skip
