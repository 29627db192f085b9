"""Attack 25: the power goes between signing, recording and delivering; the wallet asks again.

Signed and not recorded would be credentials that nobody can withdraw. Recorded and not
delivered would be a person sent away with a used-up hand-over. So the record and the
answer are one transaction, and the same request gets the same answer.
"""

import errno
import os
from pathlib import Path

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.errors import Refused, Unavailable
from livret_core.keys import P256Signer
from livret_core.openid4vci.messages import CredentialResponse
from livret_core.status.token import Status
from livret_issuer.store.database import Transaction
from tests.office import DAY_S, NOW_S, ask, offer, open_office
from tests.playing import Play


class PowerCut(BaseException):
    """What no `except` of ours catches."""


def cut(*arguments: object, **named: object) -> None:
    raise PowerCut


def slots(response: CredentialResponse) -> list[int]:
    found = []
    for text in response.credentials:
        status = Presentation.parse(text).registered.status
        assert status is not None
        assert isinstance(status["status_list"], dict)
        found.append(int(str(status["status_list"]["idx"])))
    return found


def test_attack_25_the_same_request_after_a_lost_answer(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    raw = ask(offer(office)).request.format()
    first = office.issue(raw, now_s=NOW_S)
    again = office.issue(raw, now_s=NOW_S + 3 * DAY_S)
    assert again == first


def test_attack_25_twin_another_request_is_not_answered(tmp_path: Path) -> None:
    """What is given again is the answer, not another right to ask."""
    office = open_office(tmp_path)
    handover = offer(office)
    office.issue(ask(handover).request.format(), now_s=NOW_S)
    with pytest.raises(Refused) as caught:
        office.issue(ask(handover).request.format(), now_s=NOW_S)  # signed anew
    assert caught.value.code == "handover.used"


@pytest.mark.parametrize("where", ["add_copies", "use_handover", "note"])
def test_attack_25_the_power_goes_before_the_record_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    office = open_office(tmp_path)
    raw = ask(offer(office)).request.format()
    with monkeypatch.context() as patch:
        patch.setattr(Transaction, where, cut)
        with pytest.raises(PowerCut):
            office.issue(raw, now_s=NOW_S)
    [handover] = office.handovers()
    assert handover.request_sha256 is None
    assert [action for _, _, action, _ in office.audit()].count("issue") == 0
    assert len(office.issue(raw, now_s=NOW_S).credentials) == 3


def test_attack_25_the_power_goes_while_signing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(tmp_path)
    raw = ask(offer(office)).request.format()
    with monkeypatch.context() as patch:
        patch.setattr(P256Signer, "sign", cut)
        with pytest.raises(PowerCut):
            office.issue(raw, now_s=NOW_S)
    assert len(office.issue(raw, now_s=NOW_S).credentials) == 3


def test_attack_25_what_was_signed_can_be_withdrawn(tmp_path: Path) -> None:
    """Every slot that is out there is one that the record knows."""
    office = open_office(tmp_path)
    handover = offer(office)
    raw = ask(handover).request.format()
    out_there = slots(office.issue(raw, now_s=NOW_S)) + slots(office.issue(raw, now_s=NOW_S))
    office.set_status(handover.code, Status.INVALID, now_s=NOW_S)
    with office._store.transaction() as transaction:
        withdrawn = transaction.statuses(1)
    assert set(withdrawn) == set(out_there)
    assert len(withdrawn) == 3


def _on_a_full_disk(folder: Path, name: str, *_: object) -> Path:
    raise Unavailable("file.unavailable", f"{folder / name}: {os.strerror(errno.ENOSPC)}")


def test_attack_25_the_disk_is_full_when_the_answer_is_written(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    play.found()
    play.wallet("init")
    request = play.ask(play.offer()[0])
    with monkeypatch.context() as full:
        full.setattr("livret_issuer.cli.offering.write_into", _on_a_full_disk)
        play.answer(request, status=3)
    play.receive(play.answer(request))


def test_attack_25_an_answer_is_not_kept_for_ever(tmp_path: Path) -> None:
    """It holds what the town hall said of a person; the hand-over's end is its end."""
    office = open_office(tmp_path)
    raw = ask(offer(office)).request.format()
    office.issue(raw, now_s=NOW_S)
    with pytest.raises(Refused) as caught:
        office.issue(raw, now_s=NOW_S + 7 * DAY_S)
    assert caught.value.code == "handover.used"
    [handover] = office.handovers()
    assert (handover.response, handover.claims) == (None, None)
