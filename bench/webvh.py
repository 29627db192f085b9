"""Verifying a whole DID log, per entry (DESIGN §6, ``webvh.entry``), and its floor.

The log is a town hall's: pre-rotated, two recovery hashes repeated, a document with a
P-256 key and a service. Every entry has a new key, and no key is remembered from the
run before. ``webvh.entry.signature`` is the one Ed25519 verification alone.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any, Final

from livret_core.dids import webvh
from livret_core.encoding.json import JsonObject
from livret_core.keys import Ed25519Signer, P256Signer, jwk, multikey

_SIZES: Final = (10, 100, 1_000)
_TARGET_US: Final = 120.0
_START_S: Final = 1_700_000_000
_NOW_S: Final = 1_790_000_000


def rows() -> list[dict[str, Any]]:
    """Measure; microseconds an entry, one row a size."""
    lines = _log(_SIZES[-1])
    signer = _key(0)
    message = bytes(64)
    signature = signer.sign(message)
    key = signer.public_key

    def signatures() -> None:
        for _ in range(100):
            key.verify(message, signature)

    found = [_row("webvh.entry.signature", _median_us(signatures, 100), None, 100)]
    for size in _SIZES:
        log = b"".join(lines[:size])

        def verify(log: bytes = log) -> None:
            multikey.parse.cache_clear()
            webvh.verify_log(log, None, now_s=_NOW_S)

        found.append(_row("webvh.entry", _median_us(verify, size), _TARGET_US, size))
    return found


def _row(name: str, value: float, target: float | None, n: int) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 1),
        "unit": "µs",
        "target": target,
        "ok": None if target is None else value <= target,
        "n": n,
    }


def _median_us(work: Callable[[], None], entries: int) -> float:
    # Processor time, for it is all computation and other work on the machine is not ours.
    work()
    repeats = []
    for _ in range(max(9, 4_000 // entries)):
        began = time.process_time()
        work()
        repeats.append(time.process_time() - began)
    return statistics.median(repeats) / entries * 1e6


def _key(number: int) -> Ed25519Signer:
    return Ed25519Signer.from_seed(number.to_bytes(32))


def _log(entries: int) -> list[bytes]:
    recovery = [webvh.commitment(_key(1_000_000 + number).public_key) for number in range(2)]
    new = webvh.create(
        _document(),
        signer=_key(0),
        next_key_hash=webvh.commitment(_key(1).public_key),
        recovery_key_hashes=recovery,
        version_time_s=_START_S,
    )
    lines = [new.line]
    for number in range(1, entries):
        new = webvh.update(
            new.log,
            signer=_key(number),
            next_key_hash=webvh.commitment(_key(number + 1).public_key),
            version_time_s=_START_S + number * 86_400,
        )
        lines.append(new.line)
    return lines


def _document() -> JsonObject:
    did = webvh.placeholder_did("ledger.livret.test", port=8443, path=("verneuil",))
    public = jwk.format_public(P256Signer.from_scalar(7).public_key)
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": f"{did}#credentials-1",
                "type": "JsonWebKey",
                "controller": did,
                "publicKeyJwk": public,
            }
        ],
        "assertionMethod": [f"{did}#credentials-1"],
        "service": [
            {
                "id": f"{did}#status",
                "type": "StatusList",
                "serviceEndpoint": "https://ledger.livret.test:8443/verneuil/lists/",
            }
        ],
    }


if __name__ == "__main__":
    for row in rows():
        print(row)
