"""HMAC-SHA-256 under keys that are used again and again."""

import hmac
from functools import lru_cache
from typing import Final

_KEYS: Final = 64


def tag(key: bytes, content: bytes) -> bytes:
    """Compute the HMAC-SHA-256 of *content*, 32 bytes.

    Looking up the digest and hashing the key costs twice what hashing a few hundred bytes does;
    it is done once a key.
    """
    made = _begun(key).copy()
    made.update(content)
    return made.digest()


@lru_cache(maxsize=_KEYS)
def _begun(key: bytes) -> hmac.HMAC:
    return hmac.new(key, digestmod="sha256")
