"""Attack 23: who fetches a newer proof and says nothing of it keeps the old one as well.

The standard asks no wallet to say what became of a delivery (OpenID4VCI 1.0 §11), and in a
deferred answer in clear it has no name to say it under. What was renewed is withdrawn all the
same once the time for that is over, with the lists that are published next.
"""

from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.status.token import Status
from livret_issuer.pickup.going_on import ACCESS_S, INTERVAL_S
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from tests.halls_online import Caller, Clock, credentials, hall_online, said
from tests.pickups import acts, offer, statuses


def renewed(
    office: Office, caller: Caller, clock: Clock, *, is_deferred: bool
) -> tuple[Offered, Offered, str, str]:
    """Fetch a proof and a newer one; both, the newer one's token, and its name if it has one."""
    first = offer(office)
    tokens = caller.tokens(first)
    caller.ask(str(tokens["access_token"]))
    more: dict[str, Any] = {"by": "desk-1", "needs_approval": True} if is_deferred else {}
    newer = offer(office, renews=first.handover.code, **more)
    token = str(caller.refresh(str(tokens["refresh_token"])).json()["access_token"])
    answer = caller.ask(token, caller.request(batch="newer"))
    if is_deferred:
        assert answer.status == 202
        office.counter().approve(newer.handover.code, by="desk-2", now_s=clock())
        clock.now_s += INTERVAL_S
        body = {"transaction_id": answer.json()["transaction_id"]}
        answer = caller.post("/deferred", json_encoding.format(body), token=token)
    assert len(credentials(answer)) == 3
    return first, newer, token, str(answer.json().get("notification_id", ""))


@pytest.mark.parametrize("is_deferred", [False, True])
def test_attack_23_nothing_is_said_and_the_old_one_is_withdrawn(
    tmp_path: Path, is_deferred: bool
) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        first, newer, _, name = renewed(office, caller, clock, is_deferred=is_deferred)
        assert bool(name) is not is_deferred
        clock.now_s += ACCESS_S - 1
        office.publish(now_s=clock())
        assert {*statuses(office, first)} == {Status.VALID}  # it can still be said
        clock.now_s += 1
        office.publish(now_s=clock())
        assert {*statuses(office, first)} == {Status.INVALID}
        assert {*statuses(office, newer)} == {Status.VALID}
        assert acts(office).count("replace") == 1
        office.forget_expired(now_s=clock() + ACCESS_S)
        assert acts(office).count("replace") == 1


@pytest.mark.parametrize("event", ["credential_accepted", "credential_deleted"])
def test_attack_23_what_arrived_replaces_at_once(tmp_path: Path, event: str) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        first, newer, token, name = renewed(office, caller, clock, is_deferred=False)
        body = json_encoding.format({"notification_id": name, "event": event})
        assert caller.post("/notification", body, token=token).status == 204
        assert {*statuses(office, first)} == {Status.INVALID}
        assert {*statuses(office, newer)} == {Status.VALID}


def test_attack_23_twin_what_failed_leaves_the_old_one(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        first, _, token, name = renewed(office, caller, clock, is_deferred=False)
        body = json_encoding.format({"notification_id": name, "event": "credential_failure"})
        assert caller.post("/notification", body, token=token).status == 204
        clock.now_s += ACCESS_S
        office.publish(now_s=clock())
        assert {*statuses(office, first)} == {Status.VALID}
        assert "replace" not in acts(office)


def test_attack_23_twin_what_is_not_signed_yet_leaves_the_old_one(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        first = offer(office)
        tokens = caller.tokens(first)
        caller.ask(str(tokens["access_token"]))
        offer(office, renews=first.handover.code, by="desk-1", needs_approval=True)
        token = str(caller.refresh(str(tokens["refresh_token"])).json()["access_token"])
        assert caller.ask(token, caller.request(batch="newer")).status == 202
        clock.now_s += 40 * 86_400
        office.publish(now_s=clock())
        assert {*statuses(office, first)} == {Status.VALID}
        assert said(caller.ask(token))[0] == 401
