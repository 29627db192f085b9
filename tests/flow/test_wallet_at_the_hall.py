"""A wallet of ours at a town hall of ours: every endpoint that the one asks and the other has.

The town hall here stands on no ledger; what a believed ledger adds is its own tests' affair.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_core.openid4vci.offer import OfferReference
from livret_core.status.token import Status
from livret_issuer.pickup.going_on import INTERVAL_S
from livret_wallet.client.fetching import Fetched, Fetching
from livret_wallet.client.looking import Looked, look
from livret_wallet.receiving import invitation
from livret_wallet.receiving.collecting import PutOff
from livret_wallet.records import StatusSeen
from livret_wallet.vault import Vault, holdings
from tests.at_the_hall import PLACE, Network, Visit
from tests.cheap_words import CHEAP
from tests.halls_online import Clock, hall_online, within
from tests.pickups import acts, offer

ROOT: Final = Path(__file__).parents[2]


@pytest.fixture
def visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    monkeypatch.setattr(Fetching, "check_believes", lambda _: None)
    vault = Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP)
    with hall_online(tmp_path / "hall") as (office, _, clock, online):
        office.publish(now_s=clock())
        yield Visit(office, clock, Network(office, within(online)), vault)
    vault.close()


def test_copies_are_picked_up_with_the_typed_code(visit: Visit) -> None:
    offered = offer(visit.office)
    visit.pins = ["000000"]  # costs one of three
    done = visit.receive(offered)
    assert (len(done.batch.copies), done.is_checked, done.is_told) == (3, True, True)
    assert done.batch.code == offered.handover.code.text
    [(_, pickup)] = holdings.pickups(visit.vault)
    assert pickup.scheme == "DPoP"
    assert pickup.refresh_token


def test_fewer_copies_are_asked_for_where_a_hand_over_has_no_more(visit: Visit) -> None:
    """The town hall's batches are of ten, this hand-over's of five: only asking shows it."""
    offered = offer(visit.office, max_copies=4)
    done = visit.receive(offered, copies=10)
    assert len(done.batch.copies) == 2
    assert len(list(visit.vault.all("key"))) == 2


def test_what_a_second_clerk_has_to_see_is_fetched_later_and_told(visit: Visit) -> None:
    offered = offer(visit.office, by="clerk-1", needs_approval=True)
    visit.pins = [offered.pin]
    invited = invitation.parse(f"{PLACE}/o/{offered.handover.code}")
    assert isinstance(invited, OfferReference)
    waiting = visit.fetching().receive(invited, copies=3)
    assert isinstance(waiting, PutOff)
    visit.office.counter().approve(offered.handover.code, by="clerk-2", now_s=visit.clock())
    assert isinstance(visit.clock, Clock)
    visit.clock.now_s += INTERVAL_S
    done = visit.fetching().go_on(waiting.pickup)
    assert isinstance(done, Fetched)
    assert (len(done.batch.copies), done.is_told) == (3, True)
    assert acts(visit.office)[-1] == "accepted"


def test_what_dates_it_is_not_there_yet(visit: Visit) -> None:
    done = visit.receive(offer(visit.office))
    with pytest.raises(LivretError) as caught:
        visit.fetching().fetch_dating(done.batch)
    assert caught.value.code == "dating.none"  # it stands on no ledger


def test_there_is_nothing_newer_until_the_counter_makes_it(visit: Visit) -> None:
    offered = offer(visit.office)
    done = visit.receive(offered)
    with pytest.raises(LivretError) as caught:
        visit.fetching().renew(done.batch)
    assert caught.value.code == "pickup.nothing_newer"
    assert [entry.kind for entry in holdings.history(visit.vault)] == ["received"]
    offer(visit.office, renews=offered.handover.code)
    newer = visit.fetching().renew(done.batch)
    assert isinstance(newer, Fetched)
    held = {batch.id: batch for batch in holdings.batches(visit.vault)}
    assert held[done.batch.id].replaced_at_s == visit.clock()
    assert held[newer.batch.id].replaced_at_s is None


def test_a_code_that_was_used_opens_nothing(visit: Visit) -> None:
    offered = offer(visit.office)
    visit.receive(offered)
    with pytest.raises(LivretError) as caught:
        visit.receive(offered)
    assert caught.value.code == "offer.gone"


# Whether it is still good.


def looked(visit: Visit) -> Looked:
    [found] = look(visit.vault, visit.network, holdings.batches(visit.vault), clock=visit.clock)
    return found


def says(visit: Visit, status: Status) -> None:
    """The town hall changes what is so, and publishes it an hour later."""
    assert isinstance(visit.clock, Clock)
    [(handover, _)] = visit.office.picked_up()
    visit.office.set_status(handover.code, status, now_s=visit.clock())
    visit.clock.now_s += 3_600
    visit.office.publish(now_s=visit.clock())


def test_what_was_seen_when_it_came_is_kept(visit: Visit) -> None:
    at_s = visit.clock()
    batch = visit.receive(offer(visit.office)).batch
    assert batch.seen == StatusSeen("valid", at_s, at_s)
    assert holdings.batches(visit.vault) == [batch]


def test_each_look_says_what_the_list_says_then(visit: Visit) -> None:
    visit.receive(offer(visit.office))
    for status, stand in (
        (Status.SUSPENDED, "suspended"), (Status.VALID, "valid"), (Status.INVALID, "revoked"),
    ):  # fmt: skip
        says(visit, status)
        seen = StatusSeen(stand, visit.clock(), visit.clock())  # type: ignore[arg-type]
        assert looked(visit).batch.seen == seen
        assert [batch.seen for batch in holdings.batches(visit.vault)] == [seen]
    looked(visit)
    kinds = [entry.kind for entry in holdings.history(visit.vault)]
    assert sorted(kinds) == ["paused", "received", "withdrawn"]


def test_a_list_that_cannot_be_had_changes_nothing(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = visit.receive(offer(visit.office)).batch.seen

    def nothing(_uri: str, code: str) -> bytes:
        raise Unavailable(code)

    monkeypatch.setattr(visit.network, "read", nothing)
    found = looked(visit)
    assert (found.error and found.error.branch, found.batch.seen) == ("unavailable", before)


def test_a_proof_that_is_not_renewed_is_looked_at(visit: Visit) -> None:
    done = visit.receive(offer(visit.office))
    says(visit, Status.INVALID)
    with pytest.raises(LivretError):
        visit.fetching().renew(done.batch)
    [batch] = holdings.batches(visit.vault)
    assert batch.seen is not None
    assert (batch.seen.stand, batch.seen.checked_at_s) == ("revoked", visit.clock())


def test_showing_a_proof_looks_at_no_list() -> None:
    """Whoever publishes the lists would learn when something is shown."""
    source = Path("wallet/livret_wallet")
    names = ("answering", "presenting", "consent", "asked/flow", "client/answering")
    for name in names:
        text = (ROOT / source / f"{name}.py").read_text(encoding="utf-8")
        assert "looking" not in text
        assert "check_statuses" not in text


def test_what_comes_later_has_its_line_in_the_history(visit: Visit) -> None:
    offered = offer(visit.office, by="clerk-1", needs_approval=True)
    visit.pins = [offered.pin]
    invited = invitation.parse(f"{PLACE}/o/{offered.handover.code}")
    assert isinstance(invited, OfferReference)
    waiting = visit.fetching().receive(invited, copies=3)
    assert isinstance(waiting, PutOff)
    assert isinstance(visit.clock, Clock)
    visit.clock.now_s += INTERVAL_S
    visit.fetching().go_on(waiting.pickup)
    [entry] = holdings.history(visit.vault)
    assert (entry.kind, entry.vct) == ("put_off", waiting.pickup.vct)
