"""Attack 44: a keeper takes a town's day, and says that it did not.

Nobody proves a refusal. A town that believed it would go on from a place that the ledger has filled, and
every day after would be refused. What the ledger has, a copy of it shows under a head of both quorums.
"""

from typing import Any

import pytest

from livret_core.errors import Refused
from livret_issuer.cli.ledger import handing_in
from livret_ledger.client.submitting import Taken
from tests.ledger_scene import DAY_S
from tests.playing import Play
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    return register(begin(play, monkeypatch))


def commit(ledger: Ledger, *, status: int = 0) -> dict[str, Any]:
    return on_ledger(ledger.play, "commit", "--submit", URL, status=status)[-1]


def watch(ledger: Ledger) -> None:
    ledger.publish()
    trust = ledger.play.root / "trust.jsonl"
    on_ledger(ledger.play, "watch", "--once", "--trust", trust, "--from", ledger.published)


def settle(ledger: Ledger, *more: str, status: int = 0) -> list[dict[str, Any]]:
    """By a copy of the ledger as it is now."""
    ledger.publish()
    return on_ledger(
        ledger.play, "settle", *more, "--from", ledger.published, status=status
    )  # fmt: skip


def days(ledger: Ledger) -> list[str]:
    """How the commits ended."""
    return [each["stand"] for each in on_ledger(ledger.play, "journal") if each["type"] == "commit"]


def test_attack_44_keeper_takes_a_day_and_says_no(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def takes_it_and_says_no(*argv: Any, wait: bool) -> Taken:
        ledger.submit(*argv, wait=wait)
        raise Refused("ledger.day", "said the ledger")

    with monkeypatch.context() as lying:
        lying.setattr(handing_in, "submit", takes_it_and_says_no)
        commit(ledger, status=1)
        ledger.tick(DAY_S)
        told = commit(ledger, status=3)
    assert (told["code"], told["facts"]) == ("home.unproven_no", {"reason": "ledger.day"})
    assert days(ledger) == ["open"]
    [told] = settle(ledger)
    assert (told["type"], told["stand"]) == ("commit", "taken")
    assert commit(ledger)["cosigned"]
    assert days(ledger) == ["taken", "taken"]


def test_attack_44_keepers_no_is_believed_and_every_day_after_refused(ledger: Ledger) -> None:
    root = ledger.play.root
    on_ledger(ledger.play, "commit", "--to", root / "today.json")
    ledger.take(root / "today.json")
    on_ledger(ledger.play, "settle", root / "today.json", "--refused")
    ledger.tick(DAY_S)
    assert commit(ledger, status=1)["code"] == "ledger.sequence"
    assert [each["stand"] for each in settle(ledger)] == ["taken", "refused"]
    assert commit(ledger)["cosigned"]
    assert days(ledger) == ["taken", "refused", "taken"]


def test_attack_44_who_watches_finds_out_by_itself(ledger: Ledger) -> None:
    root = ledger.play.root
    watch(ledger)
    on_ledger(ledger.play, "commit", "--to", root / "today.json")
    ledger.take(root / "today.json")
    on_ledger(ledger.play, "settle", root / "today.json", "--refused")
    ledger.publish(DAY_S)
    assert commit(ledger)["cosigned"]
    assert days(ledger) == ["taken", "taken"]


def test_attack_44_twin_a_day_that_the_ledger_never_took_is_shown_not_to_be_there(
    ledger: Ledger,
) -> None:
    ledger.reachable = False
    commit(ledger, status=3)
    ledger.tick(DAY_S)
    ledger.reachable = True
    assert commit(ledger, status=3)["code"] == "home.unproven_no"
    assert [each["stand"] for each in settle(ledger)] == ["refused"]
    assert commit(ledger)["cosigned"]


def test_attack_44_twin_a_missed_day_does_not_stop_who_watches(ledger: Ledger) -> None:
    watch(ledger)
    ledger.reachable = False
    commit(ledger, status=3)
    ledger.publish(DAY_S)
    ledger.reachable = True
    assert commit(ledger)["cosigned"]
    assert days(ledger) == ["refused", "taken"]
