"""A clerk prepares a renewal, and then another in its place: the last one said counts."""

from pathlib import Path

import pytest

from livret_core.status.token import Status
from livret_issuer.pickup.records import Handed, Waiting
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from tests.office import DAY_S, NOW_S
from tests.pickups import Phone, code_of, offer, open_hall, statuses

LATER_S = NOW_S + DAY_S


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_hall(tmp_path)


@pytest.fixture
def phone(office: Office) -> Phone:
    return Phone(office)


@pytest.fixture
def first(office: Office, phone: Phone) -> tuple[Offered, str]:
    """A proof that was fetched, and the refresh token."""
    offered = offer(office)
    tokens = phone.redeem(offered)
    phone.notify(tokens.access, phone.fetch(tokens.access).notification_id)
    assert tokens.refresh is not None
    return offered, tokens.refresh


def renewing(office: Office, first: Offered, **more: object) -> Offered:
    return offer(office, renews=first.handover.code, valid_s=90 * DAY_S, **more)  # type: ignore[arg-type]


def stand(office: Office, offered: Offered) -> str:
    return office.counter().pickup(offered.handover.code)[1].stand


def fetched(office: Office, phone: Phone, refresh: str, newer: Offered) -> None:
    """The wallet asks for news: it gets the newer one, and the first goes."""
    tokens = phone.refresh(refresh, now_s=LATER_S)
    handed = phone.fetch(tokens.access, now_s=LATER_S, batch="newer")
    phone.notify(tokens.access, handed.notification_id, now_s=LATER_S)
    assert set(statuses(office, newer)) == {Status.VALID}


def test_one_that_a_wallet_has_begun_to_fetch_gives_way_to_the_newer(
    office: Office, phone: Phone, first: tuple[Offered, str]
) -> None:
    offered, refresh = first
    older = renewing(office, offered)
    begun = phone.refresh(refresh, now_s=LATER_S)
    assert stand(office, older) == "redeemed"
    newer = renewing(office, offered, now_s=LATER_S)
    assert newer.in_place_of == (older.handover.code,)
    assert stand(office, older) == "cancelled"
    assert (
        code_of(lambda: phone.ask(begun.access, now_s=LATER_S, batch="older")) == "access.invalid"
    )
    assert statuses(office, older) == []
    fetched(office, phone, refresh, newer)


def test_one_that_waits_for_a_second_clerk_is_denied_and_nobody_can_approve_it(
    office: Office, phone: Phone, first: tuple[Offered, str]
) -> None:
    offered, refresh = first
    older = renewing(office, offered, by="desk-1", needs_approval=True)
    begun = phone.refresh(refresh, now_s=LATER_S)
    waiting = phone.ask(begun.access, now_s=LATER_S, batch="older")
    assert isinstance(waiting, Waiting)
    newer = renewing(office, offered, by="desk-1", needs_approval=True, now_s=LATER_S)
    assert newer.in_place_of == (older.handover.code,)
    approve = office.counter().approve
    assert (
        code_of(lambda: approve(older.handover.code, by="desk-2", now_s=LATER_S))
        == "pickup.no_approval"
    )
    # It is told no, and not that it is nobody.
    assert code_of(lambda: phone.collect(begun, waiting, now_s=LATER_S)) == "issuance.denied"
    approve(newer.handover.code, by="desk-2", now_s=LATER_S)
    fetched(office, phone, refresh, newer)


def test_twin_one_that_was_signed_stays_and_is_renewed_itself(
    office: Office, phone: Phone, first: tuple[Offered, str]
) -> None:
    offered, refresh = first
    older = renewing(office, offered)
    begun = phone.refresh(refresh, now_s=NOW_S)
    assert isinstance(phone.ask(begun.access, batch="older"), Handed)
    newer = renewing(office, offered, now_s=LATER_S)
    assert newer.in_place_of == ()
    assert set(statuses(office, older)) == {Status.VALID}
    fetched(office, phone, refresh, newer)
    assert set(statuses(office, older)) == {Status.INVALID}
