"""A ledger whose witnesses or auditors fall silent says so, once, and again when they are back."""

from pathlib import Path

import pytest

from livret_core.errors import Unavailable
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_ledger.attendance import Attendance
from livret_ledger.batch import Appended, Known
from livret_ledger.store.keys import new_key
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_scene import ORIGIN, ed25519
from tests.ledger_works import Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works.founded(tmp_path)


def test_who_does_not_confirm_is_told_once_and_again_when_it_is_over(works: Works) -> None:
    heard: list[Attendance] = []
    gone = [works.witness(town) for town in works.scene.towns[2:]]
    auditor = works.auditors[0]
    with works.serving(attended=heard.append) as service:
        service.sequencer.start()
        publisher = service.publisher
        publisher.publish()
        assert publisher.attend().is_whole
        assert heard == []
        began_s = works.clock.now_s
        auditor.is_down = gone[0].is_down = gone[1].is_down = True
        service.sequencer.submit(works.schemas(1)[0])
        for _ in range(3):
            assert not publisher.publish().has_quorum
            publisher.attend()
            works.clock.now_s += 60
        [told] = heard
        assert told.is_held_up
        names = {str(each.key.name) for each in (*gone, auditor)}
        assert {each.name for each in told.missing} == names
        assert all(began_s <= each.since_s < began_s + 60 for each in told.missing)
        assert all(each.who and each.operator and each.is_silent for each in told.missing)
        assert service.status()["attendance"] == told.format()
        gone[0].is_down = gone[1].is_down = False
        publisher.publish()
        publisher.attend()
        # An auditor that is silent is named as well, where enough confirm without it.
        assert not heard[1].is_held_up
        assert [each.name for each in heard[1].missing] == [str(auditor.key.name)]
        auditor.is_down = False
        publisher.publish()
        publisher.attend()
        assert heard[2].is_whole
        assert len(heard) == 3


def test_those_missing_at_the_start_are_told_too(works: Works) -> None:
    heard: list[Attendance] = []
    for town in works.scene.towns[2:]:
        works.witness(town).is_down = True
    with works.serving(attended=heard.append) as service:
        reason = service.try_start()
        service.try_start()
    assert reason is not None
    assert reason.code == "ledger.few_witnesses"
    [told] = heard
    names = sorted(str(town.witness.name) for town in works.scene.towns[2:])
    assert [each.name for each in told.missing] == names
    # Nothing is written: nobody is to be told that what is handed in waits.
    assert (told.is_held_up, told.problem) == (True, "ledger.few_witnesses")


def test_those_who_follow_another_key_at_the_start_are_told_to_refuse(works: Works) -> None:
    """They answer: nobody is to look for a fault of the network."""
    heard: list[Attendance] = []
    other = VerifierKey.of(ORIGIN, SignatureType.ED25519, ed25519("the key after"))
    gone, *moved = works.scene.towns[1:]
    works.witness(gone).is_down = True
    for town in moved:
        works.witness(town).follows = other
    with works.serving(attended=heard.append) as service:
        reason = service.try_start()
    assert reason is not None
    assert reason.code == "ledger.other_key"
    [told] = heard
    codes = {each.name: each.code for each in told.missing}
    assert codes.pop(str(gone.witness.name)).startswith("net.")
    assert codes == {str(town.witness.name): "log.unsigned" for town in moved}
    assert [each.is_silent for each in told.missing].count(True) == 1


