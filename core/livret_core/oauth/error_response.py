"""The error object that token and credential endpoints answer with (RFC 6749 §5.2)."""

import re
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput

_MAX_BYTES: Final = 16 << 10
# RFC 6749 §5.2: neither quotation marks nor backslashes, so that it fits into a header.
_TEXT: Final = re.compile(r"[\x20-\x21\x23-\x5B\x5D-\x7E]+")
_MAX_ERROR: Final = 128
_MAX_DESCRIPTION: Final = 512
# No standard has it: named after who says it (RFC 6749 §8.2).
_ATTEMPTS: Final = "livret_attempts_left"
_MAX_ATTEMPTS: Final = 1_000


@final
@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """``{"error": …, "error_description": …}``.

    Attributes:
        error: the standard's code.
        description: for developers; ours writes livret's code there, and nothing else.
        attempts_left: how often a secret may still be tried, after one that was wrong; None
            where the server does not say.
    """

    error: str
    description: str | None = None
    attempts_left: int | None = None

    def __post_init__(self) -> None:
        if not _is_text(self.error, _MAX_ERROR):
            raise MalformedInput("input.malformed", "`error` is not a short ASCII text")
        if self.description is not None and not _is_text(self.description, _MAX_DESCRIPTION):
            raise MalformedInput("input.malformed", "a description that is no short ASCII text")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read an error a server answered with. A description that may not be is dropped.

        Raises:
            MalformedInput: ``input.malformed``, or what reading JSON raises.
        """
        members = json_encoding.parse_object(raw, max_bytes=_MAX_BYTES)
        error, description = members.get("error"), members.get("error_description")
        if not isinstance(error, str):
            raise MalformedInput("input.malformed", "`error` is not text")
        if not isinstance(description, str) or not _is_text(description, _MAX_DESCRIPTION):
            description = None
        left = members.get(_ATTEMPTS)
        if type(left) is not int or not 0 <= left <= _MAX_ATTEMPTS:
            left = None
        return cls(error, description, left)

    def format(self) -> bytes:
        """Write the answer's body."""
        members: JsonObject = {"error": self.error}
        if self.description is not None:
            members["error_description"] = self.description
        if self.attempts_left is not None:
            members[_ATTEMPTS] = self.attempts_left
        return json_encoding.format(members)


def _is_text(text: str, most: int) -> bool:
    return len(text) <= most and _TEXT.fullmatch(text) is not None
