"""A ledger is stopped at every write, sync, rename and send; nothing that was said is lost.

The points are counted by watching a working day; the numbers are printed (`-s`).
"""

import signal
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.faults.lives import Base
from tests.faults.points import How

Share = Callable[[list[int], float, str], list[int]]

#: What of each way is run where not all is; a day takes a sixth of a second.
PARTS: Final[dict[How, float]] = {
    "kill": 0.15,
    "torn": 0.1,
    "power": 0.25,
    "fail": 0.15,
    "full": 0.08,
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return Base(tmp_path_factory.mktemp("lives"))


@pytest.fixture(scope="module")
def names(base: Base) -> list[str]:
    found = base.names()
    print("\n", *(f"{count:4} {name}\n" for name, count in Counter(found).items()))
    return found


def test_the_day_has_the_points_it_should(names: list[str]) -> None:
    kinds = Counter(name.split()[0] for name in names)
    print(f"{len(names)} points: {dict(kinds)}")
    assert len(names) > 150
    # Eight cosigners, twice; the first time each has to name the size it holds.
    assert kinds["send"] == 24
    assert set(kinds) == {"write", "sync", "truncate", "remove", "file", "rename", "send"}


@pytest.mark.slow
@pytest.mark.parametrize("how", ["kill", "power", "torn"])
def test_wherever_it_ends_nothing_that_was_said_is_lost(
    base: Base, names: list[str], how: How, share: Any
) -> None:
    points = [at for at, name in enumerate(names) if how != "torn" or name.startswith("write")]
    chosen = share(points, PARTS[how], how)
    ended = 0
    for at in chosen:
        life = base.life(how, at)
        ended += life.ended_by == signal.SIGKILL
        life.check()
    print(f"{how}: ended at {ended} of {len(points)} points, and mended")
    assert ended == len(chosen)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["fail", "full"])
def test_whatever_fails_the_day_goes_on(base: Base, names: list[str], how: How, share: Any) -> None:
    points = [at for at, name in enumerate(names) if how == "fail" or name.startswith("write")]
    chosen = share(points, PARTS[how], how)
    for at in chosen:
        life = base.life(how, at)
        assert life.ended_by == 0
        assert life.told == len(base.leaves), names[at]
        life.check()
    print(f"{how}: failed at {len(chosen)} of {len(points)} points, and went on")
