"""A town hall's status lists begin at another address; each list stays where it was begun."""

from pathlib import Path

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, Refused
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.records import DidRecord
from livret_core.status.token import StatusReference
from livret_issuer.list_places import (
    ListPlace,
    as_endpoint,
    endpoints_of,
    moved,
    place_of,
    with_lists_at,
    without_lists_at,
)
from tests.hall_on_ledger import PASSPHRASE, Stand
from tests.office import ask, offer

pytestmark = pytest.mark.usefixtures("cheap")

OLD = "https://ledger.example/meuse/fr-insee/55545/status/"
NEW = "https://verdun.example/status/"
DID = "did:webvh:Qm:ledger.example:v"
DOCUMENT: JsonObject = {
    "id": DID,
    "service": [
        {"id": f"{DID}#status", "type": "StatusList", "serviceEndpoint": OLD},
        {"id": f"{DID}#issuer", "type": "CredentialIssuer", "serviceEndpoint": "https://a.example"},
    ],
}


# Documents and places.


def test_a_new_address_is_the_last_and_the_old_one_stays() -> None:
    document = with_lists_at(DOCUMENT, DID, NEW)
    assert endpoints_of(document) == (OLD, NEW)
    assert document["service"][-1]["id"] == f"{DID}#status-2"  # type: ignore[index,call-overload]


def test_lists_go_back_to_an_address_they_moved_from() -> None:
    document = with_lists_at(with_lists_at(DOCUMENT, DID, NEW), DID, OLD)
    assert endpoints_of(document) == (NEW, OLD)
    ids = [each["id"] for each in document["service"]]  # type: ignore[index,union-attr,call-overload]
    assert len(set(ids)) == 3


@pytest.mark.parametrize("endpoint", [OLD, "https://other.example/"])
def test_lists_do_not_leave_where_they_begin_or_never_were(endpoint: str) -> None:
    with pytest.raises(Refused) as caught:
        without_lists_at(DOCUMENT, endpoint)
    assert caught.value.code == "home.lists_place"


def test_they_do_not_move_to_where_they_are() -> None:
    with pytest.raises(Refused) as caught:
        with_lists_at(DOCUMENT, DID, OLD)
    assert caught.value.code == "home.lists_place"


def test_a_former_address_goes_and_the_other_services_stay() -> None:
    document = without_lists_at(with_lists_at(DOCUMENT, DID, NEW), OLD)
    assert endpoints_of(document) == (NEW,)
    assert len(document["service"]) == 2  # type: ignore[arg-type]


def test_an_address_ends_in_a_slash_however_it_was_typed() -> None:
    assert as_endpoint("https://verdun.example/status") == as_endpoint(NEW) == NEW
    unslashed: JsonObject = {
        "service": [{"id": "#status", "type": "StatusList", "serviceEndpoint": NEW[:-1]}]
    }
    assert endpoints_of(unslashed) == (NEW,)


def test_a_list_lies_where_it_was_begun() -> None:
    places = (ListPlace(1, OLD), ListPlace(3, NEW), ListPlace(4, OLD))
    assert [place_of(places, number) for number in (1, 2, 3, 4, 9)] == [OLD, OLD, NEW, OLD, OLD]


def test_an_address_at_which_no_list_was_begun_leaves_nothing_behind() -> None:
    once = moved([ListPlace(1, OLD)], with_lists_at(DOCUMENT, DID, NEW), next_number=2)
    assert once == (ListPlace(1, OLD), ListPlace(2, NEW))
    other = with_lists_at(DOCUMENT, DID, "https://third.example/")
    assert moved(once, other, next_number=2) == (
        ListPlace(1, OLD),
        ListPlace(2, "https://third.example/"),
    )
    assert moved(once, with_lists_at(DOCUMENT, DID, NEW), next_number=9) == once


@pytest.mark.parametrize(("first", "at"), [(0, NEW), (1, NEW[:-1]), (1, "http://a.example/")])
def test_a_place_that_is_none_is_malformed(first: int, at: str) -> None:
    with pytest.raises(LivretError):
        ListPlace.parse({"first": first, "at": at})


# The town hall.


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    monkeypatch.setattr("tests.office.NOW_S", 1_796_000_001)
    made = Stand(tmp_path)
    made.register()
    return made


