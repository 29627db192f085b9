"""Attack 24, over the network: a list is used up in the middle of a batch, or cannot be begun."""

from pathlib import Path

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.errors import Unavailable
from livret_core.status.token import StatusReference
from livret_issuer.service import Office
from livret_issuer.service.publishing import ListPublishing
from tests.pickups import Phone, acts, code_of, offer, open_hall, statuses

CAPACITY = 5


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_hall(tmp_path, list_capacity=CAPACITY)


def lists(credentials: tuple[str, ...]) -> list[str]:
    return [
        StatusReference.parse(Presentation.parse(text).registered.status).uri.text
        for text in credentials
    ]


def test_attack_24_a_batch_that_finds_no_room_is_in_the_next_list_whole(office: Office) -> None:
    found = []
    for name in ("camille", "zoe"):
        phone = Phone(office, name)
        tokens = phone.redeem(offer(office, given_name=name))
        found.append(lists(phone.fetch(tokens.access).credentials))
    assert found == [[office.hall.status_uri(number).text] * 3 for number in (1, 2)]


def test_attack_24_twin_a_batch_that_finds_room_stays_in_the_list(office: Office) -> None:
    phone = Phone(office)
    handed = phone.fetch(phone.redeem(offer(office)).access)
    assert lists(handed.credentials) == [office.hall.status_uri(1).text] * 3


def test_attack_24_a_list_that_cannot_be_begun_leaves_nothing_half_issued(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Phone(office)
    first.fetch(first.redeem(offer(office)).access)
    phone, offered = Phone(office, "zoe"), offer(office, given_name="Zoé")
    tokens, ask = phone.redeem(offered), phone.request()

    def no_room(*_: object, **__: object) -> Path:
        raise Unavailable("home.unavailable", "full")

    with monkeypatch.context() as patch:
        patch.setattr(ListPublishing, "own", no_room)
        assert code_of(lambda: phone.ask(tokens.access, ask)) == "home.unavailable"
    assert statuses(office, offered) == []
    assert acts(office).count("issue") == 1
    # And the citizen goes on with the same request, once there is room.
    phone.ask(tokens.access, ask)
    assert len(statuses(office, offered)) == 3
