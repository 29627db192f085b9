"""``ledger.genesis`` and ``state.commit``: how a ledger begins, and what time it is there."""

from collections.abc import Callable
from typing import Any

import pytest

from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.ledger.apply import check_clock
from livret_core.ledger.operation import Draft, Operation
from livret_core.tlog.note import SignatureType, VerifierKey
from tests.ledger_scene import BEGAN_S, DIGEST, ORIGIN, Scene, ed25519, rewritten

Why = Callable[[Scene, Operation], str]


def genesis_with(scene: Scene, change: Callable[[dict[str, Any]], object]) -> Operation:
    """A genesis that all founders signed, with another body."""
    honest = scene.genesis()
    body: dict[str, Any] = dict(honest.body)
    body["founders"] = [dict(founder) for founder in body["founders"]]
    change(body)
    draft = scene.draft("ledger.genesis", ORIGIN, body, record="ledger", iat=BEGAN_S)
    return scene.sign(draft, *(town.genesis_pen for town in scene.towns))


def test_a_ledger_begins_with_its_founders_as_members_and_voters() -> None:
    scene = Scene.founded(settled=False)
    assert scene.at_s == BEGAN_S
    assert [holder.who for holder in scene.policy.witnesses] == [town.who for town in scene.towns]
    assert scene.policy.numbers.f == 1


def test_every_founder_signs(refused: Why) -> None:
    scene = Scene()
    genesis = scene.genesis()
    assert refused(scene, rewritten(genesis, sigs=genesis.sigs[1:])) == "ledger.threshold"


def test_nobody_but_founders_signs(refused: Why) -> None:
    scene = Scene()
    genesis = scene.genesis()
    draft = scene.draft("ledger.genesis", ORIGIN, genesis.body, record="ledger", iat=BEGAN_S)
    extra = scene.signature(draft, scene.town("sedan").genesis_pen)
    assert refused(scene, rewritten(genesis, sigs=(*genesis.sigs, extra))) == "ledger.signer"


def test_a_second_genesis_is_refused(scene: Scene, refused: Why) -> None:
    assert refused(scene, Scene().genesis()) == "ledger.exists"


def test_nothing_comes_before_genesis(refused: Why) -> None:
    scene = Scene()
    assert refused(scene, Draft(ORIGIN, "log.freeze", ORIGIN, 1, DIGEST, 0, {}).signed(())) == (
        "ledger.unknown"
    )


@pytest.mark.parametrize(
    ("n", "q", "a", "k"), [(4, 2, 1, 2), (4, 5, 6, 6), (4, 3, 1, 2), (4, 3, 2, 1), (4, 3, 2, 5)]
)
def test_numbers_with_which_a_liar_could_divide_are_refused(
    n: int, q: int, a: int, k: int, refused: Why
) -> None:
    scene = Scene()
    operation = genesis_with(scene, lambda body: body.update(n=n, q=q, a=a, k=k))
    assert refused(scene, operation) == "ledger.numbers"


def test_n_is_how_many_founders_there_are(refused: Why) -> None:
    scene = Scene()
    operation = genesis_with(scene, lambda body: body.update(n=3, q=2, a=1, k=1))
    assert refused(scene, operation) == "ledger.numbers"


def test_fewer_auditors_than_a_are_refused(refused: Why) -> None:
    scene = Scene()

    def one_auditor(body: dict[str, Any]) -> None:
        for founder in body["founders"][1:]:
            del founder["auditor"]

    assert refused(scene, genesis_with(scene, one_auditor)) == "ledger.numbers"


def test_two_founders_under_one_operator_are_refused(refused: Why) -> None:
    scene = Scene()
    one = scene.towns[0].who
    operation = genesis_with(scene, lambda body: body["founders"][1].update(operator=one))
    assert refused(scene, operation) == "ledger.role"


def test_a_founder_twice_is_refused(refused: Why) -> None:
    scene = Scene()
    one = scene.towns[0].who
    operation = genesis_with(scene, lambda body: body["founders"][1].update(who=one))
    assert refused(scene, operation) == "ledger.exists"


