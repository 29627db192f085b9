"""Every byte of a small store is changed: it is noticed, or it makes no difference.

Noticed: whoever opens the store or looks through it (`livret ledger fsck`) is told. No
difference: everything that the store tells is what it told before.
"""

from typing import Any, Final

import pytest

from tests.faults.rotting import Rotting

_PART: Final = 0.02


@pytest.fixture(scope="module")
def rotting(tmp_path_factory: pytest.TempPathFactory) -> Rotting:
    return Rotting(tmp_path_factory.mktemp("rot"))


@pytest.mark.slow
def test_every_changed_byte_is_noticed_or_makes_no_difference(rotting: Rotting, share: Any) -> None:
    offsets = share(range(len(rotting.octets)), _PART, "bit rot")
    outcomes = {offset: rotting.change(offset, 1 << offset % 8) for offset in offsets}
    counts = {
        kind: list(outcomes.values()).count(kind) for kind in ("noticed", "harmless", "believed")
    }
    print(f"{len(offsets)} of {len(rotting.octets)} bytes: {counts}")
    assert [offset for offset, outcome in outcomes.items() if outcome == "believed"] == []
    assert counts["noticed"] > len(offsets) / 10


def test_a_byte_that_nobody_changed_makes_no_difference(rotting: Rotting) -> None:
    assert rotting.change(0, 0) == "harmless"
