"""A witness decides, remembers, and cosigns, in this order."""

import os
import signal
import sqlite3
import threading
import warnings
from itertools import pairwise
from pathlib import Path

import pytest

from livret_core.errors import Refused, Unavailable
from livret_core.tlog.witness import SIZE_TYPE, AddCheckpoint
from livret_ledger import fraud, fraud_file
from livret_ledger.witness.service import Cosigner
from livret_ledger.witness.store.memory import Held, WitnessStore
from livret_town.simulator.ledgers import Keeper, signer
from tests.watching import INSTANCE, Watching, ask, line_of, time_of, told


def test_a_first_head_needs_no_proof(watch: Watching) -> None:
    witness = watch.witness()
    line_of(witness, watch.keeper.request(0))
    held = witness.store.held(watch.keeper.origin)
    assert held is not None
    assert held.checkpoint == watch.keeper.head()


def test_honest_growth_is_cosigned_step_by_step(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    keeper.tick(times=20)
    sizes = [0, 1, 2, 7, 8, 9, 21, 22]
    for old, new in pairwise(sizes):
        line_of(witness, keeper.request(old, new))


def test_the_same_head_again_has_a_fresh_time(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    size = keeper.size
    first = time_of(witness, keeper.request(0))
    watch.now_s += 3_600
    assert time_of(witness, keeper.request(size, size)) == first + 3_600


def test_another_size_is_told_with_its_content_type(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0, 2))
    response = ask(witness, keeper.request(0))
    assert (response.status, response.content_type, response.body) == (409, SIZE_TYPE, b"2\n")


def test_a_log_that_is_not_served_is_unknown(watch: Watching) -> None:
    other = Keeper.founded("ledger.example/other")
    assert told(ask(watch.witness(), other.request(0))) == (404, "log.unknown\n")


def test_what_cannot_be_read_is_a_bad_request(watch: Watching) -> None:
    assert watch.witness().add(b"hello\n\n").status == 400


def test_an_old_size_above_the_new_one_is_a_bad_request(watch: Watching) -> None:
    request = AddCheckpoint(3, (), watch.keeper.signed(2))
    assert told(ask(watch.witness(), request)) == (400, "log.request\n")


def test_what_is_remembered_is_what_a_monitor_gets(watch: Watching) -> None:
    from hashlib import sha256

    witness, keeper = watch.witness(), watch.keeper
    line = line_of(witness, keeper.request(0))
    named = sha256(keeper.origin.encode()).hexdigest()
    assert witness.checkpoint(named) == keeper.signed().with_signatures(line).format()
    assert witness.checkpoint(sha256(b"other").hexdigest()) is None


def test_a_clock_an_hour_behind_gives_no_line_and_forgets_nothing(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0, 2))
    watch.now_s -= 3_600
    assert told(ask(witness, keeper.request(2))) == (503, "ledger.clock\n")
    held = witness.store.held(keeper.origin)
    assert held is not None
    assert held.checkpoint.size == 2
    watch.now_s += 3_600
    line_of(witness, keeper.request(2))


def test_what_keeps_it_from_confirming_is_told_once_until_it_confirms_again(
    watch: Watching,
) -> None:
    memory, keeper, heard = watch.memory("w"), watch.keeper, list[str]()
    name = "w.example/witness"
    witness = Cosigner(
        memory,
        name=name,
        signer=signer(name),
        clock=watch.clock,
        told=lambda error: heard.append(error.code),
    )
    line_of(witness, keeper.request(0, 2))
    for _ in range(2):
        watch.now_s -= 3_600
        for _ in range(2):
            assert told(ask(witness, keeper.request(2)))[0] == 503
        assert told(ask(witness, keeper.request(1)))[0] == 409  # what was asked is wrong, not this
        watch.now_s += 3_600
        line_of(witness, keeper.request(2, 2))
    assert heard == ["ledger.clock", "ledger.clock"]


def test_a_clock_an_hour_ahead_dates_only_its_own_line(watch: Watching) -> None:
    # Whose clock is right is for readers to decide, who take the q-th newest time.
    witness, keeper = watch.witness(), watch.keeper
    watch.now_s += 3_600
    assert time_of(witness, keeper.request(0)) == watch.now_s


