import errno
import os
from pathlib import Path

import pytest

from livret_core.errors import Unavailable
from livret_edge import staging as module
from livret_edge.staging import Staging
from livret_edge.whole_disk import can_sync_all, sync_all


def test_nothing_is_in_its_place_before_all_of_it_is(tmp_path: Path) -> None:
    with Staging.begin(tmp_path) as staging:
        assert staging.write("a", b"1")
        assert staging.write("b", b"2")
        assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == []
        staging.seal()
        staging.put_in_place()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"1", "b": b"2"}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    with Staging.begin(tmp_path) as staging:
        assert staging.write("a", b"1")
        assert not staging.write("a", b"2")
        staging.put_in_place("a")
    assert (tmp_path / "a").read_bytes() == b"1"


def test_what_is_not_put_in_place_goes(tmp_path: Path) -> None:
    def stumble() -> None:
        with Staging.begin(tmp_path) as staging:
            staging.write("a", b"1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_found_by_the_next(tmp_path: Path) -> None:
    with Staging.begin(tmp_path) as staging:
        staging.write("a", b"1")
        staging.keep()
    [left] = list(tmp_path.iterdir())
    for found in Staging.left_in(tmp_path):
        assert found.names == ["a"]
        found.put_in_place()
    assert not left.exists()
    assert (tmp_path / "a").read_bytes() == b"1"


def test_what_the_next_does_not_want_goes(tmp_path: Path) -> None:
    with Staging.begin(tmp_path) as staging:
        staging.write("a", b"1")
        staging.keep()
    for _ in Staging.left_in(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_one_who_is_at_work_is_left_in_peace(tmp_path: Path) -> None:
    with Staging.begin(tmp_path) as staging:
        staging.write("a", b"1")
        assert list(Staging.left_in(tmp_path)) == []
        staging.put_in_place()
    assert (tmp_path / "a").read_bytes() == b"1"


def test_a_link_to_another_place_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("kept")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / ".livret-new-x").symlink_to(elsewhere)
    assert list(Staging.left_in(tmp_path / "here")) == []
    assert (elsewhere / "precious").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught, Staging.begin(tmp_path / "none"):
        pass
    assert caught.value.code == "file.unavailable"


# Many at once.


def test_more_than_are_moved_at_once_get_to_their_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SOME", 3)
    with Staging.begin(tmp_path, many=True) as staging:
        for number in range(10):
            assert staging.write(str(number), b"1")
        staging.seal()
        staging.put_in_place()
    assert len(list(tmp_path.iterdir())) == 10


def test_many_are_seen_to_the_disk_by_one_call_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_sync_all():
        pytest.skip("this system syncs one file at a time")
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda _: pytest.fail("one at a time"))
    monkeypatch.setattr(module, "sync_all", synced.append)
    with Staging.begin(tmp_path, many=True) as staging:
        staging.write("a", b"1")
        staging.seal()
        assert len(synced) == 1


def test_a_disk_that_fails_for_many_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(module, "can_sync_all", lambda: True)
    monkeypatch.setattr(module, "sync_all", full)
    with Staging.begin(tmp_path, many=True) as staging:
        staging.write("a", b"1")
        with pytest.raises(Unavailable) as caught:
            staging.seal()
    assert caught.value.facts["reason"] == "full"
    assert list(tmp_path.iterdir()) == []


def test_where_many_cannot_be_synced_together_each_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, 0

    def counting(handle: int) -> None:
        nonlocal calls
        calls += 1
        real(handle)

    monkeypatch.setattr(module, "can_sync_all", lambda: False)
    monkeypatch.setattr(os, "fsync", counting)
    with Staging.begin(tmp_path, many=True) as staging:
        staging.write("a", b"1")
        staging.write("b", b"1")
        assert calls == 2


def test_a_disk_is_synced_through_what_is_open(tmp_path: Path) -> None:
    if not can_sync_all():
        pytest.skip("this system syncs one file at a time")
    handle = os.open(tmp_path, os.O_RDONLY)
    sync_all(handle)
    os.close(handle)
    with pytest.raises(OSError, match="Bad file descriptor"):
        sync_all(handle)


@pytest.mark.parametrize("release", ["5.7.19", "4.19.0-26-amd64", "unknown"])
def test_a_system_that_would_not_say_what_failed_is_not_relied_on(
    release: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from livret_edge import whole_disk

    class Name:
        def __init__(self) -> None:
            self.release = release

    monkeypatch.setattr(os, "uname", Name)
    assert whole_disk._syncfs.__wrapped__() is None
