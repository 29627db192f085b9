"""Attack 51: a wallet is shown an older ledger than it has seen, or by a clock that is behind."""

from pathlib import Path

import pytest

from livret_core.ledger.trusting import Doubt
from tests.ledger_holder import LedgerHolder
from tests.ledger_scene import DAY_S


@pytest.fixture
def holder(tmp_path: Path) -> LedgerHolder:
    return LedgerHolder(tmp_path)


def test_attack_51_a_wallet_is_shown_the_ledger_from_before_a_theft_was_known(
    holder: LedgerHolder,
) -> None:
    desk = holder.files.desk
    before = desk.evidence()
    kid = f"{desk.metz.did}#credential-1"
    desk.scene.apply(desk.scene.compromise(kid, desk.metz, from_s=desk.issued_s))
    desk.scene.tick(60)
    holder.files.publish()
    # The first look says no, and is remembered although nothing is kept of the proof.
    assert holder.refusal() == ("refused", "issuer.key_compromised")
    holder.files.publish(evidence=before)
    assert holder.refusal() == ("unavailable", "ledger.older_head")
    # It is remembered too, until a newer one is shown: the header says so, and whom to call.
    assert holder.trusted.doubt == Doubt("ledger.older_head", holder.files.now_s)
    holder.files.publish()
    assert holder.refusal() == ("refused", "issuer.key_compromised")
    assert holder.trusted.doubt is None


def test_attack_51_a_wallet_is_shown_evidence_that_is_too_old(holder: LedgerHolder) -> None:
    before = holder.files.desk.evidence()
    holder.files.desk.scene.tick(8 * DAY_S)
    holder.files.publish(evidence=before)
    assert holder.refusal() == ("unavailable", "ledger.stale")


def test_attack_51_twin_a_wallet_that_has_seen_one_head_receives_under_a_newer(
    holder: LedgerHolder,
) -> None:
    first, _ = holder.receive()
    desk = holder.files.desk
    desk.scene.apply(desk.scene.publish("birth/1"))
    desk.scene.tick(60)
    holder.files.publish()
    second, _ = holder.receive()
    assert first.vouched is not None
    assert second.vouched is not None
    assert second.vouched.as_of_s == first.vouched.as_of_s + 60
