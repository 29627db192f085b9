"""Attack 23: a proof is withdrawn at the instant at which the daily job publishes the list.

A job that read the record before the withdrawal and wrote its list after it would make
the withdrawn proof good again, everywhere, until somebody publishes anew. The record
would say *withdrawn* all the while.
"""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.errors import LivretError
from livret_core.mirror_path import mirror_path
from livret_core.openid4vci.messages import CredentialResponse
from livret_core.status.token import Status, StatusReference, VerifiedStatusList, verify
from livret_issuer.service import Office
from livret_issuer.store import Home, replace
from tests.office import NOW_S, ask, offer, open_office

STARTED_S = 5.0


def references(response: CredentialResponse) -> list[StatusReference]:
    return [
        StatusReference.parse(Presentation.parse(text).registered.status)
        for text in response.credentials
    ]


def published(office: Office, *, now_s: int) -> VerifiedStatusList:
    uri = office.hall.status_uri(1)
    text = (office.home.public / mirror_path(uri)).read_bytes()
    key = office._keys.credentials["credential-1"].public_key
    return verify(text, uri=uri, key=key, now_s=now_s, max_age_s=None)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch, at_the_counter: Callable[[], None]
) -> None:
    """Publish in one thread; when its list is signed and not written yet, do the other thing."""
    job = Office(office.home, office.hall, office._keys)
    write = Home.publish
    signed, go_on = threading.Event(), threading.Event()

    def paused(self: Home, *what: object) -> Path:
        if threading.current_thread() is daily:
            signed.set()
            go_on.wait(STARTED_S)
        return write(self, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(Home, "publish", paused)
    daily = threading.Thread(target=lambda: job.publish(now_s=NOW_S + 10))
    clerk = threading.Thread(target=at_the_counter)
    daily.start()
    assert signed.wait(STARTED_S)
    clerk.start()
    # Long enough for a withdrawal that waits for nobody to be over.
    clerk.join(0.3)
    go_on.set()
    daily.join()
    clerk.join()


def test_attack_23_withdrawn_while_the_daily_job_publishes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    handover = offer(office)
    response = office.issue(ask(handover).request.format(), now_s=NOW_S)

    def withdraw() -> None:
        clerk = Office(office.home, office.hall, office._keys)
        clerk.set_status(handover.code, Status.INVALID, now_s=NOW_S + 11)
        clerk.publish(now_s=NOW_S + 11)

    meanwhile(office, monkeypatch, withdraw)
    listed = published(office, now_s=NOW_S + 20)
    assert [listed.status(one) for one in references(response)] == [Status.INVALID] * 3


def test_attack_23_twin_what_nobody_withdrew_stays_good(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = office.issue(ask(offer(office)).request.format(), now_s=NOW_S)
    clerk = Office(office.home, office.hall, office._keys)
    meanwhile(office, monkeypatch, lambda: list.clear([clerk.publish(now_s=NOW_S + 11)]))
    listed = published(office, now_s=NOW_S + 20)
    assert [listed.status(one) for one in references(response)] == [Status.VALID] * 3


def test_attack_23_a_list_is_never_dated_before_the_one_it_replaces(office: Office) -> None:
    """Readers that keep the newer of two would keep the one from before a withdrawal."""
    handover = offer(office)
    response = office.issue(ask(handover).request.format(), now_s=NOW_S)
    office.publish(now_s=NOW_S + 100)
    office.set_status(handover.code, Status.INVALID, now_s=NOW_S + 40)
    office.publish(now_s=NOW_S + 40)  # the clock was set back by a minute
    listed = published(office, now_s=NOW_S + 100)
    assert listed.signed.issued_at_s == NOW_S + 100
    assert listed.status(references(response)[0]) is Status.INVALID


def test_attack_23_a_clock_that_ran_years_ahead_does_not_stop_publication(office: Office) -> None:
    office.publish(now_s=NOW_S + 400 * 86_400)
    office.publish(now_s=NOW_S + 10)
    assert published(office, now_s=NOW_S + 10).signed.issued_at_s == NOW_S + 10


def test_attack_23_two_that_write_one_file_do_not_share_the_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is stopped after its file is written and before it takes its place."""
    target = tmp_path / "1.jwt"
    rename = Path.replace

    def interrupted(self: Path, to: Path) -> Path:
        monkeypatch.setattr(Path, "replace", rename)
        replace(target, b"second")
        return rename(self, to)

    monkeypatch.setattr(Path, "replace", interrupted)
    try:
        replace(target, b"first")
    except LivretError as error:
        pytest.fail(error.code)
    assert target.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["1.jwt"]
