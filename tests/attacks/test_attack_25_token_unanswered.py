"""Attack 25 at the token endpoint: the code was used, and its answer is lost, or somebody has it.

A pre-authorized code is good once (OpenID4VCI 1.0 §4.1.1), so no second answer is given for it:
the counter gives a new PIN, which takes back what went out for the old one.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, Unavailable
from livret_issuer.service.counter import Offered
from livret_wallet.client.fetching import Fetching
from livret_wallet.receiving.needs import Answer, Call
from livret_wallet.vault import Vault, holdings
from tests.at_the_hall import Network, Visit
from tests.cheap_words import CHEAP
from tests.halls_online import Caller, hall_online, said, within
from tests.pickups import acts, offer


@pytest.fixture
def visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    monkeypatch.setattr(Fetching, "check_believes", lambda _: None)
    vault = Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP)
    with hall_online(tmp_path / "hall") as (office, _, clock, online):
        office.publish(now_s=clock())
        yield Visit(office, clock, Network(office, within(online)), vault)
    vault.close()


class Losing(Network):
    """A network that loses what goes to the token endpoint, or what comes back of it."""

    def __init__(self, network: Network, *, comes_back: bool) -> None:
        self.__dict__.update(network.__dict__)
        self.is_cut = True
        self.lost: list[Mapping[str, object]] = []
        self._comes_back = comes_back

    def carry(self, call: Call) -> Answer:
        if not self.is_cut or not call.uri.text.endswith("/token"):
            return super().carry(call)
        if self._comes_back:
            self.lost.append(json_encoding.parse_object(super().carry(call).body))
        raise Unavailable("net.unavailable", "cut")


def failure(visit: Visit, offered: Offered) -> tuple[str, str]:
    """Branch and code; nothing is kept of it."""
    with pytest.raises(LivretError) as caught:
        visit.receive(offered)
    assert holdings.batches(visit.vault) == []
    assert holdings.pickups(visit.vault) == []
    assert list(visit.vault.all("key")) == []
    return caught.value.branch, caught.value.code


def test_attack_25_the_answer_to_code_and_pin_is_lost(visit: Visit) -> None:
    offered, office = offer(visit.office), visit.office
    visit.network = network = Losing(visit.network, comes_back=True)
    assert failure(visit, offered) == ("unavailable", "token.unanswered")
    network.is_cut = False
    assert failure(visit, offered) == ("refused", "offer.gone")
    assert acts(office).count("redeem") == 1
    visit.pins = [office.counter().new_pin(offered.handover.code, now_s=visit.clock())]
    assert len(visit.receive(offered).batch.copies) == 3
    # Whoever has the answer that was lost, and even the wallet's key, has nothing.
    [tokens] = network.lost
    thief = Caller(network.transport, clock=visit.clock, has_dpop=False)
    answer = thief.ask(str(tokens["access_token"]))
    assert said(answer) == (401, "invalid_token", "access.invalid")


def test_attack_25_twin_only_the_way_there_was_cut(visit: Visit) -> None:
    """Nothing was used then: the same link and PIN go on, and nobody need go anywhere."""
    offered = offer(visit.office)
    visit.network = network = Losing(visit.network, comes_back=False)
    assert failure(visit, offered) == ("unavailable", "token.unanswered")
    network.is_cut = False
    assert len(visit.receive(offered).batch.copies) == 3
