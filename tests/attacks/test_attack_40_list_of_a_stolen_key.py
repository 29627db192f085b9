"""Attack 40: whoever stole a key signs status lists with it, and withdrawals come undone.

Once the key is reported, a list counts only if a commit names it; a commit is signed with another
key: the town's own for operations, or those of k voters.
"""

import pytest

from tests.datings import CountedDesk
from tests.ledger_scene import DAY_S


@pytest.fixture
def desk() -> CountedDesk:
    made = CountedDesk()
    made.steal()
    return made


def reason(desk: CountedDesk) -> object:
    """Why the list was of no use; None when the proof was taken."""
    dating = desk.dating(desk.first)
    verdict = desk.verdict(desk.shown(desk.first), asked=desk.question(dating=dating))
    if verdict.presentation is not None:
        return None
    assert verdict.report.reason is not None
    return verdict.report.reason.facts.get("reason", verdict.report.reason.code)


def test_attack_40_a_thief_signs_a_newer_list(desk: CountedDesk) -> None:
    desk.list = desk.hall().status_list(issued_s=desk.now_s - 30)
    assert reason(desk) == "status.uncommitted"


def test_attack_40_a_thief_signs_lists_of_a_town_that_never_committed() -> None:
    desk = CountedDesk(committed=False)
    kid = f"{desk.metz.did}#credential-1"
    desk.scene.tick(DAY_S)
    desk.scene.apply(desk.scene.compromise(kid, desk.metz, from_s=desk.scene.at_s))
    desk.scene.tick(60)
    assert desk.refusal(desk.shown(desk.first)) == ("refused", "issuer.key_compromised")
    other = CountedDesk()
    dating = other.dating(other.first)
    asked = desk.question(dating=dating, believed=other.believed)
    verdict = desk.verdict(desk.shown(other.first), asked=asked)
    assert verdict.report.reason is not None
    assert verdict.report.reason.facts.get("reason") == "status.uncommitted"


def test_attack_40_twin_the_list_that_the_town_commits_to_is_taken(desk: CountedDesk) -> None:
    assert reason(desk) is None


def test_attack_40_twin_the_list_that_k_voters_commit_to_is_taken(desk: CountedDesk) -> None:
    desk.scene.tick(DAY_S)
    others = [town for town in desk.scene.towns if town is not desk.metz]
    desk.count_in(by=others[:2])
    assert reason(desk) is None


def test_attack_40_twin_of_an_honest_key_a_newer_list_is_taken() -> None:
    desk = CountedDesk()
    desk.list = desk.hall().status_list(issued_s=desk.now_s - 30)
    assert reason(desk) is None
