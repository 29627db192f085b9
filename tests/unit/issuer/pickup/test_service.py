"""A pickup from the counter to the wallet, on a store on disk."""

from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.status.token import Status
from livret_issuer.pickup import going_on
from livret_issuer.pickup.records import Handed, StoredPickup, Waiting
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from livret_issuer.store.tables import HANDOVER, ONCE, PICKUP, TOKEN
from tests.office import DAY_S, NOW_S
from tests.pickups import ACT, HOUR_S, Phone, acts, code_of, offer, open_hall, statuses


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_hall(tmp_path)


def stand(office: Office, offered: Offered) -> str:
    return pickup(office, offered).stand


def pickup(office: Office, offered: Offered) -> StoredPickup:
    return office.counter().pickup(offered.handover.code)[1]


# The life of a pickup.


def test_a_pickup_goes_from_the_counter_to_the_wallet(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    tokens = phone.redeem(offered)
    handed = phone.fetch(tokens.access)
    phone.notify(tokens.access, handed.notification_id)
    assert len(handed.credentials) == 3
    assert stand(office, offered) == "accepted"
    assert acts(office)[-6:] == ["offer", "identify", "open", "redeem", "issue", "accepted"]


def test_the_audit_log_says_what_was_seen_in_codes(office: Office) -> None:
    offered = offer(office)
    [about] = [about for _, _, action, about in office.audit() if action == "identify"]
    assert about == f"{offered.handover.code} passport lease self"


def test_an_offer_can_be_opened_as_often_as_somebody_likes(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    assert phone.open(offered) == phone.open(offered)
    assert acts(office).count("open") == 1


def test_the_store_alone_redeems_nothing(office: Office) -> None:
    """Neither the code nor the PIN nor a token is in it, nor what makes one without the key."""
    offered, phone = offer(office), Phone(office)
    code = phone.open(offered)
    tokens = phone.redeem(offered)
    assert tokens.refresh is not None
    office._store.settle()
    raw = (office.home.root / "issuer.db").read_bytes()
    for secret in (code, offered.pin, tokens.access, tokens.refresh):
        assert secret.encode() not in raw


def test_an_offer_that_is_over_is_not_opened(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    code = phone.open(offered)
    end_s = NOW_S + HOUR_S
    assert code_of(lambda: phone.open(offered, now_s=end_s)) == "token.code"
    pickups = office.pickups()
    redeemed = lambda: pickups.redeem(code, offered.pin, shown=None, now_s=end_s)  # noqa: E731
    assert code_of(redeemed) == "token.code"


def test_an_offer_that_was_cancelled_is_not_redeemed(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    code = phone.open(offered)
    office.cancel(offered.handover.code, now_s=NOW_S)
    assert stand(office, offered) == "cancelled"
    pickups = office.pickups()
    redeemed = lambda: pickups.redeem(code, offered.pin, shown=None, now_s=NOW_S)  # noqa: E731
    assert code_of(redeemed) == "token.code"


def test_what_was_cancelled_after_it_was_redeemed_is_not_signed(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    tokens = phone.redeem(offered)
    office.cancel(offered.handover.code, now_s=NOW_S)
    assert code_of(lambda: phone.ask(tokens.access)) == "access.invalid"


def test_who_redeemed_in_time_has_time_to_fetch(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    late_s = NOW_S + HOUR_S - 1
    tokens = phone.redeem(offered, now_s=late_s)
    later_s = late_s + going_on.ACCESS_S - 1
    office.pickups().forget_expired(now_s=later_s)
    assert len(phone.fetch(tokens.access, now_s=later_s).credentials) == 3


def test_an_access_token_ends(office: Office) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office))
    end_s = NOW_S + going_on.ACCESS_S
    assert code_of(lambda: phone.ask(tokens.access, now_s=end_s)) == "access.invalid"


def test_a_refresh_token_asks_for_no_copies(office: Office) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office))
    assert code_of(lambda: phone.ask(tokens.refresh or "")) == "access.invalid"
    assert code_of(lambda: phone.refresh(tokens.access)) == "token.refresh"


def test_a_wallet_without_a_key_gets_no_refresh_token(office: Office) -> None:
    phone = Phone(office, has_dpop=False)
    tokens = phone.redeem(offer(office))
    assert (tokens.refresh, tokens.is_bound) == (None, False)
    assert len(phone.fetch(tokens.access).credentials) == 3


def test_more_copies_than_offered_are_refused(office: Office) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office, max_copies=2))
    assert code_of(lambda: phone.ask(tokens.access)) == "issuance.too_many"


