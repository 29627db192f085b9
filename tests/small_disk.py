"""A disk that can be filled: a small file system of its own, or files that may not grow.

from tests.small_disk import Disk, small_disk, use_up
__all__ = ["small_disk"]           # a fixture, found by its name

small_disk.fill()                  # a little is left
use_up(small_disk.folder / "more") # nothing is
small_disk.empty()
"""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pytest

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
def small_disk(tmp_path: Path) -> Iterator[Disk]:
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
