"""What is drawn at a desk: codes, tokens, keys."""

import hashlib
import os

from livret_core.encoding import base64url
from livret_core.keys import P256Agreement
from livret_core.keys.p256 import SEED_BYTES
from livret_core.openid4vp.request_members import DIRECT_POST_JWT, ResponseMode
from livret_core.short_code import RANDOM_BYTES, ShortCode
from livret_verifier.transaction import CODE_LENGTH, TOKEN_BYTES, Drawn


def drawn(size: int) -> bytes:
    """Draw octets."""
    return os.urandom(size)


def token() -> str:
    """Draw 192 bits, as text that is safe in addresses, and where words are typed."""
    while (text := base64url.encode(drawn(TOKEN_BYTES))).startswith("-"):
        pass  # a command would take it for an option
    return text


def fresh_code() -> ShortCode:
    """Draw what names something at this desk."""
    return ShortCode.of(drawn(RANDOM_BYTES), length=CODE_LENGTH)


def digest_of(secret: str) -> bytes:
    """What is kept of a secret of 128 random bits or more."""
    return hashlib.sha256(secret.encode("utf-8")).digest()


def for_request(mode: ResponseMode) -> Drawn:
    """Draw all that a request over the network needs."""
    return Drawn(
        fresh_code(),
        token(),
        token(),
        P256Agreement.from_seed(drawn(SEED_BYTES)) if mode == DIRECT_POST_JWT else None,
    )
