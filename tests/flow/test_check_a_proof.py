"""docs/guides/check-a-proof.md: its commands typed, its two applications asked as a wallet asks."""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from livret_core.codes import CODES
from livret_core.credential import catalogue
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import POSTED
from livret_edge.fetcher import Fetcher
from livret_verifier.client import library
from livret_verifier.reasons import REASONS
from livret_verifier.store import Desk
from livret_verifier.testing import askable
from tests.fetching import OUTSIDE, reply
from tests.flow.test_documents import blocks
from tests.guides import livret, type_in
from tests.scene import NOW_S, TOWN
from tests.windows import POLICY, posted, shown

GUIDE = "guides/check-a-proof.md"
_FORM = "application/x-www-form-urlencoded"

Call = Callable[[str, str, str], tuple[int, bytes]]


def web(request: httpx.Request) -> httpx.Response:
    path = str(request.url)
    if path.endswith("did.jsonl"):
        return reply(200, TOWN.log)
    return reply(200, TOWN.status_list()) if path.endswith(".jwt") else reply(404)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A desk in ``pool``, whose procedure is called so, and a network that is made up."""
    Desk.create(tmp_path / "pool", POLICY.replace("procedures.parking", "procedures.pool"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(time, "time", lambda: float(NOW_S))
    fetcher = Fetcher(transport=httpx.MockTransport(web), find=lambda *_: [OUTSIDE])
    monkeypatch.setattr(library, "Fetcher", lambda: fetcher)
    yield
    fetcher.close()


def application(index: int) -> dict[str, Any]:
    space: dict[str, Any] = {"__name__": "guide"}
    exec(compile(blocks(GUIDE, "python")[index], GUIDE, "exec"), space)
    return space


def page() -> str:
    return (Path(__file__).parents[2] / "docs" / GUIDE).read_text("utf-8")


def in_flask() -> Call:
    pytest.importorskip("flask")
    client = application(0)["app"].test_client()

    def call(method: str, path: str, body: str = "") -> tuple[int, bytes]:
        got = client.open(path, method=method, data=body, content_type=_FORM)
        return got.status_code, got.data

    return call


def in_django() -> Call:
    django = pytest.importorskip("django")
    settings = pytest.importorskip("django.conf").settings
    if not settings.configured:
        settings.configure(ALLOWED_HOSTS=["*"], SECRET_KEY="x", ROOT_URLCONF="guide_urls")
        django.setup()
    urls = ModuleType("guide_urls")
    urls.__dict__.update(application(1))
    sys.modules["guide_urls"] = urls
    pytest.importorskip("django.urls").clear_url_caches()
    client = pytest.importorskip("django.test").Client()

    def call(method: str, path: str, body: str = "") -> tuple[int, bytes]:
        got = client.generic(method, path, body, content_type=_FORM)
        return got.status_code, got.content

    return call


@pytest.fixture(params=[in_flask, in_django])
def call(request: pytest.FixtureRequest, here: None) -> Call:
    made: Call = request.param()
    return made


def begun(call: Call) -> tuple[str, AuthorizationRequest]:
    method = "POST"
    status, body = call(method, "/visits", "")
    code = json.loads(body)["code"]
    status, body = call("GET", f"/pool/requests/{code}", "")
    assert status == 200
    return code, AuthorizationRequest.verify(body.decode(), now_s=NOW_S, modes=POSTED)


def test_a_yes_and_a_no_come_through(call: Call) -> None:
    code, request = begun(call)
    assert json.loads(call("GET", f"/visits/{code}", "")[1]) == {"state": "waiting"}
    answer = posted(request, query="pool")
    assert call("POST", f"/pool/answers/{code}", answer) == (200, b"{}")
    told = json.loads(call("GET", f"/visits/{code}", "")[1])
    assert told == {"state": "yes", "claims": {"commune": "Verneuil"}}
    code, request = begun(call)
    call(
        "POST", f"/pool/answers/{code}", posted(request, shown(request, "birthdate"), query="pool")
    )
    assert json.loads(call("GET", f"/visits/{code}", "")[1])["state"] == "no"


def test_an_answer_is_taken_once_and_what_is_none_not_at_all(call: Call) -> None:
    code, request = begun(call)
    assert call("POST", f"/pool/answers/{code}", "")[0] == 400
    assert call("POST", f"/pool/answers/{code}", posted(request, query="pool"))[0] == 200
    assert call("POST", f"/pool/answers/{code}", posted(request, query="pool"))[0] == 400
    assert call("GET", "/pool/requests/222222222222", "")[0] == 400


def test_what_the_guide_says_of_tests_is_so() -> None:
    application(2)


def test_the_claims_that_the_guide_lists_are_those_there_are() -> None:
    told = dict(re.findall(r"^\| (?:`)?(\w+)(?:`)? \| (`.*) \|$", page(), re.MULTILINE))
    of_each = set(re.findall(r"`([^`]+)`", told["each"]))
    for kind in catalogue.all_types():
        claims = set(re.findall(r"`([^`]+)`", told[kind.name]))
        assert claims | of_each == set(askable(kind)), kind.name


def test_the_reasons_that_the_guide_lists_are_such_and_what_it_says_is_none_is_none() -> None:
    _, _, after = page().partition("| reason | when |")
    reasons, _, rest = after.partition("What stops before there is an answer")
    told = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", reasons))
    assert len(told) > 10
    assert told <= set(REASONS)
    stops = rest.partition("A claim that no type has")[0]
    others = set(re.findall(r"\b((?:answer|policy|request)\.[a-z_]+)\b", stops))
    assert len(others) == 5
    assert others <= set(CODES) - set(REASONS)


def test_the_commands_of_the_guide_can_be_typed(tmp_path: Path) -> None:
    command = livret(tmp_path / "bin", at_once=True)
    type_in(tmp_path, command, blocks(GUIDE, "sh"), now_s=NOW_S)
    asked = json.loads((tmp_path / "asked.json").read_text())
    assert asked["event"] == "request"
    assert asked["request_uri"].startswith("openid4vp://?")
