"""The machine goes off at any moment of fetching: nothing is half kept, and it goes on."""

from pathlib import Path

import pytest

from livret_core.errors import Refused, Unavailable
from livret_town.simulator.issuers import PIN
from livret_wallet.client.fetching import Arrived, Fetched
from livret_wallet.receiving.needs import Call
from tests.visiting import Stopped, Visit

# Requests of a whole fetching by their number: metadata, server, token twice (its nonce), nonce,
# credential, notification.
REQUESTS = 7
_TOKEN_TAKEN = 3


def stop_at(visit: Visit, number: int, *, after: bool) -> None:
    """Let the machine go off before, or after, so many requests."""
    done = 0

    def count(_call: Call) -> None:
        nonlocal done
        if done == number:
            raise Stopped
        done += 1

    if after:
        visit.network.after = count
    else:
        visit.network.before = count


@pytest.mark.parametrize("after", [False, True], ids=["before it is sent", "answer lost"])
@pytest.mark.parametrize("number", range(REQUESTS))
def test_wherever_it_stops_the_citizen_can_go_on(
    tmp_path: Path, number: int, *, after: bool
) -> None:
    visit = Visit(tmp_path)
    stop_at(visit, number, after=after)
    with pytest.raises(Stopped):
        visit.receive()
    visit.network.before = visit.network.after = lambda _: None
    opened = visit.fetching().open_pickups()
    if not opened:
        if after and number == _TOKEN_TAKEN:
            # The one moment that no wallet can bridge: the code is spent, its answer lost.
            visit.pins = [PIN]
            with pytest.raises(Refused) as caught:
                visit.receive()
            assert caught.value.code == "token.code"
            return
        visit.pins = [PIN]
        visit.receive()
    else:
        [pickup] = opened
        visit.fetching().go_on(pickup, copies=2)
    [batch] = visit.holder.wallet.batches()
    assert len(batch.copies) == 2
    assert len(list(visit.holder.vault.all("key"))) == 2
    assert visit.fetching().open_pickups() == []
    assert [said.event for said in visit.hall.told][-1:] == ["credential_accepted"]


def test_the_same_keys_are_proved_again_with_a_fresh_nonce(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    stop_at(visit, 5, after=False)
    with pytest.raises(Stopped):
        visit.receive()
    visit.network.before = lambda _: None
    visit.hall.forget_nonces()
    [pickup] = visit.pickups
    done = visit.fetching().go_on(pickup)
    assert isinstance(done, Fetched)
    assert {copy.key_id for copy in done.batch.copies} == set(pickup.key_ids)


def test_what_could_not_be_checked_now_is_checked_another_time(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    place = next(visit.files.published.rglob("ledger.evidence"))
    content = place.read_bytes()
    place.unlink()
    assert visit.failure() == ("unavailable", "ledger.unavailable")
    assert visit.hall.told == []
    place.write_bytes(content)
    done = visit.fetching().go_on(visit.pickups[0])
    assert isinstance(done, Fetched)
    assert done.batch.copies


def test_a_town_hall_that_is_busy_is_asked_again_later(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    stop_at(visit, 5, after=False)
    with pytest.raises(Stopped):
        visit.receive()
    visit.network.before = lambda _: None
    visit.hall.lies.add("busy")
    with pytest.raises(Unavailable) as caught:
        visit.fetching().go_on(visit.pickups[0])
    assert caught.value.code == "issuance.busy"
    visit.hall.lies.discard("busy")
    assert isinstance(visit.fetching().go_on(visit.pickups[0]), Fetched)


@pytest.mark.parametrize("number", range(REQUESTS - 1))
def test_step_by_step_the_same_is_kept_when_it_stops(tmp_path: Path, number: int) -> None:
    """As the screens go: look, PIN, and a holder who reads what came; then the machine is off."""
    visit = Visit(tmp_path)
    stop_at(visit, number, after=False)
    with pytest.raises(Stopped):
        visit.fetching().go_through(visit.fetching().look_at(visit.hall.offer), PIN, copies=2)
    visit.network.before = lambda _: None
    assert visit.holder.wallet.batches() == []
    opened = visit.fetching().open_pickups()
    assert bool(opened) == (number > _TOKEN_TAKEN)
    for pickup in opened:
        assert isinstance(visit.fetching().go_on(pickup, copies=2), Fetched)


def test_what_came_and_was_not_decided_on_can_be_had_again(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    came = visit.fetching().go_through(visit.fetching().look_at(visit.hall.offer), PIN, copies=2)
    assert isinstance(came, Arrived)
    assert visit.holder.wallet.batches() == []
    [pickup] = visit.fetching().open_pickups()
    again = visit.fetching().go_on(pickup)
    assert isinstance(again, Fetched)
    texts = [copy.sd_jwt for copy in came.batch.copies]
    assert [copy.sd_jwt for copy in again.batch.copies] == texts


def test_what_is_declined_is_gone_and_the_town_hall_hears_that_the_holder_did_not_want_it(
    tmp_path: Path,
) -> None:
    visit = Visit(tmp_path)
    came = visit.fetching().go_through(visit.fetching().look_at(visit.hall.offer), PIN, copies=2)
    assert isinstance(came, Arrived)
    visit.fetching().decline(came)
    assert visit.fetching().open_pickups() == []
    assert list(visit.holder.vault.all("key")) == []
    assert [said.event for said in visit.hall.told] == ["credential_deleted"]
