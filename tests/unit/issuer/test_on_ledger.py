"""A town hall before the public ledger: what it makes is taken by the ledger's own rules."""

from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from livret_core.credential.presentation import Presentation
from livret_core.dids.webvh import verify_log
from livret_core.encoding import base64url
from livret_core.errors import LivretError, Refused
from livret_core.jws import CompactJws
from livret_core.ledger import draft as drafts
from livret_core.ledger.daily import ISSUANCE, DayCommit
from livret_core.ledger.dating import Dating
from livret_core.ledger.records import CommitRecord, CompromiseRecord, DidRecord, KeyRecord
from livret_core.status.token import Status
from livret_issuer.operations import DAY_S
from livret_issuer.store import Home
from tests.hall_on_ledger import PASSPHRASE, Stand
from tests.ledger_scene import another
from tests.office import ask, offer, open_office

pytestmark = pytest.mark.usefixtures("cheap")

LIFE_S = 400 * DAY_S


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    # The counter's helper has a clock of its own.
    monkeypatch.setattr("tests.office.NOW_S", 1_796_000_001)
    return Stand(tmp_path)


@pytest.fixture
def settled(stand: Stand) -> Stand:
    stand.register()
    return stand


def code(error: pytest.ExceptionInfo[LivretError]) -> str:
    return error.value.code


def issue(stand: Stand, *, copies: int = 3, of: str = "camille") -> tuple[str, ...]:
    asked = ask(offer(stand.office), copies=copies, of=of, now_s=stand.now_s)
    return stand.office.issue(asked.request.format(), now_s=stand.now_s).credentials


def key(stand: Stand, name: str) -> KeyRecord:
    record = stand.scene.state.records[f"key/{stand.office.hall.did.text}#{name}"]
    assert isinstance(record, KeyRecord)
    return record


# The DID.


def test_a_town_hall_has_a_place_on_the_ledger_with_nothing_chosen(stand: Stand) -> None:
    did = stand.office.hall.did
    assert did.text == f"did:webvh:{did.scid}:ledger.example:meuse:fr-insee:55545"
    lists = stand.office.hall.status_uri(1).text
    assert lists == "https://ledger.example/meuse/fr-insee/55545/status/1.jwt"


def test_a_member_signs_and_the_ledger_takes_it(settled: Stand) -> None:
    record = settled.scene.state.records[f"did/{settled.office.hall.did.text}"]
    assert isinstance(record, DidRecord)
    assert record.who == "fr-insee:55545"
    assert record.keys == ("credential-1", "operation-1")
    assert record.lists == ("https://ledger.example/meuse/fr-insee/55545/status/",)
    assert key(settled, "operation-1").use == "operation"


@pytest.mark.parametrize("who", ["fr-insee:2A004", "fr-insee:55545/2"])
def test_every_place_of_a_ledger_with_a_path_has_room_for_lists(tmp_path: Path, who: str) -> None:
    stand = Stand(tmp_path, who=who)
    stand.register()
    record = stand.scene.state.records[f"did/{stand.office.hall.did.text}"]
    assert isinstance(record, DidRecord)
    assert record.lists == (stand.office.hall.status_uri(1).text.removesuffix("1.jwt"),)


def test_asked_again_it_is_the_same_draft(stand: Stand) -> None:
    first = stand.desk.register(now_s=stand.now_s)
    assert stand.desk.register(now_s=stand.now_s + 60) == first


def test_a_registered_town_hall_is_not_registered_again(settled: Stand) -> None:
    operation = settled.desk.register(now_s=settled.now_s)
    assert operation.seq == 2
    with pytest.raises(Refused) as caught:
        settled.scene.try_apply(settled.sponsored(operation))
    assert code(caught) == "ledger.exists"


def test_nothing_is_signed_before_the_ledger_has_the_key(stand: Stand) -> None:
    with pytest.raises(Refused) as caught:
        issue(stand)
    assert code(caught) == "home.not_registered"
    stand.desk.register(now_s=stand.now_s)  # made, and not taken
    with pytest.raises(Refused) as caught:
        issue(stand)
    assert code(caught) == "home.not_registered"


