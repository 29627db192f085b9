"""An open wallet and a service that asks: a yes is to one sheet, and to one that is still so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_wallet.client.answering import AskedBy
from livret_wallet.consent import ConsentGiven, agree
from livret_wallet.session import OpenWallet
from livret_wallet.session.requests import Requests
from tests.asked_on_screen import AskedHeld


@pytest.fixture
def held(tmp_path: Path) -> AskedHeld:
    made = AskedHeld(tmp_path)
    made.scene.by_ledger("commune")
    return made


@pytest.fixture
def wallet(held: AskedHeld) -> Iterator[OpenWallet]:
    opened = held.unlock()
    yield opened
    opened.lock()


def look(wallet: OpenWallet, link: str) -> tuple[Requests, AskedBy, ConsentGiven]:
    requests = Requests(wallet)
    asked = requests.ask(f"  {link}\n")
    given = agree(requests.sheet(asked, requests.fitting(asked)[0], "fr"), "oui")
    assert given is not None
    return requests, asked, given


def refusal(requests: Requests, asked: AskedBy, given: ConsentGiven) -> str:
    with pytest.raises(LivretError) as caught:
        requests.send(asked, given)
    return caught.value.code


def test_a_yes_is_good_for_what_was_shown_in_any_language(
    held: AskedHeld, wallet: OpenWallet
) -> None:
    requests, asked, given = look(wallet, held.service.link)
    wallet.language = "de"
    assert requests.send(asked, given).is_taken
    assert len(held.service.received) == 1


def test_a_yes_to_a_sheet_that_is_no_more_so_sends_nothing(
    held: AskedHeld, wallet: OpenWallet
) -> None:
    requests, asked, given = look(wallet, held.service.link)
    requests.send(asked, given)
    # By now it would be another copy, which nobody was shown.
    assert refusal(requests, asked, given) == "consent.changed"
    assert len(held.service.received) == 1


def test_a_yes_to_another_request_sends_nothing(held: AskedHeld, wallet: OpenWallet) -> None:
    _, _, given = look(wallet, held.service.link)
    held.scene.by_ledger("commune", "birthdate")
    requests, asked, _ = look(wallet, held.service.link)
    assert refusal(requests, asked, given) == "consent.changed"
    assert held.service.received == []


def test_a_yes_that_comes_too_late_sends_nothing(held: AskedHeld, wallet: OpenWallet) -> None:
    requests, asked, given = look(wallet, held.service.link)
    held.now_s = asked.request.expires_at_s
    assert refusal(requests, asked, given) == "request.expired"
    assert held.service.received == []


def test_a_locked_wallet_answers_nothing(held: AskedHeld, wallet: OpenWallet) -> None:
    requests, asked, given = look(wallet, held.service.link)
    wallet.lock()
    assert refusal(requests, asked, given) == "vault.locked"
    for act in (lambda: requests.ask(held.service.link), lambda: requests.refuse(asked)):
        with pytest.raises(LivretError) as caught:
            act()
        assert caught.value.code == "vault.locked"
    assert held.service.received == []
