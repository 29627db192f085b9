"""Status lists: publishing one, its size, and looking a status up (DESIGN §6, ``status.*``).

Growth: the same list at 10^3 to 10^6 entries, 1 % of them revoked at random places. Only
the largest has a target. A lookup is what a verifier does with a list it holds: the
index of one credential, in a list whose signature and time are already checked.
"""

import random
from collections.abc import Mapping
from functools import partial
from typing import Final

from bench.measure import Row, row, seconds_each
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.status.bits import StatusList
from livret_core.status.token import StatusReference, sign, verify

_SIZES: Final = (10**3, 10**4, 10**5, 10**6)
_FULL: Final = _SIZES[-1]
_NOW_S: Final = 1_790_000_000
_URI: Final = HttpsUri.parse("https://status.verneuil.example/lists/7")
_SIGNER: Final = P256Signer.from_seed(bytes(range(48)))


def rows() -> list[Row]:
    """Measure; three rows a size."""
    found = []
    for entries in _SIZES:
        revoked = dict.fromkeys(random.Random(7).sample(range(entries), entries // 100), 1)
        publish = partial(_publish, entries, revoked)
        text = publish()
        verified = verify(text, uri=_URI, key=_SIGNER.public_key, now_s=_NOW_S, max_age_s=86_400)
        look_up = partial(verified.status, StatusReference(entries // 2, _URI))
        publish_s, _ = seconds_each(publish, seconds=0.3)
        look_up_s, _ = seconds_each(look_up, seconds=0.2)
        full = entries == _FULL
        found += [
            row(
                "status.publish",
                round(publish_s * 1e3, 3),
                "ms",
                target=20.0 if full else None,
                n=entries,
            ),
            row(
                "status.bytes",
                round(len(text) / 1e3, 3),
                "kB",
                target=30.0 if full else None,
                n=entries,
            ),
            row(
                "status.lookup",
                round(look_up_s * 1e6, 3),
                "µs",
                target=1.0 if full else None,
                n=entries,
            ),
        ]
    return sorted(found, key=lambda one: (str(one["name"]), int(one["n"] or 0)))


def _publish(entries: int, revoked: Mapping[int, int]) -> str:
    return sign(
        StatusList.of(entries, bits=2, statuses=revoked),
        _SIGNER,
        uri=_URI,
        issued_at_s=_NOW_S,
        expires_at_s=_NOW_S + 86_400,
        ttl_s=3_600,
    )
