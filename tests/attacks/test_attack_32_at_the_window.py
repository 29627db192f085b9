"""Attack 32, over the network: another type than was asked for, or an answer to nothing that was."""

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


def test_attack_32_another_type_than_was_asked_for(window: Opened) -> None:
    other = draft().with_payload(vct="urn:livret:diploma:1")
    assert told(window, of=other)["code"] == "answer.other_type"


def test_attack_32_a_query_that_was_not_asked(window: Opened) -> None:
    asked = window.ask()
    request = window.fetch(asked)
    assert window.answer(asked, posted(request, query="another")).status == 400
    assert window.kept(asked).stand == "open"


def test_attack_32_twin_the_type_that_was_asked_for(window: Opened) -> None:
    assert told(window)["outcome"] == "accepted"
