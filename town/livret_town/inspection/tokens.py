"""Tokens as they travel: SD-JWT, JWS, JWE."""

import re
from collections.abc import Mapping
from typing import Final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput
from livret_core.jws import CompactJws
from livret_core.sdjwt import Disclosure, SdJwt, reveal
from livret_core.sdjwt import disclosure as disclosures
from livret_town.inspection.found import Inspection, Parts, Said
from livret_town.inspection.status_lists import status_parts
from livret_town.inspection.withheld import without_private

_COMPACT: Final = re.compile(
    r"[A-Za-z0-9_=-]*(\.[A-Za-z0-9_=-]*){2}|[A-Za-z0-9_=-]*(\.[A-Za-z0-9_=-]*){4}"
)
# What a JWS says it is, by its `typ`.
_JWS_KINDS: Final[Mapping[str, str]] = {
    "dc+sd-jwt": "issuer-signed JWT, without its disclosures",
    "kb+jwt": "key binding JWT",
    "oauth-authz-req+jwt": "authorization request",
    "openid4vci-proof+jwt": "key proof",
    "statuslist+jwt": "status list token",
}


def is_token(text: str) -> bool:
    """Whether *text* has the outline of a token."""
    head, tilde, _ = text.partition("~")
    return _COMPACT.fullmatch(head if tilde else text) is not None


def token(text: str) -> Inspection:
    """Decode what :func:`is_token` recognised; raises what its reader raises."""
    if "~" in text:
        return _sd_jwt(text)
    return _jws(text) if text.count(".") == 2 else _jwe(text)


def _sd_jwt(text: str) -> Inspection:
    sd_jwt = SdJwt.parse(text)
    issuer_jwt = CompactJws.parse(sd_jwt.issuer_jwt)
    payload = issuer_jwt.payload_object()
    parts: Parts = [
        ("issuer-signed header", without_private(dict(issuer_jwt.header))),
        ("issuer-signed payload", without_private(payload)),
        ("disclosures", [_disclosure(each) for each in sd_jwt.disclosures]),
    ]
    try:
        revealed = reveal(payload, sd_jwt.disclosures)
    except LivretError as error:
        parts.append(("does not fit together", error.code))
    else:
        parts += [
            ("claims, put together", without_private(revealed.claims)),
            ("digests without a disclosure", revealed.concealed),
        ]
    nested = []
    if sd_jwt.kb_jwt is not None:
        bound = _jws(sd_jwt.kb_jwt)
        claimed = CompactJws.parse(sd_jwt.kb_jwt).payload_object().get("sd_hash")
        fits: JsonValue = claimed == sd_jwt.sd_hash()
        nested = [Inspection(bound.kind, [*bound.parts, ("sd_hash is this text's", fits)])]
    kind = "SD-JWT with key binding" if nested else "SD-JWT without key binding"
    return Inspection(kind, parts, nested)


def _disclosure(text: str) -> JsonValue:
    decoded = Disclosure.parse(text)
    shown: JsonObject = {} if decoded.name is None else {Said("name"): decoded.name}
    shown[Said("value")] = without_private(decoded.value)
    shown[Said("digest")] = disclosures.digest(text.encode("ascii"))
    return shown


def _jws(text: str) -> Inspection:
    token = CompactJws.parse(text, max_bytes=limits.STATUS_TOKEN_BYTES)
    payload = json_encoding.parse_object(token.payload, max_bytes=limits.STATUS_TOKEN_BYTES)
    typ = token.header.get("typ")
    kind = _JWS_KINDS.get(typ, "signed token") if isinstance(typ, str) else "signed token"
    parts: Parts = [("header", without_private(dict(token.header)))]
    if typ == "statuslist+jwt" and isinstance(payload.get("status_list"), dict):
        parts += status_parts(payload)
    else:
        parts.append(("payload", without_private(payload)))
    return Inspection(kind, [*parts, ("signature bytes", len(token.signature))])


def _jwe(text: str) -> Inspection:
    if len(text) > limits.JWE_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.JWE_BYTES)
    segments = text.split(".")
    header = json_encoding.parse_object(
        base64url.decode(segments[0]), max_bytes=limits.JOSE_HEADER_BYTES
    )
    return Inspection(
        "encrypted token: only its recipient can read it",
        [("header", without_private(header)), ("ciphertext characters", len(segments[3]))],
    )
