"""Six digits that change every half minute (RFC 6238, with RFC 4226's truncation). Pure.

What a person's authenticator shows, and what a service expects. HMAC-SHA-1, six digits and
30 seconds are what every authenticator takes; their link can say otherwise, and several then
show wrong digits without a word.
"""

import base64
import hashlib
import hmac
from typing import Final, Literal, TypeAlias
from urllib.parse import quote

Hash: TypeAlias = Literal["sha1", "sha256", "sha512"]

STEP_S: Final = 30
DIGITS: Final = 6
SECRET_BYTES: Final = 20
#: A clock may be a step behind or ahead (RFC 6238 §5.2).
_AROUND: Final = (0, -1, 1)


def step_of(now_s: int) -> int:
    """Number the half minute of an instant (RFC 6238 §4.2)."""
    return now_s // STEP_S


def digits_of(secret: bytes, step: int, *, digits: int = DIGITS, by: Hash = "sha1") -> str:
    """Compute what is shown in one step (RFC 4226 §5.3)."""
    mac = hmac.digest(secret, step.to_bytes(8), getattr(hashlib, by))
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4]) & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}}"


def find_step(secret: bytes, typed: str, *, now_s: int, after: int = -1) -> int | None:
    """Find the step in which what was typed was shown; None where it was in none that counts.

    Args:
        secret: shared with the authenticator.
        typed: with any spaces.
        now_s: seconds since 1970.
        after: the last step whose digits were taken; they are good once (RFC 6238 §5.2).
    """
    said = "".join(typed.split()).encode("utf-8")
    found = None
    for around in _AROUND:
        step = step_of(now_s) + around
        shown = digits_of(secret, step) if step >= 0 else ""
        # Each is compared: how long it takes says nothing.
        if hmac.compare_digest(said, shown.encode()) and step > after:
            found = step
    return found


def secret_text(secret: bytes) -> str:
    """Write a secret as people type it into an authenticator."""
    return base64.b32encode(secret).decode("ascii").rstrip("=")


def link(secret: bytes, *, service: str, name: str) -> str:
    """Write what an authenticator reads from a QR code."""
    label, issuer = quote(f"{service}:{name}", safe=""), quote(service, safe="")
    return f"otpauth://totp/{label}?secret={secret_text(secret)}&issuer={issuer}"
