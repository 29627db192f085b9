"""An open wallet: what it holds, and that nothing is left of it once it is locked."""

import gc
from contextlib import nullcontext
from pathlib import Path

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_town.simulator.issuers import PIN
from livret_wallet.client.fetching import Arrived
from livret_wallet.records import HeldBatch, HistoryEntry, HolderKey
from livret_wallet.session import HISTORY_PIECE, LOCK_AFTER_S, WARN_BEFORE_S, AutoLock, OpenWallet
from livret_wallet.vault import Vault
from tests.cheap_words import CHEAP
from tests.visiting import Visit
from tests.wallet_held import PASSPHRASE, Held, contents


def test_what_is_held_is_read_as_one_value(tmp_path: Path) -> None:
    wallet = Held(tmp_path).unlock()
    found = wallet.contents()
    assert {each.id for each in found.batches} == {each.id for each in contents().batches}
    assert (found.asked, found.fetching) == (contents().asked, contents().fetching)
    assert wallet.ledgers() == ()
    wallet.lock()


def test_the_history_comes_newest_first_and_in_pieces(tmp_path: Path) -> None:
    held = Held(tmp_path, is_empty=True)
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault, vault.transaction():
        for at in range(HISTORY_PIECE + 10):
            vault.put("history", None, HistoryEntry(at, "refused", "Pool").format())
    pieces = list(held.unlock().history())
    assert [len(piece) for piece in pieces] == [HISTORY_PIECE, 10]
    times = [entry.at_s for piece in pieces for entry in piece]
    assert times == sorted(times, reverse=True)


def test_the_ledger_that_is_believed_says_who_keeps_it(tmp_path: Path) -> None:
    [seen] = Held(tmp_path, believes=True).unlock().ledgers()
    assert seen.seen_s is None
    assert seen.must_agree <= len(seen.members)


def test_which_proofs_may_be_renewed_is_known_by_how_they_came() -> None:
    held = contents()
    may = {batch.id for batch in held.batches if held.may_renew(batch)}
    assert may == {"hers"}


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(LivretError) as caught:
        Held(tmp_path).unlock(b"another")
    assert caught.value.code == "vault.passphrase"


def test_a_second_process_is_refused_in_words(tmp_path: Path) -> None:
    held = Held(tmp_path)
    first = held.unlock()
    with pytest.raises(Unavailable) as caught:
        held.unlock()
    assert caught.value.code == "vault.busy"
    first.lock()
    held.unlock().lock()


def test_a_locked_wallet_says_so_and_does_nothing(tmp_path: Path) -> None:
    wallet = Held(tmp_path).unlock()
    pieces = wallet.history()
    wallet.lock()
    wallet.lock()
    assert wallet.is_locked
    for asked in (
        wallet.contents,
        wallet.ledgers,
        lambda: wallet.dating("home"),
        lambda: list(pieces),
        lambda: wallet.renew(contents().batches[0]),
    ):
        with pytest.raises(Unavailable) as caught:
            asked()
        assert caught.value.code == "vault.locked"


def test_attack_59_a_locked_wallet_holds_no_proof_and_no_key(tmp_path: Path) -> None:
    held = Held(tmp_path)
    before = len(secrets())
    wallet = held.unlock()
    found = wallet.contents()
    assert len(secrets()) > before
    wallet.lock()
    del found
    assert len(secrets()) == before


def secrets() -> list[object]:
    """All proofs and keys that this process has, those of other tests among them."""
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, HeldBatch | HolderKey)]


def test_a_newer_one_is_fetched_and_takes_its_place(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    batch = visit.receive().batch
    wallet = OpenWallet(
        visit.holder.vault, clock=lambda: visit.now_s, reach=lambda: nullcontext(visit.network)
    )
    visit.hall.has_newer = True
    wallet.renew(batch)
    found = wallet.contents()
    assert not found.newer
    assert [each.replaced_at_s is None for each in found.batches].count(True) == 1


def test_an_offer_is_received_as_the_command_does(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    wallet = OpenWallet(
        visit.holder.vault, clock=lambda: visit.now_s, reach=lambda: nullcontext(visit.network)
    )
    seen_offer = wallet.look_at(visit.hall.offer)
    came = wallet.go_through(seen_offer, PIN)
    assert isinstance(came, Arrived)
    assert wallet.contents().batches == ()
    wallet.keep(came)
    assert len(wallet.contents().batches) == 1
    [seen] = wallet.ledgers()
    assert seen.seen_s is not None


def test_nobody_waits_less_than_ten_minutes_for_the_lock() -> None:
    assert LOCK_AFTER_S >= 600


def test_the_lock_counts_from_the_last_touch() -> None:
    now = [1_000]
    lock = AutoLock(lambda: now[0])
    now[0] += LOCK_AFTER_S - WARN_BEFORE_S - 1
    assert (lock.is_near, lock.is_due) == (False, False)
    now[0] += 1
    assert (lock.is_near, lock.is_due, lock.left_s) == (True, False, WARN_BEFORE_S)
    lock.touch()
    assert (lock.is_near, lock.left_s) == (False, LOCK_AFTER_S)
    now[0] += LOCK_AFTER_S
    assert (lock.is_near, lock.is_due) == (False, True)


def test_a_clock_that_goes_back_locks_nobody_out_early() -> None:
    now = [1_000]
    lock = AutoLock(lambda: now[0], after_s=10)
    now[0] = 5
    assert not lock.is_due
