"""What a watch remembers is one process's to move, and no other file is taken for it."""

from pathlib import Path

import pytest

from livret_core.errors import Refused, Unavailable
from livret_core.ledger.watching import Watched
from livret_ledger.watch.store import Memory

DID = "did:webvh:x:ledger.example:v"
WATCHED = Watched(DID, "fr-insee:80999", ())


def made(path: Path) -> Memory:
    return Memory.create(
        path, did=DID, origin="ledger.example/m", source="copy", trust=b"", now_s=1
    )


def test_of_two_processes_that_looked_at_the_same_entries_one_is_told(tmp_path: Path) -> None:
    first, second = made(tmp_path / "watch.db"), Memory.open(tmp_path / "watch.db")
    first.found(0, 3, WATCHED, (), ())
    with pytest.raises(Unavailable) as caught:
        second.found(0, 3, WATCHED, (), ())
    assert caught.value.code == "ledger.busy"
    second.found(3, 4, WATCHED, (), ())
    assert first.standing().position == 4


def test_a_memory_is_its_owners_alone_and_not_made_twice(tmp_path: Path) -> None:
    made(tmp_path / "watch.db")
    assert (tmp_path / "watch.db").stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused) as caught:
        made(tmp_path / "watch.db")
    assert caught.value.code == "home.exists"


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_another_file_is_no_memory(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "watch.db").write_bytes(content)
    with pytest.raises(Unavailable) as caught:
        Memory.open(tmp_path / "watch.db")
    assert caught.value.code == "store.unavailable"
