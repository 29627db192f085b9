"""DIDs and their logs, checkpoints and other signed notes."""

import base64
import re
from typing import Final

from livret_core import limits
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_town.inspection.found import MAX_LISTED, Inspection, Parts
from livret_town.inspection.withheld import without_private

_NOTE_SIGNATURE: Final = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")


def is_did_log(text: str) -> bool:
    """Whether *text*, which begins as JSON does, is one log entry a line."""
    first, _, rest = text.partition("\n")
    return first.startswith("{") and '"versionId"' in first and (not rest or rest.startswith("{"))


def did_log(text: str) -> Inspection:
    """Decode a DID log; raises what the reader of its entries raises."""
    from livret_core.dids.webvh.entry import LogEntry

    lines = text.split("\n")
    if len(lines) > limits.DID_LOG_ENTRIES:
        raise MalformedInput("input.too_large", max_entries=limits.DID_LOG_ENTRIES)
    entries = [LogEntry.parse(line.encode("utf-8")) for line in lines]
    rows: list[JsonValue] = [
        {
            "version": entry.version_id,
            "time": entry.version_time,
            "changes": list[JsonValue](sorted(entry.parameters)),
            "signed by": list[JsonValue]([proof.verification_method for proof in entry.proofs]),
        }
        for entry in entries
    ]
    shown: list[JsonValue] = rows
    if len(rows) > MAX_LISTED:
        half = MAX_LISTED // 2
        shown = [*rows[:half], f"({len(rows) - 2 * half} entries left out)", *rows[-half:]]
    return Inspection(
        "DID log",
        [
            ("entries", len(entries)),
            ("log", shown),
            ("latest parameters changed", without_private(entries[-1].parameters)),
            ("latest document", without_private(entries[-1].state)),
        ],
    )


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
        signatures.append({"name": match[1], "key id": blob[:4].hex(), "bytes": len(blob) - 4})
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
