"""Attacks 44 and 51 at the desk: an older ledger, another ledger, a clock that is wrong."""

from dataclasses import replace

from livret_core.ledger.head import Remembered
from tests.ledger_heads import Tree
from tests.ledger_scene import DAY_S
from tests.on_ledger import Desk


def remembering(desk: Desk, remembered: Remembered) -> None:
    assert desk.believed is not None
    desk.believed = replace(desk.believed, remembered=remembered)


def later(desk: Desk) -> tuple[bytes, str]:
    """Evidence as it stands, then a suspicion about the key that an old ledger would hide."""
    evidence, text = desk.evidence(), desk.text()
    kid = f"{desk.metz.did}#credential-1"
    desk.scene.apply(desk.scene.compromise(kid, desk.metz, from_s=desk.scene.at_s))
    desk.scene.tick(60)
    return evidence, text


def test_attack_51_an_older_head_than_the_desk_has_seen() -> None:
    desk = Desk()
    old, text = later(desk)
    newest = desk.verdict(text)
    assert newest.head is not None
    remembering(desk, newest.head.remember(None))
    assert desk.refusal(text, evidence=old) == ("unavailable", "ledger.older_head")


def test_attack_51_twin_the_newest_head_that_the_desk_has_seen() -> None:
    desk = Desk()
    head = desk.verdict().head
    assert head is not None
    remembering(desk, head.remember(None))
    assert desk.verdict().presentation is not None


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


def test_attack_51_a_clock_an_hour_behind() -> None:
    desk = Desk()
    text = desk.text()
    asked = desk.question(now_s=desk.now_s - 3_600)
    verdict = desk.refusal(text, asked=asked)
    assert verdict == ("unavailable", "ledger.clock")


def test_attack_51_twin_a_clock_a_minute_behind() -> None:
    desk = Desk()
    text = desk.text()
    asked = desk.question(now_s=desk.scene.at_s - 60 + 61)
    assert desk.verdict(text, asked=asked).presentation is not None


def test_attack_51_a_head_with_too_few_witnesses() -> None:
    desk = Desk()
    few = desk.evidence(signed=desk.head(witnesses=desk.scene.towns[:2]))
    assert desk.refusal(evidence=few) == ("unavailable", "ledger.unavailable")
