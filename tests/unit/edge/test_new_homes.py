from pathlib import Path

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_edge import files, new_homes


def facts(caught: pytest.ExceptionInfo[LivretError]) -> tuple[str, object]:
    return caught.value.code, caught.value.facts.get("reason")


def test_a_home_is_made_where_there_is_nothing(tmp_path: Path) -> None:
    new_homes.make_home(tmp_path / "a" / "home")
    files.write_new(tmp_path / "a" / "home" / "mark", b"x")
    new_homes.check_home(tmp_path / "a" / "home", "mark")
    with pytest.raises(Refused) as caught:
        new_homes.make_home(tmp_path / "a" / "home")
    assert caught.value.code == "home.exists"


def test_a_home_is_not_made_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(Unavailable) as caught:
        new_homes.make_home(tmp_path / "home")
    assert facts(caught) == ("home.unavailable", "special")


@pytest.mark.parametrize(("name", "reason"), [("none", "missing"), ("empty", "empty")])
def test_no_home_is_told_from_an_empty_folder(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unavailable) as caught:
        new_homes.check_home(tmp_path / name, "mark")
    assert facts(caught) == ("home.unavailable", reason)


def test_a_mark_that_is_a_folder_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "mark").mkdir()
    with pytest.raises(Unavailable) as caught:
        new_homes.check_home(tmp_path, "mark")
    assert facts(caught) == ("home.unavailable", "folder")


def test_of_a_home_that_cannot_be_made_nothing_stays(tmp_path: Path) -> None:
    def stumble() -> None:
        with new_homes.making_home(tmp_path / "home"):
            (tmp_path / "home" / "deep").mkdir()
            (tmp_path / "home" / "deep" / "key").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stumble()
    assert not (tmp_path / "home").exists()


def test_what_a_killed_run_began_gives_way_to_the_next(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "public").mkdir(parents=True)
    for left in (".livret-begun", "mark", "public/keys"):
        (home / left).touch()
    with pytest.raises(Unavailable) as caught:
        new_homes.check_home(home, "mark")
    assert (caught.value.code, caught.value.facts["reason"]) == ("home.unavailable", "empty")
    with new_homes.making_home(home):
        (home / "mark").write_text("whole")
    assert sorted(path.name for path in home.iterdir()) == ["mark"]
    new_homes.check_home(home, "mark")


def test_a_home_that_another_run_is_making_is_left_to_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with new_homes.making_home(home):
        (home / "mark").touch()
        with pytest.raises(Refused) as caught, new_homes.making_home(home):
            pass
        assert caught.value.code == "home.exists"
        assert (home / "mark").exists()
    new_homes.check_home(home, "mark")


def test_what_a_killed_run_put_elsewhere_goes_with_it(tmp_path: Path) -> None:
    home, key, other = (tmp_path / name for name in ("home", "key", "other"))

    def stumble() -> None:
        with new_homes.making_home(home):
            new_homes.write_beside(home, key, b"new", "--to")
            new_homes.write_beside(home, other, b"new", "--to")
            other.write_bytes(b"somebody else's since")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stumble()
    assert (key.exists(), other.read_bytes()) == (False, b"somebody else's since")


def test_what_belongs_to_a_home_stays_where_it_was_ended(tmp_path: Path) -> None:
    home, key = tmp_path / "home", tmp_path / "key"
    with new_homes.making_home(home):
        new_homes.write_beside(home, key, b"new", "--to")
    new_homes.clear_abandoned(home)
    assert key.read_bytes() == b"new"
    with pytest.raises(MalformedInput) as caught:
        new_homes.write_beside(home, key, b"newer", "--to")
    assert caught.value.code == "usage.file_exists"


def test_a_note_of_what_is_elsewhere_that_was_cut_short_names_nothing(tmp_path: Path) -> None:
    home, key = tmp_path / "home", tmp_path / "key"
    key.write_bytes(b"there")

    def stumble() -> None:
        with new_homes.making_home(home):
            (home / ".livret-begun").write_text('{"file":"' + str(key))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stumble()
    assert (home.exists(), key.exists()) == (False, True)
