"""Attack 24 at the credential endpoint: a list is used up in the middle of a batch."""

from pathlib import Path

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.errors import Unavailable
from livret_core.status.token import StatusReference
from livret_issuer.service.publishing import ListPublishing
from tests.halls_online import Caller, credentials, hall_online, said
from tests.pickups import acts, offer, statuses


def lists(texts: list[str]) -> set[str]:
    return {
        StatusReference.parse(Presentation.parse(text).registered.status).uri.text for text in texts
    }


def test_attack_24_a_batch_that_finds_no_room_is_in_the_next_list_whole(tmp_path: Path) -> None:
    with hall_online(tmp_path, list_capacity=5) as (office, caller, clock, _):
        found = []
        for name in ("camille", "zoe"):
            own = Caller(caller.send, name=name, clock=clock)
            found.append(lists(credentials(own.ask(own.access(offer(office, given_name=name))))))
        assert found == [{office.hall.status_uri(number).text} for number in (1, 2)]


def test_attack_24_a_list_that_cannot_be_begun_leaves_nothing_half_issued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> Path:
        raise Unavailable("home.unavailable", "full")

    with hall_online(tmp_path, list_capacity=5) as (office, caller, clock, _):
        caller.ask(caller.access(offer(office)))
        own, offered = Caller(caller.send, name="zoe", clock=clock), offer(office, given_name="Zoé")
        token, request = own.access(offered), own.request()
        with monkeypatch.context() as patch:
            patch.setattr(ListPublishing, "own", no_room)
            answer = own.ask(token, request)
        assert said(answer) == (503, "temporarily_unavailable", "home.unavailable")
        assert answer.headers["retry-after"]
        assert (statuses(office, offered), acts(office).count("issue")) == ([], 1)
        assert len(credentials(own.ask(token, request))) == 3


def test_attack_24_twin_a_batch_that_finds_room_stays_in_the_list(tmp_path: Path) -> None:
    with hall_online(tmp_path, list_capacity=5) as (office, caller, _, _):
        texts = credentials(caller.ask(caller.access(offer(office))))
        assert lists(texts) == {office.hall.status_uri(1).text}
