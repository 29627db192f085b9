"""What a desk says that it answers, asked of it in many ways (schemathesis): never a fault.

Each case is asked twice: as it was made up, and with what makes it right put into it, so that it
comes past the door. Which ways lead to a yes is counted: a route that only ever refused was not
looked at.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings

from livret_core.encoding import json as json_encoding
from livret_core.openid4vp.wallet_metadata import RequestUriPost, WalletMetadata
from livret_verifier.page.desk_rendering import REASONS
from tests.asking import Answer, ask
from tests.at_window import NAME, PASSPHRASE, Browser, at_window, code_of, filed, shown_code
from tests.windows import BASE, CLEAR, HOST, opened, posted

_DESK: Final = opened(Path(tempfile.mkdtemp()) / "pool")
_STAFF: Final = at_window(_DESK)
_DESCRIBED: Final = ask(_DESK.service.app, "GET", "/openapi.json", host=HOST).json()
_SCHEMA: Final = schemathesis.openapi.from_dict(_DESCRIBED)
_ALL: Final[list[Any]] = list(_SCHEMA.get_all_operations())
_OPERATIONS: Final = [each.ok() for each in _ALL]


def logged_in() -> Browser:
    """The staff's browser; who was logged out comes back with the next code."""
    if "__Host-desk" not in _STAFF.kept:
        _DESK.clock.now_s += 30
        assert _STAFF.enter().status == 303
    return _STAFF


def good(name: str) -> tuple[dict[str, str], dict[str, str], Browser]:
    """What makes a case right: places of its path, fields of its form, whose browser."""
    staff, places, fields = logged_in(), {"tenant": "pool"}, dict[str, str]()
    if name in {"request_typed", "request", "request_for_wallet"}:
        places["code"] = _DESK.ask(CLEAR).transaction.code
        if name == "request_for_wallet":
            fields |= dict(parse_qsl(RequestUriPost(WalletMetadata(), "w" * 22).format()))
    elif name == "answer":
        asked = _DESK.ask(CLEAR)
        places["code"] = asked.transaction.code
        fields |= dict(parse_qsl(posted(_DESK.fetch(asked))))
    elif "visit" in name:
        visitor = Browser(_DESK)
        fields["procedure"] = "parking"
        places["code"] = code_of(visitor.visit())
        return places, fields, visitor
    elif name == "enter_window":
        _DESK.clock.now_s += 30
        fields |= {"name": NAME, "passphrase": PASSPHRASE, "code": shown_code(_DESK)}
    elif "window" in name:
        fields |= {"token": staff.token, "procedure": "parking", "reason": min(REASONS)}
        fields |= {"shown": filed(_DESK), "again": "parking"}
        if name in {"window_asked", "window_stand", "clear_window"}:
            places["code"] = code_of(staff.begin())
    return places, fields, staff


def sent(case: Any, browser: Browser) -> Answer:
    """Send a case to the application, with what a browser keeps."""
    said = case.as_transport_kwargs(base_url=BASE)
    known = ("method", "url", "headers", "params", "json", "data", "files", "cookies")
    request = requests.Request(**{key: said[key] for key in known if key in said}).prepare()
    body: Any = request.body or b""
    headers: Mapping[str, str] = {
        name.lower().replace("-", "_"): value.decode("latin-1")
        if isinstance(value, bytes)
        else value
        for name, value in request.headers.items()
        if name.lower() not in {"host", "cookie", "origin"}
    }
    octets = body.encode() if isinstance(body, str) else bytes(body)
    answer = browser.call(str(request.method), str(request.path_url), octets, **headers)
    if "set-cookie" in answer.headers and "Max-Age=0" in answer.headers["set-cookie"]:
        browser.kept.pop("__Host-desk")
    return answer


@pytest.mark.parametrize("operation", _OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_nothing_that_is_sent_makes_a_fault(operation: Any) -> None:
    statuses, bodies = set[int](), set[str]()
    name = operation.definition.raw["operationId"]

    @given(operation.as_strategy())
    @settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
    def asked(case: Any) -> None:
        for is_good in (False, True):
            browser = Browser(_DESK)
            case.path_parameters["tenant"] = "pool"
            if is_good:
                places, fields, browser = good(name)
                for each in case.path_parameters:
                    case.path_parameters[each] = places[each]
                if isinstance(case.body, dict):
                    case.body = {**case.body, **fields}
            answer = sent(case, browser)
            assert answer.status < 500
            bodies.add(str(case.body))
            statuses.add(answer.status)

    asked()
    declared = {int(status) for status in operation.definition.raw["responses"]}
    assert statuses <= declared | {405}
    assert statuses & {200, 303}
    # What takes a body was given many.
    assert len(bodies) > 5 or "requestBody" not in operation.definition.raw


def test_all_that_is_served_is_described_and_asked() -> None:
    described = json_encoding.parse_object(json_encoding.format(_DESK.service.description))
    assert described == _DESCRIBED
    asked = {each.definition.raw["operationId"] for each in _OPERATIONS}
    assert asked >= {"request", "request_for_wallet", "answer", "begin_window", "begin_visit"}
    assert {each.path for each in _OPERATIONS} == _DESK.service.routes - {"/openapi.json"}
