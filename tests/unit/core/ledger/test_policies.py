"""``policy.change``, ``log.rotate``, ``log.freeze``."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from livret_core.ledger.operation import Operation
from livret_core.ledger.records import LogRecord, PolicyRecord
from livret_core.tlog.note import SignatureType, VerifierKey
from tests.ledger_scene import DAY_S, ORIGIN, Scene, ed25519, rewritten

Why = Callable[[Scene, Operation], str]


def log(scene: Scene) -> LogRecord:
    record = scene.state.records["log"]
    assert isinstance(record, LogRecord)
    return record


def new_key(name: str = "new log key", origin: str = ORIGIN) -> VerifierKey:
    return VerifierKey.of(origin, SignatureType.ED25519, ed25519(name))


def test_a_policy_is_in_force_after_seven_days(scene: Scene) -> None:
    verdun = scene.join(scene.town("verdun"))
    scene.apply(scene.policy_change([*scene.towns, verdun], *scene.towns[:3]))
    scene.tick(7 * DAY_S - 1)
    assert not scene.policy.names(verdun.who)
    scene.tick(1)
    assert scene.policy.names(verdun.who)


def test_a_third_or_fewer_than_the_quorum_change_nothing(scene: Scene, refused: Why) -> None:
    operation = scene.policy_change(scene.towns, *scene.towns[:2])
    assert refused(scene, operation) == "ledger.threshold"


def test_two_thirds_are_needed_where_the_quorum_is_less(refused: Why) -> None:
    towns = ("namur", "metz", "aachen", "liege", "verdun", "dinant", "trier", "sedan")
    scene = Scene.founded(towns, q=5, settled=False)
    assert refused(scene, scene.policy_change(scene.towns, *scene.towns[:5])) == "ledger.threshold"
    scene.apply(scene.policy_change(scene.towns, *scene.towns[:6]))


def test_a_change_to_come_is_replaced_and_the_old_one_counts_until_then(scene: Scene) -> None:
    scene.apply(scene.policy_change(scene.towns[:3], *scene.towns[:3]))
    scene.tick(6 * DAY_S)
    scene.apply(scene.policy_change(scene.towns[1:], *scene.towns[:3]))
    scene.tick(6 * DAY_S)
    assert scene.policy.numbers.n == 4
    scene.tick(DAY_S)
    assert [holder.who for holder in scene.policy.witnesses] == [t.who for t in scene.towns[1:]]
    record = scene.state.records["policy"]
    assert isinstance(record, PolicyRecord)
    assert record.version_at(scene.at_s) == 2


def test_the_threshold_is_that_of_the_policy_in_force(scene: Scene, refused: Why) -> None:
    scene.apply(scene.policy_change(scene.towns[:1], *scene.towns[:3]))
    assert refused(scene, scene.policy_change(scene.towns[:1], scene.towns[0])) == (
        "ledger.threshold"
    )
    scene.tick(7 * DAY_S)
    scene.apply(scene.policy_change(scene.towns[:1], scene.towns[0]))


@pytest.mark.parametrize(("q", "a", "k"), [(2, 1, 1), (3, 1, 2), (3, 2, 1)])
def test_numbers_with_which_a_liar_could_divide_are_refused(
    scene: Scene, refused: Why, q: int, a: int, k: int
) -> None:
    operation = scene.policy_change(scene.towns, q=q, a=a, k=k)
    assert refused(scene, operation) == "ledger.numbers"


def test_numbers_that_divide_readers_old_and_new_are_refused(scene: Scene, refused: Why) -> None:
    # An old reader takes three; of the four that stay the new quorum can do without two.
    joined = [scene.join(scene.town(name)) for name in ("verdun", "dinant")]
    assert refused(scene, scene.policy_change([*scene.towns, *joined], q=4)) == "ledger.numbers"
    # With one witness fewer to spare, or with two that leave, it takes more than one liar.
    scene.try_apply(scene.policy_change([*scene.towns, *joined], q=5))
    sedan, trier = (scene.join(scene.town(name)) for name in ("sedan", "trier"))
    after = [*scene.towns[:1], *joined, sedan, trier]
    scene.try_apply(scene.policy_change(after, q=3))


def test_a_witness_under_another_key_does_not_stay(scene: Scene, refused: Why) -> None:
    """As in a trust root, which knows keys: what one takes, the other would refuse."""
    metz = scene.towns[1]
    joined = [scene.join(scene.town(name)) for name in ("verdun", "dinant", "sedan", "trier")]
    after = [*scene.towns[:2], *joined]
    assert refused(scene, scene.policy_change(after, q=4)) == "ledger.numbers"
    scene.apply(scene.propose(replace(metz, name="metz2"), metz))
    for by in (scene.towns[0], scene.towns[2]):
        scene.apply(scene.endorse(metz, by))
    scene.apply(scene.admit(metz))
    after[1] = replace(metz, name="metz2")
    scene.try_apply(scene.policy_change(after, q=4))


def test_n_is_how_many_witnesses_there_are(scene: Scene, refused: Why) -> None:
    operation = scene.policy_change(scene.towns[:3], n=4, q=3)
    assert refused(scene, operation) == "ledger.numbers"


def test_there_are_a_auditors(scene: Scene, refused: Why) -> None:
    operation = scene.policy_change(scene.towns, auditors=scene.towns[:1], a=2)
    assert refused(scene, operation) == "ledger.numbers"


def test_a_holder_is_a_member(scene: Scene, refused: Why) -> None:
    verdun = scene.settle(scene.town("verdun"))
    assert refused(scene, scene.policy_change([*scene.towns, verdun])) == "ledger.unknown"


def test_a_holder_has_the_key_it_was_admitted_with(scene: Scene, refused: Why) -> None:
    scene.towns[0].name = "namur2"
    operation = scene.policy_change(scene.towns, *scene.towns[1:])
    assert refused(scene, operation) == "ledger.role"


def test_two_holders_under_one_operator_are_refused(scene: Scene, refused: Why) -> None:
    verdun = scene.town("verdun")
    scene.join(verdun, operator=scene.towns[3].who)
    operation = scene.policy_change([*scene.towns, verdun])
    assert refused(scene, operation) == "ledger.role"


def test_a_witness_key_is_not_the_logs(scene: Scene, refused: Why) -> None:
    key = VerifierKey.of(ORIGIN, SignatureType.ED25519, scene.towns[1].key("witness"))
    assert refused(scene, scene.rotate(key, *scene.towns[:3])) == "ledger.key_again"


def test_other_rules_are_refused(scene: Scene, refused: Why) -> None:
    assert refused(scene, scene.policy_change(scene.towns, rules=2)) == "ledger.rules_version"


@pytest.mark.parametrize("kind", ["policy", "rotate", "freeze"])
def test_an_operation_on_the_ledger_is_about_the_ledger(
    scene: Scene, refused: Why, kind: str
) -> None:
    honest = {
        "policy": scene.policy_change(scene.towns),
        "rotate": scene.rotate(new_key(), *scene.towns),
        "freeze": scene.freeze(*scene.towns),
    }[kind]
    record = "policy" if kind == "policy" else "log"
    draft = scene.draft(honest.type, "camille-durand", honest.body, record=record)
    assert refused(scene, scene.sign(draft, *scene.towns)) == "ledger.subject"


def test_a_log_key_changes_at_once_when_the_old_one_signs_too(scene: Scene) -> None:
    scene.apply(scene.rotate(new_key(), *scene.towns[:3], scene.log_pen))
    assert log(scene).key_at(scene.at_s) == new_key().format()


def test_what_is_to_be_at_once_is_refused_where_the_log_key_was_left_out(
    scene: Scene, refused: Why
) -> None:
    """Whoever relays it does not make of it a change that takes a week."""
    for signed in (
        scene.rotate(new_key(), *scene.towns[:3], scene.log_pen),
        scene.freeze(*scene.towns[:3], scene.log_pen),
    ):
        left = tuple(each for each in signed.sigs if each.by != ORIGIN)
        assert refused(scene, rewritten(signed, sigs=left)) == "ledger.threshold"
        body = {**signed.body, "at_once": False}
        assert refused(scene, rewritten(signed, sigs=left, body=body)) == "ledger.signature"
        scene.try_apply(signed)


def test_a_log_key_that_signs_what_takes_a_week_makes_it_no_faster(scene: Scene) -> None:
    scene.apply(scene.rotate(new_key(), *scene.towns[:3], scene.log_pen, at_once=False))
    assert log(scene).key_at(scene.at_s + 7 * DAY_S - 1) == scene.log_key.format()


def test_without_the_old_one_after_seven_days(scene: Scene) -> None:
    scene.apply(scene.rotate(new_key(), *scene.towns[:3]))
    assert log(scene).key_at(scene.at_s + 7 * DAY_S - 1) == scene.log_key.format()
    assert log(scene).key_at(scene.at_s + 7 * DAY_S) == new_key().format()


def test_the_old_log_key_alone_does_nothing(scene: Scene, refused: Why) -> None:
    assert refused(scene, scene.rotate(new_key(), scene.log_pen)) == "ledger.threshold"


def test_a_replaced_log_key_speaks_for_the_ledger_no_more(scene: Scene, refused: Why) -> None:
    old = scene.log_pen
    scene.apply(scene.rotate(new_key(), *scene.towns[:3]))
    scene.tick(7 * DAY_S)
    assert refused(scene, scene.rotate(new_key("third"), *scene.towns[:3], old)) == (
        "ledger.signature"
    )
    scene.apply(
        scene.rotate(new_key("third"), *scene.towns[:3], (ORIGIN, ORIGIN, ed25519("new log key")))
    )


def test_a_log_key_bears_the_name_of_its_ledger(scene: Scene, refused: Why) -> None:
    operation = scene.rotate(new_key(origin="other.example"), *scene.towns[:3])
    assert refused(scene, operation) == "ledger.role"


def test_a_log_key_is_another_one(scene: Scene, refused: Why) -> None:
    assert refused(scene, scene.rotate(scene.log_key, *scene.towns[:3])) == "ledger.key_again"


def test_a_witness_key_signs_no_checkpoints(scene: Scene, refused: Why) -> None:
    operation = scene.rotate(scene.towns[0].witness, *scene.towns[:3])
    assert refused(scene, operation) == "note.key_type"


def test_a_rotation_does_not_call_off_the_end(scene: Scene) -> None:
    scene.apply(scene.freeze(*scene.towns[:3]))
    scene.apply(scene.rotate(new_key(), *scene.towns[:3], scene.log_pen))
    assert log(scene).is_frozen(scene.at_s + 7 * DAY_S)


def test_a_frozen_ledger_ends_with_the_next_state_commit(scene: Scene, refused: Why) -> None:
    scene.apply(scene.freeze(*scene.towns[:3], scene.log_pen, successor="ledger.example/rhine"))
    scene.apply(scene.commit(scene.towns[0]))
    scene.tick()
    assert refused(scene, scene.commit(scene.towns[1])) == "ledger.frozen"
    assert refused(scene, scene.state_commit(scene.at_s + 1)) == "ledger.frozen"


def test_without_the_log_key_it_ends_after_seven_days(scene: Scene, refused: Why) -> None:
    scene.apply(scene.freeze(*scene.towns[:3]))
    scene.tick(7 * DAY_S - 1)
    scene.apply(scene.commit(scene.towns[0]))
    scene.tick(1)
    assert refused(scene, scene.commit(scene.towns[1])) == "ledger.frozen"


def test_it_takes_as_many_as_change_a_policy(scene: Scene, refused: Why) -> None:
    assert refused(scene, scene.freeze(*scene.towns[:2], scene.log_pen)) == "ledger.threshold"


def test_the_ledgers_key_signs_under_its_own_name(scene: Scene, refused: Why) -> None:
    honest = scene.freeze(*scene.towns[:3], scene.log_pen)
    sigs = tuple(
        type(each)(each.by, "ledger.example/rhine", each.alg, each.sig)
        if each.by == ORIGIN
        else each
        for each in honest.sigs
    )
    assert refused(scene, rewritten(honest, sigs=sigs)) == "ledger.signer"
