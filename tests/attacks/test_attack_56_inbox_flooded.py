"""Attack 56: links of one service, or of many nobodies, push out what waits in the inbox of others.

Whoever decides later was told until when it waits. No service ends that by asking again.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from livret_wallet.screens import receiving
from livret_wallet.session.requests import waiting_of
from livret_wallet.vault import Vault, inbox
from livret_wallet.waiting_record import Waiting
from tests.asked_on_screen import AskedHeld
from tests.being_asked import Asked
from tests.cheap_words import CHEAP
from tests.wallet_at_hall import AtHall

NOW_S = 1_800_000_000
HOUR_S = 3_600
YEAR_S = 365 * 86_400


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP) as made:
        yield made


def links(
    who: str, *, count: int = 3, did: str = "", hosts: str = "", since_s: int = NOW_S
) -> list[Waiting]:
    return [
        Waiting(
            kind="request",
            link=f"openid4vp://?{who}-{at}",
            who=who,
            since_s=since_s,
            until_s=since_s + HOUR_S,
            did=did,
            hosts=hosts,
        )
        for at in range(count)
    ]


def put(vault: Vault, ones: list[Waiting]) -> None:
    with vault.transaction():
        for one in ones:
            inbox.put(vault, one)


def left(vault: Vault, ones: list[Waiting]) -> int:
    """How many of these wait."""
    found = {each.link for _, each in inbox.waiting(vault)}
    return len(found & {each.link for each in ones})


def test_attack_56_twin_all_wait_while_there_is_room(vault: Vault) -> None:
    known = links("pool", count=inbox.MOST, did="did:webvh:a:pool")
    others = links("shop", count=10, hosts="shop.test") + links("nobody", count=15)
    put(vault, known + others)
    put(vault, others)  # opened once more, each in its place
    assert inbox.MOST == 25
    assert left(vault, known + others) == 50
    assert {each for _, each in inbox.waiting(vault)} == {*known, *others}


def test_attack_56_others_together_end_no_waiting_of_whom_a_ledger_knows(vault: Vault) -> None:
    known = links("pool", count=inbox.MOST, did="did:webvh:a:pool")
    put(vault, known)
    put(vault, [one for at in range(30) for one in links(f"{at}", count=1, hosts=f"{at}.test")])
    assert left(vault, known) == inbox.MOST


def test_attack_56_whom_a_ledger_knows_ends_no_waiting_of_others(vault: Vault) -> None:
    others = links("nobody", count=inbox.MOST)
    put(vault, others)
    put(vault, links("flood", count=40, did="did:webvh:b:flood"))
    assert left(vault, others) == inbox.MOST


def test_attack_56_one_that_asks_again_and_again_ends_its_own_alone(vault: Vault) -> None:
    for ours, flood in (
        (links("pool", did="did:webvh:a:pool"), links("a", count=40, did="did:webvh:b:flood")),
        (links("shop", hosts="shop.test"), links("b", count=40)),  # under a new name each time
    ):
        put(vault, ours)
        put(vault, flood)
        assert left(vault, ours) == 3
        assert left(vault, flood[-22:]) == left(vault, flood) == 22


def test_attack_56_what_is_over_makes_room_before_what_is_good(vault: Vault) -> None:
    pool = links("pool", count=20)
    over = links("shop", hosts="shop.test", since_s=NOW_S - 2 * HOUR_S)
    put(vault, pool + over + links("books", count=2, hosts="books.test"))
    put(vault, links("new", count=3))
    assert (left(vault, pool), left(vault, over)) == (20, 0)
    put(vault, links("newer", count=3))  # the twin: from here on all is good
    assert left(vault, pool) == 17


def test_attack_56_a_clock_that_stood_a_year_ahead_ends_no_newcomers_waiting(
    vault: Vault,
) -> None:
    ahead = links("ahead", count=inbox.MOST, since_s=NOW_S + YEAR_S)
    put(vault, ahead)
    newcomers = links("pool", count=5)
    put(vault, newcomers)
    assert left(vault, newcomers) == 5
    assert left(vault, ahead[5:]) == left(vault, ahead) == inbox.MOST - 5


def test_attack_56_a_link_that_is_opened_again_and_again_is_no_newer(vault: Vault) -> None:
    first = links("first", count=1, hosts="flood.test")
    rest = [one for at in range(24) for one in links(f"{at}", count=1, hosts=f"{at}.test")]
    put(vault, first + rest)
    put(vault, first * 3)
    put(vault, links("new", count=1, hosts="new.test"))
    assert (left(vault, first), left(vault, rest)) == (0, 24)


def test_attack_56_a_request_waits_as_its_services_own(tmp_path: Path) -> None:
    asked = Asked(tmp_path, registered=True).by_ledger("commune")
    found = waiting_of(asked.answering().ask(asked.service.link), "openid4vp://?a", now_s=NOW_S)
    assert (found.did, found.hosts) == (asked.desk.hall().did, "")
    by_key = asked.by().answering().ask(asked.service.link)
    assert waiting_of(by_key, "openid4vp://?a", now_s=NOW_S) == replace(
        found, did="", until_s=by_key.request.expires_at_s
    )
    record = replace(by_key.record, behind="certificate", name="pool.test")
    of_hosts = waiting_of(replace(by_key, record=record), "openid4vp://?a", now_s=NOW_S)
    assert (of_hosts.did, of_hosts.hosts) == ("", "pool.test")


def test_attack_56_an_offer_waits_as_its_town_halls_own(tmp_path: Path) -> None:
    found = {}
    for announces in (True, False):
        at = AtHall(tmp_path / f"{announces}", announces=announces)
        wallet = at.unlock()
        reception = wallet.look_at(at.visit.hall.offer)
        one = receiving.waiting_of(reception, "fr", now_s=NOW_S)
        found[announces] = one.did, one.hosts
        reception.opened = replace(
            reception.opened,
            voucher=SimpleNamespace(profile="x509"),  # type: ignore[arg-type]  # all that is asked
        )
        sealed = receiving.waiting_of(reception, "fr", now_s=NOW_S)
        assert (sealed.did, sealed.hosts) == ("", "verneuil.test")
        wallet.lock()
    assert found[True][0].startswith("did:webvh:")
    assert found == {True: (found[True][0], ""), False: ("", "")}


def test_attack_56_twin_what_was_looked_at_twice_waits_once(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by_ledger("commune")
    wallet = held.unlock()
    with wallet.answering() as answering:
        asked = answering.ask(held.service.link)
    one = waiting_of(asked, held.service.link, now_s=held.now_s)
    for _ in range(2):
        wallet.put_aside(one)
    assert wallet.contents().waiting == (one,)
    wallet.lock()
    assert Waiting.parse(one.format()) == one
    assert Waiting.parse(replace(one, did="").format()).did == ""
