"""A town hall that ended: its last proofs are good at a desk for as long as they live."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.dids.webvh import WebvhDid
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer
from livret_core.ledger.records import DidRecord
from livret_core.ledger.trusting import Believed
from livret_core.mirror_path import mirror_path
from livret_core.sdjwt.compact import SdJwt
from livret_core.sealing import SealedFile
from livret_core.status.token import Status
from livret_issuer.operations import DAY_S
from livret_ledger.proving import names_of
from livret_verifier.gather import FolderGatherer
from livret_verifier.policy import LedgerTerms, Policy
from livret_verifier.question import Question
from livret_verifier.verdict import Verdict
from tests.hall_on_ledger import Stand
from tests.ledger_heads import AGES
from tests.ledger_scene import ORIGIN, another
from tests.office import CHEAP, Asked, ask, offer
from tests.on_ledger import ANY
from tests.scene import DESK, NONCE, PROCEDURE, bind, showing
from tests.scene import ask as decide
from tests.unit.issuer.test_rights import grant
from tests.unit.ledger.test_proving import Kept

ANYWHERE: Final = replace(PROCEDURE, requires=MappingProxyType({}))


class Ended:
    """Verdun's town hall issued a proof to Camille, and is about to end."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.handover = offer(stand.office)
        self.asked: Asked = ask(self.handover, copies=1, now_s=stand.now_s)
        answer = stand.office.issue(self.asked.request.format(), now_s=stand.now_s)
        self.copy = SdJwt.parse(answer.credentials[0])
        stand.office.publish(now_s=stand.now_s)

    def verdict(self) -> Verdict:
        """What a desk with a copy of all that is published decides."""
        stand, hall = self.stand, self.stand.office.hall
        now_s = stand.now_s + 60
        names = sorted(set(names_of(Kept(stand.scene), hall.did.text)))
        evidence = stand.seen.evidence(names, stand.seen.head(at_s=stand.now_s)).format()
        place = WebvhDid.parse(hall.did.text).base_url + "ledger.evidence"
        path = stand.office.home.public / mirror_path(HttpsUri.parse(place))
        path.write_bytes(evidence)
        policy = Policy(
            "Desk", MappingProxyType({ANYWHERE.name: ANYWHERE}), (ANY,), LedgerTerms(ORIGIN)
        )
        believed = Believed(stand.seen.chain, AGES, None)
        asked = Question(policy, ANYWHERE, DESK, NONCE, None, now_s, believed)
        gatherer = FolderGatherer(stand.office.home.public, clock=lambda: now_s)
        text = bind(showing(self.copy, "commune"), signer=self.asked.signers[0], iat=now_s - 5)
        return decide(text, asked, gatherer.gather)


def reason(verdict: Verdict) -> object:
    assert verdict.presentation is None, "accepted"
    assert verdict.report.reason is not None
    return verdict.report.reason.facts.get("reason", verdict.report.reason.code)


@pytest.fixture
def ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ended:
    defaults = SealedFile.unseal.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "floor", CHEAP)
    monkeypatch.setattr("tests.office.NOW_S", 1_796_000_001)
    stand = Stand(tmp_path)
    stand.register()
    grant(stand)
    return Ended(stand)


def close(ended: Ended) -> None:
    stand = ended.stand
    stand.take(stand.desk.deactivate(stand.recovery(), now_s=stand.now_s))


def test_a_proof_of_a_town_hall_that_ended_is_taken_a_month_later(ended: Ended) -> None:
    assert ended.verdict().presentation is not None, ended.verdict().report.reason
    close(ended)
    ended.stand.scene.tick(30 * DAY_S)
    assert ended.verdict().presentation is not None, ended.verdict().report.reason


def test_of_one_that_has_not_ended_a_list_of_a_month_ago_is_stale(ended: Ended) -> None:
    ended.stand.scene.tick(30 * DAY_S)
    assert reason(ended.verdict()) == "status.stale"


def test_the_final_lists_say_what_was_withdrawn_before_the_end(ended: Ended) -> None:
    ended.stand.office.set_status(ended.handover.code, Status.INVALID, now_s=ended.stand.now_s)
    close(ended)
    ended.stand.scene.tick(30 * DAY_S)
    assert reason(ended.verdict()) == "status.revoked"


