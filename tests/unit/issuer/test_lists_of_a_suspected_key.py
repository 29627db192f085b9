"""Between two commits no list of a suspected key is signed: only one that a commit names counts."""

from hashlib import sha256
from pathlib import Path

import pytest

from livret_core.jws import CompactJws
from livret_core.ledger.daily import DayCommit
from livret_core.status.token import Status
from livret_issuer.operations import DAY_S
from tests.hall_on_ledger import PASSPHRASE, Stand
from tests.office import ask, offer


@pytest.fixture
def suspected(registered: Stand) -> Stand:
    """Copies under the first key and under the next, committed to; then the first is suspected."""
    stand = registered
    issue(stand, of="camille")
    stand.scene.tick()
    stand.take(stand.desk.change_key("credential", PASSPHRASE, now_s=stand.now_s))
    issue(stand, of="dominique")
    suspect = stand.desk.compromise("credential-1", stand.now_s - 9, None, now_s=stand.now_s)
    stand.take(stand.desk.commit(now_s=stand.now_s)[0])
    stand.take(suspect)
    return stand


def issue(stand: Stand, *, of: str) -> None:
    asked = ask(offer(stand.office), copies=1, of=of, now_s=stand.now_s)
    stand.office.issue(asked.request.format(), now_s=stand.now_s)


def lists(stand: Stand) -> dict[str, bytes]:
    folder = stand.office.home.public
    return {each.name: each.read_bytes() for each in sorted(folder.rglob("status/*.jwt"))}


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def named(commit: DayCommit, number: int) -> bytes:
    found = commit.find(f"status/{number}")
    assert found is not None
    return found.digest


def test_the_list_that_the_ledger_names_stays_and_the_next_keys_is_signed(suspected: Stand) -> None:
    committed = lists(suspected)
    hour_s = suspected.now_s + 3_600
    assert names(suspected.office.publish(now_s=hour_s)) == ["2.jwt"]
    now = lists(suspected)
    assert now["1.jwt"] == committed["1.jwt"]
    assert now["2.jwt"] != committed["2.jwt"]
    token = CompactJws.parse(now["2.jwt"], max_bytes=1 << 20)
    assert str(token.header["kid"]).endswith("#credential-2")
    assert suspected.office.only_named() == (1,)


def test_a_withdrawal_under_it_is_in_the_list_that_the_next_commit_names(suspected: Stand) -> None:
    committed = lists(suspected)
    [handover, *_] = sorted(suspected.office.handovers(), key=lambda each: each.issued_at_s or 0)
    changed = suspected.office.set_status(handover.code, Status.INVALID, now_s=suspected.now_s + 60)
    assert changed.waits_for_commit
    suspected.scene.tick(DAY_S)
    _, commit = suspected.desk.commit(now_s=suspected.now_s)
    now = lists(suspected)
    assert now["1.jwt"] != committed["1.jwt"]
    assert named(commit, 1) == sha256(now["1.jwt"]).digest()


def test_twin_a_suspicion_that_the_ledger_does_not_have_changes_nothing(registered: Stand) -> None:
    issue(registered, of="camille")
    suspect = registered.desk.compromise(
        "credential-1", registered.now_s - 9, None, now_s=registered.now_s
    )
    hour_s = registered.now_s + 3_600
    assert names(registered.office.publish(now_s=hour_s)) == ["1.jwt"]
    registered.desk.settle_refused(suspect, now_s=hour_s)
    assert names(registered.office.publish(now_s=hour_s + 3_600)) == ["1.jwt"]
    assert registered.office.only_named() == ()


def test_a_suspicion_by_others_counts_as_well(registered: Stand) -> None:
    issue(registered, of="camille")
    scene, did = registered.scene, registered.office.hall.did.text
    theirs = scene.compromise(f"{did}#credential-1", *scene.towns[:3], from_s=scene.at_s - 60)
    registered.office.own_name().acknowledge({9: theirs}, (), by="clerk-2", now_s=registered.now_s)
    assert registered.office.publish(now_s=registered.now_s + 3_600) == ()


def named_lists(stand: Stand) -> list[str]:
    folder = stand.office.home.public
    return sorted("/".join(each.parts[-2:]) for each in folder.rglob("*.list"))


def test_a_newer_list_gives_way_to_the_named_one_once_its_key_is_suspected(
    registered: Stand,
) -> None:
    """The hourly list of 15:00 counts for nobody then; that of the commit is not lost."""
    issue(registered, of="camille")
    operation, commit = registered.desk.commit(now_s=registered.now_s)
    registered.take(operation)
    registered.scene.tick(3_600)
    registered.office.publish(now_s=registered.now_s)
    assert named(commit, 1) != sha256(lists(registered)["1.jwt"]).digest()
    suspect = registered.desk.compromise(
        "credential-1", registered.now_s, None, now_s=registered.now_s
    )
    registered.take(suspect)
    assert named(commit, 1) == sha256(lists(registered)["1.jwt"]).digest()
    registered.office.publish(now_s=registered.now_s + 3_600)
    assert named(commit, 1) == sha256(lists(registered)["1.jwt"]).digest()


def test_it_gives_way_for_a_suspicion_by_others_too(registered: Stand) -> None:
    issue(registered, of="camille")
    operation, commit = registered.desk.commit(now_s=registered.now_s)
    registered.take(operation)
    registered.scene.tick(3_600)
    registered.office.publish(now_s=registered.now_s)
    scene, did = registered.scene, registered.office.hall.did.text
    theirs = scene.compromise(f"{did}#credential-1", *scene.towns[:3], from_s=scene.at_s - 60)
    registered.office.own_name().acknowledge({9: theirs}, (), by="clerk-2", now_s=registered.now_s)
    assert named(commit, 1) == sha256(lists(registered)["1.jwt"]).digest()


def test_a_day_that_the_ledger_does_not_take_leaves_the_named_list(suspected: Stand) -> None:
    committed = lists(suspected)
    suspected.scene.tick(DAY_S)
    operation, commit = suspected.desk.commit(now_s=suspected.now_s)
    assert lists(suspected)["1.jwt"] != committed["1.jwt"]
    suspected.desk.turned_away(operation)
    assert lists(suspected)["1.jwt"] == committed["1.jwt"]
    suspected.take(operation)
    assert named(commit, 1) == sha256(lists(suspected)["1.jwt"]).digest()
    assert suspected.office.only_named() == (1,)


def test_the_lists_of_the_last_day_that_the_ledger_has_are_kept(registered: Stand) -> None:
    issue(registered, of="camille")
    for _ in range(2):
        registered.take(registered.desk.commit(now_s=registered.now_s)[0])
        registered.scene.tick(DAY_S)
    day = registered.now_s // DAY_S
    assert named_lists(registered) == [f"{day - 1}/1.list"]
    registered.desk.commit(now_s=registered.now_s)
    assert named_lists(registered) == [f"{day - 1}/1.list", f"{day}/1.list"]
