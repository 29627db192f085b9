import errno
import fcntl
import os
import signal
from pathlib import Path

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_edge import files


def facts(caught: pytest.ExceptionInfo[LivretError]) -> tuple[str, object]:
    return caught.value.code, caught.value.facts.get("reason")


def test_a_file_is_read_whole_and_piece_by_piece(tmp_path: Path) -> None:
    content = os.urandom(200_000)
    (tmp_path / "a").write_bytes(content)
    assert files.read_file(tmp_path / "a", 200_000) == content
    assert b"".join(files.read_chunks(tmp_path / "a")) == content


@pytest.mark.parametrize(
    ("name", "reason"), [("none", "missing"), ("folder", "folder"), ("file/in", "missing")]
)
def test_why_a_file_cannot_be_read_is_a_fact(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable) as caught:
        files.read_file(tmp_path / name, 10)
    assert facts(caught) == ("file.unavailable", reason)
    assert caught.value.facts["file"] == str(tmp_path / name)


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.EACCES, "not_allowed"), (errno.ENOSPC, "full"), (errno.EIO, "failed")],
)
def test_what_the_system_says_is_one_of_our_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Unavailable) as caught:
        files.write_file(tmp_path / "a", b"x")
    assert facts(caught) == ("file.unavailable", reason)
    assert list(tmp_path.iterdir()) == []  # whole or not at all


def test_a_file_of_a_home_that_is_gone_is_told_from_a_home_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        files.read_file(tmp_path / "policy.toml", 10, code=files.HOME)
    assert caught.value.code == "home.lost"
    assert caught.value.facts["file"] == str(tmp_path / "policy.toml")
    with pytest.raises(Unavailable) as caught:
        files.read_file(tmp_path / "nowhere/policy.toml", 10, code=files.HOME)
    assert facts(caught) == ("home.unavailable", "missing")
    assert caught.value.facts["home"] == str(tmp_path / "nowhere/policy.toml")


def test_a_file_too_large_names_itself(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"four")
    with pytest.raises(MalformedInput) as caught:
        files.read_file(tmp_path / "a", 3)
    assert facts(caught) == ("input.too_large", "too_large")
    assert caught.value.facts["file"] == str(tmp_path / "a")


def test_a_new_file_takes_nobodys_place(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"theirs")
    with pytest.raises(Refused) as caught:
        files.write_new(tmp_path / "key", b"ours")
    assert caught.value.code == "home.exists"
    assert (tmp_path / "key").read_bytes() == b"theirs"


def test_a_name_that_leads_to_no_file_is_what_was_typed(tmp_path: Path) -> None:
    with pytest.raises(MalformedInput) as caught, files.named_by("--from"):
        files.read_file(tmp_path / "none", 10)
    assert facts(caught) == ("usage.no_file", "missing")
    assert caught.value.facts["option"] == "--from"


def test_a_file_that_fails_is_not_what_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Unavailable) as caught, files.named_by("--from"):
        files.read_file(tmp_path / "a", 10)
    assert facts(caught) == ("file.unavailable", "not_allowed")


def test_a_place_to_write_to_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(MalformedInput) as caught:
        files.write_named(tmp_path / "none" / "a", b"x", "--to")
    assert caught.value.code == "usage.no_folder"
    assert caught.value.facts == {"option": "--to", "folder": str(tmp_path / "none")}


def test_a_folder_is_no_place_to_write_a_file(tmp_path: Path) -> None:
    with pytest.raises(MalformedInput) as caught:
        files.write_named(tmp_path, b"x", "--to")
    assert facts(caught) == ("usage.no_file", "folder")


def test_a_name_in_the_wrong_place_costs_nothing(tmp_path: Path) -> None:
    there = tmp_path / "wallet.vault"
    there.write_bytes(b"everything")
    for act in (
        lambda: files.write_named(there, b"an answer", "--to"),
        lambda: files.check_free(there, "--to"),
    ):
        with pytest.raises(MalformedInput) as caught:
            act()
        assert caught.value.code == "usage.file_exists"
    assert there.read_bytes() == b"everything"
    assert [path.name for path in tmp_path.iterdir()] == ["wallet.vault"]


def test_what_is_said_to_be_replaced_is(tmp_path: Path) -> None:
    there = tmp_path / "address"
    for content in (b"one", b"two"):
        files.write_named(there, content, "--address-to", replace=True)
    assert there.read_bytes() == b"two"


def test_a_stick_without_second_names_keeps_what_is_there_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    files.write_named(tmp_path / "a", b"first", "--to")
    with pytest.raises(MalformedInput):
        files.write_named(tmp_path / "a", b"second", "--to")
    assert (tmp_path / "a").read_bytes() == b"first"


def test_a_file_of_a_home_that_could_not_be_written_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable):
        files.write_new(tmp_path / "mark", b"1")
    assert list(tmp_path.iterdir()) == []


# What a run leaves that is killed.


def test_a_file_that_was_left_half_written_goes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        try:
            monkeypatch.setattr(os, "fsync", die)
            files.write_file(tmp_path / "answer.json", b"half")
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    [left] = tmp_path.iterdir()
    assert left.name.startswith(".answer.json.")
    files.write_named(tmp_path / "answer.json", b"whole", "--to")
    assert [path.name for path in tmp_path.iterdir()] == ["answer.json"]


def test_a_file_that_is_being_written_stays(tmp_path: Path) -> None:
    being_written = tmp_path / ".7KQ2.proof.json.abcd1234"
    with being_written.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        files.remove_stale(tmp_path, ".proof.json")
        assert being_written.exists()
    files.remove_stale(tmp_path, ".proof.json")
    assert not being_written.exists()


def test_the_next_of_several_files_clears_what_a_killed_run_left_of_another(tmp_path: Path) -> None:
    (tmp_path / ".1.did.update.json.abcd1234").touch()
    (tmp_path / ".notes.json.abcd1234").touch()
    files.remove_stale(tmp_path, files.of_their_kind("02.did.update.json"))
    files.write_into(tmp_path, "02.did.update.json", b"{}", "--to")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [".notes.json.abcd1234", "02.did.update.json"]


@pytest.mark.parametrize(
    "name",
    ["7KQ2.proof.json", ".7KQ2.proof.json", ".7KQ2.proof.json.ABCDEFGH", ".other.json.abcd1234"],
)
def test_no_other_file_is_taken_for_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    files.remove_stale(tmp_path, ".proof.json")
    assert (tmp_path / name).exists()


def test_no_link_is_followed_to_what_is_to_go(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    (tmp_path / ".a.proof.json.abcd1234").symlink_to(tmp_path / "kept")
    files.remove_stale(tmp_path, ".proof.json")
    assert (tmp_path / "kept").exists()
