"""Cosigners below a folder of each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.watching import Watching, watching


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watching]:
    yield from watching(tmp_path)
