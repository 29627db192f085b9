"""A town hall dates nothing before its key or its right began: a desk takes it on the first day."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import KeyRecord
from livret_core.sealing import SealedFile
from livret_issuer.identity import TownHall
from livret_issuer.operations import DAY_S
from tests.hall_on_ledger import PASSPHRASE, Stand
from tests.ledger_heads import AGES, check
from tests.ledger_scene import Town
from tests.office import CHEAP, ask, offer

NOON_S = DAY_S // 2


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    defaults = SealedFile.unseal.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "floor", CHEAP)
    monkeypatch.setattr("tests.office.NOW_S", 1_796_000_001)
    made = Stand(tmp_path)
    made.register()
    # Noon, so that midnight and the hour of a right are two things.
    made.scene.tick(DAY_S - made.now_s % DAY_S + DAY_S + NOON_S)
    return made


def grant(stand: Stand) -> int:
    """The root accreditor lets the town hall sign; since when."""
    town = Town("verdun", stand.office.hall.ledger.who)  # type: ignore[union-attr]
    town.did = stand.office.hall.did.text
    granted = stand.scene.grant(town, stand.scene.towns[0], scope=town.who)
    from_s = granted.body["from"]
    assert isinstance(from_s, int)
    stand.scene.apply(granted)
    stand.scene.tick(600)
    return from_s


def state(stand: Stand) -> ProvenState:
    hall = stand.office.hall
    names = [
        name
        for name in stand.scene.state.records
        if hall.did.text in name and name.partition("/")[0] in {"did", "key", "accr"}
    ]
    return shown(stand, names)


def shown(stand: Stand, names: list[str]) -> ProvenState:
    found = stand.seen.evidence(sorted(names), stand.seen.head(at_s=stand.now_s))
    return check(found, stand.seen.chain, ages=AGES, now_s=stand.now_s, remembered=None)


def learn(stand: Stand) -> None:
    stand.desk.learn(state(stand))
    stand.reopen()


def dated(stand: Stand, now_s: int | None = None) -> set[int]:
    """The dates of copies that are signed now."""
    now_s = stand.now_s if now_s is None else now_s
    asked = ask(offer(stand.office), copies=2, now_s=now_s)
    answer = stand.office.issue(asked.request.format(), now_s=now_s)
    return {int(Presentation.parse(each).payload["iat"]) for each in answer.credentials}  # type: ignore[arg-type]


def test_on_the_first_day_of_a_right_copies_are_dated_with_its_begin(stand: Stand) -> None:
    from_s = grant(stand)
    learn(stand)
    assert from_s % DAY_S == NOON_S
    assert dated(stand) == {from_s}


def test_from_the_second_day_of_a_right_copies_are_dated_to_the_day(stand: Stand) -> None:
    from_s = grant(stand)
    learn(stand)
    stand.scene.tick(DAY_S)
    assert dated(stand) == {from_s - NOON_S + DAY_S}


def test_before_a_right_begins_nothing_is_signed(stand: Stand) -> None:
    learn(stand)
    with pytest.raises(Refused) as caught:
        dated(stand)
    assert caught.value.code == "home.no_right"


def test_a_right_that_begins_later_is_told_with_its_begin(stand: Stand) -> None:
    from_s = grant(stand)
    learn(stand)
    with pytest.raises(Refused) as caught:
        dated(stand, now_s=from_s - 60)
    assert caught.value.code == "home.right_later"
    assert caught.value.facts["from_s"] == from_s


def test_after_a_right_ended_nothing_is_signed(stand: Stand) -> None:
    from_s = grant(stand)
    town = Town("verdun", "fr-insee:55545")
    town.did = stand.office.hall.did.text
    stand.scene.apply(stand.scene.end_right(town, stand.scene.towns[0], from_s=from_s))
    stand.scene.tick(600)
    learn(stand)
    with pytest.raises(Refused) as caught:
        dated(stand)
    assert caught.value.code == "home.no_right"


def test_a_clock_behind_the_ledgers_dates_nothing_before_the_key(stand: Stand) -> None:
    """The town hall noted the key by its own clock, which was an hour slow."""
    grant(stand)
    hall = stand.office.hall
    record = stand.scene.state.records[f"key/{hall.key_id}"]
    assert isinstance(record, KeyRecord)
    stand.become(replace(hall, key_from_s=record.from_s - 3_600))
    learn(stand)
    assert stand.office.hall.key_from_s == record.from_s


def test_what_was_learned_stays(stand: Stand) -> None:
    grant(stand)
    learn(stand)
    hall = stand.office.hall
    assert hall.rights is not None
    assert [(each.type, each.scope) for each in hall.rights] == [("residency", "fr-insee:55545")]
    assert TownHall.parse(hall.format()) == hall


def test_another_ledgers_evidence_is_not_learned(stand: Stand) -> None:
    grant(stand)
    hall = stand.office.hall
    assert hall.ledger is not None
    other = replace(hall, ledger=replace(hall.ledger, origin="other.example"))
    found = state(stand)
    stand.become(other)
    with pytest.raises(LivretError) as caught:
        stand.desk.learn(found)
    assert caught.value.code == "ledger.origin"


def test_evidence_about_somebody_else_is_not_learned(stand: Stand) -> None:
    other = stand.scene.towns[1].did
    found = shown(stand, [f"did/{other}"])
    with pytest.raises(LivretError) as caught:
        stand.desk.learn(found)
    assert caught.value.code == "home.other_evidence"


def test_a_did_that_the_ledger_does_not_have_is_told(stand: Stand) -> None:
    hall = stand.office.hall
    absent = replace(hall, did=WebvhDid.parse(hall.did.text[:-1] + "6"))
    found = shown(stand, [f"did/{absent.did.text}"])
    stand.become(absent)
    with pytest.raises(LivretError) as caught:
        stand.desk.learn(found)
    assert caught.value.code == "home.not_registered"


def test_what_was_learnt_wrongly_gives_way_to_what_is_proven(stand: Stand) -> None:
    grant(stand)
    true_s = stand.office.hall.key_from_s
    stand.become(replace(stand.office.hall, key_from_s=9_795_335_404))
    learn(stand)
    assert stand.office.hall.key_from_s <= stand.now_s
    assert abs(stand.office.hall.key_from_s - true_s) < DAY_S


def test_nothing_is_signed_that_would_be_dated_in_the_future(stand: Stand) -> None:
    """What was handed over is still there once it is put right."""
    grant(stand)
    learn(stand)
    asked = ask(offer(stand.office), copies=2, now_s=stand.now_s)
    right = stand.office.hall
    stand.become(replace(right, key_from_s=stand.now_s + 301))
    with pytest.raises(LivretError) as caught:
        stand.office.issue(asked.request.format(), now_s=stand.now_s)
    assert caught.value.code == "home.clock_behind"
    stand.become(right)
    assert stand.office.issue(asked.request.format(), now_s=stand.now_s).credentials


def changed(stand: Stand) -> None:
    """The next key signs, and the town hall has noted that the ledger has it: an hour later."""
    stand.scene.tick(3_000)
    operation = stand.desk.change_key("credential", PASSPHRASE, now_s=stand.now_s)
    stand.scene.apply(operation)
    index = len(stand.scene.leaves) - 1
    stand.scene.tick(3_600)
    stand.settle(operation, stand.proof(index))
    stand.reopen()


def test_a_key_of_today_signs_nothing_before_the_ledgers_second_is_read(stand: Stand) -> None:
    changed(stand)
    with pytest.raises(Unavailable) as caught:
        dated(stand)
    assert caught.value.code == "home.key_unread"
    assert caught.value.facts["until_s"] == stand.now_s - stand.now_s % DAY_S + DAY_S


def test_it_is_dated_with_the_ledgers_second_once_that_is_read(stand: Stand) -> None:
    changed(stand)
    assert stand.read_key()
    stand.reopen()
    listed = stand.scene.state.records[f"key/{stand.office.hall.key_id}"]
    assert isinstance(listed, KeyRecord)
    assert dated(stand) == {listed.from_s}
    assert not stand.read_key()


def test_evidence_says_it_as_well(stand: Stand) -> None:
    grant(stand)
    changed(stand)
    learn(stand)
    assert stand.office.hall.is_key_read
    assert len(dated(stand)) == 1


def test_from_the_next_midnight_on_it_signs_in_any_case(stand: Stand) -> None:
    changed(stand)
    stand.scene.tick(DAY_S - stand.now_s % DAY_S)
    assert dated(stand) == {stand.now_s}


def test_of_another_key_nothing_is_kept(stand: Stand) -> None:
    changed(stand)
    assert not stand.desk.note_key(f"{stand.office.hall.did.text}#credential-1", 1)
    assert not stand.desk.hall.is_key_read


def test_a_key_that_is_to_give_way_signs_nothing_of_the_next_day(stand: Stand) -> None:
    """The ledger may have taken its end by then, and lets it end when the entry says."""
    stand.desk.change_key("credential", PASSPHRASE, now_s=stand.now_s)
    assert dated(stand)
    stand.scene.tick(DAY_S - stand.now_s % DAY_S)
    with pytest.raises(Refused) as caught:
        dated(stand)
    assert caught.value.code == "home.operation_open"
