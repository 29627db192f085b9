"""The disk is full: nothing is half written, whoever asks is told, and with room it goes on."""

from pathlib import Path

import pytest

from livret_core.errors import Unavailable
from livret_ledger.batch import Appended, Known
from livret_ledger.checking import check_store
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_works import Works
from tests.mirrors import Mirrored
from tests.small_disk import Disk, small_disk, use_up

__all__ = ["small_disk"]


def test_a_full_disk_is_said_and_forgotten_when_there_is_room(small_disk: Disk) -> None:
    works = Works.founded(small_disk.folder)
    leaves = works.schemas(120)
    with works.writing() as sequencer:
        small_disk.fill()
        outcomes = [sequencer.submit(leaf) for leaf in leaves]
        told = [outcome.index for outcome in outcomes if isinstance(outcome, Appended)]
        failed = [outcome for outcome in outcomes if isinstance(outcome, Unavailable)]
        assert {outcome.code for outcome in failed} == {"store.unavailable"}
        assert 0 < len(told) < len(leaves) == len(told) + len(failed)
        small_disk.empty()
        assert all(isinstance(sequencer.submit(leaf), Appended | Known) for leaf in leaves)
    store = SqliteStore.open(works.path, read_only=True)
    store.check_structure()
    check_store(store)
    stored = [entry.leaf for entry in store.entries(0, store.frontier.size)]
    store.close()
    answered = [
        leaf for leaf, out in zip(leaves, outcomes, strict=True) if isinstance(out, Appended)
    ]
    assert [stored[index] for index in told] == answered
    assert sorted(stored[-len(leaves) :]) == sorted(leaves)


def test_a_publication_that_finds_no_room_points_nobody_to_what_is_not_there(
    small_disk: Disk,
) -> None:
    works = Works.founded(small_disk.folder)
    with works.running() as (sequencer, publisher):
        assert publisher.publish().has_quorum
        before = works.web.checkpoint()
        for leaf in works.schemas(60):
            sequencer.submit(leaf)
        small_disk.fill()
        use_up(works.root / "more")
        with pytest.raises(Unavailable):
            publisher.publish()
        assert works.web.checkpoint() == before
        small_disk.empty()
        (works.root / "more").unlink()
        assert publisher.publish().has_quorum
    after = works.web.checkpoint()
    assert after is not None
    assert after.checkpoint.size == len(works.leaves())


def test_a_mirror_that_finds_no_room_says_so_and_goes_on_with_some(
    small_disk: Disk, tmp_path: Path
) -> None:
    works = Works.founded(tmp_path)
    with works.running() as (sequencer, publisher):
        for leaf in works.schemas(60):
            assert isinstance(sequencer.submit(leaf), Appended)
        assert publisher.publish().has_quorum
    mirrored = Mirrored(works, str(small_disk.folder / "mirror"))
    small_disk.fill()
    use_up(small_disk.folder / "more")
    with pytest.raises(Unavailable) as caught:
        mirrored.mirror.follow()
    assert caught.value.facts["reason"] == "full"
    small_disk.empty()
    (small_disk.folder / "more").unlink()
    assert mirrored.mirror.follow().size == len(works.leaves())
    mirrored.close()
