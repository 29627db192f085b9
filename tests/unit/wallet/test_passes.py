"""What an open wallet does by itself, before a town hall on the wire."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_wallet.backup.restoring import plan
from livret_wallet.backup.sealed import SealedBackup
from livret_wallet.client.fetching import Arrived, Fetched
from livret_wallet.client.refilling import Passed, Refilling, last_shown_s
from livret_wallet.receiving import collecting
from livret_wallet.receiving.collecting import Delivered, PutOff
from livret_wallet.records import HeldBatch, HistoryEntry
from livret_wallet.refill_record import Refill
from livret_wallet.vault import holdings
from livret_wallet.vault.safekeeping import Safekeeping, open_backup
from tests.keepsakes import CHEAP
from tests.scene import DAY_S
from tests.visiting import Visit

LONG_S = 30 * DAY_S


class Open:
    """A wallet that is open, and its passes."""

    def __init__(self, root: Path, **hall: object) -> None:
        self.visit = Visit(root, **hall)  # type: ignore[arg-type]  # what a hall is like
        self.vault = self.visit.holder.vault
        self.again()

    def again(self) -> None:
        """Unlocked anew; what is drawn is always the least."""
        self.refilling = Refilling(clock=lambda: self.visit.now_s, random=bytes)

    def pass_by(self, later_s: int = 0) -> Passed:
        self.visit.now_s += later_s
        return self.refilling.pass_by(self.vault, self.visit.fetching())

    def time_comes(self, *, shown: int = 1) -> None:
        """Move the time that was drawn to now; so many copies were shown long ago.

        The clock itself stays: what a ledger shows is good for hours, not for days.
        """
        for row, value in list(self.vault.all("refill")):
            planned = replace(Refill.parse(value), next_s=self.visit.now_s)
            self.vault.put("refill", row, planned.format())
        row, value = next(self.vault.all("credential"))
        batch = HeldBatch.parse(value)
        copies = [
            replace(copy, used_at_s=9 if at < shown else None)
            for at, copy in enumerate(batch.copies)
        ]
        self.vault.put("credential", row, replace(batch, copies=tuple(copies)).format())

    @property
    def planned(self) -> list[Refill]:
        return [Refill.parse(value) for _, value in self.vault.all("refill")]

    @property
    def asked(self) -> int:
        """How many requests reached the town hall so far."""
        return len(self.visit.hall.asked)


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    made = Open(tmp_path)
    made.visit.receive()
    return made


def test_the_first_pass_draws_and_asks_nothing(opened: Open) -> None:
    before = opened.asked
    assert opened.pass_by(600) == Passed()
    assert [each.next_s for each in opened.planned] == [opened.visit.now_s + 3 * DAY_S]
    assert opened.asked == before


def test_few_copies_are_refilled_when_it_is_time_and_not_before(opened: Open) -> None:
    opened.pass_by(600)
    opened.time_comes()
    opened.visit.now_s -= 1
    opened.visit.hall.has_newer = True
    [batch] = holdings.batches(opened.vault)
    before = opened.asked
    assert opened.pass_by() == Passed()
    assert opened.asked == before
    [fetched] = opened.pass_by(1).fetched
    held = {each.id: each for each in holdings.batches(opened.vault)}
    assert held[batch.id].replaced_at_s == opened.visit.now_s
    assert held[fetched.batch.id].unused == 10


def test_where_nothing_is_newer_nothing_is_noted_and_it_waits_longer(opened: Open) -> None:
    opened.pass_by(600)
    noted = holdings.history(opened.vault)
    before = opened.asked
    opened.time_comes()
    assert opened.pass_by() == Passed()
    assert opened.asked > before
    assert holdings.history(opened.vault) == noted
    [planned] = opened.planned
    assert (planned.fruitless, planned.next_s - opened.visit.now_s) == (1, 6 * DAY_S)
    asked = opened.asked
    assert opened.pass_by(60) == Passed()
    assert opened.asked == asked
    assert len(list(opened.vault.all("key"))) == 2  # those made to ask are gone


def test_with_enough_copies_a_look_asks_nobody(opened: Open) -> None:
    opened.pass_by(600)
    before = opened.asked
    opened.time_comes(shown=0)
    assert opened.pass_by() == Passed()
    assert opened.asked == before
    assert opened.planned[0].next_s == opened.visit.now_s + 3 * DAY_S


def test_a_town_hall_that_cannot_be_reached_is_tried_again_within_hours(opened: Open) -> None:
    opened.pass_by(600)
    opened.visit.hall.lies.add("busy")
    opened.time_comes()
    assert opened.pass_by() == Passed()
    assert opened.planned[0].next_s == opened.visit.now_s + 3_600
    opened.visit.hall.lies.clear()
    opened.visit.hall.has_newer = True
    assert len(opened.pass_by(3_600).fetched) == 1


def test_a_town_hall_that_gives_no_more_is_asked_no_more(opened: Open) -> None:
    opened.pass_by(600)
    opened.visit.hall._refresh = ""
    opened.time_comes()
    [(name, error)] = opened.pass_by().failed
    assert (name, error.code) == ("Ville de Verneuil", "token.refresh")
    assert opened.planned[0].is_over
    before = opened.asked
    opened.time_comes()
    assert opened.pass_by() == Passed()
    assert opened.asked == before


def test_nothing_is_asked_right_after_unlocking(opened: Open) -> None:
    opened.pass_by(600)
    opened.time_comes()
    opened.again()
    before = opened.asked
    assert opened.pass_by(59) == Passed()
    assert opened.asked == before
    opened.pass_by(1)
    assert opened.asked > before


@pytest.mark.parametrize("kind", ["sent", "sending", "failed"])
def test_nothing_is_asked_within_an_hour_of_showing(opened: Open, kind: str) -> None:
    opened.pass_by(600)
    opened.time_comes()
    entry = HistoryEntry(opened.visit.now_s, kind, "Piscine")  # type: ignore[arg-type]
    opened.vault.put("history", None, entry.format())
    assert last_shown_s(opened.vault) == opened.visit.now_s
    before = opened.asked
    assert opened.pass_by(3_599) == Passed()
    assert opened.asked == before
    opened.pass_by(1)
    assert opened.asked > before


def test_what_is_put_off_is_followed_at_its_interval(tmp_path: Path) -> None:
    opened = Open(tmp_path, puts_off=True)
    pickup = opened.visit.put_off().pickup
    before = opened.asked
    assert opened.pass_by() == Passed()
    assert opened.asked == before
    opened.visit.now_s = pickup.not_before_s
    assert [each.id for each in opened.pass_by().put_off] == [pickup.id]
    opened.visit.hall.is_ready = True
    asked = opened.asked
    opened.pass_by(1)
    assert opened.asked == asked  # it said when to come back
    assert len(opened.pass_by(10).fetched) == 1


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("is_asked", [True, False])
def test_what_its_holder_was_asked_about_is_kept_by_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_named: bool, is_asked: bool
) -> None:
    """A town hall need not name a delivery: what was set aside waits all the same after a lock."""
    opened = Open(tmp_path, puts_off=True)
    pickup = opened.visit.put_off().pickup
    opened.visit.hall.is_ready = True
    opened.visit.now_s = pickup.not_before_s
    if not is_named:
        nameless = lambda pickup, response: Delivered(pickup, response.credentials)  # noqa: E731
        monkeypatch.setattr(collecting, "_delivered", nameless)
    if is_asked:
        came = opened.visit.fetching().go_on_to(pickup, copies=2)
        assert isinstance(came, Arrived)  # and its holder locked the wallet
        assert bool(came.pickup.notification_id) is is_named
    opened.again()
    assert len(opened.pass_by(3_600).fetched) == (0 if is_asked else 1)


def test_what_was_put_off_and_cannot_be_reached_waits(tmp_path: Path) -> None:
    opened = Open(tmp_path, puts_off=True)
    opened.visit.put_off()
    opened.visit.hall.lies.add("busy")
    assert opened.pass_by(60) == Passed()
    before = opened.asked
    assert opened.pass_by(60) == Passed()
    assert opened.asked == before
    opened.visit.hall.lies.clear()
    opened.visit.hall.is_ready = True
    assert len(opened.pass_by(3_600).fetched) == 1


def test_what_is_refused_in_the_end_is_told_and_no_longer_pending(tmp_path: Path) -> None:
    opened = Open(tmp_path, puts_off=True)
    opened.visit.put_off()
    opened.visit.hall.is_ready = True
    opened.visit.hall.lies.add("foreign_key")
    [(_, error)] = opened.pass_by(60).failed
    assert error.code == "received.other_key"
    assert opened.visit.pickups == []


def test_without_a_ledger_nobody_is_asked(tmp_path: Path) -> None:
    opened = Open(tmp_path, believes=False)
    with pytest.raises(Unavailable) as caught:
        opened.pass_by(LONG_S)
    assert caught.value.code == "trust.unconfirmed"
    assert opened.asked == 0


# A wallet that came back from a backup.


def restored(visit: Visit, *, with_keys: bool) -> None:
    """Put the wallet's backup in its place."""
    vault = visit.holder.vault
    raw = Safekeeping(vault).back_up(b"own", with_keys=with_keys, now_s=visit.now_s, kdf=CHEAP)
    contents = open_backup(SealedBackup.parse(raw), [b"own"], floor=CHEAP)
    with vault.transaction():
        for kind in ("credential", "key", "pickup", "history", "trust"):
            for row in vault.ids(kind):
                vault.delete(kind, row)
        for kind, value in plan(contents, now_s=visit.now_s).rows:
            vault.put(kind, None, value)


