"""What a town hall's service says that it answers, asked of it in many ways: never a fault.

Each case is asked twice: as it was made up, and with what makes it right put into it, so that it
comes past the door. Which ways lead to a yes is counted: a route that only ever refused was not
looked at.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema_rs import validator_for

from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.https_uri import HttpsUri
from livret_core.openid4vci.token import PreAuthorizedRequest
from livret_issuer.service import Office
from livret_issuer.service.online.serving import Online
from tests.asking import Answer, ask
from tests.halls_online import Caller, hall_online
from tests.pickups import URL, offer

NAMES: Final = (
    "issuer_metadata",
    "issuer_metadata_before",
    "server_metadata",
    "server_metadata_before",
    "offer",
    "token",
    "nonce",
    "credential",
    "deferred",
    "notification",
    "dating",
    "status_list",
    "did_log",
    "did_witness",
    "day",
)
BASE: Final = URL.removesuffix("/verneuil")
HOST: Final = BASE.removeprefix("https://")


#: A hall on no ledger dates nothing; `test_on_ledger_over_http.py` does.
ONLY_NO: Final = {"dating"}


class Hall:
    """A town hall with an offer that is open, tokens that are good, and what it says of itself."""

    def __init__(self, office: Office, online: Online, caller: Caller) -> None:
        self.office, self.caller = office, caller
        self.code = offer(office, given_name="Zoé").handover.code.text
        self.token = caller.access(offer(office))
        self.delivered = json_encoding.parse_object(caller.ask(self.token).body)
        self.put_off = caller.access(offer(office, by="clerk-1", needs_approval=True))
        self.waiting = caller.ask(self.put_off, caller.request(batch="waits")).json()
        for path in ("/did.jsonl", "/did-witness.json", "/status/1.jwt", "/commit/1.json"):
            office.home.publish(HttpsUri.parse(f"{URL}{path}"), b"{}")
        served = ask(online.service.app, "GET", "/verneuil/openapi.json", host=HOST)
        assert served.status == 200
        described = served.json()
        self.undescribed = online.service.routes - set(described["paths"])  # type: ignore[arg-type]
        assert described == json_encoding.parse_object(
            json_encoding.format(online.service.description)
        )
        schema = schemathesis.openapi.from_dict(described)
        listed: list[Any] = list(schema.get_all_operations())
        found: list[Any] = [each.ok() for each in listed]
        self.operations = {each.definition.raw["operationId"]: each for each in found}

    def sent(self, case: Any, *, is_good: bool) -> Answer:
        """Send a case as it would come over the wire; a good one with what makes it right."""
        token = self.token
        if is_good:
            name = case.operation.definition.raw["operationId"]
            for place, value in (("code", self.code), ("list", "1.jwt"), ("day", "1.json")):
                if place in case.path_parameters:
                    case.path_parameters[place] = value
            if isinstance(case.body, dict):
                token, members = self.right(name)
                merged = {**case.body, **members}
                case.body = {key: value for key, value in merged.items() if value is not None}
        said = case.as_transport_kwargs(base_url=BASE)
        known = ("method", "url", "headers", "params", "json", "data", "cookies")
        request = requests.Request(**{key: said[key] for key in known if key in said}).prepare()
        headers = {
            name: value.decode("latin-1") if isinstance(value, bytes) else value
            for name, value in request.headers.items()
            if name.lower() != "host"
        }
        if is_good:
            headers = {k: v for k, v in headers.items() if k.lower() not in {"authorization", "dpop"}}  # fmt: skip
            headers["authorization"] = f"Bearer {token}"
        body: Any = request.body or b""
        octets = body.encode() if isinstance(body, str) else bytes(body)
        return self.caller.send(str(request.method), str(request.url), body=octets, headers=headers)

    def right(self, name: str) -> tuple[str, JsonObject]:
        """What makes a request right: its token, and its members."""
        left_out: tuple[str, ...]
        if name == "token":
            offered = offer(self.office)
            grant = PreAuthorizedRequest(self.caller.code(offered), offered.pin).format()
            left_out = ("authorization_details", "scope", "resource")
            return "", {**dict.fromkeys(left_out), **form.parse(grant, max_bytes=4_096)}
        if name == "credential":
            # The same keys: the same copies are answered again.
            asked = json_encoding.parse_object(self.caller.request())
            left_out = ("credential_identifier", "credential_response_encryption")
            return self.token, {**asked, **dict.fromkeys(left_out)}
        if name == "deferred":
            asked = {"transaction_id": self.waiting["transaction_id"]}
            return self.put_off, {**asked, "credential_response_encryption": None}
        named = self.delivered["notification_id"]
        return self.token, {"notification_id": named, "event": "credential_accepted"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    root: Path = tmp_path_factory.mktemp("hall")
    with hall_online(root) as (office, caller, _, online):
        caller.has_dpop = False
        yield Hall(office, online, caller)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_sent_makes_a_fault(hall: Hall, name: str) -> None:
    operation = hall.operations[name]
    responses = operation.definition.raw["responses"]
    declared = {int(status) for status in responses}
    seen, bodies = set(), set()

    @given(operation.as_strategy())
    @settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
    def asked(case: Any) -> None:
        for is_good in (False, True):
            answer = hall.sent(case, is_good=is_good)
            assert answer.status < 500
            bodies.add(str(case.body))
            seen.add(answer.status)
            content = responses.get(str(answer.status), {}).get("content", {})
            media = answer.headers.get("content-type", "")
            if answer.body and media.endswith("json"):
                assert media in content
                assert schema_fits(hall, content[media]["schema"], answer)

    asked()
    assert seen <= declared | {405}
    assert name in ONLY_NO or seen & {200, 202, 204}
    # What takes a body was given many.
    assert len(bodies) > 5 or "requestBody" not in operation.definition.raw


def schema_fits(hall: Hall, schema: Any, answer: Answer) -> bool:
    if "$ref" in schema:
        return isinstance(answer.json(), dict)
    return bool(validator_for(schema).is_valid(answer.json()))


def test_every_route_is_described(hall: Hall) -> None:
    assert set(hall.operations) == set(NAMES)
    assert hall.undescribed == {"/verneuil/openapi.json"}