@pytest.mark.parametrize("ahead_s", [10 * 365 * 86_400, -1_790_000_000, 301, -301])
def test_a_witness_by_a_wrong_clock_is_named_and_counts(works: Works, ahead_s: int) -> None:
    heard: list[Attendance] = []
    wrong = works.witness(works.scene.towns[1])
    with works.serving(attended=heard.append) as service:
        service.sequencer.start()
        publisher = service.publisher
        assert publisher.publish().has_quorum
        assert publisher.attend().is_whole
        wrong.ahead_s = ahead_s
        [leaf] = works.schemas(1)
        service.sequencer.submit(leaf)
        standing = publisher.publish()
        assert standing.has_quorum
        assert standing.problem is None
        publisher.attend()
        publisher.attend()
        [told] = heard
        assert not told.missing
        [clock] = told.clocks
        assert (clock.name, clock.ahead_min) == (str(wrong.key.name), ahead_s // 60)
        assert clock.who
        assert Attendance.parse(told.format()) == told
        wrong.ahead_s = 300
        service.sequencer.submit(works.schemas(2)[1])
        works.clock.now_s += 60
        publisher.publish()
        publisher.attend()
        assert heard[1].is_whole


def test_nobody_elses_clock_is_called_wrong_by_one_that_is(works: Works) -> None:
    heard: list[Attendance] = []
    with works.serving(attended=heard.append) as service:
        service.sequencer.start()
        publisher = service.publisher
        publisher.publish()
        for cosigner in works.cosigners.values():
            cosigner.ahead_s = 3_000
        service.sequencer.submit(works.schemas(1)[0])
        publisher.publish()
        publisher.attend()
        [told] = heard
        assert (told.problem, told.clocks) == ("ledger.clock_behind", ())


def test_a_store_that_is_gone_is_told_by_what_was_handed_in_last(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No publication was under way: nobody but who handed it in would know."""
    heard: list[Attendance] = []
    one, two = works.schemas(2)

    def gone(*_: object) -> None:
        raise Unavailable("store.unavailable", "the server is gone")

    with works.serving(attended=heard.append) as service:
        service.sequencer.start()
        publisher = service.publisher
        publisher.publish()
        publisher.attend()
        with monkeypatch.context() as patched:
            patched.setattr(SqliteStore, "write", gone)
            lost = service.sequencer.submit(one)
            publisher.attend()
            publisher.attend()
        assert isinstance(lost, Unavailable)
        assert [each.problem for each in heard] == ["store.unavailable"]
        assert isinstance(service.sequencer.submit(two), Appended)
        assert publisher.publish().has_quorum
        publisher.attend()
        assert service.sequencer.trouble is None
        assert publisher.standing.problem is None
        assert [each.problem for each in heard] == ["store.unavailable", ""]


def test_a_store_that_another_took_is_told_until_it_is_ones_own_again(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    [leaf] = works.schemas(1)

    def taken(_: object) -> None:
        raise Unavailable("ledger.busy")

    def gone(*_: object) -> None:
        raise Unavailable("store.unavailable", "the session was ended")

    with works.serving() as service:
        assert service.start() is None
        with monkeypatch.context() as patched:
            patched.setattr(SqliteStore, "write", gone)
            patched.setattr(SqliteStore, "writer", taken)
            service.sequencer.submit(leaf)
            again = service.sequencer.submit(leaf)
            assert isinstance(again, Unavailable)
            assert again.code == "ledger.busy"
            assert service.status()["reason"] == {"code": "ledger.busy", "facts": {}}
        assert isinstance(service.sequencer.submit(leaf), Appended | Unavailable)
        assert isinstance(service.sequencer.submit(leaf), Appended | Known)
        assert service.status()["reason"] is None


def test_witnesses_that_went_over_to_another_log_key_are_no_silent_ones(works: Works) -> None:
    """More than may lie say so: to ask again, or to look at the network, would bring nothing."""
    heard: list[Attendance] = []
    gone_over = [works.witness(town) for town in works.scene.towns[1:]]
    own, other = gone_over[0].log_key, VerifierKey.of(ORIGIN, SignatureType.ED25519, new_key())
    for each in gone_over:
        each.log_key = other
    with works.serving(attended=heard.append) as service:
        reason = service.try_start()
    assert reason is not None
    assert reason.code == "ledger.other_key"
    assert (reason.facts["refusing"], reason.facts["of"]) == (3, 4)
    assert {each.name: each.code for each in heard[0].missing} == {
        str(each.key.name): "log.unsigned" for each in gone_over
    }
    assert not any(each.is_silent for each in heard[0].missing)
    # One of them may lie: where the others are silent, they are waited for.
    for each in gone_over[1:]:
        each.log_key, each.is_down = own, True
    with works.serving(attended=heard.append) as service:
        reason = service.try_start()
    assert reason is not None
    assert reason.code == "ledger.few_witnesses"
    for each in gone_over:
        each.log_key, each.is_down = own, False
    with works.serving() as service:
        assert service.try_start() is None
