"""Attack 61: somebody keeps every status list, and compares each with the one before.

The places that change together are the copies of whoever was withdrawn in between. On a
schedule that is everybody of that hour; a list for each withdrawal would name one person.
"""

from pathlib import Path

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.encoding.timestamp import format_utc
from livret_core.mirror_path import mirror_path
from livret_core.status.token import Status, StatusReference, verify
from livret_issuer.service import Office
from tests.office import NOW_S, ask, offer, open_office
from tests.playing import START_S, Play


class Archive:
    """Every list there was, by somebody who is told nothing else."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._before: set[int] = set()

    def changed(self) -> set[int]:
        """The places that are otherwise than when this was asked last."""
        uri = self._office.hall.status_uri(1)
        text = (self._office.home.public / mirror_path(uri)).read_bytes()
        key = self._office._keys.credentials["credential-1"].public_key
        listed = verify(text, uri=uri, key=key, now_s=NOW_S, max_age_s=None)
        places = range(1 << 17)
        now = {at for at in places if listed.status(StatusReference(at, uri)) is not Status.VALID}
        changed, self._before = now ^ self._before, now
        return changed


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def held(office: Office, of: str) -> tuple[object, set[int]]:
    handover = offer(office)
    response = office.issue(ask(handover, of=of).request.format(), now_s=NOW_S)
    statuses = [Presentation.parse(text).registered.status for text in response.credentials]
    return handover.code, {StatusReference.parse(status).index for status in statuses}


def test_attack_61_a_list_for_each_withdrawal(office: Office) -> None:
    archive = Archive(office)
    for of in ("camille", "zoe"):
        code, _ = held(office, of)
        office.set_status(code, Status.INVALID, now_s=NOW_S)  # type: ignore[arg-type]
        assert archive.changed() == set()


def test_attack_61_twin_the_hours_list_shows_all_that_changed(office: Office) -> None:
    archive = Archive(office)
    everybody: set[int] = set()
    for of in ("camille", "zoe"):
        code, places = held(office, of)
        office.set_status(code, Status.SUSPENDED, now_s=NOW_S)  # type: ignore[arg-type]
        everybody |= places
    office.publish(now_s=NOW_S)
    assert archive.changed() == everybody


def test_attack_61_twin_a_withdrawal_says_until_when_the_list_before_counts(town: Play) -> None:
    [code] = {path.name.partition(".")[0] for path in (town.root / "proofs").iterdir()}
    event = town.issuer("revoke", code, "--json").event
    assert (event["published"], event["listed_at"]) == (False, format_utc(START_S))
    assert event["asked_again_at"] == format_utc(START_S + 12 * 3_600)
    assert event["believed_until"] == format_utc(START_S + 7 * 86_400)
    assert town.check(town.show())["outcome"] == "accepted"
    town.issuer("publish")
    assert town.check(town.show(), status=1)["code"] == "status.revoked"


def test_attack_61_a_withdrawal_at_once_says_what_it_costs(town: Play) -> None:
    [code] = {path.name.partition(".")[0] for path in (town.root / "proofs").iterdir()}
    said = town.issuer("revoke", code, "--now", "--lang", "en").out
    assert "one person's" in " ".join(said.split())
    assert town.check(town.show(), status=1)["code"] == "status.revoked"
