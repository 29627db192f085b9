"""DIDs and their logs, checkpoints and other signed notes."""

import base64
import re
from typing import Final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_town.inspection.found import MAX_LISTED, NOT_OURS, Inspection, Parts, Said
from livret_town.inspection.withheld import without_private

_NOTE_SIGNATURE: Final = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")


def is_did_log(text: str) -> bool:
    """Whether *text*, which begins as JSON does, is one log entry a line."""
    first, _, rest = text.partition("\n")
    return first.startswith("{") and '"versionId"' in first and (not rest or rest.startswith("{"))


def did_log(text: str) -> Inspection:
    """Decode a DID log; an entry that is refused is shown with the reason.

    Raises:
        MalformedInput: what the reader of its entries raises.
    """
    lines = text.split("\n")
    if len(lines) > limits.DID_LOG_ENTRIES:
        raise MalformedInput("input.too_large", max_entries=limits.DID_LOG_ENTRIES)
    rows: list[JsonValue] = [_entry(line.encode("utf-8")) for line in lines]
    last = json_encoding.parse_object(lines[-1].encode("utf-8"), max_bytes=limits.DID_LOG_BYTES)
    shown: list[JsonValue] = rows
    if len(rows) > MAX_LISTED:
        half = MAX_LISTED // 2
        shown = [
            *rows[:half],
            Said("(entries left out: {count})", count=len(rows) - 2 * half),
            *rows[-half:],
        ]
    return Inspection(
        "DID log",
        [
            ("entries", len(rows)),
            ("log", shown),
            ("latest parameters changed", without_private(last["parameters"])),
            ("latest document", without_private(last["state"])),
        ],
    )


def _entry(line: bytes) -> JsonObject:
    from livret_core.dids.webvh.entry import LogEntry

    try:
        entry = LogEntry.parse(line)
    except Refused as error:
        # Whether it is any good is not asked here: it is shown, and the reason with it.
        raw = json_encoding.parse_object(line, max_bytes=limits.DID_LOG_BYTES)
        return {Said(NOT_OURS): error.code, Said("version"): raw["versionId"]}
    return {
        Said("version"): entry.version_id,
        Said("time"): entry.version_time,
        Said("changes"): list[JsonValue](sorted(entry.parameters)),
        Said("signed by"): [proof.verification_method for proof in entry.proofs],
    }


def is_signed_note(text: str) -> bool:
    """Whether *text* ends in signature lines (C2SP signed note)."""
    return "\n\n— " in text


def signed_note(text: str) -> Inspection:
    """Decode a signed note: a checkpoint, when its body is an origin, a size and a root hash.

    Raises:
        MalformedInput: ``input.malformed``.
    """
    body, _, tail = text.rpartition("\n\n")
    signatures: list[JsonValue] = []
    for line in tail.split("\n")[:MAX_LISTED]:
        match = _NOTE_SIGNATURE.fullmatch(line)
        if match is None:
            raise MalformedInput("input.malformed", "a signature line that is not one")
        try:
            blob = base64.b64decode(match[2], validate=True)
        except ValueError:
            raise MalformedInput("input.malformed", "a signature line that is not one") from None
        signatures.append(
            {
                Said("name"): match[1],
                Said("key id"): blob[:4].hex(),
                Said("bytes"): len(blob) - 4,
            }
        )
    match body.split("\n"):
        case [origin, size, root, *extensions] if _SIZE.fullmatch(size):
            parts: Parts = [
                ("origin", origin),
                ("size", int(size)),
                ("root hash", root),
                *([("extensions", list[JsonValue](extensions))] if extensions else []),
            ]
            return Inspection("checkpoint", [*parts, ("signatures", signatures)])
    return Inspection("signed note", [("text", body), ("signatures", signatures)])


def did(text: str) -> Inspection:
    """Decode a DID; raises what the reader of its method raises."""
    from livret_core.dids import Did, DidJwk, DidKey
    from livret_core.dids.webvh import WebvhDid

    if text.startswith("did:webvh:"):
        return Inspection("DID", [("its log would be at", WebvhDid.parse(text).log_url)])
    if text.startswith("did:key:"):
        return Inspection("DID", [("document", DidKey.parse(text).document_json())])
    if text.startswith("did:jwk:"):
        return Inspection("DID", [("document", DidJwk.parse(text).document_json())])
    return Inspection("DID", [("of a method livret does not resolve", Did.parse(text).text)])
