"""Evidence that ends before the proof was signed: of that time it says no *no* that could turn."""

from dataclasses import replace
from typing import Final

import pytest

from livret_core.https_uri import HttpsUri
from livret_verifier.report import Outcome
from tests.ledger_scene import DAY_S
from tests.on_ledger import Desk
from tests.scene import TownHall

OLDER: Final = ("unavailable", "ledger.older_than_proof")


class AnotherKey(TownHall):
    """A town hall that signs with its second key."""

    @property
    def kid(self) -> str:
        return f"{self.did}#credential-2"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def accepts(desk: Desk, *arguments: object, **changes: object) -> bool:
    verdict = desk.verdict(*arguments, **changes)  # type: ignore[arg-type]
    return verdict.report.outcome is Outcome.ACCEPTED


def test_a_right_that_was_granted_since(desk: Desk) -> None:
    scene = desk.scene
    verdun = scene.settle(scene.town("verdun"))
    scene.tick(60)
    names = sorted({*desk.names(verdun), f"accr/{verdun.did}/residency/{verdun.who}"})
    then = desk.seen.evidence(names, desk.head()).format()
    early_s = scene.at_s
    scene.tick(3_600)
    scene.apply(scene.grant(verdun, desk.root))
    scene.tick(3_600)
    shown = {"territory": verdun.who, "town": verdun}
    late = desk.text(verdun, issued_s=scene.at_s - 10, territory=verdun.who)
    assert desk.refusal(late, evidence=then) == OLDER
    assert accepts(desk, late, town=verdun)
    # Of its own time it says no.
    early = desk.text(issued_s=early_s, **shown)  # type: ignore[arg-type]
    assert desk.refusal(early, evidence=then) == ("refused", "issuer.not_accredited")


def test_an_institution_that_was_made_since(desk: Desk) -> None:
    scene = desk.scene
    verdun = scene.town("verdun")
    did = verdun.first_entry(scene.at_s).log.did.text
    then = desk.seen.evidence(sorted([f"did/{did}", f"rights/{did}"]), desk.head()).format()
    early_s = scene.at_s
    scene.settle(verdun)
    scene.apply(scene.grant(verdun, desk.root))
    scene.tick(3_600)
    late = desk.text(verdun, issued_s=scene.at_s - 10, territory=verdun.who)
    assert desk.refusal(late, evidence=then) == OLDER
    assert accepts(desk, late, town=verdun)
    early = desk.text(verdun, issued_s=early_s, territory=verdun.who)
    assert desk.refusal(early, evidence=then) == ("refused", "issuer.unknown")


def test_a_key_that_began_since(desk: Desk) -> None:
    scene, metz = desk.scene, desk.metz
    kid = f"{metz.did}#credential-2"
    names = sorted({*desk.names(), f"key/{kid}", f"compromise/{kid}"})
    then = desk.seen.evidence(names, desk.head()).format()
    early_s = scene.at_s
    metz.credential_keys = ("credential-1", "credential-2")
    scene.tick(3_600)
    scene.move_on(metz)
    scene.tick(3_600)
    key, uri = metz.credential_key("credential-2"), desk.hall().status_uri
    hall = AnotherKey(key, str(metz.did), b"", uri)
    desk.list = hall.status_list(issued_s=desk.now_s - 3_600)
    late = desk.text(hall=hall, issued_s=scene.at_s - 10)
    assert desk.refusal(late, evidence=then) == OLDER
    assert accepts(desk, late, evidence=desk.seen.evidence(names, desk.head()).format())
    early = desk.text(hall=hall, issued_s=early_s)
    assert desk.refusal(early, evidence=then) == ("refused", "issuer.key_not_listed")


def test_a_suspension_that_was_ended_since(desk: Desk) -> None:
    scene, metz = desk.scene, desk.metz
    first, _, third, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", metz, first, third))
    scene.tick(60)
    then, early_s = desk.evidence(), scene.at_s
    scene.apply(scene.about_member("member.reinstate", metz, first, third))
    scene.tick(3_600)
    late = desk.text(issued_s=scene.at_s - 10)
    assert desk.refusal(late, evidence=then) == OLDER
    assert accepts(desk, late)
    early = desk.text(issued_s=early_s)
    assert desk.refusal(early, evidence=then) == ("refused", "issuer.suspended")


def test_a_succession_that_was_refused_since(desk: Desk) -> None:
    scene, metz = desk.scene, desk.metz
    first, _, third, last = scene.towns
    scene.apply(scene.did_succeed(metz, last.did, first, third))
    scene.tick(60)
    kid = f"{last.did}#credential-1"
    names = sorted({*desk.names(), f"did/{last.did}", f"key/{kid}", f"compromise/{kid}"})
    then = desk.seen.evidence(names, desk.head()).format()
    scene.apply(scene.did_succeed(metz, None, metz))
    scene.tick(4 * DAY_S)
    late = desk.text(issued_s=scene.at_s - 10)
    assert desk.refusal(late, evidence=then) == OLDER
    assert accepts(desk, late)


def test_status_lists_that_were_moved_since(desk: Desk) -> None:
    scene, metz = desk.scene, desk.metz
    then, early_s = desk.evidence(), scene.at_s
    endpoint = "https://lists.metz.example/"
    metz.extra = {
        "service": [{"id": f"{metz.did}#status", "type": "StatusList", "serviceEndpoint": endpoint}]
    }
    scene.tick(60)
    scene.move_on(metz)
    scene.tick(3_600)
    hall = replace(desk.hall(), status_uri=HttpsUri.parse(f"{endpoint}1.jwt"))
    late = desk.text(hall=hall, issued_s=scene.at_s - 10)
    assert desk.refusal(late, evidence=then) == OLDER
    # Dated with its day: it may have been signed after the move.
    assert desk.refusal(desk.text(hall=hall, issued_s=early_s), evidence=then) == OLDER
    before = desk.text(hall=hall, issued_s=early_s - early_s % DAY_S - 1)
    assert desk.refusal(before, evidence=then) == ("refused", "status.elsewhere")


def test_twin_what_nothing_undoes_stays_refused(desk: Desk) -> None:
    scene, metz = desk.scene, desk.metz
    kid = f"{metz.did}#credential-1"
    scene.apply(scene.compromise(kid, metz, from_s=scene.at_s))
    scene.tick(60)
    late = desk.text(issued_s=desk.now_s)
    assert desk.refusal(late) == ("refused", "issuer.key_compromised")
