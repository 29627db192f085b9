"""What a desk says that it answers, asked of it in many ways (schemathesis): never a fault."""

import tempfile
from pathlib import Path
from typing import Any, Final

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings

from livret_core.encoding import json as json_encoding
from tests.asking import Answer, ask
from tests.at_window import at_window
from tests.windows import BASE, HOST, opened

_DESK: Final = opened(Path(tempfile.mkdtemp()) / "pool")
_STAFF: Final = at_window(_DESK)
_TOKEN: Final = _STAFF.token
_DESCRIBED: Final = ask(_DESK.service.app, "GET", "/openapi.json", host=HOST).json()
_SCHEMA: Final = schemathesis.openapi.from_dict(_DESCRIBED)
_ALL: Final[list[Any]] = list(_SCHEMA.get_all_operations())
_OPERATIONS: Final = [each.ok() for each in _ALL]


def sent(case: Any) -> Answer:
    """Send a case to the application, as staff would."""
    said = case.as_transport_kwargs(base_url=BASE)
    known = ("method", "url", "headers", "params", "json", "data", "files", "cookies")
    request = requests.Request(**{key: said[key] for key in known if key in said}).prepare()
    body: Any = request.body or b""
    headers = [
        (name, value.decode("latin-1") if isinstance(value, bytes) else value)
        for name, value in request.headers.items()
        if name.lower() not in {"host", "cookie"}
    ]
    return ask(
        _DESK.service.app,
        str(request.method),
        str(request.path_url),
        body=body.encode() if isinstance(body, str) else bytes(body),
        headers=[*headers, ("cookie", f"__Host-desk={_STAFF.kept['__Host-desk']}")],
        host=HOST,
    )


@pytest.mark.parametrize("operation", _OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_nothing_that_is_sent_makes_a_fault(operation: Any) -> None:
    statuses, bodies = set(), set()
    codes = [_DESK.ask(mode).transaction.code for mode in ("direct_post", "direct_post.jwt")]

    @given(operation.as_strategy())
    @settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
    def asked(case: Any) -> None:
        case.path_parameters["tenant"] = "pool"
        if "code" in case.path_parameters and len(str(case.path_parameters["code"])) % 2 == 0:
            case.path_parameters["code"] = codes[0]
        if "/window" in case.path and isinstance(case.body, dict):
            case.body["token"] = _TOKEN
        answer = sent(case)
        assert answer.status < 500
        bodies.add(str(case.body))
        statuses.add(answer.status)

    asked()
    declared = {int(status) for status in operation.definition.raw["responses"]}
    assert statuses <= declared | {405}
    # What takes a body was given many.
    assert len(bodies) > 5 or "requestBody" not in operation.definition.raw


def test_all_that_is_served_is_described_and_asked() -> None:
    described = json_encoding.parse_object(json_encoding.format(_DESK.service.description))
    assert described == _DESCRIBED
    asked = {each.definition.raw["operationId"] for each in _OPERATIONS}
    assert asked >= {"request", "request_for_wallet", "answer", "begin_window", "begin_visit"}
