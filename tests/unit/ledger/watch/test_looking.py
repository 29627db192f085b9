"""One look of a watch: what is believed, what is told, and to whom, once."""

import json
from pathlib import Path

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_core.ledger.trust_root import GRACE_S, format_versions, read_versions
from livret_ledger.watch.service.looked import Looked
from livret_ledger.watch.service.looking import Watch
from livret_ledger.watch.store import Memory
from tests.ledger_heads import Seen, next_root
from tests.ledger_scene import DAY_S, Scene
from tests.watched import QUIET_S, Taking, WatchedName, publish


@pytest.fixture
def name(tmp_path: Path) -> WatchedName:
    return WatchedName(tmp_path)


def indexes(looked: Looked) -> list[int | None]:
    return [each.index for each in looked.new]


def code(looked: Looked) -> str:
    assert looked.error is not None
    return looked.error.code


def test_a_name_that_only_its_owner_wrote_in_is_quiet(name: WatchedName) -> None:
    looked = name.look()
    assert (looked.new, looked.open, looked.error) == ((), (), None)
    assert looked.head is not None
    assert looked.head.size == len(name.scene.leaves)


def test_an_entry_is_told_once_and_stays_open(name: WatchedName) -> None:
    name.look()
    index = name.steal()
    name.publish()
    assert indexes(name.look()) == [index]
    again = name.look()
    assert (indexes(again), [each.index for each in again.open]) == ([], [index])


def test_an_entry_is_known_when_the_journal_takes_it_in(name: WatchedName) -> None:
    name.steal()
    name.publish()
    name.look()
    assert name.look(journal=name.ids()).open == ()