def test_a_hand_over_that_was_picked_up_is_no_file_any_more(office: Office) -> None:
    """The same hand-over as a file and online: whichever comes first."""
    from tests.office import ask

    offered, phone = offer(office), Phone(office)
    phone.fetch(phone.redeem(offered).access)
    raw = ask(offered.handover).request.format()
    assert code_of(lambda: office.issue(raw, now_s=NOW_S)) == "handover.used"


def test_a_hand_over_that_was_used_as_a_file_is_not_picked_up(office: Office) -> None:
    from tests.office import ask

    offered, phone = offer(office), Phone(office)
    tokens = phone.redeem(offered)
    office.issue(ask(offered.handover).request.format(), now_s=NOW_S)
    assert code_of(lambda: phone.ask(tokens.access)) == "access.invalid"


def test_a_hand_over_of_a_list_can_be_picked_up_from_its_first_pin_on(office: Office) -> None:
    from tests.office import offer as offer_file

    code, phone = offer_file(office).code, Phone(office)
    assert code_of(lambda: office.pickups().open(code, now_s=NOW_S)) == "token.code"
    assert code_of(lambda: office.counter().new_pin(code, now_s=NOW_S)) == "usage.missing"
    pin = office.counter().new_pin(code, now_s=NOW_S, act=ACT)
    opened = office.pickups().open(code, now_s=NOW_S)
    tokens = office.pickups().redeem(
        opened.pre_authorized_code, pin, shown=phone.dpop(), now_s=NOW_S
    )
    assert len(phone.fetch(tokens.access).credentials) == 3


# Notifications.


