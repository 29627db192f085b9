"""Attack 44: the log's keeper shows different histories, and those who watch are at work."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from livret_core.errors import LivretError, Refused
from livret_core.tlog import witnessed
from livret_core.tlog.note import SignatureLine, SignatureType, VerifierKey
from livret_core.tlog.policy import Group, Log, Policy, Witness
from livret_core.tlog.witness import AddCheckpoint, Cosign, decide
from livret_ledger import fraud, fraud_file
from livret_ledger.auditor import auditing
from livret_ledger.witness.store.memory import StoredFraud, WitnessStore
from livret_town.simulator.ledgers import Keeper, signer
from tests.transparency import cosigned
from tests.watching import Watching, ask, line_of, told, watching


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watching]:
    made = watching(tmp_path)
    watch = next(made)
    watch.keeper.tick(times=18)
    watch.now_s = watch.keeper.at_s + 1_000
    yield watch
    next(made, None)


def only(memory: WitnessStore) -> StoredFraud:
    frauds = memory.frauds()
    assert len(frauds) == 1
    return frauds[0]


def shown_by(kept: bytes, keeper: Keeper, *cosigners: VerifierKey) -> fraud.ProvenFraud:
    return fraud.check(
        fraud_file.parse(kept),
        [keeper.key],
        cosigners=cosigners,
        replica=lambda begin, end: keeper.leaves[begin:end],
    )


# What a witness does.


def test_attack_44_two_roots_for_a_size_are_kept_as_evidence(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0))
    request = AddCheckpoint(keeper.size, (), keeper.second_root())
    assert told(ask(witness, request)) == (422, "log.fork\n")
    kept = only(witness.store)
    assert shown_by(kept.file, keeper).sizes == (keeper.size, keeper.size)


@pytest.mark.parametrize(("at", "size"), [(3, 7), (1, 11), (9, 13)])
def test_attack_44_a_fork_that_grew_is_kept_as_evidence(
    watch: Watching, at: int, size: int
) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0, size))
    other = keeper.fork(at)
    other.tick(7, times=30)
    assert told(ask(witness, other.request(size))) == (422, "log.consistency\n")
    kept = only(witness.store)
    assert shown_by(kept.file, keeper).sizes == (size, other.size)


def test_attack_44_a_rollback_is_told_how_far_the_witness_is(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0))
    for old in (0, 5, 9):
        assert told(ask(witness, keeper.request(old, 9))) == (409, f"{keeper.size}\n")


def test_attack_44_an_old_checkpoint_with_all_its_cosignatures_is_replayed(
    watch: Watching,
) -> None:
    witness, keeper = watch.witness(), watch.keeper
    old = keeper.signed(9).with_signatures(line_of(witness, keeper.request(0, 9)))
    line_of(witness, keeper.request(9))
    replayed = AddCheckpoint(9, (), old)
    assert told(ask(witness, replayed)) == (409, f"{keeper.size}\n")


# What an auditor does.


def test_attack_44_an_auditor_is_shown_another_history(watch: Watching) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    line_of(audited.cosigner, keeper.request(0))
    other = keeper.fork(4)
    other.tick(5, times=40)
    audited.show(other)
    with pytest.raises(Refused) as caught:
        audited.auditor.follow()
    assert caught.value.code == "log.fork"
    kept = only(audited.memory)
    assert shown_by(kept.file, keeper).sizes == (keeper.size, other.size)


def test_attack_44_an_auditor_is_shown_a_shorter_other_history(watch: Watching) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    line_of(audited.cosigner, keeper.request(0))
    other = keeper.fork(4)
    other.tick(5, times=3)
    audited.show(other)
    with pytest.raises(Refused) as caught:
        audited.auditor.follow()
    assert caught.value.code == "log.fork"
    kept = only(audited.memory)
    assert shown_by(kept.file, keeper).sizes == (other.size, keeper.size)


def test_attack_44_history_changes_while_an_auditor_catches_up(
    watch: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands on a part of a history whose head it never reached."""
    monkeypatch.setattr(auditing, "STEP", 1_024)
    keeper = watch.keeper
    keeper.tick(times=1_500)
    watch.now_s = keeper.at_s + 9_000
    audited = watch.auditor()
    with pytest.raises(LivretError):
        audited.auditor._catch_up(keeper.signed(), -1.0)
    other = keeper.fork(800)
    other.tick(5, times=900)
    audited.show(other)
    with pytest.raises(Refused) as caught:
        audited.auditor.follow()
    assert caught.value.code == "log.fork"
    kept = only(audited.memory)
    assert shown_by(kept.file, keeper).sizes == (keeper.size, other.size)


# Split view to disjoint sets of witnesses, for all (n, q) with n up to 7.