def test_what_was_stopped_before_it_was_noted_is_found_at_the_next_look(
    name: WatchedName, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = name.steal()
    name.publish()
    with monkeypatch.context() as patched:
        patched.setattr(Memory, "found", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            name.look()
    assert indexes(name.look()) == [index]


def test_what_was_noted_before_it_was_stopped_is_not_found_twice(
    name: WatchedName, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = name.steal()
    name.publish()
    with monkeypatch.context() as patched:
        patched.setattr(Memory, "believe", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            name.look({"exec": Taking()})
    taking = Taking()
    looked = name.look({"exec": taking})
    assert indexes(looked) == []
    assert [each.index for each in looked.open] == [index]
    assert len(taking.told) == 1


def test_an_alert_says_facts_and_what_to_do(name: WatchedName) -> None:
    index = name.steal()
    name.publish()
    taking = Taking()
    name.look({"webhook": taking})
    [told] = map(json.loads, taking.told)
    assert (told["kind"], told["key"]) == ("theft", "update")
    assert (told["index"], told["did"], told["answer"]) == (index, name.did, "recover")


def test_an_alert_that_is_not_taken_is_owed_until_it_is(name: WatchedName) -> None:
    name.steal()
    name.publish()
    deaf, hears = Taking(), Taking()
    deaf.error = Unavailable("watch.untold")
    looked = name.look({"exec": hears, "webhook": deaf})
    assert looked.untold is deaf.error
    assert (len(hears.told), len(deaf.told)) == (1, 0)
    deaf.error = None
    assert name.look({"exec": hears, "webhook": deaf}).untold is None
    assert (len(hears.told), len(deaf.told)) == (1, 1)


def test_an_older_head_is_not_gone_back_to(name: WatchedName) -> None:
    older = name.seen.head(at_s=name.now_s)
    name.publish()
    name.look()
    publish(name.published, name.seen, older)
    looked = name.look()
    assert (code(looked), looked.head) == ("ledger.older_head", None)


def test_a_head_without_a_quorum_is_not_looked_at(name: WatchedName) -> None:
    name.steal()
    name.scene.tick()
    alone = name.seen.head(at_s=name.now_s, witnesses=name.scene.towns[:1])
    publish(name.published, name.seen, alone)
    looked = name.look()
    assert (code(looked), looked.open) == ("log.quorum", ())


def test_an_entry_that_breaks_a_rule_is_refused_by_the_rules_name(name: WatchedName) -> None:
    name.look()
    scene = name.scene
    stolen = scene.commit(name.town)
    # Taken twice: no rule has that, whoever cosigns it.
    scene.apply(stolen)
    scene.leaves.append(stolen.leaf)
    scene.tick()
    publish(name.published, name.seen)
    assert code(name.look()) == "ledger.sequence"


def test_an_entry_that_is_not_in_the_tree_is_not_believed(name: WatchedName) -> None:
    name.look()
    before = name.scene.leaves[-1]
    name.steal()
    name.publish()
    bundle = next(name.published.glob("tile/entries/*.p/*"))
    raw = bundle.read_bytes()
    assert raw.count(before) == 1
    bundle.write_bytes(raw.replace(name.did[-8:].encode(), b"00000000"))
    assert code(name.look()) == "ledger.tiles"


def test_an_old_head_is_looked_at_and_its_age_is_told_too(name: WatchedName) -> None:
    index = name.steal()
    name.publish()
    looked = name.look(now_s=name.now_s + 30 * DAY_S)
    assert index in indexes(looked)
    assert looked.silent_since_s == name.now_s


def test_silence_is_told_once_and_again_after_it_was_broken(name: WatchedName) -> None:
    taking = Taking()
    name.look({"exec": taking})
    later_s = name.now_s + QUIET_S
    assert name.look({"exec": taking}, now_s=later_s).silent_since_s is None
    for _ in range(2):
        assert name.look({"exec": taking}, now_s=later_s + 1).silent_since_s == name.now_s
    assert [json.loads(each)["code"] for each in taking.told] == ["watch.silent"]
    name.publish()
    name.look({"exec": taking})
    name.look({"exec": taking}, now_s=name.now_s + QUIET_S + 1)
    assert len(taking.told) == 2


def test_a_ledger_that_cannot_be_reached_is_no_alarm_before_its_time(name: WatchedName) -> None:
    name.look()
    (name.published / "checkpoint").unlink()
    taking = Taking()
    looked = name.look({"exec": taking})
    assert (code(looked), taking.told) == ("file.unavailable", [])
    looked = name.look({"exec": taking}, now_s=name.now_s + QUIET_S + 1)
    assert [json.loads(each)["code"] for each in taking.told] == ["watch.silent"]


def test_a_change_of_policy_is_followed_by_the_trust_roots_beside_it(name: WatchedName) -> None:
    name.look()
    joint = name.seen.head(at_s=name.now_s)
    first, towns = name.seen.first, name.scene.towns
    numbers = name.scene.policy.numbers
    second = next_root(first, name.scene, towns, joint, by=towns, numbers=numbers)
    name.publish()
    (name.published / "trust/2.json").write_bytes(second.raw)
    assert name.look().error is None
    (name.published / "trust/2.json").unlink()
    with Watch.held(name.folder) as held:
        assert read_versions(held.memory.standing().trust) == (first, second)


def test_trust_roots_are_followed_beyond_one_that_ended_long_ago_if_somebody_hands_them_over(
    name: WatchedName,
) -> None:
    name.look()
    joint = name.seen.head(at_s=name.now_s)
    first, towns = name.seen.first, name.scene.towns
    numbers = name.scene.policy.numbers
    second = next_root(first, name.scene, towns, joint, by=towns, numbers=numbers)
    name.publish()
    (name.published / "trust/2.json").write_bytes(second.raw)
    # Whoever serves the files is not believed in that.
    looked = name.look(now_s=first.expires_s + GRACE_S + 1)
    assert (code(looked), looked.error and looked.error.detail) == (
        "ledger.source",
        "trust.expired",
    )
    with Watch.held(name.folder) as held:
        assert read_versions(held.memory.standing().trust) == (first,)
        held.walk_on(format_versions((first, second)))
        assert read_versions(held.memory.standing().trust) == (first, second)


def test_trust_roots_that_do_not_follow_are_not_believed(name: WatchedName) -> None:
    name.look()
    (name.published / "trust/2.json").write_bytes(b"{}")
    assert code(name.look()) == "ledger.source"


def test_a_watch_is_of_one_name(name: WatchedName) -> None:
    name.begin()
    with Watch.held(name.folder) as held:
        held.check_is_of(name.did)
        with pytest.raises(LivretError) as caught:
            held.check_is_of(f"{name.did}:2")
    assert caught.value.code == "watch.other"


def test_two_at_once_do_not_watch_in_one_folder(name: WatchedName) -> None:
    name.begin()
    with Watch.held(name.folder), pytest.raises(LivretError) as caught, Watch.held(name.folder):
        pass
    assert caught.value.code == "ledger.busy"


def test_another_history_with_a_quorum_is_not_followed(name: WatchedName) -> None:
    name.look()
    other = Scene.founded()
    other.apply(other.publish())
    for _ in range(40):
        other.tick()
    lie = Seen(other)
    lie.first = name.seen.first
    publish(name.published, lie)
    assert code(name.look()) == "log.consistency"
