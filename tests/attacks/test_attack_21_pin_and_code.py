"""Attack 21: somebody guesses a PIN, redeems a code twice, or uses up another's attempts."""

from functools import partial
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_issuer.pickup.redeeming import ATTEMPTS
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from tests.office import NOW_S
from tests.pickups import Phone, acts, code_of, offer, open_hall


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_hall(tmp_path)


def wrong(offered: Offered, number: int = 1) -> str:
    """A PIN that is not the right one."""
    return f"{(int(offered.pin) + number) % 1_000_000:06}"


def redeemed(office: Office, code: str, pin: str | None) -> str:
    """Why a code and a PIN are refused."""
    return code_of(partial(office.pickups().redeem, code, pin, shown=None, now_s=NOW_S))


def refused(phone: Phone, offered: Offered, number: int) -> str:
    """Why a wallet with the code and a wrong PIN is refused."""
    return code_of(lambda: phone.redeem(offered, pin=wrong(offered, number)))


def attempts_left(office: Office, offered: Offered) -> int:
    return office.counter().pickup(offered.handover.code)[1].attempts_left


def test_attack_21_each_wrong_pin_says_how_many_are_left(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    told = []
    for number in range(1, ATTEMPTS):
        with pytest.raises(LivretError) as caught:
            phone.redeem(offered, pin=wrong(offered, number))
        told.append((caught.value.code, caught.value.facts["attempts_left"]))
    assert told == [("token.tx_code", 2), ("token.tx_code", 1)]


def test_attack_21_after_the_last_attempt_the_right_pin_is_refused_too(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    code = phone.open(offered)
    told = [redeemed(office, code, wrong(offered, number)) for number in range(1, ATTEMPTS + 1)]
    assert told == ["token.tx_code", "token.tx_code", "pickup.blocked"]
    assert redeemed(office, code, offered.pin) == "pickup.blocked"
    assert acts(office)[-3:] == ["pin-wrong", "pin-wrong", "block"]


def test_attack_21_twin_the_right_pin_at_the_last_attempt(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    for number in range(1, ATTEMPTS):
        refused(phone, offered, number)
    assert phone.redeem(offered).access


def test_attack_21_blanks_between_the_digits_are_no_mistake(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    assert phone.redeem(offered, pin=f"{offered.pin[:3]} {offered.pin[3:]}").access


def test_attack_21_a_missing_pin_costs_nothing(office: Office) -> None:
    """A wallet that does not know of the PIN asks first without one."""
    offered, phone = offer(office), Phone(office)
    code = phone.open(offered)
    for pin in (None, ""):
        assert redeemed(office, code, pin) == "token.tx_code_missing"
    assert attempts_left(office, offered) == ATTEMPTS


def test_attack_21_who_guesses_codes_uses_up_nobodys_attempts(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    code = phone.open(offered)
    for guess in ("", "x", code[:-1], code + "A", code.swapcase()):
        assert redeemed(office, guess, "000000") == "token.code"
    assert attempts_left(office, offered) == ATTEMPTS


def test_attack_21_a_code_is_redeemed_once(office: Office) -> None:
    offered, phone, thief = offer(office), Phone(office), Phone(office, "mallory")
    code = phone.open(offered)
    phone.redeem(offered)
    stolen = lambda: office.pickups().redeem(  # noqa: E731
        code, offered.pin, shown=thief.dpop(), now_s=NOW_S
    )
    assert code_of(stolen) == "token.code"
    assert code_of(lambda: phone.open(offered)) == "token.code"


def test_attack_21_a_new_pin_opens_what_was_blocked_and_the_old_one_does_not(
    office: Office,
) -> None:
    offered, phone = offer(office), Phone(office)
    for number in range(1, ATTEMPTS + 1):
        refused(phone, offered, number)
    pin = office.counter().new_pin(offered.handover.code, now_s=NOW_S)
    if pin != offered.pin:  # one in a million draws the same again
        assert code_of(lambda: phone.redeem(offered)) == "token.tx_code"
    assert phone.redeem(offered, pin=pin).access


def test_attack_21_a_new_pin_takes_back_what_the_old_one_gave(office: Office) -> None:
    """Who asks for a new one has lost the answer, or says that it was not him."""
    offered, phone, thief = offer(office), Phone(office), Phone(office, "mallory")
    stolen = thief.redeem(offered)
    pin = office.counter().new_pin(offered.handover.code, now_s=NOW_S)
    assert code_of(lambda: thief.ask(stolen.access)) == "access.invalid"
    assert code_of(lambda: thief.refresh(stolen.refresh)) == "token.refresh"
    assert len(phone.fetch(phone.redeem(offered, pin=pin).access).credentials) == 3


def test_attack_21_no_new_pin_for_what_was_signed(office: Office) -> None:
    offered, phone = offer(office), Phone(office)
    phone.fetch(phone.redeem(offered).access)
    new_pin = lambda: office.counter().new_pin(offered.handover.code, now_s=NOW_S)  # noqa: E731
    assert code_of(new_pin) == "pickup.no_new_pin"


def test_attack_21_a_pin_of_one_offer_is_none_of_another(office: Office) -> None:
    one, other, phone = offer(office), offer(office, given_name="Zoé"), Phone(office)
    if one.pin != other.pin:
        assert code_of(lambda: phone.redeem(one, pin=other.pin)) == "token.tx_code"
    assert attempts_left(office, other) == ATTEMPTS