def test_the_daily_job_does_not_replace_the_final_lists(ended: Ended) -> None:
    """Nor does anybody who asks for the end once more, before it was handed in or after."""
    stand = ended.stand
    operation = stand.desk.deactivate(stand.recovery(), now_s=stand.now_s)
    for _ in range(2):
        for act in (
            lambda: stand.office.publish(now_s=stand.now_s + 60),
            lambda: stand.desk.commit(now_s=stand.now_s + 60),
            lambda: stand.desk.deactivate(stand.recovery(), now_s=stand.now_s + 60),
            lambda: stand.office.set_status(
                ended.handover.code, Status.INVALID, now_s=stand.now_s + 60
            ),
        ):
            with pytest.raises(Refused) as caught:
                act()
            assert caught.value.code == "home.ended"
        if stand.desk.journal()[-1].stand == "open":
            stand.take(operation)
    stand.scene.tick(30 * DAY_S)
    assert ended.verdict().presentation is not None, ended.verdict().report.reason


def test_nobody_ends_or_hands_on_with_a_recovery_key_that_does_not_count(ended: Ended) -> None:
    stand, another = ended.stand, Ed25519Signer.from_seed(bytes(32))
    with pytest.raises(Refused) as caught:
        stand.desk.deactivate(another, now_s=stand.now_s)
    assert caught.value.code == "home.recovery_key"
    with pytest.raises(Refused) as caught:
        stand.desk.succeed(stand.office.hall.did.text, another, now_s=stand.now_s)
    assert caught.value.code == "home.recovery_key"


def test_an_end_that_the_ledger_did_not_take_ends_nothing(ended: Ended) -> None:
    stand = ended.stand
    operation = stand.desk.deactivate(stand.recovery(), now_s=stand.now_s)
    stand.desk.settle_refused(operation, now_s=stand.now_s)
    stand.office.publish(now_s=stand.now_s)
    assert ended.verdict().presentation is not None, ended.verdict().report.reason


def final_digests(stand: Stand) -> list[bytes]:
    return [each.read_bytes() for each in stand.office.home.public.rglob("final.json")]


def test_digests_of_final_lists_that_the_ledger_did_not_take_are_published_no_more(
    ended: Ended,
) -> None:
    stand = ended.stand
    operation = stand.desk.deactivate(stand.recovery(), now_s=stand.now_s)
    [made] = final_digests(stand)
    stand.desk.settle_refused(operation, now_s=stand.now_s)
    assert final_digests(stand) == []
    # Twin: that it was refused was somebody's word; the ledger has it.
    stand.take(operation)
    assert final_digests(stand) == [made]


def test_digests_of_an_end_that_was_turned_away_make_room_for_those_of_the_next(
    ended: Ended,
) -> None:
    stand = ended.stand
    turned_away = stand.desk.deactivate(stand.recovery(), now_s=stand.now_s)
    stand.desk.turned_away(turned_away)
    assert final_digests(stand) == []
    stand.desk.settle_refused(turned_away, now_s=stand.now_s)
    heir = stand.scene.settle(another(stand.scene.town("dinant"), 1))
    stand.desk.succeed(heir.did, stand.recovery(2), now_s=stand.now_s)
    [made] = final_digests(stand)
    stand.desk.settle_refused(turned_away, now_s=stand.now_s)
    assert final_digests(stand) == [made], "what was made in its place stays"


def test_a_proof_of_a_town_that_was_merged_is_taken_a_month_later(ended: Ended) -> None:
    stand = ended.stand
    heir = stand.scene.settle(another(stand.scene.town("dinant"), 1))
    stand.take(stand.desk.succeed(heir.did, stand.recovery(2), now_s=stand.now_s))
    stand.scene.tick(30 * DAY_S)
    record = stand.scene.state.records[f"did/{stand.office.hall.did.text}"]
    assert isinstance(record, DidRecord)
    assert record.final_lists is not None
    assert ended.verdict().presentation is not None, ended.verdict().report.reason
    with pytest.raises(Refused) as caught:
        stand.office.publish(now_s=stand.now_s)
    assert caught.value.code == "home.ended"
    assert Presentation.parse(ended.copy.format()).registered.status is not None
