"""How much of it is run: `make chaos` (LIVRET_CHAOS=1) all, otherwise a share that is always the same."""

import os
import random
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import pytest

_ALL: Final = os.environ.get("LIVRET_CHAOS") == "1"
_T = TypeVar("_T")


@pytest.fixture(scope="session")
def share() -> Callable[[Sequence[_T], float, str], list[_T]]:
    """Choose what is run: ``share(items, 0.02, "seed")``; all of it in `make chaos`."""

    def choose(items: Sequence[_T], part: float, seed: str) -> list[_T]:
        if _ALL:
            return list(items)
        count = max(1, round(len(items) * part))
        return random.Random(seed).sample(items, count)

    return choose
