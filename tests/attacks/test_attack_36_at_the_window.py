"""Attack 36: somebody has another person answer, and comes back in his own browser."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import Refused
from livret_core.words import LANGUAGES
from tests.asking import Answer
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


def visit(window: Opened, code: str, session: str, response_code: str | None) -> Answer:
    """Come to the page of a request, in the browser that has this secret."""
    query = "" if response_code is None else "?" + urlencode({"response_code": response_code})
    headers = {"cookie": f"__Host-visit={session}"} if session else {}
    return window.call("GET", f"/pool/visits/{code}{query}", **headers)


def learns_nothing(answer: Answer) -> None:
    """Not even that there is such a request."""
    assert answer.status == 403
    assert b"ACCEPTED" not in answer.body
    assert b"Verneuil" not in answer.body


def test_attack_36_another_browser_learns_nothing(window: Opened) -> None:
    code, _, back = answered(window)
    _, others, _ = answered(window)
    before = window.window.transactions.find(code)
    for session in (others, "", "x" * 32):
        learns_nothing(visit(window, code, session, code_of(back)))
        learns_nothing(visit(window, code, session, None))
        with pytest.raises(Refused) as caught:
            window.window.begun_by(code, session=session)
        assert caught.value.code == "request.unknown"
    assert window.window.transactions.find(code) == before


def test_attack_36_the_browser_that_began_without_the_code_of_the_answer(window: Opened) -> None:
    """It was the victim who answered: her wallet alone was told the way back."""
    code, session, _ = answered(window)
    _, _, others = answered(window)
    told = visit(window, code, session, None)
    assert (told.status, b"An answer has come" in told.body) == (200, True)
    assert b"ACCEPTED" not in told.body
    assert b"Verneuil" not in told.body
    for response_code in ("", "x" * 32, code_of(others), None):
        if response_code is not None:
            learns_nothing(visit(window, code, session, response_code))
        with pytest.raises(Refused) as caught:
            window.window.came_back(code, session=session, response_code=response_code or "")
        assert caught.value.code == "request.unknown"


def test_attack_36_twin_the_browser_that_began_comes_back(window: Opened) -> None:
    code, session, back = answered(window)
    assert back.startswith(f"{BASE}/pool/visits/{code}?response_code=")
    came = visit(window, code, session, code_of(back))
    assert (came.status, b"ACCEPTED" in came.body) == (200, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_36_twin_the_browser_that_came_back_reads_it_in_another_language(
    window: Opened, language: str
) -> None:
    """The links to the other languages say by which answer it came."""
    code, session, back = answered(window)
    links = re.findall(
        r'href="([^"]*)" lang="(..)"', visit(window, code, session, code_of(back)).body.decode()
    )
    [query] = [unescape(href) for href, to in links if to == language]
    cookie = {"cookie": f"__Host-visit={session}"}
    came = window.call("GET", f"/pool/visits/{code}{query}", **cookie)
    assert came.status == 200
    assert f'<html lang="{language}">'.encode() in came.body
    # Without the browser's own secret the link leads nowhere, as before.
    learns_nothing(window.call("GET", f"/pool/visits/{code}{query}"))


def test_attack_36_an_answer_on_another_device_leads_nowhere(window: Opened) -> None:
    asked = window.ask()
    assert window.answer(asked, posted(window.fetch(asked))).body == b"{}"
