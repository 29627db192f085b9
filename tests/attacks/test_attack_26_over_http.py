"""Attack 26 at every endpoint that takes a token: DPoP proofs replayed, of others, for others."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core.oauth import server_nonce
from livret_issuer.pickup.going_on import refresh_until_s
from tests.halls_online import Caller, credentials, hall_online, said
from tests.office import NOW_S
from tests.pickups import URL, acts, offer
from tests.scene import RESIDENCY

CREDENTIAL = f"{URL}/credential"
TOKEN = f"{URL}/token"


def test_attack_26_a_proof_shown_twice_at_the_credential_endpoint(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        token, request = caller.access(offer(office)), caller.request()
        proof = {"dpop": caller.proof(CREDENTIAL, token=token)}
        assert caller.ask(token, request, headers=proof).status == 200
        before = acts(office)
        answer = caller.ask(token, request, headers=proof)
        assert said(answer) == (401, "invalid_dpop_proof", "dpop.replayed")
        assert 'error="invalid_dpop_proof"' in answer.headers["www-authenticate"]
        assert acts(office) == before
        assert caller.ask(token, request).status == 200


SPOILT = {
    "another's nonce": (lambda caller: caller.request(nonce="x" * 50), "key_proof.nonce"),
    "no proofs": (lambda caller: caller.request(proofs=[]), "key_proof.malformed"),
    "no request": (lambda _: b"{}", "issuance.malformed"),
}


@pytest.mark.parametrize(("spoil", "code"), SPOILT.values(), ids=SPOILT)
def test_attack_26_the_proof_of_a_request_that_was_refused(
    tmp_path: Path, spoil: Callable[[Caller], bytes], code: str
) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        token = caller.access(offer(office))
        proof = {"dpop": caller.proof(CREDENTIAL, token=token)}
        assert said(caller.ask(token, spoil(caller), headers=proof))[2] == code
        before = acts(office)
        answer = caller.ask(token, headers=proof)
        assert said(answer) == (401, "invalid_dpop_proof", "dpop.replayed")
        assert acts(office) == before
        assert caller.ask(token).status == 200


def test_attack_26_the_proof_of_a_notification_that_was_refused(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        token = caller.access(offer(office))
        named = str(caller.ask(token).json()["notification_id"])
        proof = {"dpop": caller.proof(f"{URL}/notification", token=token)}
        for name, body in (("deferred", b"{}"), ("notification", b"{}")):
            own = {"dpop": caller.proof(f"{URL}/{name}", token=token)}
            assert caller.post(f"/{name}", body, token=token, headers=own).status == 400
            again = caller.post(f"/{name}", body, token=token, headers=own)
            assert said(again)[2] == "dpop.replayed"
        told = json.dumps({"notification_id": "x", "event": "credential_accepted"}).encode()
        refused = caller.post("/notification", told, token=token, headers=proof)
        assert said(refused)[2] == "issuance.notification"
        told = told.replace(b'"x"', json.dumps(named).encode())
        again = caller.post("/notification", told, token=token, headers=proof)
        assert said(again)[2] == "dpop.replayed"
        assert caller.notify(token, named).status == 204


def test_attack_26_who_has_no_token_hears_that_first(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (_, caller, _, _):
        assert said(caller.ask("nobodys-token", b"{}"))[:2] == (401, "invalid_token")


def test_attack_26_a_proof_shown_twice_at_the_token_endpoint(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        code, proof = caller.code(offered), {"dpop": caller.proof(TOKEN)}
        tokens = caller.redeem(code, "000000" if offered.pin != "000000" else "111111", headers=proof)  # fmt: skip
        assert said(tokens)[2] == "token.tx_code"
        answer = caller.redeem(code, offered.pin, headers=proof)
        assert said(answer) == (400, "invalid_dpop_proof", "dpop.replayed")
        assert caller.redeem(code, offered.pin).status == 200


def test_attack_26_a_stolen_token_shown_with_another_key(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        token = caller.access(offer(office))
        thief = Caller(caller.send, name="thief", clock=clock)
        before = acts(office)
        assert said(thief.ask(token)) == (401, "invalid_token", "dpop.other_key")
        thief.has_dpop = False
        assert said(thief.ask(token)) == (401, "invalid_dpop_proof", "dpop.missing")
        assert acts(office) == before
        assert len(credentials(caller.ask(token))) == 3


def test_attack_26_a_refresh_token_shown_with_another_key(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        refresh = str(caller.tokens(offer(office))["refresh_token"])
        thief = Caller(caller.send, name="thief", clock=clock)
        assert said(thief.refresh(refresh)) == (400, "invalid_grant", "dpop.other_key")
        thief.has_dpop = False
        assert said(thief.refresh(refresh)) == (400, "invalid_dpop_proof", "dpop.missing")
        assert caller.refresh(refresh).status == 200


def test_attack_26_a_refresh_token_whose_time_is_over(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        refresh = str(caller.tokens(offer(office))["refresh_token"])
        clock.now_s = refresh_until_s(RESIDENCY, now_s=clock.now_s)
        before = acts(office)
        assert said(caller.refresh(refresh)) == (400, "invalid_grant", "token.refresh")
        assert acts(office) == before


def test_attack_26_twin_it_is_good_to_its_last_second(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        refresh = str(caller.tokens(offer(office))["refresh_token"])
        clock.now_s = refresh_until_s(RESIDENCY, now_s=clock.now_s) - 1
        assert caller.refresh(refresh).status == 200


@pytest.mark.parametrize(
    ("url", "method", "of_other_token", "later_s", "code"),
    [
        (f"{URL}/deferred", "POST", False, 0, "dpop.other_request"),
        (CREDENTIAL.replace("verneuil/", "sainte-marie/"), "POST", False, 0, "dpop.other_request"),
        (CREDENTIAL, "GET", False, 0, "dpop.other_request"),
        (CREDENTIAL, "POST", True, 0, "dpop.other_token"),
        (CREDENTIAL, "POST", False, 301, "dpop.stale"),
    ],
)
def test_attack_26_a_proof_for_something_else(
    tmp_path: Path, url: str, method: str, of_other_token: bool, later_s: int, code: str
) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        token, request = caller.access(offer(office)), caller.request()
        shown = "another" if of_other_token else token
        proof = caller.proof(url, token=shown, method=method)
        clock.now_s += later_s
        answer = caller.ask(token, request, headers={"dpop": proof})
        assert said(answer) == (401, "invalid_dpop_proof", code)
        assert "issue" not in acts(office)


@pytest.mark.parametrize("proof", ["", "no.such.proof", "e30.e30.AA"])
def test_attack_26_what_is_no_proof(tmp_path: Path, proof: str) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        token = caller.access(offer(office))
        answer = caller.ask(token, b"{}", headers={"dpop": proof})
        assert said(answer) == (401, "invalid_dpop_proof", "dpop.malformed")


def test_attack_26_a_nonce_of_somebody_elses(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        foreign = server_nonce.make_nonce(b"k" * 32, b"r" * 16, purpose="dpop", now_s=NOW_S)
        code = caller.code(offered)
        proof = caller.proof(TOKEN, nonce=foreign)
        answer = caller.redeem(code, offered.pin, headers={"dpop": proof})
        assert said(answer) == (400, "use_dpop_nonce", "dpop.nonce")
        given = answer.headers["dpop-nonce"]
        # A nonce for key proofs is none for this.
        other = caller.redeem(code, offered.pin, headers={"dpop": caller.proof(TOKEN, nonce=caller.nonce())})  # fmt: skip
        assert said(other)[1] == "use_dpop_nonce"
        fresh = caller.redeem(code, offered.pin, headers={"dpop": caller.proof(TOKEN, nonce=given)})
        assert fresh.status == 200


def test_attack_26_twin_each_answer_gives_the_next_nonce(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        answer = caller.redeem(caller.code(offered), offered.pin)
        token = str(answer.json()["access_token"])
        proof = caller.proof(CREDENTIAL, token=token, nonce=answer.headers["dpop-nonce"])
        answer = caller.ask(token, headers={"dpop": proof})
        assert len(credentials(answer)) == 3
        assert answer.headers["dpop-nonce"]


def test_attack_26_a_bearers_token_is_not_made_better_by_a_proof(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        caller.has_dpop = False
        token = caller.access(offer(office))
        caller.has_dpop = True
        assert said(caller.ask(token)) == (401, "invalid_token", "access.invalid")