def test_what_is_signed_then_is_dated_after_the_key_began(settled: Stand) -> None:
    assert settled.office.hall.key_from_s >= key(settled, "credential-1").from_s
    assert len(issue(settled)) == 3


def test_a_town_hall_without_a_ledger_issues_as_ever_and_commits_nothing(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    assert (
        len(office.issue(ask(offer(office)).request.format(), now_s=1_795_300_000).credentials) == 3
    )
    with pytest.raises(Refused) as caught:
        office.on_ledger()
    assert code(caught) == "home.no_ledger"


# Keys.


def test_a_new_key_signs_once_the_ledger_has_it(settled: Stand) -> None:
    before = settled.office.hall.key_id
    operation = settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s + 1)
    settled.reopen()
    assert settled.office.hall.key_id == before
    settled.scene.tick()
    settled.take(operation)
    assert settled.office.hall.key_id.endswith("#credential-2")
    old = key(settled, "credential-1")
    assert old.until_s is not None
    assert old.lists_until_s is None
    assert key(settled, "credential-2").until_s is None


def test_lists_go_on_under_the_key_of_their_copies(settled: Stand) -> None:
    [first, *_] = issue(settled)
    settled.scene.tick()
    settled.take(settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s))
    [second, *_] = issue(settled, of="dominique")
    kids = [Presentation.parse(each).token.header["kid"] for each in (first, second)]
    lists = [Presentation.parse(each).registered.status for each in (first, second)]
    assert [str(kid).rpartition("#")[2] for kid in kids] == ["credential-1", "credential-2"]
    assert [each["status_list"]["uri"][-6:] for each in lists] == ["/1.jwt", "/2.jwt"]  # type: ignore[index,call-overload]
    for path, kid in zip(settled.office.publish(now_s=settled.now_s), kids, strict=True):
        token = CompactJws.parse(path.read_bytes(), max_bytes=1 << 20)
        assert token.header["kid"] == kid


def test_a_key_that_copies_need_is_not_dropped(settled: Stand) -> None:
    issue(settled)
    settled.scene.tick()
    settled.take(settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s))
    with pytest.raises(Refused) as caught:
        settled.desk.drop_key("credential-1", PASSPHRASE, now_s=settled.now_s)
    assert code(caught) == "home.key_needed"


def test_a_key_that_nobody_needs_is_dropped_and_its_lists_end(settled: Stand) -> None:
    settled.scene.tick()
    settled.take(settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s))
    settled.scene.tick()
    settled.take(settled.desk.drop_key("credential-1", PASSPHRASE, now_s=settled.now_s))
    assert key(settled, "credential-1").lists_until_s is not None
    assert settled.office.publish(now_s=settled.now_s) == ()
    issue(settled)
    [published] = settled.office.publish(now_s=settled.now_s)
    assert published.name == "2.jwt"


def test_the_key_that_signs_is_not_dropped(settled: Stand) -> None:
    with pytest.raises(LivretError) as caught:
        settled.desk.drop_key("credential-1", PASSPHRASE, now_s=settled.now_s + LIFE_S)
    assert code(caught) == "did.key_fragment"


def test_the_operation_key_changes_at_once(settled: Stand) -> None:
    settled.scene.tick()
    operation = settled.desk.change_key("operation", PASSPHRASE, now_s=settled.now_s)
    settled.take(operation)
    assert key(settled, "operation-1").until_s is not None
    made, _ = settled.desk.commit(now_s=settled.now_s)
    assert made.sigs[0].key_id.endswith("#operation-2")
    settled.take(made)


def test_keys_are_sealed_before_an_entry_commits_to_them(
    settled: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Refused("vault.passphrase")

    monkeypatch.setattr(Home, "change_keys", fails)
    with pytest.raises(Refused):
        settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s + 1)
    assert [each.operation.type for each in settled.desk.journal()] == ["did.create"]


def test_one_change_at_a_time(settled: Stand) -> None:
    settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s + 1)
    with pytest.raises(Refused) as caught:
        settled.desk.change_key("operation", PASSPHRASE, now_s=settled.now_s + 2)
    assert code(caught) == "home.operation_open"


