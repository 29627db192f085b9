"""Operations of the ledger under any change: never taken, and never a crash."""

import functools
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from livret_core.encoding import jcs
from livret_core.errors import LivretError
from livret_core.ledger import records
from livret_core.ledger.operation import Operation
from livret_core.ledger.scope import Scope
from livret_core.territory import Territory
from tests.ledger_scene import Scene, Town


@functools.cache
def world() -> tuple[Scene, tuple[Operation, ...]]:
    """A ledger, and operations of every kind of signer that would be taken next."""
    scene = Scene.founded()
    scene.apply(scene.publish())
    verdun: Town = scene.settle(scene.town("verdun"))
    scene.apply(scene.propose(verdun))
    scene.tick()
    return scene, (
        scene.did_create(scene.town("sedan")),
        scene.did_deactivate(verdun),
        scene.endorse(verdun, scene.towns[0]),
        scene.about_member("member.suspend", scene.towns[0], *scene.towns[1:]),
        scene.policy_change(scene.towns),
        scene.grant(verdun, scene.towns[0]),
        scene.commit(verdun),
        scene.compromise(verdun.kid, verdun, from_s=scene.at_s),
        scene.freeze(*scene.towns, scene.log_pen),
        scene.state_commit(scene.at_s + 1),
    )


KINDS = range(10)


def taken(scene: Scene, leaf: bytes) -> bool:
    try:
        scene.try_apply(Operation.parse(leaf))
    except LivretError:
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_the_operations_here_are_taken_as_they_are(kind: int) -> None:
    scene, operations = world()
    assert taken(scene, operations[kind].leaf)


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_an_operation_with_a_flipped_bit_is_never_taken(kind: int, data: st.DataObject) -> None:
    scene, operations = world()
    leaf = bytearray(operations[kind].leaf)
    place = data.draw(st.integers(0, len(leaf) - 1))
    leaf[place] ^= 1 << data.draw(st.integers(0, 7))
    if kind == KINDS[-1]:
        # Nobody signs a `state.commit`: another time is another one, the checkpoint decides.
        try:
            other = Operation.parse(bytes(leaf))
        except LivretError:
            return
        assert not taken(scene, bytes(leaf)) or other.body["root"] == scene.state.map_root()
        return
    assert not taken(scene, bytes(leaf))


@pytest.mark.parametrize("kind", [0, 6])
def test_no_byte_of_an_operation_may_be_another(kind: int) -> None:
    scene, operations = world()
    leaf = operations[kind].leaf
    for place in range(len(leaf)):
        changed = bytearray(leaf)
        changed[place] ^= 1
        assert not taken(scene, bytes(changed)), place


@given(st.binary(max_size=200))
@example(b"{}")
def test_any_octets_are_refused_and_crash_nothing(octets: bytes) -> None:
    assert not taken(world()[0], octets)


@given(st.data())
def test_a_member_of_any_value_crashes_nothing(data: st.DataObject) -> None:
    scene, operations = world()
    value = json.loads(data.draw(st.sampled_from(operations)).leaf)
    part = value if data.draw(st.booleans()) else value["body"]
    name = data.draw(st.sampled_from(sorted(part)))
    anything = st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=5,
    )
    part[name] = data.draw(anything)
    taken(scene, jcs.canonicalize(value))


def test_every_record_is_written_in_canonical_form_and_read_back() -> None:
    scene, operations = world()
    every = dict(scene.state.records)
    for operation in operations:
        every |= scene.try_apply(operation).writes  # type: ignore[arg-type]
    for name, record in every.items():
        octets = records.format(record)
        assert octets == jcs.canonicalize(json.loads(octets)), name
        assert octets.isascii()
        assert records.parse(octets) == record


CODES = st.from_regex(r"\A[0-9]{2}[0-9AB][0-9]{2}\Z").map(lambda code: f"fr-insee:{code}")


@given(CODES, st.integers(0, 4))
def test_a_scope_covers_exactly_the_codes_that_begin_so(code: str, digits: int) -> None:
    try:
        territory = Territory.parse(code)
    except LivretError:
        return
    text = code[: len("fr-insee:") + digits] + "*"
    try:
        scope = Scope.parse(text)
    except LivretError:
        return
    assert scope.holds(territory)
    assert Scope.parse("*").covers(scope)
    assert not Scope(code).covers(scope)
