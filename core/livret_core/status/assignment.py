"""Which index a new credential gets: any free one, each as likely, none foreseeable.

Indexes in order would tell who came after whom at the counter, and which copies of a
batch belong together (Token Status List §12.5; attack 61).
"""

import hashlib
from collections.abc import Set as AbstractSet
from typing import Final

from livret_core.errors import Refused

MIN_ENTRIES: Final = 1 << 17  # a smaller crowd hides nobody
SEED_BYTES: Final = 32

_DRAW_BYTES: Final = 8
# With a sixteenth of the places left, looking for them costs less than drawing blindly.
_SPARSE: Final = 16


def assign(count: int, *, entries: int, taken: AbstractSet[int], seed: bytes) -> tuple[int, ...]:
    """Choose *count* free indexes uniformly at random, all of them or none.

    Args:
        count: how many are needed, 1 or more.
        entries: size of the list, at least :data:`MIN_ENTRIES`.
        taken: indexes already given out, all below *entries*.
        seed: 32 fresh random bytes, used for this call alone. Same seed, same choice.

    Raises:
        Refused: ``status.exhausted`` when fewer than *count* are free.
        ValueError: a list too small, a seed of another size, *count* below 1.
    """
    if entries < MIN_ENTRIES:
        raise ValueError(f"a list has at least {MIN_ENTRIES} entries")
    if len(seed) != SEED_BYTES or count < 1:
        raise ValueError(f"needs a seed of {SEED_BYTES} bytes and a count of 1 or more")
    free = entries - len(taken)
    if free < count:
        raise Refused("status.exhausted", free=max(free, 0), needed=count)
    draws = _Draws(seed)
    if (free - count) * _SPARSE < entries:
        places = [index for index in range(entries) if index not in taken]
        for chosen in range(count):
            other = chosen + draws.below(len(places) - chosen)
            places[chosen], places[other] = places[other], places[chosen]
        return tuple(places[:count])
    chosen_ones: dict[int, None] = {}
    while len(chosen_ones) < count:
        index = draws.below(entries)
        if index not in taken:
            chosen_ones[index] = None
    return tuple(chosen_ones)


class _Draws:
    """Uniform integers from a seed (SHAKE-256 as a stream)."""

    __slots__ = ("_at", "_block", "_counter", "_seed")

    def __init__(self, seed: bytes) -> None:
        self._seed, self._counter, self._block, self._at = seed, 0, b"", 0

    def below(self, bound: int) -> int:
        # Values beyond the last whole multiple of the bound would favour the low ones.
        top = (1 << 8 * _DRAW_BYTES) // bound * bound
        while True:
            if self._at == len(self._block):
                counter = self._counter.to_bytes(8)
                self._block = hashlib.shake_256(self._seed + counter).digest(512 * _DRAW_BYTES)
                self._counter, self._at = self._counter + 1, 0
            value = int.from_bytes(self._block[self._at : self._at + _DRAW_BYTES])
            self._at += _DRAW_BYTES
            if value < top:
                return value % bound
