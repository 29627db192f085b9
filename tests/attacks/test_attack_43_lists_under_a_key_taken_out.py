"""Attack 43: whoever read the keys takes a town hall's own key out of its DID.

Until it is won back, its machine still has that key. A list that it signs now counts for nobody,
and would lie where one lay that does count.
"""

from pathlib import Path

import pytest

from livret_core.sealing import SealedFile
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from tests.hall_on_ledger import PASSPHRASE, Stand
from tests.keys_taken_out import change_by_others
from tests.office import CHEAP, ask, offer

HOUR_S = 3_600


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """A town hall whose proofs stand in a list that was published an hour ago."""
    defaults = SealedFile.unseal.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "floor", CHEAP)
    monkeypatch.setattr("tests.office.NOW_S", 1_796_000_001)
    stand = Stand(tmp_path)
    stand.register()
    asked = ask(offer(stand.office), copies=1, now_s=stand.now_s)
    stand.office.issue(asked.request.format(), now_s=stand.now_s)
    stand.office.publish(now_s=stand.now_s)
    return stand


def changed_by_others(stand: Stand, *, takes_out: bool) -> None:
    change_by_others(
        stand.office, stand.scene.leaves, PASSPHRASE, now_s=stand.now_s, takes_out=takes_out
    )


def lists(stand: Stand) -> dict[str, bytes]:
    folder = stand.office.home.public
    return {each.name: each.read_bytes() for each in sorted(folder.rglob("status/*.jwt"))}


def withdraw(stand: Stand) -> ShortCode:
    [handover] = stand.office.handovers()
    stand.office.set_status(handover.code, Status.INVALID, now_s=stand.now_s + HOUR_S)
    return handover.code


def test_attack_43_no_list_is_signed_under_a_key_that_was_taken_out(stand: Stand) -> None:
    before = lists(stand)
    changed_by_others(stand, takes_out=True)
    withdraw(stand)
    assert stand.office.publish(now_s=stand.now_s + HOUR_S) == ()
    assert lists(stand) == before
    assert stand.office.taken_out() == (1,)


def test_attack_43_a_day_names_the_list_that_counts(stand: Stand) -> None:
    before = lists(stand)
    changed_by_others(stand, takes_out=True)
    stand.scene.tick(HOUR_S)
    stand.desk.commit(now_s=stand.now_s)
    assert lists(stand) == before


def test_attack_43_twin_a_key_that_gave_way_signs_its_lists_to_their_end(stand: Stand) -> None:
    before = lists(stand)
    changed_by_others(stand, takes_out=False)
    withdraw(stand)
    [published] = stand.office.publish(now_s=stand.now_s + HOUR_S)
    assert published.name == "1.jwt"
    assert lists(stand) != before
    assert stand.office.taken_out() == ()
