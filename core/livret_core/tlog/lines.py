"""What all texts of a log are made of: lines, decimals and base64, each with one spelling.

Go's readers, which these formats come from, are lenient about base64 and about what
ends a line. Here a second spelling is an error: texts are signed, compared and stored.
"""

import binascii
import re
from collections.abc import Sequence
from typing import Final

from livret_core import limits

_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}")  # 19 digits hold 2^63 - 1
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


def decode_base64(text: str) -> bytes | None:
    """Read canonical base64 (RFC 4648 §4, padded), or ``None``: unused bits must be zero."""
    try:
        raw = binascii.a2b_base64(text.encode("ascii"), strict_mode=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return raw if encode_base64(raw) == text else None


def encode_base64(raw: bytes) -> str:
    """Write base64 (RFC 4648 §4, padded)."""
    return binascii.b2a_base64(raw, newline=False).decode("ascii")


def decode_hash(text: str) -> bytes | None:
    """Read a SHA-256 hash in base64, or ``None``."""
    raw = decode_base64(text) if len(text) == 44 else None
    return raw if raw is not None and len(raw) == 32 else None


def decode_hashes(texts: Sequence[str]) -> tuple[bytes, ...] | None:
    """Read the hashes of a proof, one a line and at most 63, or ``None``."""
    if len(texts) > limits.LOG_PROOF_HASHES:
        return None
    hashes = tuple(found for text in texts if (found := decode_hash(text)) is not None)
    return hashes if len(hashes) == len(texts) else None


def decode_size(text: str) -> int | None:
    """Read a decimal from 0 to 2^63 - 1 without leading zeros, or ``None``."""
    if not _DECIMAL.fullmatch(text):
        return None
    size = int(text)
    return size if size <= limits.LOG_SIZE else None


def decode_text(raw: bytes) -> str | None:
    """Read UTF-8 without control characters other than newline, or ``None``."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def is_line(text: str) -> bool:
    """Say whether *text* can stand on a line of its own: not empty, no control characters."""
    return bool(text) and "\n" not in text and not _CONTROL.search(text) and _is_unicode(text)


def is_text(text: str) -> bool:
    """Say whether *text* is whole lines: no control characters, a newline at the end."""
    return text.endswith("\n") and not _CONTROL.search(text) and _is_unicode(text)


def _is_unicode(text: str) -> bool:
    """A lone surrogate is no character: UTF-8 cannot say it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
