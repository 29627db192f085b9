"""An auditor replays all, and lets only heads pass that the rules come to."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.tlog.tiles import Bundle, Tile
from livret_ledger import fraud, fraud_file
from livret_ledger.auditor import auditing, service
from livret_ledger.checking import check_store
from livret_ledger.store.sqlite import SqliteStore
from livret_town.simulator.ledgers import Keeper
from tests.ledger_scene import DAY_S, ORIGIN, Scene, ed25519
from tests.watching import Audited, Watching, ask, line_of, told

STEP = 1_024


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "STEP", STEP)


def proven(audited: Audited, keeper: Keeper) -> list[tuple[tuple[int, ...], int | None, str]]:
    """What the files it kept show to somebody who has the keeper's entries."""
    found = []
    for kept in audited.memory.frauds():
        shown = fraud.check(
            fraud_file.parse(kept.file),
            [keeper.key],
            replica=lambda begin, end: keeper.leaves[begin:end],
        )
        found.append((shown.sizes, shown.index, shown.rule))
    return found


def empty(folder: Path) -> SqliteStore:
    return SqliteStore.create(folder / "copy.db", ORIGIN)


def refusal(audited: Audited) -> str:
    with pytest.raises(LivretError) as caught:
        audited.auditor.follow()
    return caught.value.code


def test_an_honest_ledger_is_followed_and_cosigned(watch: Watching) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    assert audited.auditor.follow().checkpoint == keeper.head()
    line_of(audited.cosigner, keeper.request(0))
    assert audited.store.frontier.root == keeper.head().root


def test_a_whole_consortium_is_followed(watch: Watching) -> None:
    scene = Scene.founded()
    scene.tick(3 * DAY_S)
    scene.apply(scene.publish())
    scene.apply(scene.commit(scene.towns[1]))
    verdun = scene.settle(scene.town("verdun"))
    scene.apply(scene.propose(verdun))
    for town in scene.towns[:2]:
        scene.apply(scene.endorse(verdun, town))
        scene.tick()
    scene.apply(scene.admit(verdun))
    scene.tick()
    key = ed25519(f"log {scene.state.origin}")
    watch.keeper = Keeper(scene.state.origin, scene.leaves, key=key)
    watch.now_s = scene.at_s
    audited = watch.auditor()
    audited.auditor.follow()
    assert sorted(audited.store.record_names("")) == sorted(scene.state.records)
    assert audited.store.clock == scene.state.clock
    check_store(audited.store)


def test_it_catches_up_when_it_is_asked(watch: Watching) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    line_of(audited.cosigner, keeper.request(0))
    before = keeper.size
    keeper.tick(times=300)
    audited.show(keeper)
    watch.now_s = keeper.at_s
    line_of(audited.cosigner, keeper.request(before))


def test_a_head_behind_its_copy_is_cosigned_all_the_same(watch: Watching) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    keeper.tick(times=9)
    audited.show(keeper)
    watch.now_s = keeper.at_s
    audited.auditor.follow()
    line_of(audited.cosigner, keeper.request(0, 5))


def test_it_lets_nobody_wait_for_long_and_goes_on_from_there(watch: Watching) -> None:
    keeper = watch.keeper
    keeper.tick(times=STEP + 10)
    watch.now_s = keeper.at_s
    audited = watch.auditor()
    with pytest.raises(Unavailable) as caught:
        audited.auditor._catch_up(keeper.signed(), -1.0)
    assert (caught.value.code, audited.auditor.size) == ("ledger.catching_up", STEP)
    audited.auditor._catch_up(keeper.signed(), -1.0)
    assert audited.auditor.size == keeper.size


