"""Attack 24: a status list is used up, in the middle of a batch and by a busy town.

A place that is given out twice would withdraw two people's proofs at once, or lend an
old list's word to a new proof; a counter that says *exhausted* serves nobody any more.
"""

from pathlib import Path

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.mirror_path import mirror_path
from livret_core.openid4vci.messages import CredentialResponse
from livret_core.status.token import Status, StatusReference, verify
from livret_issuer.service import Office
from livret_wallet.gather import Folder
from livret_wallet.service import Wallet
from livret_wallet.vault import Vault
from tests.office import CHEAP, DAY_S, NOW_S, ask, offer, open_office

CAPACITY = 5


def references(response: CredentialResponse) -> list[StatusReference]:
    return [
        StatusReference.parse(Presentation.parse(text).registered.status)
        for text in response.credentials
    ]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A town hall that gives out five places of a list, and then begins the next."""
    founded = open_office(tmp_path)
    return Office(founded.home, founded.hall, founded._keys, list_capacity=CAPACITY)


def issue(office: Office, of: str) -> tuple[CredentialResponse, object]:
    handover = offer(office)
    return office.issue(ask(handover, of=of).request.format(), now_s=NOW_S), handover.code


def listed(office: Office, reference: StatusReference) -> Status:
    text = (office.home.public / mirror_path(reference.uri)).read_bytes()
    key = office._keys.credentials["credential-1"].public_key
    found = verify(text, uri=reference.uri, key=key, now_s=NOW_S, max_age_s=None)
    return found.status(reference)


def test_attack_24_a_batch_that_finds_no_room_goes_to_the_next_list_whole(office: Office) -> None:
    first, second = (references(issue(office, of)[0]) for of in ("camille", "zoe"))
    assert {one.uri.text for one in first} == {office.hall.status_uri(1).text}
    assert {one.uri.text for one in second} == {office.hall.status_uri(2).text}


def test_attack_24_twin_a_batch_that_finds_room_stays_in_the_list(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    first, second = (references(issue(office, of)[0]) for of in ("camille", "zoe"))
    assert {one.uri.text for one in (*first, *second)} == {office.hall.status_uri(1).text}


def test_attack_24_the_next_list_is_there_before_what_points_to_it(office: Office) -> None:
    issue(office, "camille")
    for reference in references(issue(office, "zoe")[0]):
        assert listed(office, reference) is Status.VALID


def test_attack_24_every_list_is_published(office: Office) -> None:
    """What was withdrawn in a list that is full counts as much as in the current one."""
    first, code = issue(office, "camille")
    second, _ = issue(office, "zoe")
    office.set_status(code, Status.INVALID, now_s=NOW_S)  # type: ignore[arg-type]
    paths = office.publish(now_s=NOW_S)
    assert [path.name for path in paths] == ["1.jwt", "2.jwt"]
    assert {listed(office, one) for one in references(first)} == {Status.INVALID}
    assert {listed(office, one) for one in references(second)} == {Status.VALID}


def test_attack_24_places_of_proofs_that_ended_are_not_given_out_again(office: Office) -> None:
    """An old list that somebody kept would speak for the proof that came after."""
    first = references(issue(office, "camille")[0])
    office.publish(now_s=NOW_S + 3_650 * DAY_S)
    second = references(issue(office, "zoe")[0])
    assert {one.uri.text for one in first}.isdisjoint(one.uri.text for one in second)


def test_attack_24_a_wallet_keeps_what_stands_in_the_second_list(
    office: Office, tmp_path: Path
) -> None:
    issue(office, "camille")
    vault = Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP)
    wallet = Wallet(vault)
    request = wallet.request(offer(office), copies=4, now_s=NOW_S)
    response = office.issue(request.format(), now_s=NOW_S)
    _, is_checked = wallet.receive(response, Folder(office.home.public), now_s=NOW_S)
    vault.close()
    assert is_checked
    assert {one.uri.text for one in references(response)} == {office.hall.status_uri(2).text}
