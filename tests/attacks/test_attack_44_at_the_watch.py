"""Attack 44, at the watch: an owner is shown a ledger in which the theft never happened."""

from pathlib import Path

import pytest

from tests.ledger_heads import Seen
from tests.ledger_scene import Scene
from tests.watched import WatchedName, publish


@pytest.fixture
def name(tmp_path: Path) -> WatchedName:
    name = WatchedName(tmp_path)
    name.look()
    return name


def code(name: WatchedName) -> str:
    looked = name.look()
    return "" if looked.error is None else looked.error.code


def test_attack_44_history_with_a_quorum_is_rewritten_before_the_owner(name: WatchedName) -> None:
    other = Scene.founded()
    other.apply(other.publish())
    for _ in range(40):
        other.tick()
    lie = Seen(other)
    lie.first = name.seen.first
    publish(name.published, lie)
    assert code(name) == "log.consistency"


def test_attack_44_owner_is_shown_yesterdays_head(name: WatchedName) -> None:
    yesterday = name.seen.head(at_s=name.now_s)
    name.steal()
    name.publish()
    name.look()
    publish(name.published, name.seen, yesterday)
    assert code(name) == "ledger.older_head"


def test_attack_44_owner_is_shown_a_head_that_few_cosigned(name: WatchedName) -> None:
    name.scene.tick()
    few = name.seen.head(at_s=name.now_s, witnesses=name.scene.towns[:2])
    publish(name.published, name.seen, few)
    assert code(name) == "log.quorum"


def test_attack_44_entries_shown_are_not_those_of_the_head(name: WatchedName) -> None:
    name.steal()
    name.publish()
    [bundle] = name.published.glob("tile/entries/*.p/*")
    bundle.write_bytes(bundle.read_bytes().replace(name.did[-8:].encode(), b"00000000"))
    assert code(name) == "ledger.tiles"


def test_attack_44_entry_that_no_rule_allows_is_cosigned_all_the_same(name: WatchedName) -> None:
    twice = name.scene.commit(name.town)
    name.scene.apply(twice)
    name.scene.leaves.append(twice.leaf)
    name.scene.tick()
    publish(name.published, name.seen)
    assert code(name) == "ledger.sequence"


def test_attack_44_twin_the_owner_is_shown_what_there_is(name: WatchedName) -> None:
    index = name.steal()
    name.publish()
    looked = name.look()
    assert looked.error is None
    assert [each.index for each in looked.new] == [index]
