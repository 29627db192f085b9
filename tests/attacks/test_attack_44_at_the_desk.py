"""Attack 44: a desk is shown another history than the one it has seen, or one too few saw."""

from dataclasses import replace

import pytest

from livret_core.ledger.evidence import Evidence
from livret_core.ledger.head import Remembered
from tests.ledger_heads import Tree
from tests.ledger_scene import DAY_S
from tests.on_ledger import Desk


def remembering(desk: Desk, remembered: Remembered) -> None:
    assert desk.believed is not None
    desk.believed = replace(desk.believed, remembered=remembered)


def test_attack_44_another_history_of_the_same_size() -> None:
    desk = Desk()
    remembering(desk, Remembered(len(desk.scene.leaves), bytes(32), desk.scene.at_s))
    assert desk.refusal() == ("refused", "log.fork")


def test_attack_44_a_history_that_does_not_continue_what_was_seen() -> None:
    desk = Desk()
    size = len(desk.scene.leaves) - 2
    evidence = desk.evidence(known_size=size)
    remembering(desk, Remembered(size, bytes(32), desk.scene.at_s - DAY_S))
    assert desk.refusal(evidence=evidence) == ("refused", "log.consistency")


def test_attack_44_twin_a_history_that_continues_what_was_seen() -> None:
    desk = Desk()
    size = len(desk.scene.leaves) - 2
    evidence = desk.evidence(known_size=size)
    root = Tree(desk.scene.leaves).root(size)
    remembering(desk, Remembered(size, root, desk.scene.at_s - DAY_S))
    verdict = desk.verdict(evidence=evidence)
    assert verdict.presentation is not None
    assert verdict.head is not None
    assert verdict.head.is_consistent


@pytest.mark.parametrize("before", [2, 3])
@pytest.mark.parametrize("what", ["hashes", "all of them", "a size"])
def test_attack_44_a_proof_that_was_spoiled_is_called_two_histories(what: str, before: int) -> None:
    """Nobody signs a bundle: whoever hands it on must not have honest holders refused."""
    desk = Desk()
    size = len(desk.scene.leaves) - before
    remembering(desk, Remembered(size, Tree(desk.scene.leaves).root(size), desk.scene.at_s - DAY_S))
    raw = desk.evidence(known_size=size)
    proof = b"".join(b"\xc4\x20" + each for each in Evidence.parse(raw).consistency[1])
    assert raw.endswith(proof)
    if what == "hashes":
        spoiled = raw[:-1] + bytes([raw[-1] ^ 1])
    elif what == "all of them":
        spoiled = raw.removesuffix(proof) + (b"\xc4\x20" + bytes(32)) * (len(proof) // 34)
    else:
        spoiled = raw.removesuffix(bytes([0x90 + len(proof) // 34]) + proof) + b"\x90"
    assert desk.refusal(evidence=spoiled) == ("unavailable", "ledger.unavailable")
    assert desk.verdict(evidence=raw).presentation is not None


def test_attack_44_a_head_with_too_few_witnesses() -> None:
    desk = Desk()
    few = desk.evidence(signed=desk.head(witnesses=desk.scene.towns[:2]))
    assert desk.refusal(evidence=few) == ("unavailable", "ledger.unavailable")


def test_attack_44_twin_a_head_with_just_enough_witnesses() -> None:
    desk = Desk()
    enough = desk.evidence(
        signed=desk.head(witnesses=desk.scene.towns[:3], auditors=desk.scene.towns[:2])
    )
    assert desk.verdict(evidence=enough).presentation is not None
