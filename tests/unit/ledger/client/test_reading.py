"""Reading a ledger's files of somebody who means harm."""

from pathlib import Path

import pytest

from livret_core.errors import Refused, Unavailable
from livret_ledger.client.reading import Reader
from tests.ledger_works import Works


class EveryName:
    """Answers the first *names* names of trust roots with the first version."""

    def __init__(self, raw: bytes, names: int) -> None:
        self.raw, self.names, self.asked = raw, names, 0

    def read(self, path: str, max_bytes: int) -> bytes:
        assert path.startswith("trust/")
        assert len(self.raw) <= max_bytes
        self.asked += 1
        if self.asked > self.names:
            raise Unavailable("file.unavailable")
        return self.raw


@pytest.fixture
def first(tmp_path: Path) -> bytes:
    return Works.founded(tmp_path).chain.newest.raw


def test_one_version_under_all_names_is_asked_for_twice_and_no_more(first: bytes) -> None:
    source, code = EveryName(first, 50), None
    try:
        Reader(source).trust_roots()
    except Refused as error:
        code = error.code
    assert code == "trust.version"
    assert source.asked == 2


def test_a_version_under_its_own_name_is_read(first: bytes) -> None:
    [root] = Reader(EveryName(first, 1)).trust_roots()
    assert root.raw == first
