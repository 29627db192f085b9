"""Attack 23 at the endpoints: a proof is withdrawn while its wallet fetches the newer one."""

from pathlib import Path

import pytest

from livret_core.status.token import Status
from tests.halls_online import credentials, hall_online, said
from tests.office import NOW_S
from tests.pickups import offer, statuses


@pytest.mark.parametrize("step", ["before the token", "before the request", "after the answer"])
def test_attack_23_withdrawn_while_a_newer_one_is_fetched(tmp_path: Path, step: str) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        first = offer(office)
        tokens = caller.tokens(first)
        caller.ask(str(tokens["access_token"]))
        newer = offer(office, renews=first.handover.code)

        def withdraw(at: str) -> None:
            if at == step:
                office.set_status(first.handover.code, Status.INVALID, now_s=NOW_S)

        withdraw("before the token")
        given = caller.refresh(str(tokens["refresh_token"]))
        if step == "before the token":
            assert said(given) == (400, "invalid_grant", "token.refresh")
            return
        token, request = str(given.json()["access_token"]), caller.request(batch="newer")
        withdraw("before the request")
        answer = caller.ask(token, request)
        if step == "before the request":
            assert said(answer) == (401, "invalid_token", "access.invalid")
            assert statuses(office, newer) == []
            return
        assert len(credentials(answer)) == 3
        withdraw("after the answer")
        assert statuses(office, newer) == [Status.INVALID] * 3


def test_attack_23_twin_what_is_good_is_renewed(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        first = offer(office)
        tokens = caller.tokens(first)
        caller.ask(str(tokens["access_token"]))
        newer = offer(office, renews=first.handover.code)
        token = str(caller.refresh(str(tokens["refresh_token"])).json()["access_token"])
        assert len(credentials(caller.ask(token, caller.request(batch="newer")))) == 3
        assert statuses(office, newer) == [Status.VALID] * 3
