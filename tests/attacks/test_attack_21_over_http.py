"""Attack 21 at the token endpoint: PINs are guessed, codes used twice, attempts of others used up."""

from pathlib import Path

import pytest

from livret_core.encoding import form
from livret_core.openid4vci.authorization_details import CredentialDetail
from livret_issuer.pickup.redeeming import ATTEMPTS
from livret_issuer.service.counter import Offered
from tests.halls_online import FORM, hall_online, said
from tests.pickups import acts, offer

GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"


def wrong(offered: Offered, number: int = 1) -> str:
    return f"{(int(offered.pin) + number) % 1_000_000:06}"


def test_attack_21_a_pin_is_guessed_until_the_offer_is_blocked(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        code = caller.code(offered)
        answers = [caller.redeem(code, wrong(offered, each)) for each in range(1, ATTEMPTS + 1)]
        assert [each.json().get("livret_attempts_left") for each in answers] == [2, 1, None]
        told = list(map(said, answers))
        assert told == [
            (400, "invalid_grant", "token.tx_code"),
            (400, "invalid_grant", "token.tx_code"),
            (400, "invalid_grant", "pickup.blocked"),
        ]
        assert said(caller.redeem(code, offered.pin))[1:] == ("invalid_grant", "pickup.blocked")
        assert acts(office)[-3:] == ["pin-wrong", "pin-wrong", "block"]
        assert caller.get(f"{caller.url}/o/{offered.handover.code.text}").status == 404


def test_attack_21_twin_the_right_pin_at_the_last_attempt(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        code = caller.code(offered)
        for each in range(1, ATTEMPTS):
            caller.redeem(code, wrong(offered, each))
        assert caller.redeem(code, offered.pin).status == 200


def test_attack_21_a_code_is_redeemed_twice(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        code = caller.code(offered)
        assert caller.redeem(code, offered.pin).status == 200
        before = acts(office)
        assert said(caller.redeem(code, offered.pin)) == (400, "invalid_grant", "token.code")
        assert acts(office) == before


def test_attack_21_attempts_of_an_offer_are_used_up_without_its_code(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        code = caller.code(offered)
        for _ in range(ATTEMPTS + 1):
            assert said(caller.redeem("x" * 43, "000000")) == (400, "invalid_grant", "token.code")
        assert caller.redeem(code, offered.pin).status == 200


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, (400, "invalid_request", "token.malformed")),
        ({"grant_type": "authorization_code", "code": "a"}, (400, "unsupported_grant_type", "token.grant_type")),
        ({"grant_type": GRANT}, (400, "invalid_request", "token.malformed")),
        ({"grant_type": GRANT, "pre-authorized_code": "CODE"}, (400, "invalid_request", "token.tx_code_missing")),
        ({"grant_type": GRANT, "pre-authorized_code": "CODE", "tx_code": ""}, (400, "invalid_request", "token.tx_code_missing")),
        ({"grant_type": GRANT, "pre-authorized_code": "CODE", "tx_code": "1" * 65}, (400, "invalid_request", "token.malformed")),
        ({"grant_type": GRANT, "pre-authorized_code": "CODE", "tx_code": "PIN", "resource": "https://other.example"}, (400, "invalid_target", "token.target")),
        ({"grant_type": "refresh_token", "refresh_token": "none"}, (400, "invalid_grant", "token.refresh")),
    ],
)  # fmt: skip
def test_attack_21_what_is_no_redemption_costs_no_attempt(
    tmp_path: Path, fields: dict[str, str], told: tuple[int, str, str]
) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        code = caller.code(offered)
        before = acts(office)
        typed = {name: value.replace("CODE", code).replace("PIN", offered.pin) for name, value in fields.items()}  # fmt: skip
        answer = caller.post("/token", form.format(typed).encode(), content_type=FORM)
        assert said(answer) == told
        assert acts(office) == before
        assert office.counter().pickup(offered.handover.code)[1].attempts_left == ATTEMPTS
        assert caller.redeem(code, offered.pin).status == 200


def test_attack_21_a_field_stands_twice(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        body = form.format({"grant_type": GRANT, "pre-authorized_code": caller.code(offered)})
        twice = f"{body}&tx_code={wrong(offered)}&tx_code={offered.pin}".encode()
        answer = caller.post("/token", twice, content_type=FORM)
        assert answer.status == 400
        assert answer.json()["error"] == "invalid_request"
        assert office.counter().pickup(offered.handover.code)[1].attempts_left == ATTEMPTS


@pytest.mark.parametrize("other", ["birth.1.did", "unknown"])
def test_attack_21_a_token_for_another_type_is_asked_for(tmp_path: Path, other: str) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        code = caller.code(offered)
        answer = caller.redeem(code, offered.pin, details=(CredentialDetail(other),))
        assert said(answer) == (400, "invalid_authorization_details", "token.details")
        assert caller.redeem(code, offered.pin).status == 200