def issue(stand: Stand, *, of: str = "camille") -> set[str]:
    """Sign three copies; where their status lies."""
    asked = ask(offer(stand.office), of=of, now_s=stand.now_s)
    found = set()
    for each in stand.office.issue(asked.request.format(), now_s=stand.now_s).credentials:
        status = Presentation.parse(each).registered.status
        assert status is not None
        found.add(StatusReference.parse(status).uri.text)
    return found


def move(stand: Stand, to: str = NEW) -> None:
    stand.scene.tick()
    stand.take(stand.desk.move_lists(to, PASSPHRASE, now_s=stand.now_s))


def record(stand: Stand) -> DidRecord:
    found = stand.scene.state.records[f"did/{stand.office.hall.did.text}"]
    assert isinstance(found, DidRecord)
    return found


def test_nothing_moves_before_the_ledger_has_it(stand: Stand) -> None:
    stand.scene.tick()
    stand.desk.move_lists(NEW, PASSPHRASE, now_s=stand.now_s)
    stand.reopen()
    assert issue(stand) == {OLD + "1.jwt"}


def test_new_copies_get_their_place_in_a_list_at_the_new_address(stand: Stand) -> None:
    assert issue(stand) == {OLD + "1.jwt"}
    move(stand)
    assert record(stand).lists == (OLD, NEW)
    assert issue(stand, of="dominique") == {NEW + "2.jwt"}
    folders = [
        str(path.relative_to(stand.office.home.public).parent)
        for path in stand.office.publish(now_s=stand.now_s)
    ]
    assert folders == ["ledger.example/meuse/fr-insee/55545/status", "verdun.example/status"]


def test_the_day_names_the_lists_at_both_addresses(stand: Stand) -> None:
    issue(stand)
    move(stand)
    issue(stand, of="dominique")
    _, commit = stand.desk.commit(now_s=stand.now_s)
    names = [each.name for each in commit.digests if each.name.startswith("status/")]
    assert names == ["status/1", "status/2"]


def test_the_final_lists_are_those_at_both_addresses(stand: Stand) -> None:
    issue(stand)
    move(stand)
    issue(stand, of="dominique")
    stand.scene.tick()
    stand.take(stand.desk.deactivate(stand.recovery(), now_s=stand.now_s))
    final = next(stand.office.home.public.rglob("final.json")).read_bytes()
    assert [each.name for each in DayCommit.parse(final).digests] == ["status/1", "status/2"]
    assert record(stand).lists == (OLD, NEW)


def test_an_address_whose_lists_are_needed_is_not_dropped(stand: Stand) -> None:
    issue(stand)
    move(stand)
    with pytest.raises(Refused) as caught:
        stand.desk.drop_lists(OLD, PASSPHRASE, now_s=stand.now_s)
    assert caught.value.code == "home.lists_needed"


def test_an_address_that_nobody_needs_is_dropped_and_its_lists_end(stand: Stand) -> None:
    move(stand)
    stand.scene.tick()
    stand.take(stand.desk.drop_lists(OLD, PASSPHRASE, now_s=stand.now_s))
    assert record(stand).lists == (NEW,)
    assert stand.office.publish(now_s=stand.now_s) == ()
    assert issue(stand) == {NEW + "2.jwt"}


def test_a_new_key_begins_its_lists_at_the_new_address(stand: Stand) -> None:
    move(stand)
    stand.scene.tick()
    stand.take(stand.desk.change_key("credential", PASSPHRASE, now_s=stand.now_s))
    assert record(stand).lists == (OLD, NEW)
    assert issue(stand) == {NEW + "2.jwt"}


@pytest.mark.parametrize("endpoint", ["https://verdun.example/Status/", "https://a.example/b?c/"])
def test_an_address_that_no_ledger_takes_seals_no_key(stand: Stand, endpoint: str) -> None:
    stand.scene.tick()
    sealed = (stand.root / "hall" / "keys.sealed").read_bytes()
    with pytest.raises(Refused) as caught:
        stand.desk.move_lists(endpoint, PASSPHRASE, now_s=stand.now_s)
    assert caught.value.code == "ledger.did_document"
    assert (stand.root / "hall" / "keys.sealed").read_bytes() == sealed
    assert [each.operation.type for each in stand.desk.journal()] == ["did.create"]
