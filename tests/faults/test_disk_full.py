"""The disk is full: nothing is half written, whoever asks is told, and with room it goes on."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pytest

from livret_core.errors import Unavailable
from livret_ledger.batch import Appended, Known
from livret_ledger.checking import check_store
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_works import Works
from tests.mirrors import Mirrored

_DISK_BYTES = 24 << 20
_LEFT_BYTES = 64 << 10


class Disk(Protocol):
    folder: Path

    def fill(self) -> None: ...

    def empty(self) -> None: ...


class SmallDisk:
    """A file system of its own, nearly filled by one other file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        free = os.statvfs(self.folder).f_bavail * os.statvfs(self.folder).f_frsize
        self._ballast.write_bytes(bytes(free - _LEFT_BYTES))

    def empty(self) -> None:
        self._ballast.unlink()


class SmallFiles:
    """No file of this process may grow any more: for who may not mount."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LEFT_BYTES, self._before[1]))

    def empty(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


def use_up(path: Path) -> None:
    """Write until there is no room at all."""
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while file.write(bytes(4_096)) == 4_096:
            pass


def mounted(folder: Path) -> bool:
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        return False
    options = ["-t", "tmpfs", "-o", f"size={_DISK_BYTES},mode=700", "livret-test"]
    done = subprocess.run([mount, *options, str(folder)], check=False, capture_output=True)
    return done.returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "small"
    folder.mkdir()
    if mounted(folder):
        print("a small tmpfs")
        try:
            yield SmallDisk(folder)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        return
    print("small files")
    files = SmallFiles(folder)
    try:
        yield files
    finally:
        with suppress(ValueError):
            files.empty()


def test_a_full_disk_is_said_and_forgotten_when_there_is_room(disk: Disk) -> None:
    works = Works.founded(disk.folder)
    leaves = works.schemas(120)
    with works.writing() as sequencer:
        disk.fill()
        outcomes = [sequencer.submit(leaf) for leaf in leaves]
        told = [outcome.index for outcome in outcomes if isinstance(outcome, Appended)]
        failed = [outcome for outcome in outcomes if isinstance(outcome, Unavailable)]
        assert {outcome.code for outcome in failed} == {"store.unavailable"}
        assert 0 < len(told) < len(leaves) == len(told) + len(failed)
        disk.empty()
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


def test_a_publication_that_finds_no_room_points_nobody_to_what_is_not_there(disk: Disk) -> None:
    works = Works.founded(disk.folder)
    with works.running() as (sequencer, publisher):
        assert publisher.publish().has_quorum
        before = works.web.checkpoint()
        for leaf in works.schemas(60):
            sequencer.submit(leaf)
        disk.fill()
        use_up(works.root / "more")
        with pytest.raises(Unavailable):
            publisher.publish()
        assert works.web.checkpoint() == before
        disk.empty()
        (works.root / "more").unlink()
        assert publisher.publish().has_quorum
    after = works.web.checkpoint()
    assert after is not None
    assert after.checkpoint.size == len(works.leaves())


def test_a_mirror_that_finds_no_room_says_so_and_goes_on_with_some(
    disk: Disk, tmp_path: Path
) -> None:
    works = Works.founded(tmp_path)
    with works.running() as (sequencer, publisher):
        for leaf in works.schemas(60):
            assert isinstance(sequencer.submit(leaf), Appended)
        assert publisher.publish().has_quorum
    mirrored = Mirrored(works, str(disk.folder / "mirror"))
    disk.fill()
    use_up(disk.folder / "more")
    with pytest.raises(Unavailable) as caught:
        mirrored.mirror.follow()
    assert caught.value.facts["reason"] == "full"
    disk.empty()
    (disk.folder / "more").unlink()
    assert mirrored.mirror.follow().size == len(works.leaves())
    mirrored.close()