def test_a_store_that_fails_gives_no_line(watch: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    witness = watch.witness()

    def fails(*_: object) -> bool:
        raise Unavailable("store.unavailable")

    monkeypatch.setattr(WitnessStore, "replace", fails)
    assert told(ask(witness, watch.keeper.request(0))) == (503, "store.unavailable\n")


def test_the_loser_of_two_at_once_is_told_the_new_size(
    watch: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process moves the head between the decision and the store."""
    witness, keeper = watch.witness(), watch.keeper
    keeper.tick(times=5)
    line_of(witness, keeper.request(0, 2))
    other = Cosigner(
        WitnessStore.open(watch.root / "w.db", INSTANCE),
        name=witness.key.name.text,
        signer=signer(witness.key.name.text),
        clock=watch.clock,
    )
    replace = WitnessStore.replace

    def late(store: WitnessStore, before: object, new: Held) -> bool:
        if store is witness.store and new.checkpoint.size == 4:
            monkeypatch.setattr(WitnessStore, "replace", replace)
            line_of(other, keeper.request(2, 6))
        return replace(store, before, new)  # type: ignore[arg-type]

    monkeypatch.setattr(WitnessStore, "replace", late)
    response = ask(witness, keeper.request(2, 4))
    other.store.close()
    assert (response.status, response.body) == (409, b"6\n")


def test_many_at_once_never_go_back(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    keeper.tick(times=40)
    bodies = {old: keeper.request(old, old + 3).format() for old in range(keeper.size - 3)}
    line_of(witness, keeper.request(0, 2))
    cosigned: list[int] = []
    lock = threading.Lock()

    def climb(begin: int) -> None:
        size = begin
        while size in bodies:
            response = witness.add(bodies[size])
            if response.status == 200:
                with lock:
                    cosigned.append(size + 3)
                size += 3
            else:
                assert response.status == 409, response
                size = int(response.body)

    threads = [threading.Thread(target=climb, args=(begin,)) for begin in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Each step was cosigned once: no two requests passed each other.
    assert sorted(cosigned) == sorted(set(cosigned))
    held = witness.store.held(keeper.origin)
    assert held is not None
    assert held.checkpoint.size == max(cosigned)


@pytest.mark.parametrize(("moment", "size"), [("before", 2), ("after", 3)])
def test_killed_around_the_store_it_holds_what_it_may_have_said(
    watch: Watching, moment: str, size: int
) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0, 2))
    witness.store.close()
    with warnings.catch_warnings():
        # Threads of other tests are asleep; the child runs nothing of theirs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _die_around_the_store(watch, keeper, moment)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    store = WitnessStore.open(watch.root / "w.db", INSTANCE)
    held = store.held(keeper.origin)
    store.close()
    assert held is not None
    assert held.checkpoint.size == size


def _die_around_the_store(watch: Watching, keeper: Keeper, moment: str) -> None:
    name = "w.example/witness"
    store = WitnessStore.open(watch.root / "w.db", INSTANCE)
    whole = store.replace

    def replace(before: object, new: Held) -> bool:
        if moment == "after":
            whole(before, new)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)
        return True

    store.replace = replace  # type: ignore[method-assign]
    Cosigner(store, name=name, signer=signer(name), clock=watch.clock).add(
        keeper.request(2).format()
    )
    os._exit(1)


def test_every_write_of_the_memory_is_seen_to_the_disk(watch: Watching) -> None:
    store = watch.memory()
    assert store._rows("PRAGMA synchronous") == [(2,)]
    assert store._rows("PRAGMA journal_mode") == [("wal",)]


def test_the_first_fraud_on_a_subject_stays(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0))
    for salt in (1, 2):
        head = keeper.second_root() if salt == 1 else keeper.sign(keeper.head())
        ask(witness, AddCheckpoint(keeper.size, (), head))
    ask(witness, AddCheckpoint(keeper.size, (), keeper.second_root()))
    [kept] = witness.store.frauds()
    proven = fraud.check(fraud_file.parse(kept.file), [keeper.key], cosigners=[witness.key])
    assert (proven.sizes, proven.cosigners) == ((keeper.size,) * 2, frozenset())


def test_a_junk_proof_for_an_honest_head_convicts_nobody(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    keeper.tick(times=9)
    line_of(witness, keeper.request(0, 3))
    honest = keeper.request(3)
    junk = AddCheckpoint(3, tuple(reversed(honest.hashes)), honest.signed)
    assert told(ask(witness, junk)) == (422, "log.consistency\n")
    assert witness.store.frauds() == []


def test_a_forgery_by_a_stranger_convicts_nobody(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0))
    other = keeper.second_root().checkpoint
    from livret_core.tlog import note
    from livret_core.tlog.checkpoint import SignedCheckpoint
    from livret_core.tlog.note import KeyName

    forged = SignedCheckpoint.of(
        note.sign(other.format(), KeyName(other.origin), signer("a stranger"))
    )
    assert told(ask(witness, AddCheckpoint(keeper.size, (), forged))) == (403, "log.unsigned\n")
    assert witness.store.frauds() == []


def test_a_damaged_memory_is_unavailable(watch: Watching, tmp_path: Path) -> None:
    watch.memory("torn").close()
    path = tmp_path / "torn.db"
    path.write_bytes(path.read_bytes()[:100] + os.urandom(4_000))
    with pytest.raises((Unavailable, Refused)) as caught:
        WitnessStore.open(path, INSTANCE)
    assert caught.value.code in {"store.unavailable", "witness.memory_lost"}


def test_another_database_is_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE self (one)")
    database.close()
    with pytest.raises(Unavailable) as caught:
        WitnessStore.open(path, INSTANCE)
    assert caught.value.code == "store.unavailable"
