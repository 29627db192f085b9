"""A wallet that is killed while an answer leaves: nothing leaves without a trace of it."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import Unavailable
from livret_wallet.cli import showing as cli
from livret_wallet.vault import Vault
from tests.playing import Play

AS_BEFORE = ["received"]
LEFT_OPEN = ["sending", "received"]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed(act: Callable[[], object]) -> None:
    """Run *act* in a fork, which a signal must end."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def at(
    monkeypatch: pytest.MonkeyPatch, place: object, name: str, time: int, *, after: bool
) -> None:
    """Die when *name* is called for the *time*-th time, before it does its work or after."""
    real: Callable[..., Any] = getattr(place, name)
    calls = 0

    def called(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == time and not after:
            die()
        result = real(*arguments, **named)
        if calls == time and after:
            die()
        return result

    monkeypatch.setattr(place, name, called)


def kinds(play: Play) -> list[str]:
    return [event["kind"] for event in play.wallet("history", "--json").events]


def sending(town: Play) -> tuple[Path, Callable[[], object]]:
    """An answer that would be sent to where the path says."""
    town.clock.now_s += 60  # so that what came first is known
    request, to = town.request(), town.root / "answer.json"
    digest = town.wallet("present", request, "--to", to, "--dry-run", "--json").event["digest"]
    return to, lambda: town.wallet("present", request, "--to", to, "--yes-to", digest)


@pytest.mark.parametrize(
    ("place", "name", "time", "after", "left", "told"),
    [
        (Vault, "_commit", 1, False, False, AS_BEFORE),
        (Vault, "_commit", 1, True, False, LEFT_OPEN),
        (cli, "write_named", 1, False, False, LEFT_OPEN),
        (cli, "write_named", 1, True, True, LEFT_OPEN),
        (Vault, "_commit", 2, False, True, LEFT_OPEN),
        (Vault, "_commit", 2, True, True, ["sent", "received"]),
    ],
)
def test_wherever_it_dies_what_left_is_in_the_history(
    town: Play,
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    name: str,
    time: int,
    after: bool,
    left: bool,
    told: list[str],
) -> None:
    to, send = sending(town)
    with monkeypatch.context() as patch:
        at(patch, place, name, time, after=after)
        killed(send)
    assert (to.exists(), kinds(town)) == (left, told)
    unused = town.wallet("list", "--json").event["unused"]
    assert unused == (3 if told == AS_BEFORE else 2)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "not known whether it left"),
        ("fr", "parti ou non, on ne le sait pas"),
        ("nl", "niet bekend of het vertrokken is"),
        ("de", "nicht bekannt, ob es hinausging"),
    ],
)
def test_the_history_says_what_nobody_knows_any_more(
    town: Play, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    _, send = sending(town)
    with monkeypatch.context() as patch:
        at(patch, cli, "write_named", 1, after=True)
        killed(send)
    told = town.wallet("history", "--lang", language).out
    assert words in told
    assert "ommune" in told or "emeinde" in told or "emeente" in told  # and what it was about


def test_an_answer_that_leaves_undisturbed_is_one_entry(town: Play) -> None:
    _, send = sending(town)
    send()
    assert kinds(town) == ["sent", "received"]


def test_an_answer_that_could_not_be_written_is_one_entry_without_claims(
    town: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Unavailable("file.unavailable", file="answer.json", reason="full")

    town.clock.now_s += 60  # so that what came first is known
    request, to = town.request(), town.root / "answer.json"
    digest = town.wallet("present", request, "--to", to, "--dry-run", "--json").event["digest"]
    monkeypatch.setattr(cli, "write_named", full)
    town.wallet("present", request, "--to", to, "--yes-to", digest, status=3)
    failed, _ = town.wallet("history", "--json").events
    assert (failed["kind"], failed["disclosed"]) == ("failed", [])
