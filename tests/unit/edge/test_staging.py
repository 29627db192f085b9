from pathlib import Path

import pytest

from livret_core.errors import Unavailable
from livret_edge.staging import Staging


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
