"""Attack 30 at a town hall's endpoints: whatever a wallet sends, and whatever is handed over."""

import io
import json
from pathlib import Path

import pytest

from livret_core.encoding import form
from livret_edge.serving.lines import logged
from livret_issuer.service.answers import Answers
from tests.asking import Answer
from tests.halls_online import FORM, JSON, Caller, hall_online
from tests.pickups import offer

PLANTED = "Dubois-1987-03-14"
#: What Camille's proof says; an answer that succeeds has it, nothing else may.
SAID = ("Arnould", "Camille", "1988-03-14", "Tanneurs")
SECRETS = ("dubois", "1987-03", *(each.lower() for each in SAID))
ENDPOINTS = ("/token", "/nonce", "/credential", "/deferred", "/notification", "/dating")


def everywhere(caller: Caller, token: str) -> list[Answer]:
    """The value wherever a request has room for it."""
    sent = []
    for path in ENDPOINTS:
        for content_type, body in (
            (JSON, f'{{"credential_configuration_id": "{PLANTED}"}}'),
            (JSON, f'{{"transaction_id": "{PLANTED}", "notification_id": "{PLANTED}"}}'),
            (JSON, f'{{"{PLANTED}": '),
            (FORM, form.format({"grant_type": PLANTED, "tx_code": PLANTED})),
            (f"text/{PLANTED}", PLANTED),
        ):
            sent += [
                caller.post(path, body.encode(), token=shown, content_type=content_type)
                for shown in (token, PLANTED)
            ]
        sent.append(caller.post(path, b"{}", headers={"dpop": PLANTED, "authorization": PLANTED}))
        sent.append(caller.get(f"{caller.url}{path}?name={PLANTED}"))
    paths = (f"/o/{PLANTED}", f"/status/{PLANTED}.jwt", f"/commit/{PLANTED}", f"/{PLANTED}")
    said = {"cookie": PLANTED, "accept": PLANTED}
    sent += [caller.get(f"{caller.url}{path}", **said) for path in paths]
    return sent


def says_nothing(text: str) -> bool:
    return not any(each in text.lower() for each in SECRETS)


def test_attack_30_values_planted_at_every_endpoint(tmp_path: Path) -> None:
    stream = io.StringIO()
    with hall_online(tmp_path) as (office, caller, _, online):
        with logged(online.service.routes, stream):
            offered = offer(office)
            tokens = caller.tokens(offered)
            token = str(tokens["access_token"])
            answers = everywhere(caller, token)
            handed = caller.ask(token)
        assert handed.status == 200
        figures = online.service.figures.format().decode()
    told = stream.getvalue()
    for secret in (token, str(tokens["refresh_token"]), offered.handover.code.text):
        assert secret not in told + figures
    assert says_nothing(told)
    assert says_nothing(figures)
    for answer in answers:
        assert 400 <= answer.status < 500 or answer.status in {200, 204}
        assert says_nothing(answer.body.decode() + str(answer.headers))


def test_attack_30_a_fault_while_a_proof_is_made_says_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise KeyError(f"{PLANTED} {arguments!r} {named!r}")

    stream = io.StringIO()
    with hall_online(tmp_path) as (office, caller, _, online):
        token, request = caller.access(offer(office)), caller.request()
        with logged(online.service.routes, stream), monkeypatch.context() as patch:
            patch.setattr(Answers, "sign", fail)
            answer = caller.ask(token, request)
        assert answer.status == 500
        assert says_nothing(answer.body.decode() + str(answer.headers))
        assert says_nothing(stream.getvalue())
        assert '"kind": "KeyError"' in stream.getvalue()
        # And it is as if it had not been asked for.
        assert caller.ask(token, request).status == 200


def test_attack_30_twin_what_happened_is_told(tmp_path: Path) -> None:
    stream = io.StringIO()
    with hall_online(tmp_path) as (_, caller, _, online), logged(online.service.routes, stream):
        caller.ask("unknown")
    [_, line] = [json.loads(each) for each in stream.getvalue().splitlines()]
    assert (line["route"], line["method"], line["status"]) == ("/verneuil/credential", "POST", 401)
    assert line["code"] == "access.invalid"
