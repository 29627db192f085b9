"""Attack 40: a desk or a wallet is shown a status list from before the committed one.

Signed by the right key, and young enough for the policy: only the ledger knows that the issuer
has made another since. Whoever keeps the newer list back keeps the day's digests back too.
"""

from pathlib import Path

import pytest

from livret_verifier.evidence import StatusListNeed
from tests.ledger_holder import LedgerHolder
from tests.on_ledger import Desk

AGO_S = 3_600


@pytest.fixture
def desk() -> Desk:
    """Metz committed to the list of an hour ago."""
    made = Desk()
    commit_to(made, AGO_S)
    return made


def commit_to(desk: Desk, ago_s: int) -> None:
    issued_s = desk.now_s - ago_s
    desk.list = desk.hall().status_list(issued_s=issued_s)
    desk.commit_to(desk.list, issued_s)


def reason(desk: Desk) -> tuple[str, str, object]:
    """How the check of the list ended: outcome, code and what was wrong with it."""
    verdict = desk.verdict()
    assert verdict.presentation is None, "accepted"
    why = verdict.report.reason
    assert why is not None
    return verdict.report.outcome.value, why.code, why.facts.get("reason")


def test_attack_40_a_list_from_before_the_committed_one_is_shown_to_a_desk(desk: Desk) -> None:
    desk.list = desk.hall().status_list(issued_s=desk.now_s - 2 * AGO_S)
    assert reason(desk) == ("unavailable", "status.unavailable", "status.rolled_back")


def test_attack_40_a_second_list_of_one_time_is_shown_to_a_desk(desk: Desk) -> None:
    issued_s = desk.now_s - 60 - AGO_S
    other = desk.hall().status_list(issued_s=issued_s)
    assert other != desk.list  # an ES256 signature is another each time
    desk.list = other
    assert reason(desk) == ("unavailable", "status.unavailable", "status.equivocated")


def test_attack_40_the_digests_of_the_day_are_kept_back(desk: Desk) -> None:
    desk.list = desk.hall().status_list(issued_s=desk.now_s - 2 * AGO_S)
    desk.day = None
    assert reason(desk) == ("unavailable", "status.unavailable", "missing")


def test_attack_40_the_digests_of_another_day_are_shown(desk: Desk) -> None:
    """Those of a list long gone, which would let that very list pass."""
    old_s = desk.now_s - 2 * AGO_S
    desk.list = desk.hall().status_list(issued_s=old_s)
    twin = Desk()
    twin.commit_to(desk.list, old_s)
    desk.day = twin.day
    assert reason(desk) == ("unavailable", "status.unavailable", "commit.other_root")


def test_attack_40_evidence_leaves_out_that_there_was_a_commit(desk: Desk) -> None:
    names = [name for name in desk.names() if not name.startswith("commit/")]
    evidence = desk.seen.evidence(names, desk.head()).format()
    assert desk.refusal(evidence=evidence) == ("unavailable", "ledger.not_shown")


def test_attack_40_a_list_from_before_the_committed_one_is_shown_to_a_wallet(
    tmp_path: Path,
) -> None:
    holder = LedgerHolder(tmp_path)
    commit_to(holder.files.desk, AGO_S)
    holder.files.desk.list = holder.files.desk.hall().status_list(
        issued_s=holder.files.now_s - 2 * AGO_S
    )
    holder.files.publish()
    assert holder.receive()[1] is False


def test_attack_40_twin_the_committed_list_is_taken_by_a_wallet(tmp_path: Path) -> None:
    holder = LedgerHolder(tmp_path)
    commit_to(holder.files.desk, AGO_S)
    holder.files.publish()
    assert holder.receive()[1] is True


def test_attack_40_twin_the_committed_list_is_taken(desk: Desk) -> None:
    needs: list[object] = []
    verdict = desk.verdict(needs=needs)  # type: ignore[arg-type]
    assert verdict.presentation is not None, verdict.report.reason
    [need] = [each for each in needs if isinstance(each, StatusListNeed)]
    day = desk.scene.at_s // 86_400
    assert need.commit_uri is not None
    assert need.commit_uri.endswith(f"/fr-insee/57463/commit/{day}.json")


def test_attack_40_twin_a_list_made_since_the_commit_is_taken(desk: Desk) -> None:
    desk.list = desk.hall().status_list(issued_s=desk.now_s - 60)
    assert desk.verdict().presentation is not None


def test_attack_40_twin_an_issuer_that_never_committed_is_asked_for_nothing() -> None:
    assert Desk().verdict().presentation is not None
