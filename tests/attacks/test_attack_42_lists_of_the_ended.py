"""Attack 42: a school closes or a town is merged, and somebody goes on withdrawing, or un-withdraws.

With its end a DID names its final status lists. They are good for years; nothing else is, until a
successor publishes, and then that counts.
"""

from hashlib import sha256

import pytest

from livret_core.dids import webvh
from livret_core.encoding import base64url
from livret_core.keys import P256Signer
from livret_core.ledger.daily import DayCommit, NamedDigest
from livret_core.ledger.records import DidRecord
from livret_core.ledger.trusting import Believed
from livret_core.status import token
from livret_core.status.bits import StatusList
from livret_verifier.evidence import StatusListNeed
from tests.datings import CountedDesk
from tests.ledger_heads import AGES, Seen
from tests.ledger_scene import DAY_S, Pen, Town
from tests.scene import INDEX, REVOKED, TownHall, seed

YEARS_S = 5 * 365 * DAY_S


class Ended(CountedDesk):
    """Metz signed a diploma and ended; five years pass before it is shown."""

    def __init__(self) -> None:
        super().__init__(kind="diploma")
        # Its members go on: in five years there would be newer versions of this.
        self.seen = Seen(self.scene, expires_s=self.scene.at_s + 2 * YEARS_S)
        self.believed = Believed(self.seen.chain, AGES, None)
        self.scene.tick(DAY_S)
        self.ended_s = self.scene.at_s
        # Dated by the school's clock, which is ahead of ledger time by up to an hour.
        self.list = self.hall().status_list(issued_s=self.ended_s + 600)
        self.final = self.list
        made = self.named(self.list, self.ended_s + 600, day=None)
        self.lists, self.day = base64url.encode(made.root), made.format()

    def named(self, listed: bytes, issued_s: int, *, day: int | None) -> DayCommit:
        digest = NamedDigest("status/1", sha256(listed).digest(), issued_s)
        return DayCommit.of(str(self.metz.did), day, [digest])

    def close(self) -> "Ended":
        self.scene.apply(self.scene.did_deactivate(self.metz, lists=self.lists))
        self.scene.tick(YEARS_S)
        return self

    def merge(self, *by: Town | Pen, wait_s: int = YEARS_S) -> "Ended":
        """Aachen takes over."""
        pens = by or (self.metz.recovery_pen(),)
        self.scene.apply(
            self.scene.did_succeed(self.metz, self.aachen.did, *pens, lists=self.lists)
        )
        self.scene.tick(wait_s)
        return self

    @property
    def aachen(self) -> Town:
        return self.scene.towns[2]

    def names(self, town: Town | None = None) -> list[str]:
        other = f"{self.aachen.did}#credential-1"
        names = {f"did/{self.aachen.did}", f"key/{other}", f"compromise/{other}"}
        return sorted({*super().names(town), *names})

    def sign_list(self, signer: P256Signer, *, ago_s: int = 3_600) -> tuple[bytes, int]:
        """A list at Metz's address, signed by whoever."""
        issued_s = self.scene.at_s - ago_s
        made = TownHall(signer, "", b"", self.hall().status_uri).status_list(issued_s=issued_s)
        self.list = made
        return made, issued_s

    def publish_as_successor(self) -> None:
        """Aachen signs a list for the diplomas of Metz and commits for it."""
        made, issued_s = self.sign_list(self.aachen.credential_key())
        today = self.named(made, issued_s, day=self.scene.at_s // DAY_S)
        root = base64url.encode(today.root)
        self.scene.apply(self.scene.commit(self.metz, self.aachen, root=root))
        self.day = today.format()
        self.scene.tick(60)


def status(desk: Ended) -> str | object:
    """What became of the check of the list: ``accepted``, or why it was of no use."""
    verdict = desk.verdict(desk.shown(desk.first))
    if verdict.presentation is not None:
        return "accepted"
    reason = verdict.report.reason
    assert reason is not None
    return reason.facts.get("reason", reason.code)


@pytest.fixture
def closed() -> Ended:
    return Ended().close()


def test_attack_42_a_closed_school_goes_on_withdrawing(closed: Ended) -> None:
    closed.sign_list(closed.metz.credential_key())
    assert status(closed) == "status.uncommitted"


def test_attack_42_an_earlier_list_of_a_closed_school_is_shown(closed: Ended) -> None:
    """From before a withdrawal, signed by the right key while it could sign."""
    closed.list = closed.hall().status_list(issued_s=closed.ended_s - 3_600)
    assert status(closed) == "status.rolled_back"


def test_attack_42_a_second_final_list_is_shown(closed: Ended) -> None:
    closed.list = closed.hall().status_list(issued_s=closed.ended_s + 600)
    assert status(closed) == "status.equivocated"


def test_attack_42_the_final_digests_are_made_up(closed: Ended) -> None:
    made, issued_s = closed.sign_list(closed.metz.credential_key())
    closed.day = closed.named(made, issued_s, day=None).format()
    assert status(closed) == "commit.other_root"


def test_attack_42_the_final_digests_are_kept_back(closed: Ended) -> None:
    closed.day = None
    assert status(closed) == "missing"


def test_attack_42_a_list_of_a_body_that_acts_is_not_good_for_ever() -> None:
    """Only an end makes a list final: what a thief calls final of a body that goes on is old."""
    desk = Ended()
    desk.scene.tick(YEARS_S)
    assert status(desk) != "accepted"


def test_attack_42_a_merged_towns_final_list_is_shown_after_its_successors() -> None:
    desk = Ended().merge()
    desk.publish_as_successor()
    desk.list = desk.final
    assert status(desk) == "status.rolled_back"


def test_attack_42_a_merged_town_withdraws_on_where_its_successor_does() -> None:
    desk = Ended().merge()
    desk.publish_as_successor()
    desk.sign_list(desk.metz.credential_key(), ago_s=60)
    assert status(desk) == "status.uncommitted"


def test_attack_42_a_stranger_signs_the_lists_of_a_merged_town() -> None:
    desk = Ended().merge()
    desk.sign_list(P256Signer.from_seed(seed("stranger", 48)))
    assert status(desk) == "status.untrusted"


def test_attack_42_a_successors_suspected_key_signs_the_lists() -> None:
    desk = Ended().merge()
    kid = f"{desk.aachen.did}#credential-1"
    desk.scene.apply(desk.scene.compromise(kid, desk.aachen, from_s=desk.scene.at_s))
    desk.scene.tick(60)
    desk.sign_list(desk.aachen.credential_key())
    assert status(desk) == "issuer.key_compromised"


def test_attack_42_one_who_is_still_to_take_over_signs_the_lists() -> None:
    """For 72 hours the old DID may refuse; until then it is the one that signs."""
    desk = Ended()
    others = [town for town in desk.scene.towns if town is not desk.metz]
    desk.merge(*others[:2], wait_s=DAY_S)
    desk.sign_list(desk.aachen.credential_key())
    assert status(desk) == "status.untrusted"


def test_attack_42_twin_the_final_list_of_a_closed_school_is_good_for_years(closed: Ended) -> None:
    needs: list[object] = []
    verdict = closed.verdict(closed.shown(closed.first), needs=needs)  # type: ignore[arg-type]
    assert verdict.presentation is not None, verdict.report.reason
    [need] = [each for each in needs if isinstance(each, StatusListNeed)]
    assert need.commit_uri is not None
    assert need.commit_uri.endswith("/commit/final.json")


def test_attack_42_twin_the_final_list_says_who_was_withdrawn(closed: Ended) -> None:
    withdrawn = closed.copy(1, index=REVOKED)
    verdict = closed.verdict(closed.shown(withdrawn))
    assert verdict.report.reason is not None
    assert verdict.report.reason.code == "status.revoked"


def test_attack_42_twin_the_final_list_of_a_merged_town_is_good_until_its_successor_commits() -> (
    None
):
    assert status(Ended().merge()) == "accepted"


def test_attack_42_twin_a_successors_list_is_taken() -> None:
    desk = Ended().merge()
    desk.publish_as_successor()
    assert status(desk) == "accepted"


def test_attack_42_twin_a_successors_list_is_taken_ahead_of_its_commit() -> None:
    desk = Ended().merge()
    desk.sign_list(desk.aachen.credential_key())
    assert status(desk) == "accepted"


def test_attack_42_an_old_list_of_a_successor_is_shown() -> None:
    desk = Ended().merge()
    desk.publish_as_successor()
    desk.scene.tick(3 * DAY_S)
    assert status(desk) == "status.stale"


class Succeeded(Ended):
    """Two voters name a successor and the final lists; for 72 hours Metz may refuse, and acts."""

    def __init__(self) -> None:
        super().__init__()
        self.scene.tick(3_600)
        self.merge(self.scene.towns[0], self.scene.towns[3], wait_s=1)

    def withdraw(self, *, after_s: int = DAY_S) -> "Succeeded":
        """Metz withdraws the diploma, and commits to the list that says so."""
        self.scene.tick(after_s)
        issued_s = self.scene.at_s
        self.list = token.sign(
            StatusList.of(1 << 17, bits=2, statuses={INDEX: 1}),
            self.hall().signer,
            uri=self.hall().status_uri,
            issued_at_s=issued_s,
            expires_at_s=issued_s + 7 * DAY_S,
            ttl_s=DAY_S,
        ).encode()
        made = self.named(self.list, issued_s, day=self.scene.at_s // DAY_S)
        root = base64url.encode(made.root)
        self.scene.apply(self.scene.commit(self.metz, root=root))
        self.withdrawn_day = made.format()
        return self

    def begin(self) -> "Succeeded":
        self.scene.tick(3 * DAY_S)
        return self


@pytest.mark.parametrize("after_s", [60, DAY_S], ids=["within the hour", "a day later"])
def test_attack_42_a_withdrawal_while_a_succession_waits_is_undone_by_the_lists_named_before(
    after_s: int,
) -> None:
    desk = Succeeded().withdraw(after_s=after_s).begin()
    desk.list = desk.final
    assert status(desk) == "commit.other_root"
    desk.day = desk.withdrawn_day
    assert status(desk) == "status.rolled_back"


def test_attack_42_a_refused_succession_leaves_its_final_lists_behind() -> None:
    """They would come back with the next end, where that names none."""
    desk = Succeeded()
    desk.scene.apply(desk.scene.did_succeed(desk.metz, None, desk.metz))
    record = desk.scene.state.records[f"did/{desk.metz.did}"]
    assert isinstance(record, DidRecord)
    assert (record.final_lists, record.commits_before) == (None, 0)


def test_attack_42_twin_what_was_withdrawn_while_it_waited_stays_so() -> None:
    desk = Succeeded().withdraw().begin()
    desk.day = desk.withdrawn_day
    assert status(desk) == "status.revoked"


def test_attack_42_twin_where_nothing_was_withdrawn_the_lists_named_before_are_final() -> None:
    desk = Succeeded().begin()
    desk.scene.tick(YEARS_S)
    assert status(desk) == "accepted"


def test_attack_42_the_last_document_of_a_closed_school_names_no_place_for_lists() -> None:
    """Nothing that it signed could be checked any more, and nobody else could mend it."""
    desk = Ended()
    made = webvh.deactivate(
        desk.metz.log,  # type: ignore[arg-type]
        signer=desk.metz.key("recovery-1"),
        version_time_s=desk.scene.at_s + 1,
        document={"@context": ["https://www.w3.org/ns/did/v1"], "id": desk.metz.did},
    )
    desk.scene.apply(desk.scene.did_deactivate(desk.metz, lists=desk.lists, made=made))
    desk.scene.tick(YEARS_S)
    assert status(desk) == "accepted"
