"""A status list in each of its forms, counted: signed, as JSON, deflated, or as its text."""

import re
from collections import Counter
from typing import Final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.status.bits import StatusList
from livret_town.inspection.found import Inspection, Parts, Said
from livret_town.inspection.withheld import without_private

_STATUS_NAMES: Final = {0: Said("valid"), 1: Said("revoked"), 2: Said("suspended")}
_TEXT: Final = re.compile(r"e[A-Za-z0-9_-]{9,}")


def is_deflated(raw: bytes) -> bool:
    """Whether *raw* begins as a ZLIB stream does (RFC 1950 §2.2)."""
    return len(raw) > 2 and raw[0] == 0x78 and int.from_bytes(raw[:2]) % 31 == 0


def is_deflated_text(text: str) -> bool:
    """Whether *text* is base64url of such a stream, as `lst` is."""
    return (
        len(text) <= limits.STATUS_TOKEN_BYTES
        and len(text) % 4 != 1
        and _TEXT.fullmatch(text) is not None
        and is_deflated(base64url.decode(text[:8]))
    )


def deflated(raw: bytes) -> Inspection:
    """Count a list that does not say how many bits a status has.

    Raises:
        MalformedInput: ``input.too_large``, ``status.malformed``.
    """
    octets = StatusList.inflate(1, raw).octets
    counts: JsonObject = {
        Said("if of 1 bit"): _counts(StatusList(1, octets)),
        Said("if of 2 bits"): _counts(StatusList(2, octets)),
    }
    return Inspection(
        "status list, deflated, unsigned",
        [("bytes", len(octets)), ("entries by status", counts)],
    )


def status_parts(payload: JsonObject) -> Parts:
    """Describe the payload of a status list token, or what stands in its place.

    Raises:
        MalformedInput: ``input.base64url``, ``input.too_large``, ``status.malformed``.
    """
    listed = payload["status_list"]
    if not isinstance(listed, dict):
        raise MalformedInput("status.malformed", "`status_list` is not an object")
    bits, packed = listed.get("bits"), listed.get("lst")
    if type(bits) is not int or not isinstance(packed, str):
        raise MalformedInput("status.malformed", "`bits` or `lst` missing or mistyped")
    shown: JsonObject = {
        **payload,
        "status_list": {**listed, "lst": Said("({count} characters)", count=len(packed))},
    }
    statuses = StatusList.inflate(bits, base64url.decode(packed))
    return [("payload", without_private(shown)), ("entries by status", _counts(statuses))]


def _counts(statuses: StatusList) -> JsonValue:
    counts: Counter[int] = Counter()
    for octet, times in Counter(statuses.octets).items():
        for place in range(0, 8, statuses.bits):
            counts[octet >> place & (1 << statuses.bits) - 1] += times
    return {
        _STATUS_NAMES.get(value, Said("status {value}", value=value)): count
        for value, count in sorted(counts.items())
    }
