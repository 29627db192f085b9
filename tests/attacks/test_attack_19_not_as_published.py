"""Attack 19: a kind of proof is described otherwise than its authority published it for all.

The town signs under a description that was changed afterwards; or the file that a desk, or a
wallet, goes by was. The ledger has one digest for each version, and no proof says which counts.
"""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

import livret_schemas
from livret_core.credential.types import CredentialType
from livret_verifier.policy import Policy
from livret_verifier.question import Question
from tests.ledger_holder import LedgerHolder
from tests.ledger_scene import DAY_S, DIGEST
from tests.on_ledger import Desk
from tests.scene import CLAIMS, INDEX, PROCEDURE, RESIDENCY, bind, draft, showing

FILES = next(each for each in livret_schemas.load() if each.name == "residency")
# A name that the description lets nobody keep back any more.
DOCTORED = CredentialType.parse(
    "residency",
    metadata=FILES.metadata.replace(b'"sd": "always"', b'"sd": "allowed"'),
    schema=FILES.schema,
    rules=FILES.rules,
)
OTHER = ("refused", "type.not_as_published")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def text(desk: Desk, kind: CredentialType, *, integrity: str = "") -> str:
    """A proof as the town makes it that goes by *kind*."""
    claims = {**CLAIMS, "issuing_territory": desk.metz.who}
    made = draft(
        claims,
        town=desk.hall(),
        index=INDEX,
        issued_s=desk.issued_s,
        expires_s=desk.now_s + 80 * DAY_S,
        kind=kind,
    )
    made = made.with_payload(**{"vct#integrity": integrity or kind.integrity})
    return bind(showing(made.signed(desk.hall().signer), "commune"), iat=desk.now_s - 5)


def going_by(desk: Desk, kind: CredentialType) -> Question:
    """What the desk asks when this is the description on its disk."""
    asked = desk.question()
    procedure = replace(PROCEDURE, type=kind)
    policy = Policy(
        "Desk", MappingProxyType({PROCEDURE.name: procedure}), desk.issuers, asked.policy.ledger
    )
    return replace(asked, policy=policy, procedure=procedure)


def test_attack_19_the_town_signs_under_a_description_that_it_changed(desk: Desk) -> None:
    """The desk was given the changed one as well: both agree, and nobody else does."""
    asked = going_by(desk, DOCTORED)
    assert desk.refusal(text(desk, DOCTORED), asked=asked) == OTHER


def test_attack_19_only_the_town_changed_it(desk: Desk) -> None:
    assert desk.refusal(text(desk, DOCTORED)) == ("refused", "type.integrity")


@pytest.mark.parametrize("named", [RESIDENCY.integrity, DOCTORED.integrity], ids=["true", "own"])
def test_attack_19_a_desk_with_a_doctored_description(desk: Desk, named: str) -> None:
    """Whatever the proof says: the reason is the desk's own file and nothing the town did."""
    refused = desk.refusal(text(desk, RESIDENCY, integrity=named), asked=going_by(desk, DOCTORED))
    assert refused == OTHER


def test_attack_19_twin_all_go_by_what_was_published(desk: Desk) -> None:
    verdict = desk.verdict(text(desk, RESIDENCY))
    assert verdict.presentation is not None, verdict.report.reason
    assert verdict.report.retired_s is None


def test_attack_19_a_wallet_goes_by_another_description_than_was_published(tmp_path: Path) -> None:
    assert LedgerHolder(tmp_path, desk=Desk(published=DIGEST)).refusal() == OTHER


def test_attack_19_twin_a_wallet_that_goes_by_the_published_one(tmp_path: Path) -> None:
    assert LedgerHolder(tmp_path).receive()


def test_attack_19_signed_after_the_version_was_retired(desk: Desk) -> None:
    desk.scene.apply(desk.scene.retire())
    desk.scene.tick(DAY_S)
    late = desk.text(issued_s=desk.scene.at_s - 60)
    assert desk.refusal(late) == ("refused", "type.retired")


def test_attack_19_twin_signed_before_it_was_retired_and_the_desk_is_told(desk: Desk) -> None:
    desk.scene.apply(desk.scene.retire())
    retired_s = desk.scene.at_s
    desk.scene.tick(DAY_S)
    verdict = desk.verdict()
    assert verdict.presentation is not None, verdict.report.reason
    assert verdict.report.to_json()["retired_s"] == retired_s


def test_attack_19_the_version_is_kept_back(desk: Desk) -> None:
    """A bundle made before versions were in it, or by somebody who leaves them out."""
    names = [name for name in desk.names() if not name.startswith("schema/")]
    evidence = desk.seen.evidence(names, desk.head()).format()
    assert desk.refusal(evidence=evidence) == ("unavailable", "ledger.type_not_shown")


def test_attack_19_twin_a_later_version_takes_nothing_from_an_older_one(desk: Desk) -> None:
    desk.scene.apply(desk.scene.publish("residency/2"))
    desk.scene.tick(60)
    assert desk.verdict().presentation is not None


def test_attack_19_a_version_that_nobody_published(desk: Desk) -> None:
    later = FILES.metadata.replace(b"urn:livret:residency:1", b"urn:livret:residency:2")
    kind = CredentialType.parse("residency", metadata=later, schema=FILES.schema, rules=FILES.rules)
    desk.issuers = (replace(desk.issuers[0], types=frozenset({kind.vct})),)
    shown = text(desk, kind)
    asked = going_by(desk, kind)
    assert desk.refusal(shown, asked=asked) == ("unavailable", "ledger.type_not_shown")
    evidence = desk.seen.evidence([*desk.names(), "schema/residency/2"], desk.head()).format()
    assert desk.refusal(shown, asked=asked, evidence=evidence) == OTHER


def test_attack_19_not_refused_by_a_state_from_before_the_proof(desk: Desk) -> None:
    """The version may have been published since."""
    later = FILES.metadata.replace(b"urn:livret:residency:1", b"urn:livret:residency:2")
    kind = CredentialType.parse("residency", metadata=later, schema=FILES.schema, rules=FILES.rules)
    desk.issuers = (replace(desk.issuers[0], types=frozenset({kind.vct})),)
    asked = replace(going_by(desk, kind), now_s=desk.now_s)
    evidence = desk.seen.evidence([*desk.names(), "schema/residency/2"], desk.head()).format()
    desk.issued_s = desk.scene.at_s + 30
    shown = text(desk, kind)
    refusal = desk.refusal(shown, asked=asked, evidence=evidence)
    assert refusal == ("unavailable", "ledger.older_than_proof")
