"""A town hall that stands on a ledger, over HTTP: what waits for it, and what it dates."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.https_uri import HttpsUri
from livret_core.ledger.dating import Dating
from livret_core.sealing import SealedFile
from livret_issuer.operations import DAY_S
from livret_issuer.service import Office
from tests.asking import Answer
from tests.hall_on_ledger import Stand
from tests.halls_online import Caller, credentials, opened, said, within
from tests.office import CHEAP
from tests.pickups import URL, offer


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    defaults = SealedFile.unseal.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "floor", CHEAP)
    stand = Stand(tmp_path)
    stand.office.home.change_hall(replace(stand.office.hall, url=HttpsUri.parse(URL)))
    stand.reopen()
    return stand


def dating(caller: Caller, token: str, name: str) -> Answer:
    return caller.post("/dating", json_encoding.format({"notification_id": name}), token=token)


def test_what_waits_for_the_ledger_is_handed_over_once_it_has_the_town_hall(stand: Stand) -> None:
    with opened(stand.office, lambda: stand.now_s) as online:
        caller = Caller(within(online), clock=lambda: stand.now_s)
        offered = offer(stand.office, now_s=stand.now_s, commune="Verdun")
        token = caller.access(offered)
        waiting = caller.ask(token)
        assert waiting.status == 202
        body = json_encoding.format({"transaction_id": waiting.json()["transaction_id"]})
        assert caller.post("/deferred", body, token=token).status == 202
        # Noted by a clerk's command, in another process: who serves sees it.
        stand.register()
        assert len(credentials(caller.post("/deferred", body, token=token))) == 3


def test_what_was_handed_over_is_dated_once_its_day_is_on_the_ledger(stand: Stand) -> None:
    stand.register()
    with opened(stand.office, lambda: stand.now_s) as online:
        caller = Caller(within(online), clock=lambda: stand.now_s)
        offered = offer(stand.office, now_s=stand.now_s, commune="Verdun")
        tokens = caller.tokens(offered)
        token = str(tokens["access_token"])
        name = str(caller.ask(token).json()["notification_id"])
        early = dating(caller, token, name)
        assert (early.status, early.json()) == (202, {"interval": 300})
        assert early.headers["retry-after"] == "300"
        stand.scene.tick(DAY_S)
        operation, commit = stand.desk.commit(now_s=stand.now_s)
        stand.take(operation)
        assert said(dating(caller, token, name)) == (401, "invalid_token", "access.invalid")
        later = str(caller.refresh(str(tokens["refresh_token"])).json()["access_token"])
        found = Dating.parse(dating(caller, later, name).body)
        assert (len(found.paths), found.commit) == (3, commit)
        other = dating(caller, later, "guessed")
        assert said(other) == (400, "invalid_notification_id", "issuance.notification")
        wrong = caller.post("/dating", b'{"notification_id": 1}', token=later)
        assert said(wrong) == (400, "invalid_notification_request", "issuance.malformed")


def test_a_hall_without_a_ledger_dates_nothing(caller: Caller, office: Office) -> None:
    token = caller.access(offer(office))
    name = str(caller.ask(token).json()["notification_id"])
    assert said(dating(caller, token, name))[2] == "home.no_ledger"
