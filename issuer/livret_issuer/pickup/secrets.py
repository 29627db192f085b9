"""What is drawn for a pickup, and what the store keeps in its place. Pure.

The store alone opens nothing: pre-authorized codes come of a key that is sealed with the town's
others, PINs are kept as a keyed digest (six digits would be tried in a second against a plain
one), tokens as their SHA-256 (256 random bits are not tried).
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final, Self, final

from livret_core import mac
from livret_core.encoding import base64url, jcs
from livret_core.encoding.json import JsonValue
from livret_core.keys import P256Agreement, jwk
from livret_core.keys.p256 import SEED_BYTES as P256_SEED_BYTES
from livret_core.openid4vci.key_proof import HolderKey
from livret_core.short_code import ShortCode

DRAW_BYTES: Final = 32
TOKEN_BYTES: Final = 32
PIN_DIGITS: Final = 6
PINS: Final = 10**PIN_DIGITS
#: The code of an offer is its address, and an address that can be guessed lets others type PINs.
CODE_LENGTH: Final = 12

_PURPOSE: Final = b"livret pickup"


@final
@dataclass(frozen=True, slots=True)
class PickupKeys:
    """Keys of one town hall's pickups; their ``repr`` shows nothing.

    Attributes:
        codes: makes pre-authorized codes and the names of deliveries.
        pins: of the digests of PINs.
        nonces: vouches for nonces.
        requests: decrypts what wallets encrypt beyond TLS.
    """

    codes: bytes = field(repr=False)
    pins: bytes = field(repr=False)
    nonces: bytes = field(repr=False)
    requests: P256Agreement = field(repr=False)

    @classmethod
    def of(cls, secret: bytes, tenant: str) -> Self:
        """Make them from a secret of a home, 32 bytes."""
        codes, pins, nonces = (_derived(secret, tenant, use) for use in ("codes", "pins", "nonces"))
        seed = _derived(secret, tenant, "requests") + _derived(secret, tenant, "requests, more")
        return cls(codes, pins, nonces, P256Agreement.from_seed(seed[:P256_SEED_BYTES]))


def pre_authorized_code(keys: PickupKeys, code: ShortCode, draw: bytes) -> str:
    """Make the code that an offer carries: 256 bits, the same each time that it is opened."""
    return _named(keys.codes, "offer", code, draw)


def transaction_id(keys: PickupKeys, code: ShortCode) -> str:
    """Name what is not signed yet; the same for the same."""
    return _named(keys.codes, "transaction", code)


def notification_id(keys: PickupKeys, code: ShortCode) -> str:
    """Name a delivery; the same for the same."""
    return _named(keys.codes, "notification", code)


def pin_tag(keys: PickupKeys, code: ShortCode, draw: bytes, pin: str) -> bytes:
    """Digest a PIN, for one offer; blanks that a person types between the digits do not count."""
    digits = "".join(pin.split())
    return _mac(keys.pins, "pin", code.text, base64url.encode(draw), digits)


def format_pin(number: int) -> str:
    """Write a PIN of 0 to 999,999 as six digits."""
    return f"{number:0{PIN_DIGITS}}"


def digest_of(secret: str) -> bytes:
    """What is kept of a token or a code of 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8")).digest()


def keys_digest(keys: tuple[HolderKey, ...]) -> bytes:
    """Digest the keys that copies are for, in their order."""
    return hashlib.sha256(jcs.canonicalize([jwk.format_public(each.key) for each in keys])).digest()


def is_same(one: str | bytes, other: str | bytes) -> bool:
    """Compare two secrets without telling how much of them is alike."""
    return hmac.compare_digest(_octets(one), _octets(other))


def _octets(secret: str | bytes) -> bytes:
    return secret.encode("utf-8") if isinstance(secret, str) else secret


def _derived(secret: bytes, tenant: str, use: str) -> bytes:
    return hashlib.blake2b(
        f"{use}\0{tenant}".encode(), key=secret, person=_PURPOSE, digest_size=32
    ).digest()


def _named(key: bytes, use: str, code: ShortCode, draw: bytes = b"") -> str:
    return base64url.encode(_mac(key, use, code.text, base64url.encode(draw)))


def _mac(key: bytes, *parts: JsonValue) -> bytes:
    return mac.tag(key, jcs.canonicalize(list(parts)))
