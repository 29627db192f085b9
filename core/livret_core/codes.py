"""Every reason livret can give, once, with the branch it belongs to.

A code is a promise: scripts match on it and four languages translate it, so it is
never renamed. ``meaning`` is the developer's line; the sentences for people are in
:mod:`livret_core.words`, and a test holds both to this table.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Code:
    """One reason: its branch, what it means, and where the rule is written."""

    branch: Literal["malformed", "refused", "unavailable"]
    meaning: str
    rule: str = ""


_MALFORMED: Final = {
    "input.malformed": Code("malformed", "not the kind of thing it should be"),
    "input.too_large": Code("malformed", "larger than this reader allows"),
    "input.base64url": Code("malformed", "not canonical base64url", "RFC 7515 §2, RFC 4648 §3.5"),
    "input.json": Code("malformed", "not JSON in the I-JSON profile", "RFC 8259, RFC 7493"),
    "input.duplicate_member": Code("malformed", "a JSON member appears twice", "RFC 7493 §2.3"),
    "input.too_deep": Code("malformed", "nested deeper than this reader allows"),
    "input.multibase": Code("malformed", "not base58btc multibase or the wrong codec"),
    "key.malformed": Code("malformed", "not a usable public key", "RFC 7517, RFC 7518 §6"),
    "key.private": Code("malformed", "private key material where a public key is meant"),
    "jws.malformed": Code("malformed", "not a compact JWS", "RFC 7515 §3.1, §7.1"),
    "jws.header": Code("malformed", "a JOSE header with a missing or mistyped parameter"),
    "jwe.malformed": Code("malformed", "not a compact JWE", "RFC 7516 §3.1"),
    "sdjwt.malformed": Code("malformed", "not an SD-JWT in compact form", "RFC 9901 §4"),
    "sdjwt.disclosure_shape": Code(
        "malformed", "a disclosure with the wrong elements", "RFC 9901 §4.2"
    ),
    "did.malformed": Code("malformed", "not a DID of a supported method", "DID Core §3.1"),
}

_REFUSED: Final = {
    "key.weak": Code("refused", "an Ed25519 key of small order", "RFC 8032 §5.1.7, attack 2"),
    "jws.algorithm": Code("refused", "algorithm not allowed, or not the key's own"),
    "jws.type": Code("refused", "`typ` is not the one demanded", "RFC 8725 §3.11"),
    "jws.parameter": Code("refused", "a header parameter livret never follows", "RFC 7515 §4.1"),
    "jws.signature": Code("refused", "the signature does not verify"),
    "jws.signature_length": Code("refused", "signature of the wrong length", "RFC 7518 §3.4"),
}

_UNAVAILABLE: Final[dict[str, Code]] = {}

CODES: Final = MappingProxyType({**_MALFORMED, **_REFUSED, **_UNAVAILABLE})
