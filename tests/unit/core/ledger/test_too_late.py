"""What a ledger never takes any more: its place is filled, its day is over, its signatures ran out."""

from livret_core.ledger.apply import SIGNED_WITHIN_S, is_too_late
from livret_core.ledger.operation import Operation
from tests.ledger_scene import DAY_S, Scene


def too_late(scene: Scene, operation: Operation, record: str, *, after_s: int = 0) -> bool:
    found = scene.state.records.get(record)
    return is_too_late(operation, found, at_s=scene.at_s + after_s)


def test_what_is_next_on_its_record_may_still_be_taken() -> None:
    scene = Scene.founded()
    metz = scene.towns[1]
    assert not too_late(scene, scene.commit(metz), f"commit/{metz.did}")
    scene.apply(scene.commit(metz))
    scene.tick(DAY_S)
    assert not too_late(scene, scene.commit(metz), f"commit/{metz.did}")


def test_a_place_that_another_has_is_filled_for_good() -> None:
    scene = Scene.founded()
    metz = scene.towns[1]
    record = f"did/{metz.did}"
    kept_back = scene.did_succeed(metz, None, metz)
    scene.apply(scene.did_succeed(metz, scene.towns[2].did, metz.recovery_pen()))
    assert too_late(scene, kept_back, record)


def test_what_follows_one_that_was_never_taken_follows_nothing() -> None:
    scene = Scene.founded()
    metz = scene.towns[1]
    record = f"commit/{metz.did}"
    first = Scene.founded()
    other = first.towns[1]
    first.apply(first.commit(other, root="A" * 42 + "E"))
    first.tick(DAY_S)
    behind = first.commit(other)
    scene.apply(scene.commit(metz))
    assert behind.seq == 2
    assert too_late(scene, behind, record)


def test_the_day_of_a_commit_ends_with_the_ledgers() -> None:
    scene = Scene.founded()
    metz = scene.towns[1]
    made, rest_s = scene.commit(metz), DAY_S - scene.at_s % DAY_S
    record = f"commit/{metz.did}"
    assert not too_late(scene, made, record, after_s=rest_s - 1)
    assert too_late(scene, made, record, after_s=rest_s)


def test_what_was_signed_runs_out() -> None:
    scene = Scene.founded()
    made = scene.publish()
    assert not too_late(scene, made, "schema/none", after_s=SIGNED_WITHIN_S)
    assert too_late(scene, made, "schema/none", after_s=SIGNED_WITHIN_S + 1)