def test_the_same_notification_twice_is_one(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    tokens = phone.redeem(offered)
    handed = phone.fetch(tokens.access)
    for _ in range(2):
        phone.notify(tokens.access, handed.notification_id)
    assert acts(office).count("accepted") == 1


def test_a_notification_of_another_delivery_is_refused(office: Office) -> None:
    phone, other = Phone(office), Phone(office, "zoe")
    tokens = phone.redeem(offer(office))
    phone.fetch(tokens.access)
    others = other.redeem(offer(office, given_name="Zoé"))
    name = other.fetch(others.access).notification_id
    assert code_of(lambda: phone.notify(tokens.access, name)) == "issuance.notification"


def test_nothing_is_notified_of_what_was_not_delivered(office: Office) -> None:
    from livret_issuer.pickup.secrets import notification_id

    offered, phone = offer(office), Phone(office)
    tokens = phone.redeem(offered)
    name = notification_id(office._pickup_keys, offered.handover.code)
    assert code_of(lambda: phone.notify(tokens.access, name)) == "issuance.notification"


# Renewal.


def held(office: Office, phone: Phone) -> tuple[Offered, str]:
    """Pick up a first proof; the offer, and the refresh token."""
    offered = offer(office)
    tokens = phone.redeem(offered)
    handed = phone.fetch(tokens.access)
    phone.notify(tokens.access, handed.notification_id)
    assert tokens.refresh is not None
    return offered, tokens.refresh


def renew(office: Office, phone: Phone, refresh: str, *, now_s: int) -> Handed:
    tokens = phone.refresh(refresh, now_s=now_s)
    handed = phone.fetch(tokens.access, now_s=now_s, batch=f"{now_s}")
    phone.notify(tokens.access, handed.notification_id, now_s=now_s)
    return handed


def test_without_news_there_is_nothing_newer(office: Office) -> None:
    phone = Phone(office)
    _, refresh = held(office, phone)
    later_s = NOW_S + DAY_S
    tokens = phone.refresh(refresh, now_s=later_s)
    asked = lambda: phone.ask(tokens.access, now_s=later_s, batch="b")  # noqa: E731
    assert code_of(asked) == "pickup.nothing_newer"


def test_a_newer_one_is_fetched_and_takes_the_place_of_the_old(office: Office) -> None:
    phone = Phone(office)
    first, refresh = held(office, phone)
    newer = offer(office, renews=first.handover.code, valid_s=90 * DAY_S)
    later_s = NOW_S + DAY_S
    tokens = phone.refresh(refresh, now_s=later_s)
    handed = phone.fetch(tokens.access, now_s=later_s, batch="b")
    assert set(statuses(office, first)) == {Status.VALID}  # until the wallet has the others
    phone.notify(tokens.access, handed.notification_id, now_s=later_s)
    assert set(statuses(office, first)) == {Status.INVALID}
    assert set(statuses(office, newer)) == {Status.VALID}


def test_what_was_renewed_can_be_renewed_again_by_the_same_token(office: Office) -> None:
    phone = Phone(office)
    first, refresh = held(office, phone)
    for day in (1, 2):
        offer(office, renews=first.handover.code, valid_s=90 * DAY_S, now_s=NOW_S + day)
        assert len(renew(office, phone, refresh, now_s=NOW_S + day * DAY_S).credentials) == 3
    with office._store.transaction() as transaction:
        codes = [each.code for each in transaction.pickups.renewals_of(first.handover.code)]
        found = [transaction.statuses_of(code) for code in codes]
    assert found == [{Status.INVALID}, {Status.VALID}]


def test_a_renewal_has_neither_link_nor_pin(office: Office) -> None:
    """It is for the wallet that has the first one, and for nobody who knows a code."""
    phone = Phone(office)
    first, _ = held(office, phone)
    newer = offer(office, renews=first.handover.code)
    assert (newer.link, newer.pin) == ("", "")
    assert code_of(lambda: phone.open(newer)) == "token.code"
    new_pin = lambda: office.counter().new_pin(newer.handover.code, now_s=NOW_S)  # noqa: E731
    assert code_of(new_pin) == "pickup.no_new_pin"


def test_nobody_elses_proof_is_renewed(office: Office) -> None:
    first, _ = held(office, Phone(office))
    offered = lambda: offer(office, renews=first.handover.code, given_name="Zoé")  # noqa: E731
    assert code_of(offered) == "pickup.other_person"


def test_what_a_wallet_without_a_key_has_is_not_renewed(office: Office) -> None:
    phone, offered = Phone(office, has_dpop=False), offer(office)
    phone.fetch(phone.redeem(offered).access)
    renewed = lambda: offer(office, renews=offered.handover.code)  # noqa: E731
    assert code_of(renewed) == "pickup.not_renewable"


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.INVALID])
def test_what_was_withdrawn_or_paused_is_not_renewed(office: Office, status: Status) -> None:
    phone = Phone(office)
    first, refresh = held(office, phone)
    offer(office, renews=first.handover.code)
    tokens = phone.refresh(refresh, now_s=NOW_S)
    office.set_status(first.handover.code, status, now_s=NOW_S)
    with pytest.raises(LivretError):
        phone.ask(tokens.access, batch="b")


# Four eyes, and a ledger that is not there yet.


def test_what_wants_a_second_clerk_waits_for_one(office: Office) -> None:
    offered, phone = offer(office, by="desk-1", needs_approval=True), Phone(office)
    tokens = phone.redeem(offered)
    waiting = phone.ask(tokens.access)
    assert isinstance(waiting, Waiting)
    assert phone.collect(tokens, waiting) == waiting
    office.counter().approve(offered.handover.code, by="desk-2", now_s=NOW_S)
    handed = phone.collect(tokens, waiting)
    assert isinstance(handed, Handed)
    assert phone.collect(tokens, waiting) == Handed(
        handed.credentials, handed.notification_id, is_repeated=True
    )


