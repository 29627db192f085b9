"""Attack 26: a token shown with another key, with none, or with a proof that was shown before."""

from functools import partial
from pathlib import Path

import pytest

from livret_issuer.pickup import going_on
from livret_issuer.pickup.records import Handed, KeyShown
from livret_issuer.service import Office
from tests.office import NOW_S
from tests.pickups import Phone, code_of, offer, open_hall, shown_by


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_hall(tmp_path)


@pytest.mark.parametrize(
    ("shown", "code"),
    [(None, "dpop.missing"), (shown_by("mallory", 1), "dpop.other_key")],
)
def test_attack_26_a_stolen_token_without_its_key(
    office: Office, shown: KeyShown | None, code: str
) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office))
    pickups, ask = office.pickups(), phone.request()
    asked = lambda: pickups.ask(tokens.access, ask, shown=shown, now_s=NOW_S)  # noqa: E731
    assert code_of(asked) == code
    assert tokens.refresh is not None
    refreshed = lambda: pickups.refresh(tokens.refresh or "", shown=shown, now_s=NOW_S)  # noqa: E731
    assert code_of(refreshed) == code


def test_attack_26_a_bearers_token_is_not_shown_as_a_bound_one(office: Office) -> None:
    phone, thief = Phone(office, has_dpop=False), Phone(office, "mallory")
    tokens = phone.redeem(offer(office))
    assert code_of(lambda: thief.ask(tokens.access, phone.request())) == "access.invalid"


def test_attack_26_a_proof_is_taken_once(office: Office) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office))
    shown, pickups = phone.dpop(), office.pickups()
    ask = phone.request()
    pickups.ask(tokens.access, ask, shown=shown, now_s=NOW_S)
    for at_s in (NOW_S, NOW_S + going_on.ACCESS_S - 1):
        again = partial(pickups.ask, tokens.access, ask, shown=shown, now_s=at_s)
        assert code_of(again) == "dpop.replayed"


def test_attack_26_twin_another_proof_of_the_same_key(office: Office) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office))
    ask = phone.request()
    answers = [phone.ask(tokens.access, ask) for _ in range(2)]
    assert [isinstance(answer, Handed) for answer in answers] == [True, True]


def test_attack_26_a_proof_that_redeemed_opens_nothing_else(office: Office) -> None:
    phone, offered = Phone(office), offer(office)
    shown, code = phone.dpop(), phone.open(offered)
    tokens = office.pickups().redeem(code, offered.pin, shown=shown, now_s=NOW_S)
    ask = phone.request()
    asked = lambda: office.pickups().ask(  # noqa: E731
        tokens.access, ask, shown=shown, now_s=NOW_S
    )
    assert code_of(asked) == "dpop.replayed"


def test_attack_26_what_is_remembered_of_one_pickup_is_bounded(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_on, "MAX_SEEN", 4)
    phone = Phone(office)
    tokens = phone.redeem(offer(office))
    ask = phone.request()
    phone.ask(tokens.access, ask)  # with the nonce, and what redeemed: three
    phone.ask(tokens.access, ask)
    assert code_of(lambda: phone.ask(tokens.access, ask)) == "dpop.replayed"
