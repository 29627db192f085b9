"""Attack 51: a desk is shown an older ledger than it has seen, or has a clock that is wrong."""

from dataclasses import replace

from livret_core.ledger.head import Remembered
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
