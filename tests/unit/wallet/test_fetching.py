"""A proof is fetched over the network, checked, and kept; or it comes later."""

from pathlib import Path

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_core.openid4vci.offer import OfferReference
from livret_town.simulator.issuers import ATTEMPTS, PIN
from livret_wallet.client.fetching import Fetched
from livret_wallet.receiving.collecting import PutOff
from livret_wallet.records import HistoryEntry
from livret_wallet.vault import holdings
from tests.scene import RESIDENCY
from tests.visiting import HALL, Visit


def test_copies_are_fetched_checked_and_kept(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    done = visit.receive()
    [batch] = visit.holder.wallet.batches()
    assert (done.batch, done.is_checked, done.is_told) == (batch, True, True)
    assert batch.issuer_did == str(visit.files.town.did)
    assert batch.issuer_name == "Ville de Verneuil"
    assert batch.vouched is not None
    assert len({copy.key_id for copy in batch.copies}) == 2
    [pickup] = visit.pickups
    assert (pickup.batch_id, pickup.unsaid, pickup.proofs) == (batch.id, None, ())
    assert [said.event for said in visit.hall.told] == ["credential_accepted"]
    assert [entry.kind for entry in holdings.history(visit.holder.vault)] == ["received"]


def test_an_offer_by_reference_is_fetched_first(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    done = visit.receive(OfferReference(visit.hall.at("/o/2222-2224")))
    assert done.batch.copies
    assert visit.hall.asked[0] == f"GET {HALL}/o/2222-2224"


def test_no_pin_is_asked_for_where_the_offer_wants_none(tmp_path: Path) -> None:
    visit = Visit(tmp_path, needs_pin=False)
    visit.pins = []
    assert visit.receive().batch.copies


def test_a_wrong_pin_is_asked_for_again(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.pins = ["000000", PIN]
    assert visit.receive().batch.copies
    assert visit.hall.attempts_left == 2


def test_a_wrong_pin_says_how_many_tries_are_left_where_the_issuer_says_so(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.pins = ["000000", PIN]
    visit.receive()
    first, second = visit.asked_for
    assert (first.wrong, first.misfit, second.misfit) == (None, None, None)
    assert second.wrong is not None
    assert second.wrong.facts == {"attempts_left": 2}


@pytest.mark.parametrize("typed", ["40271", "4027190", "O02719", "", "four", "402 719 1"])
def test_what_cannot_be_the_pin_is_not_sent_and_asked_for_again(tmp_path: Path, typed: str) -> None:
    visit = Visit(tmp_path)
    visit.pins = [typed, "402 719"]
    assert visit.receive().batch.copies
    assert visit.hall.attempts_left == ATTEMPTS
    assert len([one for one in visit.hall.asked if one.endswith("/token")]) == 2  # a DPoP nonce
    misfit = visit.asked_for[1].misfit
    assert misfit is not None
    assert (misfit.code, misfit.facts) == ("usage.pin", {"digits": 6})


def test_nobody_is_asked_for_a_pin_without_end(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.pins = ["no"] * 100
    assert visit.refusal() == ("malformed", "usage.pin")
    assert len(visit.asked_for) < 30
    assert holdings.history(visit.holder.vault) == []  # nobody said no


def test_what_is_put_off_or_unreachable_later_is_not_noted_as_failed(tmp_path: Path) -> None:
    visit = Visit(tmp_path, puts_off=True)
    visit.put_off()
    visit.now_s += 5
    visit.hall.lies.add("busy")
    with pytest.raises(Unavailable):
        visit.fetching().go_on(visit.pickups[0])
    assert [entry.kind for entry in holdings.history(visit.holder.vault)] == ["put_off"]


def test_what_is_refused_stands_in_the_history_without_what_was_said(tmp_path: Path) -> None:
    visit = Visit(tmp_path, lies={"foreign_key"})
    visit.refusal()
    [entry] = holdings.history(visit.holder.vault)
    assert entry == HistoryEntry(
        visit.now_s,
        "not_received",
        HALL.removeprefix("https://"),
        vct=RESIDENCY.vct,
        reason="received.other_key",
    )


def test_no_more_copies_are_asked_for_than_a_batch_has(tmp_path: Path) -> None:
    visit = Visit(tmp_path, batch_size=3)
    assert len(visit.receive(copies=10).batch.copies) == 3


def test_a_server_without_dpop_is_shown_a_bearers_token(tmp_path: Path) -> None:
    visit = Visit(tmp_path, takes_dpop=False)
    visit.receive()
    [pickup] = visit.pickups
    assert (pickup.scheme, pickup.dpop) == ("Bearer", b"")


def test_what_must_be_encrypted_is(tmp_path: Path) -> None:
    visit = Visit(tmp_path, encrypts=True)
    bodies: list[bytes] = []
    visit.network.before = lambda call: bodies.append(call.body or b"")
    assert visit.receive().batch.copies
    assert not [body for body in bodies if b'"proofs"' in body]


def test_what_is_put_off_is_fetched_when_it_is_time(tmp_path: Path) -> None:
    visit = Visit(tmp_path, puts_off=True)
    pickup = visit.put_off().pickup
    assert pickup.not_before_s == visit.now_s + 5
    asked = len(visit.hall.asked)
    early = visit.fetching().go_on(visit.pickups[0])
    assert isinstance(early, PutOff)
    assert visit.hall.asked[asked:] == []  # it said when to come back
    visit.now_s += 5
    visit.hall.is_ready = True
    done = visit.fetching().go_on(visit.pickups[0])
    assert isinstance(done, Fetched)
    assert done.batch.copies


def test_what_is_put_off_outlives_its_access_token(tmp_path: Path) -> None:
    visit = Visit(tmp_path, puts_off=True)
    visit.put_off()
    visit.now_s += 5
    visit.hall.forget_token()
    visit.hall.is_ready = True
    assert isinstance(visit.fetching().go_on(visit.pickups[0]), Fetched)


def test_without_a_ledger_nothing_is_asked_of_anybody(tmp_path: Path) -> None:
    visit = Visit(tmp_path, believes=False)
    assert visit.refusal() == ("unavailable", "trust.unconfirmed")
    assert visit.hall.asked == []


def test_a_newer_one_takes_the_place_of_the_old(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    old = visit.receive().batch
    visit.hall.has_newer = True
    done = visit.fetching().renew(old)
    assert isinstance(done, Fetched)
    held = {batch.id: batch for batch in visit.holder.wallet.batches()}
    assert held[old.id].replaced_at_s == visit.now_s
    assert held[done.batch.id].replaced_at_s is None


def test_where_there_is_nothing_newer_the_old_one_stays(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    old = visit.receive().batch
    with pytest.raises(LivretError) as caught:
        visit.fetching().renew(old)
    assert caught.value.code == "issuance.denied"
    assert visit.holder.wallet.batches() == [old]
    assert len(visit.pickups) == 1


def test_what_dates_it_comes_later(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    batch = visit.receive().batch
    with pytest.raises(Unavailable) as caught:
        visit.fetching().fetch_dating(batch)
    assert caught.value.code == "pickup.not_dated"
