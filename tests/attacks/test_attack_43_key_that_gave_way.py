"""Attack 43, with a key that gave way between the theft and the day on which it was noticed.

Nothing that others wrote has to stand on the ledger: whoever read the keys writes the date into a
proof, and a key that signed until yesterday signs for yesterday.
"""

from collections.abc import Callable

import pytest

from livret_core.encoding.timestamp import format_utc
from livret_core.errors import LivretError
from livret_core.keys import PublicKey
from livret_core.ledger.standing import signing_key
from tests.cheap_words import cheap_words
from tests.ledger_heads import AGES, check
from tests.ledger_scene import DAY_S
from tests.lost_hall import lose, rebuild, take
from tests.playing import Play
from tests.thieves import Thief
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register

__all__ = ["cheap_words"]


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch, cheap_words: None) -> Ledger:
    return register(begin(play, monkeypatch))


def signed_for(
    ledger: Ledger, did: str, name: str, at_s: int, dated_before_s: int | None = None
) -> PublicKey | str:
    """What a desk makes of a proof by that key, with that date: the key, or why not."""
    ledger.publish()
    kid, scene = f"{did}#{name}", ledger.scene
    names = [f"did/{did}", f"key/{kid}", f"compromise/{kid}"]
    evidence = ledger.seen.evidence(names, ledger.seen.head(at_s=scene.at_s))
    state = check(evidence, ledger.seen.chain, ages=AGES, now_s=scene.at_s, remembered=None)
    try:
        return signing_key(state, did, kid, at_s=at_s, dated_before_s=dated_before_s)
    except LivretError as error:
        return error.code


def recovered(ledger: Ledger, since_s: int) -> None:
    root = ledger.play.root
    ledger.publish()
    on_ledger(
        ledger.play, "recover-identity", "--recovery", root / "hall-recovery/recovery-1.sealed",
        "--trust", root / "trust.jsonl", "--from", ledger.published, "--submit", URL,
        "--suspected-from", format_utc(since_s),
    )  # fmt: skip


def rebuilt(ledger: Ledger, since_s: int) -> None:
    """Its machine is gone too."""
    rebuild(lose(ledger), "--suspected-from", format_utc(since_s))
    take(ledger)


@pytest.mark.parametrize("undone", [recovered, rebuilt])
def test_attack_43_a_key_that_gave_way_since_signs_for_the_days_between(
    ledger: Ledger, undone: Callable[[Ledger, int], None]
) -> None:
    ledger.tick(DAY_S)
    thief, stolen_s = Thief(ledger), ledger.scene.at_s
    ledger.tick(DAY_S)
    between_s = ledger.scene.at_s
    ledger.tick(DAY_S)
    on_ledger(ledger.play, "update", "--submit", URL)
    ledger.tick(DAY_S)
    undone(ledger, stolen_s)
    made = signed_for(ledger, thief.did, "credential-1", between_s)
    assert made == "issuer.key_compromised"
    # Twin: what something else dates before the theft stays believed.
    honest = signed_for(ledger, thief.did, "credential-1", stolen_s - 60, stolen_s - 1)
    assert honest == thief.keys.credentials["credential-1"].public_key


def test_attack_43_a_key_that_was_taken_away_since_signs_for_the_days_between(
    ledger: Ledger,
) -> None:
    ledger.tick(DAY_S)
    thief, stolen_s = Thief(ledger), ledger.scene.at_s
    ledger.tick(DAY_S)
    for more in ((), ("--drop", "credential-1")):
        on_ledger(ledger.play, "update", *more, "--submit", URL)
        ledger.tick(DAY_S)
    recovered(ledger, stolen_s)
    made = signed_for(ledger, thief.did, "credential-1", stolen_s + 60)
    assert made == "issuer.key_compromised"


def test_attack_43_twin_a_key_that_was_taken_away_before_stays_believed(ledger: Ledger) -> None:
    ledger.tick(DAY_S)
    before_s = ledger.scene.at_s
    key = Thief(ledger).keys.credentials["credential-1"].public_key
    for more in ((), ("--drop", "credential-1")):
        ledger.tick(DAY_S)
        on_ledger(ledger.play, "update", *more, "--submit", URL)
    ledger.publish(DAY_S)
    thief = Thief(ledger)
    recovered(ledger, ledger.scene.at_s)
    assert signed_for(ledger, thief.did, "credential-1", before_s) == key
    signed_s = ledger.scene.at_s - DAY_S
    assert signed_for(ledger, thief.did, "credential-2", signed_s) == "issuer.key_compromised"
