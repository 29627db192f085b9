"""One version of a trust root: read as it was signed, in the one shape there is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from livret_core.encoding import jcs
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.ledger import trust_chain
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.tlog.policy import Witness
from tests.ledger_heads import first_root, policy_of
from tests.ledger_scene import Scene


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.founded()


@pytest.fixture(scope="module")
def first(scene: Scene) -> TrustRoot:
    return first_root(scene)


def code(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def test_a_version_is_read_as_it_was_written(first: TrustRoot) -> None:
    again = TrustRoot.parse(first.raw)
    assert (again.digest, again.version, again.joint) == (first.digest, 1, None)
    assert len(again.witnesses) == len(again.auditors) == 4


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 0},
        {"origin": "Ledger.example"},
        {"joint": "x"},
        {"numbers": {"n": 4, "q": 3, "a": 2}},
        {"voters": []},
        {"ages": {"fresh_s": 100, "refuse_s": 99}},
        {"extra": 1},
        {"policy": "quorum none\n"},
    ],
)
def test_what_is_no_trust_root_is_not_read(first: TrustRoot, changes: dict[str, object]) -> None:
    value: Any = json_encoding.parse_object(first.raw) | changes
    assert code(lambda: TrustRoot.parse(jcs.canonicalize(value))) in {
        "trust.malformed",
        "log.policy",
    }


def test_the_policy_and_the_numbers_say_the_same(first: TrustRoot) -> None:
    value = json_encoding.parse_object(first.raw)
    value["numbers"] = {"n": 4, "q": 4, "a": 4, "k": 4}
    assert code(lambda: TrustRoot.parse(jcs.canonicalize(value))) == "trust.malformed"


def test_any_flipped_byte_is_noticed(first: TrustRoot) -> None:
    raw = first.raw
    for place in range(0, len(raw), 7):
        flipped = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(LivretError):
            trust_chain.begin(TrustRoot.parse(flipped))


def with_a_second_witness_named(scene: Scene, name: str) -> TrustRoot:
    policy = policy_of(scene, scene.towns, scene.policy.numbers)
    other = VerifierKey.of(name, SignatureType.COSIGNATURE_V1, scene.towns[0].key("another"))
    witnesses = list(policy.witnesses)
    witnesses[1] = Witness(witnesses[1].name, other)
    return first_root(scene, policy=replace(policy, witnesses=tuple(witnesses)))


def test_two_keys_under_one_name_are_not_two_witnesses(scene: Scene) -> None:
    name = scene.towns[0].witness.name.text
    assert code(lambda: with_a_second_witness_named(scene, name)) == "ledger.same_key"
    with_a_second_witness_named(scene, "other.example/witness")
