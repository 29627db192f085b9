"""Attack 46: the power fails, or a write does, in the middle of an append or a publication.

Here, at the points that matter most; `tests/faults` does it at every one.
"""

from pathlib import Path

import pytest

from livret_ledger.checking import check_store
from livret_ledger.store.sqlite import SqliteStore
from tests.faults.lives import Base
from tests.faults.points import How


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return Base(tmp_path_factory.mktemp("lives"))


def nth(names: list[str], name: str, number: int) -> int:
    """Where a point is met for the *number*-th time, from 0."""
    return [at for at, each in enumerate(names) if each == name][number]


def test_attack_46_twin_a_day_that_nothing_stops(base: Base) -> None:
    assert len(base.names()) > 100
    store = SqliteStore.open(base.root / "whole" / "ledger.db", read_only=True)
    check_store(store)
    store.close()


@pytest.mark.parametrize(
    ("how", "name", "number"),
    [
        ("power", "send", 0),  # answered, noted, signed: all of it has to be on the disk
        ("power", "rename checkpoint", 0),
        ("torn", "write ledger.db-wal", 30),
        ("kill", "write ledger.db", 5),
    ],
)
def test_attack_46_the_power_fails(base: Base, how: How, name: str, number: int) -> None:
    names = base.names_once
    life = base.life(how, nth(names, name, number))
    assert life.ended_by != 0
    life.check()


@pytest.mark.parametrize("how", ["fail", "full"])
def test_attack_46_a_write_fails(base: Base, how: How) -> None:
    names = base.names_once
    life = base.life(how, nth(names, "write ledger.db-wal", 30))
    assert life.told == len(base.leaves)
    life.check()


def test_attack_46_a_sync_fails(base: Base, tmp_path: Path) -> None:
    """What the disk did not confirm is not answered."""
    names = base.names_once
    life = base.life("fail", nth(names, "sync ledger.db-wal", 2))
    assert life.told == len(base.leaves)
    life.check()
