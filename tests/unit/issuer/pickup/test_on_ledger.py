"""What is picked up waits for the ledger where it must, and is dated by it afterwards."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from livret_core.https_uri import HttpsUri
from livret_core.sealing import SealedFile
from livret_issuer.operations import DAY_S
from livret_issuer.pickup.records import Handed, KeyShown, Tokens, Waiting
from tests.hall_on_ledger import Stand
from tests.office import CHEAP
from tests.pickups import URL, Phone, acts, code_of, offer, shown_by


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    defaults = SealedFile.unseal.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "floor", CHEAP)
    stand = Stand(tmp_path)
    hall = replace(stand.office.hall, url=HttpsUri.parse(URL))
    stand.office.home.change_hall(hall)
    stand.reopen()
    return stand


def redeemed(stand: Stand) -> tuple[Phone, Tokens]:
    """Offer and redeem, at the ledger's time; the wallet, and its tokens."""
    office, at_s = stand.office, stand.now_s
    offered, phone = offer(office, now_s=at_s, commune="Verdun"), Phone(office)
    opened = office.pickups().open(offered.handover.code, now_s=at_s)
    tokens = office.pickups().redeem(
        opened.pre_authorized_code, offered.pin, shown=show(stand, phone), now_s=at_s
    )
    return phone, tokens


def show(stand: Stand, phone: Phone) -> KeyShown:
    phone.shown += 1
    return shown_by(phone.name, phone.shown, until_s=stand.now_s + 600)


def dated(stand: Stand, phone: Phone, access: str, name: str) -> str:
    """Why a wallet gets no dating."""
    shown, pickups = show(stand, phone), stand.office.pickups()
    return code_of(partial(pickups.dating, access, name, shown=shown, now_s=stand.now_s))


def test_before_the_ledger_has_the_town_hall_a_request_waits(stand: Stand) -> None:
    phone, tokens = redeemed(stand)
    pickups = stand.office.pickups()
    ask = phone.request(now_s=stand.now_s)
    waiting = pickups.ask(tokens.access, ask, shown=show(stand, phone), now_s=stand.now_s)
    assert isinstance(waiting, Waiting)
    assert acts(stand.office)[-1] == "wait"
    stand.register()
    collected = stand.office.pickups().collect(
        tokens.access, waiting.transaction_id, shown=show(stand, phone), now_s=stand.now_s
    )
    assert isinstance(collected, Handed)


def test_what_was_picked_up_is_dated_once_its_day_is_on_the_ledger(stand: Stand) -> None:
    stand.register()
    phone, tokens = redeemed(stand)
    pickups, ask = stand.office.pickups(), phone.request(now_s=stand.now_s)
    handed = pickups.ask(tokens.access, ask, shown=show(stand, phone), now_s=stand.now_s)
    assert isinstance(handed, Handed)
    name = handed.notification_id
    assert dated(stand, phone, tokens.access, name) == "pickup.not_dated"
    stand.scene.tick(DAY_S)
    operation, _ = stand.desk.commit(now_s=stand.now_s)
    stand.take(operation)
    pickups = stand.office.pickups()
    later = pickups.refresh(tokens.refresh or "", shown=show(stand, phone), now_s=stand.now_s)
    shown = show(stand, phone)
    dating = pickups.dating(later.access, name, shown=shown, now_s=stand.now_s)
    assert len(dating.paths) == 3
    assert dating.operation == operation


def test_who_does_not_know_the_delivery_gets_no_dating(stand: Stand) -> None:
    stand.register()
    phone, tokens = redeemed(stand)
    pickups, ask = stand.office.pickups(), phone.request(now_s=stand.now_s)
    pickups.ask(tokens.access, ask, shown=show(stand, phone), now_s=stand.now_s)
    assert dated(stand, phone, tokens.access, "guessed") == "issuance.notification"
