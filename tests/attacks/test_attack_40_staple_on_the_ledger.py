"""Attack 40: a list that once came along is shown for ever.

That the ledger names a list says that it is no older one; how old it may be is the policy's. Not
even the very list of the last commit is good beyond its age, unless its issuer has ended.
"""

from dataclasses import replace

from livret_verifier.evidence import StatusListNeed
from livret_verifier.question import Question
from tests.on_ledger import Desk
from tests.scene import DAY_S, PROCEDURE

AGE_S = 3_600


def committed(*, ago_s: int) -> Desk:
    desk = Desk()
    issued_s = desk.now_s - ago_s
    desk.list = desk.hall().status_list(issued_s=issued_s)
    desk.commit_to(desk.list, issued_s)
    return desk


def asked(desk: Desk) -> Question:
    return desk.question(procedure=replace(PROCEDURE, status_max_age_s=AGE_S))


def test_attack_40_a_committed_list_beyond_its_age_is_shown() -> None:
    desk = committed(ago_s=2 * AGE_S)
    assert desk.refusal(asked=asked(desk)) == ("unavailable", "status.stale")


def test_attack_40_a_committed_list_beyond_its_own_end_is_shown() -> None:
    desk = committed(ago_s=8 * DAY_S)
    lasting = replace(PROCEDURE, status_max_age_s=30 * DAY_S)
    assert desk.refusal(asked=desk.question(procedure=lasting)) == ("unavailable", "status.stale")


def test_attack_40_twin_a_committed_list_within_its_age_is_taken() -> None:
    desk = committed(ago_s=AGE_S // 2)
    needs: list[object] = []
    verdict = desk.verdict(asked=asked(desk), needs=needs)  # type: ignore[arg-type]
    assert verdict.presentation is not None, verdict.report.reason
    assert any(isinstance(each, StatusListNeed) and each.commit_uri for each in needs)
