"""Attack 38, over the network: nothing that a stranger names is fetched."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding.json import JsonObject
from tests.scene import Draft, draft
from tests.windows import Opened, opened, posted, shown


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def told(window: Opened, *names: str, of: Draft | None = None, **more: Any) -> JsonObject:
    asked = window.ask(**more)
    request = window.fetch(asked)
    assert window.answer(asked, posted(request, shown(request, *names, of=of))).body == b"{}"
    return window.verdict(asked)


def test_attack_38_nothing_that_a_stranger_names_is_fetched(window: Opened) -> None:
    inside = "did:webvh:QmScid:127.0.0.1%3A8080:x"
    said = told(window, of=draft().with_payload(iss=inside))
    assert said["outcome"] == "refused"
    told(window, of=draft().with_payload(iss="https://169.254.169.254/latest"))
    assert window.needs == []


def test_attack_38_twin_what_a_believed_town_names_is(window: Opened) -> None:
    assert told(window)["outcome"] == "accepted"
    assert len(window.needs) == 2
