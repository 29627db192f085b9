"""Where each role lives when nobody says where."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from livret_core.homes import Role, default_home

HOME = PurePosixPath("/people/camille")


@pytest.mark.parametrize("role", ["issuer", "wallet", "verify"])
def test_each_role_has_a_folder_of_its_own(role: Role) -> None:
    found = default_home(role, platform="linux", env={}, home=HOME)
    assert str(found) == f"/people/camille/.local/share/livret/{role}"


def test_a_data_folder_of_ones_choice_is_taken() -> None:
    found = default_home("wallet", platform="linux", env={"XDG_DATA_HOME": "/data"}, home=HOME)
    assert str(found) == "/data/livret/wallet"


def test_an_empty_choice_is_none() -> None:
    found = default_home("wallet", platform="linux", env={"XDG_DATA_HOME": ""}, home=HOME)
    assert str(found) == "/people/camille/.local/share/livret/wallet"


def test_a_mac_has_its_own_place() -> None:
    found = default_home("wallet", platform="darwin", env={"XDG_DATA_HOME": "/data"}, home=HOME)
    assert str(found) == "/people/camille/Library/Application Support/livret/wallet"


@pytest.mark.parametrize("env", [{}, {"LOCALAPPDATA": ""}, {"LOCALAPPDATA": r"D:\local"}])
def test_windows_has_its_own_place(env: dict[str, str]) -> None:
    home = PureWindowsPath(r"C:\People\camille")
    found = default_home("wallet", platform="win32", env=env, home=home)
    assert found.parts[-2:] == ("livret", "wallet")
