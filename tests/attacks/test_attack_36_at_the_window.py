"""Attack 36: somebody has another person answer, and comes back in his own browser."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import Refused
from tests.windows import BASE, Opened, opened, posted


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def answered(window: Opened) -> tuple[str, str, str]:
    """A request begun by a browser and answered: its code, the browser's secret, the way back."""
    asked = window.ask(session=True)
    receipt = window.answer(asked, posted(window.fetch(asked)))
    members = json_encoding.parse_object(receipt.body)
    assert asked.session is not None
    return asked.transaction.code, asked.session, str(members["redirect_uri"])


def code_of(uri: str) -> str:
    return parse_qs(urlsplit(uri).query)["response_code"][0]


def test_attack_36_another_browser_learns_nothing(window: Opened) -> None:
    code, _, back = answered(window)
    _, others, _ = answered(window)
    for session in (others, "", "x" * 32):
        with pytest.raises(Refused, match=r"request\.unknown"):
            window.window.came_back(code, session=session, response_code=code_of(back))


def test_attack_36_the_browser_that_began_without_the_code_of_the_answer(window: Opened) -> None:
    """It was the victim who answered: her wallet alone was told the way back."""
    code, session, _ = answered(window)
    _, _, others = answered(window)
    for response_code in ("", "x" * 32, code_of(others)):
        with pytest.raises(Refused, match=r"request\.unknown"):
            window.window.came_back(code, session=session, response_code=response_code)


def test_attack_36_twin_the_browser_that_began_comes_back(window: Opened) -> None:
    code, session, back = answered(window)
    assert back.startswith(f"{BASE}/pool/visits/{code}?response_code=")
    kept = window.window.came_back(code, session=session, response_code=code_of(back))
    assert kept.verdict is not None


def test_attack_36_an_answer_on_another_device_leads_nowhere(window: Opened) -> None:
    asked = window.ask()
    assert window.answer(asked, posted(window.fetch(asked))).body == b"{}"