def test_after_a_change_that_was_refused_the_next_follows_the_one_before(settled: Stand) -> None:
    lost = settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s + 1)
    settled.desk.settle_refused(lost, now_s=settled.now_s + 1)
    settled.reopen()
    settled.scene.tick(2)
    settled.take(settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s))
    # Its name is not used again, although the ledger never saw it.
    assert settled.office.hall.key_id.endswith("#credential-3")


def test_the_published_log_is_the_ledgers(settled: Stand) -> None:
    settled.scene.tick()
    settled.take(settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s))
    raw = next(settled.office.home.public.rglob("did.jsonl")).read_bytes()
    record = settled.scene.state.records[f"did/{settled.office.hall.did.text}"]
    assert isinstance(record, DidRecord)
    log = verify_log(raw, settled.office.hall.did, now_s=settled.now_s)
    assert log.last.version_id == record.version_id


# Ends.


def test_a_recovery_key_ends_the_did_and_names_the_final_lists(settled: Stand) -> None:
    settled.scene.tick()
    settled.take(settled.desk.deactivate(settled.recovery(), now_s=settled.now_s))
    record = settled.scene.state.records[f"did/{settled.office.hall.did.text}"]
    assert isinstance(record, DidRecord)
    final = next(settled.office.home.public.rglob("final.json")).read_bytes()
    commit = DayCommit.parse(final)
    assert [each.name for each in commit.digests] == ["status/1"]
    assert record.ended_s is not None
    assert record.final_lists == base64url.encode(commit.root)


def test_another_did_goes_on_by_a_recovery_key(settled: Stand) -> None:
    heir = settled.scene.settle(another(settled.scene.town("dinant"), 1))
    operation = settled.desk.succeed(heir.did, settled.recovery(2), now_s=settled.now_s)
    settled.take(operation)
    record = settled.scene.state.records[f"did/{settled.office.hall.did.text}"]
    assert isinstance(record, DidRecord)
    assert record.successor == heir.did


@pytest.mark.parametrize("by_recovery", [False, True])
def test_a_key_is_put_under_suspicion(settled: Stand, by_recovery: bool) -> None:
    recovery = settled.recovery() if by_recovery else None
    from_s = settled.now_s - 5
    operation = settled.desk.compromise("credential-1", from_s, recovery, now_s=settled.now_s)
    settled.take(operation)
    kid = f"{settled.office.hall.did.text}#credential-1"
    record = settled.scene.state.records[f"compromise/{kid}"]
    assert isinstance(record, CompromiseRecord)
    assert record.from_s == from_s


# The day.


def test_the_days_commit_is_taken_and_published(settled: Stand) -> None:
    issue(settled)
    operation, commit = settled.desk.commit(now_s=settled.now_s)
    settled.take(operation)
    record = settled.scene.state.records[f"commit/{settled.office.hall.did.text}"]
    assert isinstance(record, CommitRecord)
    assert record.day == settled.now_s // DAY_S
    assert [each.name for each in commit.digests] == ["audit", "issuance", "status/1"]
    path = settled.office.home.public / "ledger.example/meuse/fr-insee/55545"
    assert DayCommit.parse((path / f"commit/{record.day}.json").read_bytes()) == commit


def test_one_commit_a_day_and_the_same_again_until_it_is_settled(settled: Stand) -> None:
    first, _ = settled.desk.commit(now_s=settled.now_s)
    again, _ = settled.desk.commit(now_s=settled.now_s)
    assert again == first
    settled.take(first)
    with pytest.raises(Refused) as caught:
        settled.desk.commit(now_s=settled.now_s)
    assert code(caught) == "ledger.day"


def test_a_day_that_nobody_settled_holds_up_the_next(settled: Stand) -> None:
    first, _ = settled.desk.commit(now_s=settled.now_s)
    tomorrow = settled.now_s + DAY_S
    assert settled.desk.left_over(now_s=settled.now_s) is None
    assert settled.desk.left_over(now_s=tomorrow) == first
    with pytest.raises(Refused) as caught:
        settled.desk.commit(now_s=tomorrow)
    assert code(caught) == "home.operation_open"


