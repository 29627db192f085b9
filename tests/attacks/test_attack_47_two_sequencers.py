"""Attack 47: two sequencers on one ledger, each with its own idea of what comes next."""

from contextlib import closing
from pathlib import Path

import pytest

from livret_core.errors import Refused, Unavailable
from livret_core.ledger.operation import Operation
from livret_ledger.batch import Appended, Batch, Known
from livret_ledger.checking import check_store
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_works import Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works.founded(tmp_path)


def test_attack_47_twin_one_after_the_other(works: Works) -> None:
    one, two = works.schemas(2)
    with works.writing() as first:
        assert first.submit(one) == Appended(5)
    with works.writing() as second:
        assert second.submit(one) == Known(5)
        assert second.submit(two) == Appended(6)


def test_attack_47_a_second_sequencer_is_started(works: Works) -> None:
    one, two = works.schemas(2)
    store = SqliteStore.open(works.path)
    other = works.sequencer(store)
    with closing(store), works.writing() as first:
        with pytest.raises(Unavailable) as caught:
            other.start()
        assert caught.value.code == "ledger.busy"
        assert first.submit(one) == Appended(5)
        assert isinstance(other.submit(two), Unavailable)
    assert works.leaves()[5:] == [one]


def test_attack_47_what_was_decided_before_the_other_wrote_is_not_written(works: Works) -> None:
    """The lock is passed on between deciding and writing."""
    one, two = (Operation.parse(leaf) for leaf in works.schemas(2))
    slow, quick = SqliteStore.open(works.path), SqliteStore.open(works.path)
    batch = Batch(slow)
    assert batch.submit(one) == Appended(5)
    late = batch.result()
    with quick.writer():
        other = Batch(quick)
        other.submit(two)
        quick.write(other.result())
    with slow.writer(), pytest.raises(Refused) as caught:
        slow.write(late)
    assert caught.value.code == "ledger.moved"
    check_store(quick)
    assert works.leaves()[5:] == [two.leaf]
    slow.close()
    quick.close()


def test_attack_47_the_second_signs_another_root_for_a_size(works: Works) -> None:
    first, second = SqliteStore.open(works.path), SqliteStore.open(works.path)
    with first.writer():
        first.note_head(5, first.frontier.root)
    with second.writer(), pytest.raises(Refused) as caught:
        second.note_head(5, b"what the other did not sign ....")
    assert caught.value.code == "log.fork"
    first.close()
    second.close()
