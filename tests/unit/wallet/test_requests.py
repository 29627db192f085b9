"""An open wallet and a service that asks: a yes is to one sheet, and to one that is still so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.openid4vp.client_id import KnownClients
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import POSTED
from livret_wallet.client.answering import AskedBy
from livret_wallet.consent import ConsentGiven, agree
from livret_wallet.records import HistoryEntry
from livret_wallet.request_record import AskedRecord, Behind, digest_of
from livret_wallet.session import OpenWallet
from livret_wallet.session.requests import Requests
from livret_wallet.vault import Vault, holdings
from livret_wallet.vault import requests as kept
from tests.asked_on_screen import AskedHeld
from tests.cheap_words import CHEAP
from tests.wallet_held import PASSPHRASE


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


def past(held: AskedHeld) -> tuple[list[HistoryEntry], list[AskedRecord]]:
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
        return holdings.history(vault), [each for _, each in kept.kept(vault)]


def test_a_request_that_a_lock_ended_was_not_answered(held: AskedHeld, wallet: OpenWallet) -> None:
    requests, asked, _ = look(wallet, held.service.link)
    requests.keep(asked, held.service.link)
    shown_s = held.now_s
    wallet.lock()  # as a crash: nothing else is written
    held.now_s += 3_600
    held.unlock().lock()
    [entry, *_], [record] = past(held)
    assert (entry.kind, entry.at_s) == ("unanswered", shown_s)
    assert entry.wanted == (("commune",),)
    assert entry.request_digest == record.digest == asked.record.digest
    held.unlock().lock()
    assert [each.kind for each in past(held)[0]].count("unanswered") == 1


@pytest.mark.parametrize("does", ["send", "refuse", "leave"])
def test_a_request_that_was_answered_before_the_lock_says_so_alone(
    held: AskedHeld, wallet: OpenWallet, does: str
) -> None:
    requests, asked, given = look(wallet, held.service.link)
    requests.keep(asked, held.service.link)
    match does:
        case "send":
            requests.send(asked, given)
        case "refuse":
            requests.refuse(asked)
        case _:
            requests.leave(asked)
    wallet.lock()
    held.unlock().lock()
    entries, [record] = past(held)
    found = [each for each in entries if each.request_digest == record.digest]
    assert [each.kind for each in found] == [
        {"send": "sent", "refuse": "refused", "leave": "unanswered"}[does]
    ]


def test_what_was_signed_is_kept_as_it_came(held: AskedHeld, wallet: OpenWallet) -> None:
    requests, asked, given = look(wallet, held.service.link)
    requests.send(asked, given)
    wallet.lock()
    _, [record] = past(held)
    assert (record.behind, record.at_s) == ("registered", held.now_s)
    hall = held.scene.desk.hall()
    known = KnownClients(did_keys={hall.kid: hall.signer.public_key})
    again = AuthorizationRequest.verify(
        record.text,
        now_s=held.now_s,
        modes=POSTED,
        known=known,
        wallet_nonce=asked.request.wallet_nonce,
    )
    assert again.nonce == asked.request.nonce


def test_the_newest_hundred_of_the_registered_and_of_all_others_are_kept(
    wallet: OpenWallet,
) -> None:
    behind: tuple[Behind, ...] = ("key", "registered")
    with wallet.opened_vault() as vault, vault.transaction():
        for at in range(2 * kept.MOST + 6):
            text = f"{at}.a.b"
            kept.note(
                vault,
                AskedRecord(
                    digest=digest_of(text), text=text, at_s=at, behind=behind[at % 2], name=""
                ),
            )
        found = [each.at_s for _, each in kept.kept(vault)]
    assert kept.MOST == 100
    assert found == list(range(6, 2 * kept.MOST + 6))