def test_copies_of_a_day_that_was_refused_are_counted_in_with_the_next(settled: Stand) -> None:
    credentials = issue(settled)
    lost, _ = settled.desk.commit(now_s=settled.now_s)
    settled.desk.settle_refused(lost, now_s=settled.now_s)
    settled.scene.tick(DAY_S)
    operation, _ = settled.desk.commit(now_s=settled.now_s)
    settled.take(operation)
    [dating] = settled.desk.datings(now_s=settled.now_s)
    for text in credentials:
        dating.path_of(text.partition("~")[0])


def test_copies_of_a_day_whose_place_was_taken_are_counted_in_with_the_next(
    settled: Stand,
) -> None:
    kept_back, _ = settled.desk.commit(now_s=settled.now_s)
    settled.desk.settle_refused(kept_back, now_s=settled.now_s)
    credentials = issue(settled)
    in_its_place, _ = settled.desk.commit(now_s=settled.now_s)
    settled.take(kept_back)
    assert settled.desk.journal()[-1].operation.id == in_its_place.id
    settled.scene.tick(DAY_S)
    settled.take(settled.desk.commit(now_s=settled.now_s)[0])
    [dating] = settled.desk.datings(now_s=settled.now_s)
    for text in credentials:
        dating.path_of(text.partition("~")[0])


def test_paths_are_handed_over_once_the_ledger_has_the_day(settled: Stand) -> None:
    credentials = issue(settled)
    operation, commit = settled.desk.commit(now_s=settled.now_s)
    assert list(settled.desk.datings(now_s=settled.now_s)) == []
    settled.take(operation)
    [dating] = settled.desk.datings(now_s=settled.now_s)
    assert Dating.parse(dating.format()) == dating
    assert dating.commit == commit
    assert len(dating.paths) == len(credentials) == 3
    assert list(settled.desk.datings(now_s=settled.now_s)) == []
    assert list(settled.desk.datings(now_s=settled.now_s, all_of_them=True)) == [dating]


def test_a_path_dates_its_copy_under_the_believed_ledger(settled: Stand) -> None:
    [text, *_] = issue(settled)
    operation, _ = settled.desk.commit(now_s=settled.now_s)
    settled.take(operation)
    at_s = settled.now_s
    settled.scene.tick(30 * DAY_S)
    [dating] = settled.desk.datings(now_s=settled.now_s)
    assert dating.dated_before_s(text.partition("~")[0], settled.seen.chain) == at_s


def test_a_quiet_day_has_an_issuance_root_like_any_other(settled: Stand) -> None:
    first, quiet = settled.desk.commit(now_s=settled.now_s)
    settled.take(first)
    settled.scene.tick(DAY_S)
    issue(settled)
    settled.take(settled.desk.commit(now_s=settled.now_s)[0])
    assert quiet.find(ISSUANCE) is not None
    [dating] = settled.desk.datings(now_s=settled.now_s)
    assert {path.size for path in dating.paths} == {64}
    assert {each.name for each in quiet.digests} == {each.name for each in dating.commit.digests}


def test_what_is_published_of_a_day_names_no_hand_over_and_no_credential(settled: Stand) -> None:
    issue(settled)
    _, commit = settled.desk.commit(now_s=settled.now_s)
    public = commit.format().decode()
    for handover in settled.office.handovers():
        assert handover.code.text not in public
    assert len(commit.digests) == 3


def test_what_dates_a_copy_goes_when_the_copy_has_ended(settled: Stand) -> None:
    issue(settled)
    settled.take(settled.desk.commit(now_s=settled.now_s)[0])
    settled.office.publish(now_s=settled.now_s + LIFE_S)
    assert list(settled.desk.datings(now_s=settled.now_s, all_of_them=True)) == []


def test_withdrawn_copies_are_in_the_lists_that_the_day_commits_to(settled: Stand) -> None:
    issue(settled)
    [handover] = settled.office.handovers()
    settled.office.set_status(handover.code, Status.INVALID, now_s=settled.now_s)
    _, commit = settled.desk.commit(now_s=settled.now_s)
    listed = commit.find("status/1")
    assert listed is not None
    path = next(settled.office.home.public.rglob("1.jwt"))
    assert listed.digest == sha256(path.read_bytes()).digest()


