"""Attack 25, over the network: the power goes at any step, or the answer is lost on its way."""

import os
import signal
from pathlib import Path
from typing import NoReturn

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.keys import P256Signer
from livret_core.status.token import Status, StatusReference
from livret_issuer.pickup import nonces
from livret_issuer.pickup.records import Handed
from livret_issuer.service import Office
from livret_issuer.store import Pickups as Rows
from livret_issuer.store.database import Transaction
from tests.office import NOW_S
from tests.pickups import HOUR_S, Phone, acts, code_of, offer, open_hall, statuses


class PowerCut(BaseException):
    """What no `except` of ours catches."""


def cut(*arguments: object, **named: object) -> NoReturn:
    raise PowerCut


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_hall(tmp_path)


def slots(handed: Handed) -> set[int]:
    return {
        StatusReference.parse(Presentation.parse(text).registered.status).index
        for text in handed.credentials
    }


STEPS = [
    (Rows, "use"),
    (P256Signer, "sign"),
    (Transaction, "taken_slots"),
    (Transaction, "add_copies"),
    (Transaction, "use_handover"),
    (Transaction, "note"),
    (Rows, "keep"),
    (Transaction, "extend_handover"),
]


@pytest.mark.parametrize(("where", "step"), STEPS, ids=[step for _, step in STEPS])
def test_attack_25_the_power_goes_before_the_answer_is_recorded(
    office: Office, monkeypatch: pytest.MonkeyPatch, where: type, step: str
) -> None:
    phone, offered = Phone(office), offer(office)
    tokens = phone.redeem(offered)
    ask = phone.request()
    with monkeypatch.context() as patch:
        patch.setattr(where, step, cut)
        with pytest.raises(PowerCut):
            phone.ask(tokens.access, ask)
    assert (statuses(office, offered), acts(office).count("issue")) == ([], 0)
    assert isinstance(phone.ask(tokens.access, ask), Handed)
    assert statuses(office, offered) == [Status.VALID] * 3


@pytest.mark.parametrize("step", ["keep", "add_token"])
def test_attack_25_the_power_goes_while_a_code_is_redeemed(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    phone, offered = Phone(office), offer(office)
    phone.open(offered)
    with monkeypatch.context() as patch:
        patch.setattr(Rows, step, cut)
        with pytest.raises(PowerCut):
            phone.redeem(offered)
    assert len(phone.fetch(phone.redeem(offered).access).credentials) == 3


def test_attack_25_a_process_is_killed_between_signing_and_recording(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, offered = Phone(office), offer(office)
    tokens = phone.redeem(offered)
    ask = phone.request()
    office.close()
    child = os.fork()
    if child == 0:
        try:
            Transaction.use_handover = lambda *_, **__: os.kill(  # type: ignore[method-assign]
                os.getpid(), signal.SIGKILL
            )
            phone.ask(tokens.access, ask)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    phone.shown += 1
    assert isinstance(phone.ask(tokens.access, ask), Handed)
    assert len(statuses(office, offered)) == 3


def test_attack_25_a_lost_answer_is_given_again(office: Office) -> None:
    phone, offered = Phone(office), offer(office)
    tokens = phone.redeem(offered)
    ask = phone.request()
    first = phone.ask(tokens.access, ask)
    later_s = NOW_S + nonces.LIFE_S + 1  # its nonce was used, and is over
    again = phone.ask(tokens.access, ask, now_s=later_s)
    assert isinstance(first, Handed)
    assert isinstance(again, Handed)
    assert (again.credentials, again.is_repeated) == (first.credentials, True)
    assert again.notification_id == first.notification_id
    assert len(statuses(office, offered)) == 3


def test_attack_25_a_wallet_that_signs_its_proofs_anew_gets_the_same_answer(
    office: Office,
) -> None:
    """Most wallets do: another nonce, another signature, the same keys. No key gets more."""
    phone, offered = Phone(office), offer(office)
    tokens = phone.redeem(offered)
    first = phone.fetch(tokens.access)
    again = phone.fetch(tokens.access)
    assert (again.credentials, again.is_repeated) == (first.credentials, True)
    assert len(statuses(office, offered)) == 3


def test_attack_25_twin_other_keys_get_nothing(office: Office) -> None:
    phone, offered = Phone(office), offer(office)
    tokens = phone.redeem(offered)
    phone.fetch(tokens.access)
    assert code_of(lambda: phone.ask(tokens.access, batch="others")) == "pickup.nothing_newer"
    assert len(statuses(office, offered)) == 3


def test_attack_25_some_of_the_keys_get_nothing_more(office: Office) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office))
    phone.fetch(tokens.access)
    fewer = phone.request(copies=2)
    assert code_of(lambda: phone.ask(tokens.access, fewer)) == "pickup.nothing_newer"


def test_attack_25_no_slot_is_given_to_two(office: Office) -> None:
    taken: set[int] = set()
    for name in ("camille", "zoe", "jeanne"):
        phone = Phone(office, name)
        handed = phone.fetch(phone.redeem(offer(office, given_name=name)).access)
        assert taken.isdisjoint(slots(handed))
        taken |= slots(handed)


def test_attack_25_an_answer_is_not_kept_for_ever(office: Office) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office))
    phone.fetch(tokens.access)
    office.pickups().forget_expired(now_s=NOW_S + HOUR_S)
    refreshed = office.pickups().refresh(
        tokens.refresh or "", shown=phone.dpop(), now_s=NOW_S + HOUR_S
    )
    asked = lambda: phone.ask(refreshed.access, now_s=NOW_S + HOUR_S)  # noqa: E731
    assert code_of(asked) == "pickup.nothing_newer"
