"""What a service says that it answers, asked of it in many ways (schemathesis): never a fault."""

from typing import Any, Final

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings

from livret_core.encoding import json as json_encoding
from tests.asking import Answer, ask
from tests.sample_service import BASE, Sample

_SAMPLE: Final = Sample()
_DESCRIBED: Final = json_encoding.parse_object(json_encoding.format(_SAMPLE.service.description))
_SCHEMA: Final = schemathesis.openapi.from_dict(_DESCRIBED)
_ALL: Final[list[Any]] = list(_SCHEMA.get_all_operations())
_OPERATIONS: Final = [each.ok() for each in _ALL if not each.ok().path.endswith("/wait")]


def sent(case: Any) -> Answer:
    """Send a case to the application, as it would come over the wire."""
    said = case.as_transport_kwargs(base_url=BASE)
    known = ("method", "url", "headers", "params", "json", "data", "cookies")
    request = requests.Request(**{key: said[key] for key in known if key in said}).prepare()
    body: Any = request.body or b""
    return ask(
        _SAMPLE.app,
        str(request.method),
        str(request.path_url),
        body=body.encode() if isinstance(body, str) else bytes(body),
        headers=[
            (name, value.decode("latin-1") if isinstance(value, bytes) else value)
            for name, value in request.headers.items()
            if name.lower() != "host"
        ],
    )


@pytest.mark.parametrize("operation", _OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_nothing_that_is_sent_makes_a_fault(operation: Any) -> None:
    statuses = set()

    @given(operation.as_strategy())
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    def asked(case: Any) -> None:
        if len(case.path_parameters["tenant"]) % 2:
            case.path_parameters["tenant"] = "verneuil"
        answer = sent(case)
        # One code is there to be a fault, and is told as one.
        if case.path_parameters.get("code") not in {"fault", "gone"}:
            assert answer.status < 500
            statuses.add(answer.status)

    asked()
    declared = {int(status) for status in operation.definition.raw["responses"]}
    assert statuses <= declared | {405}
    assert {404} < statuses
