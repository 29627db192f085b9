"""Attack 33, over the network: nobody is believed, and nobody is let in."""

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


def test_attack_33_nobody_believed_nobody_let_in(tmp_path: Path) -> None:
    from tests.windows import POLICY

    window = opened(tmp_path / "pool", policy=POLICY.partition("[[issuers]]")[0])
    assert told(window)["code"] == "issuer.not_accepted"
    assert window.needs == []


def test_attack_33_twin_who_is_believed_is_let_in(tmp_path: Path) -> None:
    assert told(opened(tmp_path / "pool"))["outcome"] == "accepted"