def test_a_proof_whose_keys_are_gone_is_fetched_again_by_its_handle(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.receive()
    restored(visit, with_keys=False)
    assert holdings.batches(visit.holder.vault) == []
    [(_, missing)] = holdings.missing(visit.holder.vault)
    with pytest.raises(LivretError) as caught:
        visit.fetching().renew(missing)
    assert caught.value.code == "issuance.denied"  # the counter has made nothing ready
    assert len(holdings.missing(visit.holder.vault)) == 1
    visit.hall.has_newer = True
    done = visit.fetching().renew(missing)
    assert isinstance(done, Fetched)
    assert holdings.missing(visit.holder.vault) == []
    [batch] = holdings.batches(visit.holder.vault)
    assert (batch.unused, batch.restored_from_s) == (10, None)


def test_new_copies_take_the_place_of_those_whose_use_is_unknown(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.receive()
    restored(visit, with_keys=True)
    [old] = holdings.batches(visit.holder.vault)
    assert old.unused == 0
    visit.hall.has_newer = True
    visit.fetching().renew(old)
    held = {each.replaced_at_s: each for each in holdings.batches(visit.holder.vault)}
    assert held[None].unused == 10


def test_what_was_begun_goes_on_with_keys_of_its_own(tmp_path: Path) -> None:
    visit = Visit(tmp_path, puts_off=True)
    visit.put_off()
    restored(visit, with_keys=False)
    [pickup] = visit.pickups
    assert (pickup.key_ids, pickup.transaction_id) == ((), "")
    visit.hall.is_ready = True
    done = visit.fetching().go_on(pickup, copies=2)
    if isinstance(done, PutOff):
        visit.now_s += 5
        done = visit.fetching().go_on(visit.pickups[0], copies=2)
    assert isinstance(done, Fetched)
    assert {copy.key_id for copy in done.batch.copies} != {"key0"}
