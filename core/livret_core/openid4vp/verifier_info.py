"""What others attest about a service (``verifier_info``, OpenID4VP 1.0 §5.1, §5.11): kept, not read.

Which attestations count, and what they mean, a scheme of registration says. Until one
does, livret hands on what came and lets nothing depend on it, as the standard allows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, final

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput

_MAX_ENTRIES: Final = 16
_MAX_FORMAT: Final = 256


@final
@dataclass(frozen=True, slots=True)
class VerifierInfo:
    """One attestation, unverified.

    Attributes:
        format: says what *data* is.
        data: text or an object. Treat as read-only.
        credential_ids: the credential queries that it is about; empty for all.
    """

    format: str
    data: str | JsonObject
    credential_ids: tuple[str, ...] = ()


def parse(value: JsonValue) -> tuple[VerifierInfo, ...]:
    """Read ``verifier_info``.

    Raises:
        MalformedInput: ``request.malformed``.
    """
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_ENTRIES:
        raise MalformedInput("request.malformed", "`verifier_info` is not a short array")
    return tuple(_parse(entry) for entry in value)


def format(entries: Iterable[VerifierInfo]) -> list[JsonValue]:
    """Write ``verifier_info``; the inverse of :func:`parse`."""
    return [
        {"format": entry.format, "data": entry.data}
        | ({"credential_ids": list(entry.credential_ids)} if entry.credential_ids else {})
        for entry in entries
    ]


def _parse(entry: JsonValue) -> VerifierInfo:
    if isinstance(entry, dict):
        kind, data, ids = entry.get("format"), entry.get("data"), entry.get("credential_ids")
        if isinstance(kind, str) and len(kind) <= _MAX_FORMAT and isinstance(data, str | dict):
            if "credential_ids" not in entry:
                return VerifierInfo(kind, data)
            if isinstance(ids, list) and ids:
                names = tuple(name for name in ids if isinstance(name, str))
                if len(names) == len(ids):
                    return VerifierInfo(kind, data, names)
    raise MalformedInput("request.malformed", "an entry of `verifier_info`")
