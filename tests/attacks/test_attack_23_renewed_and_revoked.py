"""Attack 23: a proof is withdrawn while its wallet fetches the newer one.

Who withdraws a proof means the proof of that person, not this copy of it: whichever of the two
comes first, nothing that holds is left.
"""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.status.token import Status
from livret_issuer.pickup.records import Handed
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from tests.office import DAY_S, NOW_S
from tests.pickups import Phone, acts, offer, open_hall, statuses

STEPS = ("refresh", "ask", "notify")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_hall(tmp_path)


def held(office: Office, phone: Phone) -> tuple[Offered, str]:
    offered = offer(office)
    tokens = phone.redeem(offered)
    handed = phone.fetch(tokens.access)
    phone.notify(tokens.access, handed.notification_id)
    assert tokens.refresh is not None
    return offered, tokens.refresh


def renewing(office: Office, phone: Phone, refresh: str, before: Callable[[str], None]) -> None:
    """Fetch the newer one; *before* is called ahead of each step, with its name."""
    pickups = office.pickups()
    before("refresh")
    tokens = pickups.refresh(refresh, shown=phone.dpop(), now_s=NOW_S)
    before("ask")
    handed = phone.ask(tokens.access, batch="b")
    assert isinstance(handed, Handed)
    before("notify")
    phone.notify(tokens.access, handed.notification_id)
    before("end")


@pytest.mark.parametrize("at", [*STEPS, "end"])
def test_attack_23_withdrawn_at_each_step_of_a_renewal(office: Office, at: str) -> None:
    phone = Phone(office)
    first, refresh = held(office, phone)
    newer = offer(office, renews=first.handover.code, valid_s=DAY_S)

    def withdraw(step: str) -> None:
        if step == at:
            office.set_status(first.handover.code, Status.INVALID, now_s=NOW_S)

    try:
        renewing(office, phone, refresh, withdraw)
    except LivretError as error:
        assert error.code in {"token.refresh", "access.invalid"}  # noqa: PT017
    left = {*statuses(office, first), *statuses(office, newer)}
    assert left == {Status.INVALID}


def test_attack_23_twin_a_renewal_that_nobody_withdrew_holds(office: Office) -> None:
    phone = Phone(office)
    first, refresh = held(office, phone)
    newer = offer(office, renews=first.handover.code, valid_s=DAY_S)
    renewing(office, phone, refresh, lambda _: None)
    assert statuses(office, newer) == [Status.VALID] * 3
    assert acts(office)[-1] == "replace"


@pytest.mark.parametrize("at", ["ask", "notify", "end"])
def test_attack_23_paused_at_each_step_of_a_renewal(office: Office, at: str) -> None:
    phone = Phone(office)
    first, refresh = held(office, phone)
    newer = offer(office, renews=first.handover.code, valid_s=DAY_S)

    def pause(step: str) -> None:
        if step == at:
            code = newer.handover.code if at == "end" else first.handover.code
            office.set_status(code, Status.SUSPENDED, now_s=NOW_S)

    try:
        renewing(office, phone, refresh, pause)
    except LivretError as error:
        assert error.code == "issuance.denied"  # noqa: PT017
    assert Status.VALID not in {*statuses(office, first), *statuses(office, newer)}


def test_attack_23_renewed_and_withdrawn_at_once(office: Office) -> None:
    phone = Phone(office)
    first, refresh = held(office, phone)
    newer = offer(office, renews=first.handover.code, valid_s=DAY_S)
    begin = threading.Barrier(2)
    clerk = Office(office.home, office.hall, office._keys)

    def withdraw() -> None:
        begin.wait()
        clerk.set_status(first.handover.code, Status.INVALID, now_s=NOW_S)

    thread = threading.Thread(target=withdraw)
    thread.start()
    begin.wait()
    try:
        renewing(office, phone, refresh, lambda _: None)
    except LivretError as error:
        assert error.code in {"token.refresh", "access.invalid"}  # noqa: PT017
    thread.join()
    assert {*statuses(office, first), *statuses(office, newer)} == {Status.INVALID}


def test_attack_23_what_was_withdrawn_is_not_offered_anew_to_its_wallet(office: Office) -> None:
    phone = Phone(office)
    first, refresh = held(office, phone)
    office.set_status(first.handover.code, Status.INVALID, now_s=NOW_S)
    with pytest.raises(LivretError) as caught:
        offer(office, renews=first.handover.code)
    assert caught.value.code == "pickup.not_renewable"
    with pytest.raises(LivretError) as caught:
        office.pickups().refresh(refresh, shown=phone.dpop(), now_s=NOW_S)
    assert caught.value.code == "token.refresh"
