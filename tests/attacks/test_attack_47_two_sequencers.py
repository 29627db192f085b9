"""Attack 47: two sequencers on one ledger, each with its own idea of what comes next."""

from contextlib import closing
from pathlib import Path

import pytest

from livret_core.errors import Refused, Unavailable
from livret_core.ledger.operation import Operation
from livret_ledger.batch import Appended, Batch, Known
from livret_ledger.checking import check_store
from livret_ledger.store.sqlite import SqliteStore
from tests.faults.lives import Diary, SeenWorks
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


# On two machines, each with a store of its own: no lock holds between them.


@pytest.fixture
def first(tmp_path: Path) -> SeenWorks:
    (tmp_path / "first").mkdir()
    made = SeenWorks.founded(tmp_path / "first")
    assert isinstance(made, SeenWorks)
    made.see(Diary(tmp_path / "diary"))
    with made.running() as (_, publisher):
        assert publisher.publish().has_quorum
    made.clock.now_s += 1
    return made


@pytest.mark.parametrize(
    ("count", "code"), [(1, "ledger.behind"), (2, "ledger.forked"), (5, "ledger.forked")]
)
def test_attack_47_the_second_writes_on_a_copy_of_the_store(
    first: SeenWorks, tmp_path: Path, count: int, code: str
) -> None:
    """Both run; the first publishes, then the second, less than it, as much, or more."""
    second = first.copied(tmp_path / "second")
    with first.running() as (one, publisher), second.running() as (other, beside):
        for leaf in second.schemas(count, first=20):
            assert isinstance(other.submit(leaf), Appended)
        for leaf in first.schemas(2):
            assert isinstance(one.submit(leaf), Appended)
        assert publisher.publish().has_quorum
        waiting = beside.cosigned(6)
        with pytest.raises(Unavailable) as caught:
            beside.publish()
        assert caught.value.code == code
        # Who waits for a proof there is told that none will come.
        assert getattr(waiting.exception(0), "code", None) == code
        assert [each.type for each in beside.unconfirmed()] == ["schema.publish"] * count
        late = other.submit(second.schemas(1, first=40)[0])
        assert isinstance(late, Unavailable)
        assert late.code == code
        # The first is not disturbed by it.
        first.clock.now_s += 1
        assert isinstance(one.submit(first.schemas(1, first=60)[0]), Appended)
        standing = publisher.publish()
        assert standing.has_quorum
        assert set(standing.answers.values()) == {""}


def test_attack_47_twin_the_second_stays_where_the_first_was_and_follows_nobody(
    first: SeenWorks, tmp_path: Path
) -> None:
    """A copy that nothing was written on since is the ledger; whichever of them is started."""
    second = first.copied(tmp_path / "second")
    second.grow(2, first=20)
    assert max(map(len, first.signed_roots().values())) == 1
