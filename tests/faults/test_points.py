"""A ledger is stopped at every write, sync, rename and send; nothing that was said is lost.

The points are counted by watching a working day; the numbers are printed (`-s`).
"""

import shutil
import signal
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

import pytest

from tests.faults.lives import Base
from tests.faults.points import How
from tests.on_ledger import Desk

Share = Callable[[list[int], float, str], list[int]]

#: What of the fuller day is run where not all is: it takes a second, and most of its points
#: are those of the other.
PART: Final = 0.04
#: What of a day's points is run there in other ways than by killing, which is run at all of them.
SHARE: Final[Mapping[How, float]] = {"kill": 1, "power": 0.3, "torn": 0.3, "fail": 0.3, "full": 0.3}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return Base(tmp_path_factory.mktemp("lives"))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """A day in which a tile fills, folders are made, and pages and evidence are written."""
    return Base(tmp_path_factory.mktemp("full"), Desk().scene, entries=252, beside=True)


@pytest.fixture(scope="module")
def names(base: Base) -> list[str]:
    found = base.names()
    print("\n", *(f"{count:4} {name}\n" for name, count in Counter(found).items()))
    return found


def test_the_day_has_the_points_it_should(names: list[str]) -> None:
    kinds = Counter(name.split()[0] for name in names)
    print(f"{len(names)} points: {dict(kinds)}")
    assert len(names) > 150
    # Eight cosigners, twice; the first time each has to name the size it holds. Before the day's
    # first publication each is asked what time it is.
    assert kinds["send"] == 32
    assert set(kinds) == {"write", "sync", "truncate", "remove", "file", "rename", "send"}


@pytest.mark.slow
@pytest.mark.parametrize("how", ["kill", "power", "torn"])
def test_wherever_it_ends_nothing_that_was_said_is_lost(
    base: Base, names: list[str], how: How, share: Share
) -> None:
    points = [at for at, name in enumerate(names) if how != "torn" or is_write(name)]
    end_at(base, how, share(points, SHARE[how], how))


@pytest.mark.slow
@pytest.mark.parametrize("how", ["kill", "power", "torn"])
def test_wherever_a_full_day_ends_nothing_that_was_said_is_lost(
    full: Base, how: How, share: Share
) -> None:
    names = full.names_once
    kinds = Counter(name.split()[0] for name in names)
    print(f"{len(names)} points: {dict(kinds)}")
    assert kinds["folder"] >= 8
    assert {"write .ledger.evidence", "write .members.html", "write .000"} <= set(names)
    points = [at for at, name in enumerate(names) if how != "torn" or is_write(name)]
    end_at(full, how, share(points, PART, how))


def is_write(name: str) -> bool:
    return name.startswith("write")


def end_at(base: Base, how: How, points: list[int]) -> None:
    ended = 0
    for at in points:
        life = base.life(how, at)
        ended += life.ended_by == signal.SIGKILL
        life.check()
        shutil.rmtree(life.folder)
    print(f"{how}: ended at {ended} points, and mended")
    assert ended == len(points)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["fail", "full"])
def test_whatever_fails_the_day_goes_on(
    base: Base, names: list[str], how: How, share: Share
) -> None:
    every = [at for at, name in enumerate(names) if how == "fail" or is_write(name)]
    fail_at(base, how, names, share(every, SHARE[how], how))


@pytest.mark.slow
@pytest.mark.parametrize("how", ["fail", "full"])
def test_whatever_fails_a_full_day_goes_on(full: Base, how: How, share: Share) -> None:
    names = full.names_once
    every = [at for at, name in enumerate(names) if how == "fail" or is_write(name)]
    fail_at(full, how, names, share(every, PART, how))


def fail_at(base: Base, how: How, names: list[str], points: list[int]) -> None:
    for at in points:
        life = base.life(how, at)
        assert life.ended_by == 0
        assert life.told == len(base.leaves), names[at]
        life.check()
        shutil.rmtree(life.folder)
    print(f"{how}: failed at {len(points)} points, and went on")
