"""What is in memory of the state map goes from one batch to the next, and changes nothing."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from livret_core.ledger.operation import Operation
from livret_core.ledger.state_map import Overlay
from livret_ledger import batch as batches
from livret_ledger.batch import Appended, Batch, Written
from livret_ledger.checking import check_store
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_works import Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works.founded(tmp_path)


def closed(
    store: SqliteStore, leaves: Sequence[bytes], overlay: Overlay | None = None
) -> tuple[Written, Overlay | None]:
    batch = Batch(store, overlay)
    for leaf in leaves:
        assert isinstance(batch.submit(Operation.parse(leaf)), Appended)
    batch.close(at_s=store.clock.at_s + 1)
    return batch.result(), batch.overlay


def test_with_what_is_in_memory_the_same_is_written(works: Works) -> None:
    leaves = works.schemas(30)
    store, overlay = SqliteStore.open(works.path), None
    with store.writer():
        for at in range(0, 30, 5):
            plain, _ = closed(store, leaves[at : at + 5])
            written, overlay = closed(store, leaves[at : at + 5], overlay)
            assert written == plain
            assert overlay is not None
            store.write(written)
            check_store(store)
    store.close()


def test_what_is_in_memory_is_not_read_again(works: Works) -> None:
    one, two = works.schemas(2)
    store = SqliteStore.open(works.path)
    with store.writer():
        written, overlay = closed(store, [one])
        store.write(written)
        assert overlay is not None
        before = overlay.nodes
        _, again = closed(store, [], overlay)
        assert again is overlay
        assert overlay.nodes == before
        closed(store, [two], overlay)
        assert overlay.nodes > before
    store.close()


def test_that_of_a_batch_that_was_never_written_is_not_gone_on_from(works: Works) -> None:
    one, two = works.schemas(2)
    store = SqliteStore.open(works.path)
    with store.writer():
        _, lost = closed(store, [one])
        plain, _ = closed(store, [two])
        written, _ = closed(store, [two], lost)
        assert written == plain
        store.write(written)
        check_store(store)
    store.close()


def test_of_a_map_that_went_on_or_takes_too_much_memory_none_is_kept(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    [one] = works.schemas(1)
    store = SqliteStore.open(works.path)
    with store.writer():
        batch = Batch(store)
        kept = [batch.overlay is not None]
        batch.submit(Operation.parse(one))
        batch.map_root()
        kept.append(batch.overlay is not None)
        batch.close(at_s=store.clock.at_s + 1)
        kept.append(batch.overlay is not None)
        monkeypatch.setattr(batches, "_OVERLAY_NODES", 3)
        kept.append(batch.overlay is not None)
    store.close()
    assert kept == [False, False, True, False]