def test_one_key_for_two_roles_is_refused(refused: Why) -> None:
    scene = Scene()
    key = scene.towns[0].witness.format()
    operation = genesis_with(scene, lambda body: body["founders"][1].update(auditor=key))
    assert refused(scene, operation) == "ledger.same_key"


def test_a_key_for_something_else_holds_no_role(refused: Why) -> None:
    scene = Scene()
    key = VerifierKey.of("x.example", SignatureType.ED25519, ed25519("x")).format()
    operation = genesis_with(scene, lambda body: body["founders"][1].update(witness=key))
    assert refused(scene, operation) == "note.key_type"


def test_a_log_key_bears_the_name_of_its_ledger(refused: Why) -> None:
    scene = Scene()
    key = VerifierKey.of("other.example", SignatureType.ED25519, ed25519("x")).format()
    assert refused(scene, genesis_with(scene, lambda body: body.update(key=key))) == "ledger.role"


def test_a_root_accreditor_is_a_founder(refused: Why) -> None:
    scene = Scene()
    other = scene.town("sedan").who
    operation = genesis_with(scene, lambda body: body.update(roots=[other]))
    assert refused(scene, operation) == "ledger.unknown"


def test_a_number_with_a_wrong_check_digit_is_no_legal_person(refused: Why) -> None:
    scene = Scene()
    operation = genesis_with(scene, lambda body: body.update(schemas=["fr-siren:217800996"]))
    assert refused(scene, operation) == "ledger.content"


def test_other_rules_are_refused(refused: Why) -> None:
    scene = Scene()
    operation = genesis_with(scene, lambda body: body.update(rules=2))
    assert refused(scene, operation) == "ledger.rules_version"


def test_a_genesis_is_about_its_ledger(refused: Why) -> None:
    scene = Scene()
    operation = rewritten(scene.genesis(), subject="camille-durand")
    assert refused(scene, operation) == "ledger.subject"


def test_a_genesis_is_the_first_of_its_record(refused: Why) -> None:
    scene = Scene()
    assert refused(scene, rewritten(scene.genesis(), seq=2)) == "ledger.sequence"


def test_ledger_time_is_the_last_state_commit(scene: Scene) -> None:
    at_s = scene.at_s
    scene.tick(60)
    assert scene.at_s == at_s + 60


@pytest.mark.parametrize("seconds", [0, -1])
def test_ledger_time_only_goes_forward(scene: Scene, refused: Why, seconds: int) -> None:
    assert refused(scene, scene.state_commit(scene.at_s + seconds)) == "ledger.time"


def test_another_map_root_is_refused(scene: Scene, refused: Why) -> None:
    operation = scene.state_commit(scene.at_s + 1, root=base64url.encode(bytes(32)))
    assert refused(scene, operation) == "ledger.map_root"


def test_state_commits_follow_each_other(scene: Scene, refused: Why) -> None:
    operation = scene.state_commit(scene.at_s + 1)
    assert refused(scene, rewritten(operation, seq=operation.seq + 1)) == "ledger.sequence"
    scene.apply(operation)
    assert refused(scene, operation) == "ledger.sequence"


def test_nobody_signs_a_state_commit(scene: Scene, refused: Why) -> None:
    operation = scene.state_commit(scene.at_s + 1)
    draft = scene.draft("state.commit", ORIGIN, operation.body, record="none")
    sigs = (scene.signature(draft, scene.towns[0]),)
    assert refused(scene, rewritten(operation, sigs=sigs)) == "ledger.threshold"


def test_a_state_commit_is_about_its_ledger(scene: Scene, refused: Why) -> None:
    operation = rewritten(scene.state_commit(scene.at_s + 1), subject="camille-durand")
    assert refused(scene, operation) == "ledger.subject"


def test_an_auditor_takes_five_minutes_ahead_and_no_more() -> None:
    check_clock(BEGAN_S + 300, now_s=BEGAN_S)
    with pytest.raises(Refused) as caught:
        check_clock(BEGAN_S + 301, now_s=BEGAN_S)
    assert caught.value.code == "ledger.time_ahead"
