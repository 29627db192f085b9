"""Attack 30: personal data that a request brings lands in a log, a metric or an error.

Values are planted wherever a request has room for them, and in what fails because of them.
The service runs as it does at a town hall, with its log on a stream.
"""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from livret_core.errors import Unavailable
from livret_edge.serving.lines import FIELDS, LOG, Lines, logged
from tests.asking import Answer, ask
from tests.sample_service import Sample

PLANTED = "Dubois-1987-03-14"
DID = "did:jwk:planted"
FORM = "application/x-www-form-urlencoded"
PUT = [("content-type", "application/json")]


@contextmanager
def log_of(sample: Sample) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    with logged(sample.service.routes, stream):
        yield stream


def asked_everywhere(sample: Sample) -> list[Answer]:
    """The values in the path, the query, the headers, the body; with and without success."""
    app = sample.app
    query = f"?name={PLANTED}&lang={DID}&lang={PLANTED}"
    return [
        ask(app, "GET", f"/verneuil/things/{PLANTED}"),
        ask(app, "GET", f"/verneuil/things/fault{query}", authorization=f"DPoP {PLANTED}"),
        ask(app, "GET", f"/verneuil/things/gone{query}"),
        ask(app, "GET", f"/verneuil/things/a{query}"),
        ask(app, "GET", f"/verneuil/{PLANTED}/{DID}{query}"),
        ask(app, "GET", f"/{PLANTED}/things/a"),
        ask(app, "GET", "/verneuil/things/a", host=f"{PLANTED}.example"),
        ask(app, PLANTED, "/verneuil/things/a", cookie=PLANTED, user_agent=DID),
        ask(app, "OPTIONS", "/verneuil/token", origin=f"https://{PLANTED}.example"),
        ask(app, "POST", "/verneuil/token", body=f"code={PLANTED}".encode(), content_type=FORM),
        ask(app, "POST", "/verneuil/token", body=PLANTED.encode(), content_type=PLANTED),
        ask(app, "PUT", "/verneuil/things/a", body=PLANTED.encode(), content_type=PLANTED),
        ask(app, "PUT", "/verneuil/things/a", body=f'{{"name": "{PLANTED}",'.encode(), headers=PUT),
        ask(app, "PUT", "/verneuil/things/a", body=PLANTED.encode() * 50, headers=PUT),
    ]


def says_nothing(text: str) -> bool:
    return not any(each in text.lower() for each in ("dubois", "1987-03", "did:jwk", "192.0.2.7"))


def test_attack_30_values_planted_everywhere_in_a_request() -> None:
    sample = Sample()
    with log_of(sample) as stream:
        answers = asked_everywhere(sample)
    assert says_nothing(stream.getvalue())
    assert says_nothing(sample.service.figures.format().decode())
    for answer in answers:
        assert says_nothing(answer.body.decode() + str(answer.headers))


def test_attack_30_twin_what_happened_is_told() -> None:
    sample = Sample()
    with log_of(sample) as stream:
        answers = asked_everywhere(sample)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    told = [line for line in lines if line["event"] == "answered"]
    assert [line["status"] for line in told] == [answer.status for answer in answers]
    assert {line["status"] for line in told} >= {200, 204, 400, 404, 405, 413, 415, 421, 500, 503}
    assert told[0]["route"] == "/{tenant}/things/{code}"
    assert told[2]["code"] == "store.unavailable"
    [fault] = [line for line in lines if line["event"] == "fault"]
    assert fault["kind"] == "KeyError"
    assert any(frame.startswith("sample_service.py:") for frame in fault["frames"])
    assert fault["request"] == answers[1].json()["request"] == told[1]["request"]
    figures = sample.service.figures.format().decode()
    assert 'route="/{tenant}/things/{code}"' in figures
    assert 'method="other"' in figures
    assert "livret_things_waiting 3.0" in figures


@pytest.mark.parametrize("name", sorted({*FIELDS, "route", "name_of_person", "msg", "args"}))
def test_attack_30_a_colleague_who_logs_a_value(name: str) -> None:
    stream = io.StringIO()
    with logged(frozenset({"/a"}), stream):
        record = logging.LogRecord("x", logging.ERROR, "f.py", 1, "%s", (PLANTED,), None)
        setattr(record, name, PLANTED if name != "args" else (PLANTED,))
        logging.getLogger().handle(record)
    assert PLANTED not in stream.getvalue()
    assert json.loads(stream.getvalue())["at"] == "f:1"


def test_attack_30_a_library_that_logs_what_failed() -> None:
    stream = io.StringIO()
    error = Unavailable("store.unavailable", PLANTED, file=PLANTED)
    error.__cause__ = ValueError(PLANTED)
    with logged(frozenset(), stream):
        logging.getLogger("asyncio").critical("failed: %s", PLANTED, exc_info=error)
        LOG.critical(PLANTED, exc_info=error, extra={"event": "fault", "code": error.code})
    assert PLANTED not in stream.getvalue()
    kinds = [json.loads(line)["kind"] for line in stream.getvalue().splitlines()]
    assert kinds == ["Unavailable", "Unavailable"]


def test_attack_30_twin_a_field_that_is_known_is_written() -> None:
    record = logging.LogRecord("x", logging.INFO, "f.py", 1, "", (), None)
    record.__dict__.update(
        event="answered", request="0" * 32, route="/a", method="GET", status=200, ms=1.5
    )
    line = json.loads(Lines(frozenset({"/a"})).format(record))
    assert set(line) == {"time", "level", "event", "request", "route", "method", "status", "ms"}
