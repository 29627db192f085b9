"""base64url without padding, one text for one value (RFC 4648 §5, RFC 7515 §2).

The standard library skips foreign characters and ignores unused bits, so several
texts decode to the same bytes. Here a second spelling is an error: signatures and
digests are taken over the text.
"""

import binascii
from typing import Final

from livret_core.errors import MalformedInput

_INVALID: Final = ord("!")  # outside the alphabet, so the strict decoder refuses it
_TO_STANDARD: Final = bytes(
    {ord("-"): ord("+"), ord("_"): ord("/"), ord("+"): _INVALID, ord("/"): _INVALID,
     ord("="): _INVALID}.get(code, code)
    for code in range(256)
)  # fmt: skip
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")

# The last character of a text whose length is 2 or 3 modulo 4 carries 4 or 2 unused
# bits. They must be zero, or two texts would stand for one value.
_LAST_OF_TWO: Final = frozenset(b"AQgw")
_LAST_OF_THREE: Final = frozenset(b"AEIMQUYcgkosw048")


def decode(text: str | bytes) -> bytes:
    """Read canonical base64url.

    Raises:
        MalformedInput: ``input.base64url`` for padding, a foreign character, an
            impossible length or unused bits that are set.
    """
    try:
        raw = text.encode("ascii") if isinstance(text, str) else text
        rest = len(raw) % 4
        if rest == 0:
            return binascii.a2b_base64(raw.translate(_TO_STANDARD), strict_mode=True)
        if rest == 2 and raw[-1] in _LAST_OF_TWO:
            return binascii.a2b_base64(raw.translate(_TO_STANDARD) + b"==", strict_mode=True)
        if rest == 3 and raw[-1] in _LAST_OF_THREE:
            return binascii.a2b_base64(raw.translate(_TO_STANDARD) + b"=", strict_mode=True)
    except (binascii.Error, UnicodeEncodeError):
        pass
    raise MalformedInput("input.base64url")


def encode(value: bytes) -> str:
    """Write base64url without padding."""
    # One pass for alphabet and padding: half the time of two, and a credential has dozens.
    return binascii.b2a_base64(value, newline=False).translate(_TO_URL, b"=").decode("ascii")


def encode_bytes(value: bytes) -> bytes:
    """Write base64url without padding, as ASCII bytes."""
    return binascii.b2a_base64(value, newline=False).translate(_TO_URL, b"=")