COMMON = Keeper.founded()
FIRST, SECOND = COMMON.fork(2), COMMON.fork(2)
FIRST.tick(1)
SECOND.tick(2)
HEADS = (FIRST.request(0), SECOND.request(0))
NAMES = tuple(f"{number}.example/witness" for number in range(7))
KEYS = tuple(VerifierKey.of(each, SignatureType.COSIGNATURE_V1, signer(each)) for each in NAMES)
PAIRS = [(n, q) for n in range(1, 8) for q in range(1, n + 1)]


def policy(n: int, q: int) -> Policy:
    names = tuple(name.encode() for name in NAMES[:n])
    return Policy(
        (Log(COMMON.key),),
        tuple(Witness(name, key) for name, key in zip(names, KEYS, strict=False)),
        (Group(b"witnesses", q, names),),
        b"witnesses",
    )


def cosigns(order: str) -> frozenset[int]:
    """Which of the two heads a witness cosigns that is asked in this order."""
    if order == "lies":
        return frozenset({0, 1})
    known, found = None, set()
    for head in (0, 1) if order == "first" else (1, 0):
        decision = decide(known, HEADS[head], [COMMON.key])
        if isinstance(decision, Cosign):
            known = decision.signed.checkpoint
            found.add(head)
    return frozenset(found)


def signatures(head: int, indexes: list[int]) -> list[SignatureLine]:
    from livret_core.tlog import cosignature

    checkpoint = HEADS[head].signed.checkpoint
    return [
        cosignature.sign(checkpoint, KEYS[i].name, signer(NAMES[i]), now_s=1_796_000_000)
        for i in indexes
    ]


def is_believed(head: int, chosen: Policy, indexes: list[int]) -> bool:
    """What a reader says of a head with real signatures."""
    try:
        witnessed.verify(HEADS[head].signed.with_signatures(*signatures(head, indexes)), chosen)
    except Refused as error:
        if error.code == "log.quorum":
            return False
        raise
    return True


@pytest.mark.parametrize(("n", "q"), PAIRS)
def test_attack_44_split_view_needs_twice_the_quorum_less_all(n: int, q: int) -> None:
    """Every assignment of lying, asked-first and asked-second witnesses."""
    chosen, done = policy(n, q), {order: cosigns(order) for order in ("lies", "first", "second")}
    fewest: int | None = None
    example: list[list[int]] = []
    for orders in product(done, repeat=n):
        by_head = [[i for i, order in enumerate(orders) if head in done[order]] for head in (0, 1)]
        if all(chosen.satisfied_by({KEYS[i] for i in indexes}) for indexes in by_head):
            liars = orders.count("lies")
            if fewest is None or liars < fewest:
                fewest, example = liars, by_head
    # Both heads are believed, and not with one liar less.
    assert fewest == max(0, 2 * q - n)
    assert all(is_believed(head, chosen, example[head]) for head in (0, 1))


@pytest.mark.parametrize("n", range(2, 8))
def test_attack_44_of_a_split_view_the_file_names_the_liars(n: int) -> None:
    q = n // 2 + 1
    liars = 2 * q - n
    rest = (n - liars) // 2
    sides = [list(range(liars + rest)), [*range(liars), *range(liars + rest, n)]]
    first, second = (
        HEADS[head].signed.with_signatures(*signatures(head, sides[head])) for head in (0, 1)
    )
    shown = fraud.check(fraud_file.TwoHeads(first, second), [COMMON.key], cosigners=KEYS)
    assert shown.cosigners == frozenset(KEYS[:liars])


def test_attack_44_twin_an_honest_witness_goes_on_after_it_was_lied_to(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0, 7))
    other = keeper.fork(3)
    other.tick(7, times=30)
    ask(witness, other.request(7))
    line_of(witness, keeper.request(7))


def test_attack_44_twin_a_kept_head_is_made_fresh_by_anybody(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0))
    watch.now_s += 8 * 86_400
    line_of(witness, keeper.request(keeper.size))


def test_attack_44_twin_an_auditor_follows_the_honest_history(watch: Watching) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    line_of(audited.cosigner, keeper.request(0))
    before = keeper.size
    keeper.tick(times=600)
    watch.now_s = keeper.at_s + 1_000
    audited.show(keeper)
    line_of(audited.cosigner, keeper.request(before))
    assert list(audited.memory.frauds()) == []


def test_attack_44_twin_a_quorum_of_honest_witnesses_is_believed() -> None:
    assert is_believed(0, policy(5, 4), [0, 1, 2, 3])
    assert not is_believed(0, policy(5, 4), [0, 1, 2])


def test_attack_44_twin_a_line_of_a_stranger_is_no_vote() -> None:
    lines = signatures(0, [0, 1, 2])
    line = cosigned(HEADS[0].signed.checkpoint, "stranger.example/w")
    with pytest.raises(Refused) as caught:
        witnessed.verify(HEADS[0].signed.with_signatures(*lines, line), policy(5, 4))
    assert caught.value.code == "log.quorum"
