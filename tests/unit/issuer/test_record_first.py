"""What is published follows the record: nothing that was rolled back, and all of it after a crash."""

from collections.abc import Callable

import pytest

from livret_core.errors import Unavailable
from livret_core.https_uri import HttpsUri
from livret_issuer.service import Office
from livret_issuer.service.shelving import put_up, take_down
from livret_issuer.store import Home, Journal
from tests.hall_on_ledger import PASSPHRASE, Stand


class Died(BaseException):
    """The process ended there."""


def published(office: Office) -> dict[str, bytes]:
    public = office.home.public
    return {
        str(each.relative_to(public)): each.read_bytes()
        for each in sorted(public.rglob("*"))
        if each.is_file()
    }


def recorded(office: Office) -> dict[str, bytes]:
    """What the record has, by where it lies."""
    with office._store.transaction() as transaction:
        return {
            str(office.home.place_of(HttpsUri.parse(each.place)).relative_to(office.home.public)): (
                each.content
            )
            for each in transaction.shelf.since(0)
            if each.content is not None and each.place.startswith("https:")
        }


def die(*_: object) -> None:
    raise Died


def fail(*_: object) -> None:
    raise Unavailable("store.unavailable")


def commit(stand: Stand) -> None:
    stand.desk.commit(now_s=stand.now_s)


def deactivate(stand: Stand) -> None:
    stand.desk.deactivate(stand.recovery(), now_s=stand.now_s)


def change_key(stand: Stand) -> None:
    stand.scene.tick()
    stand.take(stand.desk.change_key("credential", PASSPHRASE, now_s=stand.now_s))


def publish(stand: Stand) -> None:
    stand.office.publish(now_s=stand.now_s)


def test_what_was_rolled_back_was_never_published(
    registered: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published(registered.office)
    with monkeypatch.context() as failing:
        failing.setattr(Journal, "add_day", fail)
        with pytest.raises(Unavailable):
            commit(registered)
    assert published(registered.office) == before
    commit(registered)
    assert published(registered.office) != before


@pytest.mark.parametrize("act", [commit, deactivate, change_key, publish])
def test_what_died_behind_the_record_is_published_at_the_next_start(
    registered: Stand, monkeypatch: pytest.MonkeyPatch, act: Callable[[Stand], None]
) -> None:
    before = published(registered.office)
    with monkeypatch.context() as dying:
        dying.setattr(Home, "publish", die)
        with pytest.raises(Died):
            act(registered)
    assert published(registered.office) == before
    registered.reopen()
    registered.office.catch_up()
    now = published(registered.office)
    assert now != before
    assert {name: now[name] for name in recorded(registered.office)} == recorded(registered.office)


def test_an_update_whose_log_was_not_written_is_followed_by_the_next(
    registered: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(Home, "publish", die)
        with pytest.raises(Died):
            change_key(registered)
    registered.reopen()
    change_key(registered)
    assert registered.office.hall.key_id.endswith("#credential-3")
    [log] = [raw for name, raw in published(registered.office).items() if name.endswith(".jsonl")]
    assert log.count(b"\n") == 3


def test_of_two_that_publish_at_once_the_later_ones_stays(registered: Stand) -> None:
    office = registered.office
    uri = HttpsUri.parse("https://ledger.example/meuse/x.json")
    store = office._store
    with store.transaction() as earlier:
        put_up(office.home, earlier, uri, b"earlier")
        kept_waiting = earlier.hanging.pop(uri.text)
    with store.transaction() as later:
        put_up(office.home, later, uri, b"later")
    with store.transaction() as last:
        kept_waiting(last)
    assert office.home.read_public(uri, 100) == b"later"
    with store.transaction() as gone:
        take_down(office.home, gone, uri)
    assert not office.home.place_of(uri).exists()
