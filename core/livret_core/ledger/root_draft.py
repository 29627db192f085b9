"""A trust root on its way to those who sign it: a draft, a signature, and both joined. Pure.

    {"v":1,"trust":{…}}                                   a version without ``sigs``
    {"v":1,"trust_signature":{"of":…,"key":…,"sig":…}}    one signature under it

``of`` is the SHA-256 of what is signed, the digest that the version will have.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from livret_core import limits
from livret_core.dids.key import DidKey
from livret_core.encoding import base64url, jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import Signer
from livret_core.ledger.trust_root import TrustRoot, TrustRootDraft

_VERSION: Final = 1
_SIGNATURE_BYTES: Final = 4 << 10


def digest_of(draft: TrustRootDraft) -> str:
    """Give the digest that the version will have, base64url."""
    return base64url.encode(sha256(draft.signed_bytes).digest())


def format(draft: TrustRootDraft) -> bytes:
    """Write a draft."""
    return jcs.canonicalize({"v": _VERSION, "trust": draft.value})


def is_draft(raw: bytes) -> bool:
    """Say whether a file is meant as the draft of a trust root, well formed or not."""
    return raw.startswith(b'{"trust":')


def parse(raw: bytes) -> TrustRootDraft:
    """Read a draft; what is read is written the same again.

    Raises:
        MalformedInput: ``trust.malformed``, and as :meth:`TrustRoot.parse`.
        Refused: as :meth:`TrustRoot.parse`.
    """
    match _read(raw, limits.TRUST_ROOT_BYTES + 64):
        case {"v": int(), "trust": dict(value), **rest} if not rest and "sigs" not in value:
            draft = TrustRootDraft(value)
            unsigned(draft)
            return draft
    raise MalformedInput("trust.malformed", "not a draft")


def unsigned(draft: TrustRootDraft) -> TrustRoot:
    """Read what a draft says; nobody has signed it.

    Raises:
        As :meth:`TrustRoot.parse`.
    """
    return draft.joined(())


def sign(draft: TrustRootDraft, signer: Signer) -> bytes:
    """Sign a draft with an operation key; the signature as a file."""
    return jcs.canonicalize(
        {
            "v": _VERSION,
            "trust_signature": {
                "of": digest_of(draft),
                "key": DidKey.of(signer.public_key).did,
                "sig": base64url.encode(signer.sign(draft.signed_bytes)),
            },
        }
    )


def join(draft: TrustRootDraft, signatures: Sequence[bytes]) -> TrustRoot:
    """Join a draft with signatures. Whether they are enough is the chain's to say.

    Raises:
        MalformedInput: ``trust.malformed`` for a file that is no signature, or two by one key.
        Refused: ``ledger.other_draft`` for one under another draft, or under an operation.
    """
    found: dict[str, str] = {}
    for raw in signatures:
        key, sig = _signature(_read(raw, _SIGNATURE_BYTES), digest_of(draft))
        if found.setdefault(key, sig) != sig:
            raise MalformedInput("trust.malformed", "two signatures by one key")
    return draft.joined(list(found.items()))


def _signature(value: JsonObject, digest: str) -> tuple[str, str]:
    match value:
        case {"v": int(), "trust_signature": dict(signature), **rest} if not rest:
            match signature:
                case {"of": str(of), "key": str(key), "sig": str(sig), **more} if not more:
                    if of != digest:
                        raise Refused("ledger.other_draft")
                    return key, sig
        case {"v": int(), "id": str(), "signature": dict(), **rest} if not rest:
            raise Refused("ledger.other_draft", "of an operation")
    raise MalformedInput("trust.malformed", "not a signature of a trust root")


def _read(raw: bytes, max_bytes: int) -> JsonObject:
    value = json_encoding.parse_object(raw, max_bytes=max_bytes)
    if value.get("v") != _VERSION or value.get("v") is True:
        raise MalformedInput("trust.malformed", "another version of drafts")
    return value