def test_what_was_approved_before_it_was_asked_for_does_not_wait(office: Office) -> None:
    offered, phone = offer(office, by="desk-1", needs_approval=True), Phone(office)
    office.counter().approve(offered.handover.code, by="desk-2", now_s=NOW_S)
    assert len(phone.fetch(phone.redeem(offered).access).credentials) == 3


def test_attack_29_one_clerk_is_not_two(office: Office) -> None:
    offered = offer(office, by="desk-1", needs_approval=True)
    counter, code = office.counter(), offered.handover.code
    assert code_of(lambda: counter.approve(code, by="desk-1", now_s=NOW_S)) == "pickup.same_clerk"


def test_what_a_second_clerk_denied_is_never_signed(office: Office) -> None:
    offered, phone = offer(office, by="desk-1", needs_approval=True), Phone(office)
    tokens = phone.redeem(offered)
    waiting = phone.ask(tokens.access)
    office.counter().deny(offered.handover.code, by="desk-2", now_s=NOW_S)
    assert code_of(lambda: phone.collect(tokens, waiting)) == "issuance.denied"
    assert code_of(lambda: phone.ask(tokens.access, batch="b")) == "issuance.denied"


def test_a_transaction_of_another_is_refused(office: Office) -> None:
    phone, other = Phone(office), Phone(office, "zoe")
    tokens = phone.redeem(offer(office, by="desk-1", needs_approval=True))
    others = other.redeem(offer(office, by="desk-1", needs_approval=True, given_name="Zoé"))
    phone.ask(tokens.access)
    waiting = other.ask(others.access)
    assert code_of(lambda: phone.collect(tokens, waiting)) == "issuance.transaction"


# Forgetting.


def test_an_end_leaves_nothing_secret_nor_personal(office: Office) -> None:
    phone = Phone(office)
    unused, used = offer(office), offer(office, given_name="Zoé")
    phone.open(unused)
    phone.fetch(phone.redeem(used).access)
    office.pickups().forget_expired(now_s=NOW_S + 500 * DAY_S)
    with office._store._engine.connect() as connection:
        for row in connection.execute(PICKUP.select()):
            kept = (row.code_sha256, row.draw, row.pin_tag, row.person, row.proofs)
            assert kept == (None,) * 5
        for row in connection.execute(HANDOVER.select()):
            assert (row.claims, row.response, row.person) == (None, None, None)
        for table in (TOKEN, ONCE):
            assert connection.execute(table.select()).all() == []


def test_who_it_is_for_is_known_while_it_can_be_renewed_and_not_longer(office: Office) -> None:
    phone, bearer = Phone(office), Phone(office, "zoe", has_dpop=False)
    renewable, not_so = offer(office), offer(office, given_name="Zoé")
    phone.fetch(phone.redeem(renewable).access)
    bearer.fetch(bearer.redeem(not_so).access)
    office.pickups().forget_expired(now_s=NOW_S + 2 * HOUR_S)
    assert pickup(office, renewable).person is not None
    assert pickup(office, not_so).person is None
    office.pickups().forget_expired(now_s=NOW_S + 500 * DAY_S)
    assert pickup(office, renewable).person is None


def test_who_it_is_for_is_known_of_the_newest_alone(office: Office) -> None:
    phone = Phone(office)
    first = offer(office)
    tokens = phone.redeem(first)
    phone.fetch(tokens.access)
    newer = offer(office, renews=first.handover.code)
    assert pickup(office, first).person is not None
    again = office.pickups().refresh(tokens.refresh or "", shown=phone.dpop(), now_s=NOW_S)
    assert isinstance(phone.ask(again.access, batch="newer"), Handed)
    assert pickup(office, first).person is None
    assert pickup(office, newer).person is not None


def test_many_that_are_over_are_forgotten_in_turns(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livret_issuer.store.database._FORGOTTEN_AT_ONCE", 1)
    for name in ("Zoé", "Jeanne", "Camille"):
        offer(office, given_name=name)
    assert office.forget_expired(now_s=NOW_S + HOUR_S - 1) == 0
    assert office.forget_expired(now_s=NOW_S + HOUR_S) == 6  # a hand-over and a pickup each
    assert office.forget_expired(now_s=NOW_S + HOUR_S) == 0