def test_two_at_once_take_turns(watch: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    audited = watch.auditor()
    monkeypatch.setattr(service, "BUDGET_S", 0.01)
    with audited.auditor._turn:
        answer = ask(audited.cosigner, watch.keeper.request(0))
    assert told(answer) == (503, "ledger.catching_up\n")


def test_a_source_that_does_not_answer_is_unavailable(watch: Watching) -> None:
    audited = watch.auditor()
    audited.shown.files.files.clear()
    assert told(ask(audited.cosigner, watch.keeper.request(0))) == (503, "file.unavailable\n")


def test_a_file_that_was_mended_is_read_again(watch: Watching) -> None:
    watch.keeper.tick(times=STEP)
    watch.now_s = watch.keeper.at_s
    audited = watch.auditor()
    damage(audited, Tile(0, 4, 3).format())
    assert refusal(audited) == "ledger.tiles"
    audited.show(watch.keeper)
    audited.auditor.follow()


def test_a_damaged_bundle_says_nothing_against_anybody(watch: Watching) -> None:
    audited = watch.auditor()
    damage(audited, Bundle(0, 3).format())
    assert refusal(audited) == "ledger.tiles"
    assert list(audited.memory.frauds()) == []
    assert audited.store.frontier.size == 0


def test_a_damaged_tile_says_nothing_against_anybody(watch: Watching) -> None:
    watch.keeper.tick(times=STEP)
    watch.now_s = watch.keeper.at_s
    audited = watch.auditor()
    damage(audited, Tile(0, 4, 3).format())
    assert refusal(audited) == "ledger.tiles"
    assert (list(audited.memory.frauds()), audited.store.frontier.size) == ([], 0)


def damage(audited: Audited, path: str) -> None:
    whole = audited.shown.files.files[path]
    audited.shown.files.files[path] = whole[:-1] + bytes([whole[-1] ^ 1])


def test_a_bundle_cut_short_says_nothing_against_anybody(watch: Watching) -> None:
    audited = watch.auditor()
    path = Bundle(0, 3).format()
    audited.shown.files.files[path] = audited.shown.files.files[path][:-1]
    assert refusal(audited) == "ledger.tiles"


def test_a_wrong_map_root_is_evidence(watch: Watching) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    index = keeper.lie_about_the_map()
    audited.show(keeper)
    assert refusal(audited) == "ledger.map_root"
    assert proven(audited, keeper) == [((index + 1,), index, "ledger.map_root")]


def test_a_broken_rule_is_evidence(watch: Watching) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    index = keeper.break_a_rule()
    keeper.tick()
    audited.show(keeper)
    assert refusal(audited) == "ledger.exists"
    assert proven(audited, keeper) == [((index + 2,), index, "ledger.exists")]


def test_octets_that_are_no_operation_are_evidence(watch: Watching) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    index = keeper.write_what_is_no_operation()
    audited.show(keeper)
    assert refusal(audited) == "ledger.content"
    [(_, at, rule)] = proven(audited, keeper)
    assert (at, rule.partition(".")[0]) == (index, "input")


def test_a_rule_broken_far_on_is_evidence(watch: Watching) -> None:
    keeper = watch.keeper
    keeper.tick(times=STEP + 50)
    index = keeper.lie_about_the_map()
    audited = watch.auditor()
    assert refusal(audited) == "ledger.map_root"
    assert proven(audited, keeper) == [((index + 1,), index, "ledger.map_root")]


def test_a_bad_entry_is_written_down_once(watch: Watching) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    keeper.break_a_rule()
    audited.show(keeper)
    refusal(audited)
    keeper.tick()
    audited.show(keeper)
    assert refusal(audited) == "ledger.exists"
    assert len(audited.memory.frauds()) == 1


def test_a_head_whose_last_entry_is_no_state_commit_is_evidence(watch: Watching) -> None:
    scene = Scene.founded()
    keeper = watch.keeper = Keeper(scene.state.origin, scene.leaves)
    watch.now_s = scene.at_s
    audited = watch.auditor()
    assert refusal(audited) == "ledger.not_last"
    assert proven(audited, keeper) == [((keeper.size,), keeper.size - 1, "ledger.not_last")]


def test_an_empty_head_is_not_cosigned(watch: Watching) -> None:
    assert told(ask(watch.auditor().cosigner, watch.keeper.request(0, 0))) == (
        422,
        "ledger.not_last\n",
    )


@pytest.mark.parametrize(("ahead_s", "status"), [(300, 200), (301, 422), (3_600, 422)])
def test_ledger_time_may_be_five_minutes_ahead(watch: Watching, ahead_s: int, status: int) -> None:
    audited, keeper = watch.auditor(), watch.keeper
    watch.now_s = keeper.at_s - ahead_s
    answer = ask(audited.cosigner, keeper.request(0))
    assert answer.status == status
    if status != 200:
        assert answer.body == b"ledger.time_ahead\n"
        # A clock may be wrong: it is no fraud, and the same head passes later.
        assert list(audited.memory.frauds()) == []
        watch.now_s = keeper.at_s
        line_of(audited.cosigner, keeper.request(0))


def test_another_ledger_is_unknown(watch: Watching) -> None:
    audited = watch.auditor()
    audited.show(Keeper.founded("ledger.example/other"))
    assert refusal(audited) == "log.unknown"


def test_a_head_that_the_log_did_not_sign_is_none(watch: Watching) -> None:
    from tests.transparency import signed

    audited, keeper = watch.auditor(), watch.keeper
    audited.shown.files = keeper.files(signed(keeper.head(), by="a.stranger"))
    assert refusal(audited) == "log.unsigned"


def test_only_what_was_replayed_is_cosigned(watch: Watching) -> None:
    """The head is signed and continues the last one; its entries are nowhere to be read."""
    audited, keeper = watch.auditor(), watch.keeper
    line_of(audited.cosigner, keeper.request(0))
    before = keeper.size
    keeper.tick()
    watch.now_s = keeper.at_s
    with pytest.raises(LivretError) as caught:
        audited.auditor.approve(keeper.signed())
    assert caught.value.branch == "unavailable"
    assert ask(audited.cosigner, keeper.request(before)).status == 503


def test_a_fault_is_refused_under_a_code_that_refuses() -> None:
    from livret_ledger.auditor.auditing import Fault

    assert Fault(3, "ledger.operation", b"").refusal().code == "ledger.content"
    found: Refused = Fault(3, "ledger.quota", b"").refusal()
    assert (found.code, found.facts) == ("ledger.quota", {"index": 3, "reason": "ledger.quota"})


def test_keys_of_a_few_entries_before_are_known_when_signatures_are_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else all of a new ledger's first thousands would be verified one after the other."""
    scene = Scene.founded()
    begun = len(scene.leaves)
    for town in scene.towns:
        scene.apply(scene.commit(town))
    ahead: list[int] = []

    def each(function: Any, parts: Any) -> Any:
        held = [function(part) for part in parts]
        ahead.append(sum(map(len, held)))
        return held

    monkeypatch.setattr(auditing, "WIDTH", begun)
    taken = auditing.replay(empty(tmp_path), scene.leaves, each=each)
    assert taken.fault is None
    assert len(taken.written.entries) == len(scene.leaves)
    assert ahead[1:] == [len(scene.towns)]


@pytest.mark.parametrize("at", [0, 1, 2, 3, 5])
def test_nothing_after_a_fault_is_taken_in_whichever_part_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    scene = Scene.founded()
    scene.apply(scene.publish())
    leaves = [*scene.leaves]
    leaves[at] = b"{}"
    monkeypatch.setattr(auditing, "WIDTH", 1)
    taken = auditing.replay(empty(tmp_path), leaves)
    assert taken.fault is not None
    # Without its genesis no entry is of this ledger; the first to be refused is told.
    assert (taken.fault.index, taken.fault.leaf) == (at, b"{}")
    assert [entry.leaf for entry in taken.written.entries] == leaves[:at]
