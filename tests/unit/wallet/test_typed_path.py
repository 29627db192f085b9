"""A path as it is typed or dropped: whatever it holds, to look for it ends nothing."""

from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_wallet.client.handed import read_handed
from livret_wallet.typed_path import is_file, is_folder, path_of

HOSTILE = [
    "~a\0b",
    "~\ud800",
    "~nobody-of-that-name",
    "~nobody-of-that-name/x.png",
    "a\0b",
    "\ud800",
    "x" * 5_000,
    "/".join(["y" * 200] * 60),
    "/dev/null/x",
    "../" * 2_000,
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_is_there_and_nothing_fails(typed: str) -> None:
    path = path_of(typed)
    assert is_file(path) is False
    assert is_folder(path) in {False, typed.startswith("../")}


@pytest.mark.parametrize("typed", ["file://~a%00b", "file://~%ED%A0%80", "file://" + "x" * 5_000])
def test_what_is_dropped_as_a_file_and_is_none_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(LivretError):
        read_handed(typed)


def test_a_home_is_the_readers_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "x.png").write_bytes(b"")
    assert path_of(" ~/x.png ") == tmp_path / "x.png"
    assert is_file(path_of("~/x.png"))
    assert is_folder(path_of("~"))
