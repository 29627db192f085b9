"""Attack 37, over the network: what nobody asked for is not kept."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding.json import JsonObject
from tests.scene import Draft
from tests.windows import Opened, opened, posted, shown


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def told(window: Opened, *names: str, of: Draft | None = None, **more: Any) -> JsonObject:
    asked = window.ask(**more)
    request = window.fetch(asked)
    assert window.answer(asked, posted(request, shown(request, *names, of=of))).body == b"{}"
    return window.verdict(asked)


def test_attack_37_what_nobody_asked_for_is_not_kept(window: Opened) -> None:
    said = told(window, "commune", "family_name", "birthdate")
    assert (said["outcome"], said["claims"]) == ("accepted", {"commune": "Verneuil"})
    assert not any(word in str(said) for word in ("Durand", "1988"))


def test_attack_37_twin_what_was_asked_for_is_told(window: Opened) -> None:
    assert told(window)["claims"] == {"commune": "Verneuil"}
