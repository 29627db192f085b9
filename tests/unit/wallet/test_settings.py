"""What lies beside the vault: three choices, read strictly."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import MalformedInput
from livret_core.words import LANGUAGES
from livret_wallet import settings
from livret_wallet.settings import READINGS, THEMES, Settings

CHOICES = st.builds(
    Settings,
    st.none() | st.sampled_from(LANGUAGES),
    st.sampled_from(READINGS),
    st.sampled_from(THEMES),
)


@given(CHOICES)
def test_what_is_written_is_read(chosen: Settings) -> None:
    assert Settings.parse(chosen.format()) == chosen


@given(st.binary(max_size=200))
def test_what_is_no_settings_raises_nothing_of_others(raw: bytes) -> None:
    with pytest.raises(MalformedInput):
        Settings.parse(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"v":2,"language":null,"reading":"screen","theme":"dark"}',
        b'{"v":true,"language":null,"reading":"screen","theme":"dark"}',
        b'{"v":1,"language":"it","reading":"screen","theme":"dark"}',
        b'{"v":1,"language":null,"reading":"aloud","theme":"dark"}',
        b'{"v":1,"language":null,"reading":"screen","theme":["dark"]}',
        b'{"v":1,"language":null,"reading":"screen"}',
        b'{"v":1,"language":null,"reading":"screen","theme":"dark","home":"elsewhere"}',
        b'{"v":1,"v":1,"language":null,"reading":"screen","theme":"dark"}',
        b"[]",
    ],
)
def test_other_settings_are_refused_whole(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_bytes(raw)
    with pytest.raises(MalformedInput) as caught:
        settings.read(tmp_path)
    assert caught.value.code == "home.malformed"
    assert caught.value.facts["file"] == str(tmp_path / settings.FILE)


def test_where_nothing_was_chosen_it_is_as_for_everybody(tmp_path: Path) -> None:
    assert settings.read(tmp_path) == Settings(None, "screen", "dark")


def test_a_choice_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    settings.write(tmp_path, Settings("fr", "lines", "contrast"))
    assert settings.read(tmp_path) == Settings("fr", "lines", "contrast")
    assert (tmp_path / settings.FILE).stat().st_mode & 0o777 == 0o600
