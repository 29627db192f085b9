"""Status lists: publishing one, its size, and looking a status up (DESIGN §6, ``status.*``).

Growth: the same list at 10^3 to 10^6 entries, 1 % of them revoked at random places.
"""

import random
import statistics
import timeit
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.status.bits import StatusList
from livret_core.status.token import StatusReference, sign, verify

_SIZES: Final = (10**3, 10**4, 10**5, 10**6)
_FULL: Final = _SIZES[-1]
_NOW_S: Final = 1_790_000_000
_URI: Final = HttpsUri.parse("https://status.verneuil.example/lists/7")
_SIGNER: Final = P256Signer.from_seed(bytes(range(48)))


def rows() -> list[dict[str, Any]]:
    """Measure; one row a size, with a target for the largest only."""
    found = []
    for entries in _SIZES:
        revoked = dict.fromkeys(random.Random(7).sample(range(entries), entries // 100), 1)

        def publish(entries: int = entries, revoked: dict[int, int] = revoked) -> str:
            return sign(
                StatusList.of(entries, bits=2, statuses=revoked),
                _SIGNER,
                uri=_URI,
                issued_at_s=_NOW_S,
                expires_at_s=_NOW_S + 86_400,
                ttl_s=3_600,
            )

        text = publish()
        verified = verify(text, uri=_URI, key=_SIGNER.public_key, now_s=_NOW_S, max_age_s=86_400)
        reference = StatusReference(entries // 2, _URI)
        lookup_s = _median_s(partial(verified.status, reference), loops=20_000)
        found += [
            _row("status.publish", _median_s(publish, loops=3) * 1e3, "ms", 20.0, entries),
            _row("status.bytes", len(text) / 1e3, "kB", 30.0, entries),
            _row("status.lookup", lookup_s * 1e6, "µs", 1.0, entries),
        ]
    return sorted(found, key=lambda row: (row["name"], row["n"]))


def _row(name: str, value: float, unit: str, target: float, n: int) -> dict[str, Any]:
    whole = n == _FULL
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "target": f"<= {target:g} {unit}" if whole else None,
        "ok": value <= target if whole else None,
        "n": n,
    }


def _median_s(work: Callable[[], object], *, loops: int) -> float:
    return statistics.median(timeit.repeat(work, number=loops, repeat=7)) / loops
