"""Attack 43, at a desk: a thief has a stolen key sign today, and borrows what dates an honest proof.

The key was reported stolen, so no date in a credential counts. What does is the path to a root that
the town had put on the ledger before, and that witnesses had seen by then.
"""

from dataclasses import replace

import pytest

from livret_core.ledger.dating import Dating
from livret_core.ledger.issuance import IssuancePath
from livret_core.sdjwt.compact import SdJwt
from tests.datings import CountedDesk
from tests.ledger_scene import DAY_S


@pytest.fixture
def desk() -> CountedDesk:
    """Metz signed two copies, committed to them, and a day later its key was reported stolen."""
    made = CountedDesk()
    made.steal()
    return made


def refused(desk: CountedDesk, text: str, dating: Dating | None) -> tuple[str, object]:
    verdict = desk.verdict(text, asked=desk.question(dating=dating))
    reason = verdict.report.reason
    assert verdict.presentation is None, "accepted"
    assert verdict.report.dated is None
    assert reason is not None
    return reason.code, reason.facts.get("reason")


def test_attack_43_a_thief_dates_a_credential_back(desk: CountedDesk) -> None:
    assert refused(desk, desk.stolen(), None) == ("issuer.key_compromised", None)


def test_attack_43_a_thief_shows_the_path_of_another_proof(desk: CountedDesk) -> None:
    dating = desk.dating(desk.first)
    assert refused(desk, desk.stolen(), dating) == ("issuer.key_compromised", "commit.path")


def test_attack_43_a_thief_shows_a_path_that_leads_nowhere(desk: CountedDesk) -> None:
    path = IssuancePath(bytes(32), 0, 64, (bytes(32),) * 6)
    dating = replace(desk.dating(desk.first), paths=(path,))
    assert refused(desk, desk.shown(desk.first), dating) == (
        "issuer.key_compromised",
        "commit.path",
    )


def test_attack_43_a_thief_has_it_committed_after_the_theft() -> None:
    """The operation key was stolen as well: the commit is genuine, and too late."""
    desk = CountedDesk(committed=False)
    desk.steal()
    late = desk.stolen_copy()
    desk.scene.tick(DAY_S)
    desk.count_in(late)
    assert refused(desk, desk.shown(late), desk.dating(late)) == ("issuer.key_compromised", None)


def test_attack_43_a_thief_shows_a_root_that_the_ledger_does_not_have(desk: CountedDesk) -> None:
    other = CountedDesk(committed=False)
    forged = other.stolen_copy()
    other.count_in(forged)
    dating = replace(other.dating(forged), proof=desk.dating(desk.first).proof)
    assert refused(desk, desk.shown(forged), dating) == (
        "issuer.key_compromised",
        "log.inclusion",
    )


def test_attack_43_a_thief_shows_the_day_of_another_commit(desk: CountedDesk) -> None:
    other = CountedDesk(committed=False)
    forged = other.stolen_copy()
    other.count_in(forged)
    dating = replace(other.dating(forged), operation=desk.dating(desk.first).operation)
    dating = replace(dating, proof=desk.dating(desk.first).proof)
    assert refused(desk, desk.shown(forged), dating) == (
        "issuer.key_compromised",
        "commit.other_root",
    )


def test_attack_43_a_thief_shows_a_head_that_no_member_has_seen() -> None:
    """The sequencer helps him: a history in which the forged copy was counted in a day earlier."""
    desk, other = CountedDesk(), CountedDesk(committed=False)
    desk.steal()
    forged = other.stolen_copy()
    other.count_in(forged)
    dating = other.dating(forged)
    assert dating.proof is not None
    unseen = other.seen.head(at_s=other.scene.at_s, witnesses=(), auditors=())
    dating = replace(dating, proof=replace(dating.proof, signed=unseen))
    assert refused(desk, desk.shown(forged), dating) == ("issuer.key_compromised", "log.quorum")


def test_attack_43_a_thief_signs_under_a_right_that_was_void() -> None:
    desk = CountedDesk(committed=False)
    desk.void()
    late = desk.stolen_copy()
    assert refused(desk, desk.shown(late), None) == ("issuer.void", None)
    other = CountedDesk()
    dating = other.dating(other.first)
    assert refused(desk, desk.shown(late), dating) == (
        "issuer.void",
        "commit.path",
    )


def test_attack_43_a_stolen_schools_key_signs_a_diploma_without_evidence() -> None:
    desk = CountedDesk(kind="diploma")
    desk.steal()
    assert refused(desk, desk.shown(desk.first), None) == (
        "issuer.undated",
        "issuer.key_compromised",
    )


def test_attack_43_twin_a_diploma_with_its_evidence_is_taken() -> None:
    desk = CountedDesk(kind="diploma")
    desk.steal()
    verdict = desk.verdict(
        desk.shown(desk.first), asked=desk.question(dating=desk.dating(desk.first))
    )
    assert verdict.presentation is not None, verdict.report.reason


def test_attack_43_twin_what_was_counted_in_before_the_theft_is_taken(desk: CountedDesk) -> None:
    for copy in (desk.first, desk.second):
        verdict = desk.verdict(desk.shown(copy), asked=desk.question(dating=desk.dating(copy)))
        assert verdict.presentation is not None, verdict.report.reason
        assert verdict.report.dated is not None
        assert verdict.report.dated.before_s < desk.stolen_s
        assert verdict.report.dated.day == desk.day_number


def test_attack_43_twin_under_a_void_right_what_was_counted_in_is_taken() -> None:
    desk = CountedDesk()
    desk.void()
    verdict = desk.verdict(
        desk.shown(desk.first), asked=desk.question(dating=desk.dating(desk.first))
    )
    assert verdict.presentation is not None, verdict.report.reason


def test_attack_43_twin_where_nothing_is_in_doubt_no_evidence_is_looked_at() -> None:
    """A file that is no good harms nobody whose key is good."""
    desk = CountedDesk()
    dating = desk.dating(desk.second)
    verdict = desk.verdict(desk.shown(desk.first), asked=desk.question(dating=dating))
    assert verdict.presentation is not None, verdict.report.reason
    assert verdict.report.dated is None


def test_attack_43_a_desk_keeps_the_paths_of_copies_it_was_not_shown(desk: CountedDesk) -> None:
    copy: SdJwt = desk.first
    whole = desk.dating(copy)
    shown = whole.shown(copy.issuer_jwt)
    assert len(whole.paths) == 2
    assert (shown.code, len(shown.paths)) == (None, 1)
    assert Dating.parse(shown.format()) == shown
    verdict = desk.verdict(desk.shown(copy), asked=desk.question(dating=shown))
    assert verdict.presentation is not None, verdict.report.reason