# For others, and how it ended.


def test_a_member_signs_anothers_draft_with_its_operation_key(
    settled: Stand, tmp_path: Path
) -> None:
    draft = settled.scene.draft(
        "member.suspend", "be-nis:62063", {"reason": "unreachable"}, record="member/be-nis:62063"
    )
    operation = drafts.join(draft, [settled.desk.sign(draft, now_s=settled.now_s)])
    assert operation.sigs[0].by == settled.office.hall.did.text
    # Its signature verifies; that it has no vote is another rule's to say.
    with pytest.raises(Refused) as caught:
        settled.scene.try_apply(operation)
    assert code(caught) == "ledger.threshold"


def test_no_draft_of_another_ledger_is_signed(settled: Stand) -> None:
    draft = drafts.unsigned_of(settled.desk.commit(now_s=settled.now_s)[0])
    with pytest.raises(Refused) as caught:
        settled.desk.sign(replace(draft, ledger="other.example"), now_s=settled.now_s)
    assert code(caught) == "ledger.origin"


def test_nothing_is_noted_of_an_operation_that_was_not_made_here(settled: Stand) -> None:
    foreign = settled.scene.commit(settled.scene.towns[0])
    settled.scene.apply(foreign)
    index = len(settled.scene.leaves) - 1
    settled.scene.tick()
    with pytest.raises(Refused) as caught:
        settled.settle(foreign, settled.proof(index))
    assert code(caught) == "home.not_made_here"


def test_a_proof_of_another_entry_is_not_kept(settled: Stand) -> None:
    operation, _ = settled.desk.commit(now_s=settled.now_s)
    with pytest.raises(Refused) as caught:
        settled.settle(operation, settled.proof(0))
    assert code(caught) == "ledger.unproven"
    assert caught.value.facts["reason"] == "log.inclusion"


def test_what_the_ledger_has_is_refused_by_nobody(settled: Stand) -> None:
    operation, _ = settled.desk.commit(now_s=settled.now_s)
    proof = settled.take(operation)
    settled.settle(operation, proof)
    with pytest.raises(Refused) as caught:
        settled.desk.settle_refused(operation, now_s=settled.now_s)
    assert code(caught) == "home.settled"


def test_what_somebody_said_was_refused_is_taken_when_that_is_proven(settled: Stand) -> None:
    settled.scene.tick()
    kept_back = settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s)
    settled.desk.settle_refused(kept_back, now_s=settled.now_s)
    settled.reopen()
    settled.scene.tick(2)
    in_its_place = settled.desk.change_key("credential", PASSPHRASE, now_s=settled.now_s)
    settled.take(kept_back)
    assert settled.office.hall.key_id.endswith("#credential-2")
    stands = {each.operation.id: each.stand for each in settled.desk.journal()}
    assert (stands[kept_back.id], stands[in_its_place.id]) == ("taken", "refused")


def test_a_commit_that_waits_is_signed_by_the_key_that_signs_now(settled: Stand) -> None:
    settled.scene.tick()
    before, commit = settled.desk.commit(now_s=settled.now_s)
    settled.take(settled.desk.change_key("operation", PASSPHRASE, now_s=settled.now_s))
    again, same = settled.desk.commit(now_s=settled.now_s)
    assert (again.id, same) == (before.id, commit)
    assert [each.key_id for each in again.sigs] == [settled.office.hall.operation_key_id]
    assert settled.desk.journal()[-2].operation == again
    with pytest.raises(Refused) as caught:
        settled.scene.try_apply(before)
    assert code(caught) == "ledger.signer"
    settled.take(again)


def test_the_audit_log_names_what_was_made(settled: Stand) -> None:
    settled.desk.commit(now_s=settled.now_s)
    actions = [action for _, _, action, _ in settled.office.audit()]
    assert actions[-4:] == ["operation", "settle", "publish", "operation"]
