"""A clerk's terminal, played: answers to questions, keys while an offer is watched."""

import builtins
import io
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Final

import pytest

from livret_issuer.cli import following
from livret_issuer.service import Office
from tests.office import CAMILLE
from tests.playing import PASSPHRASE, RESIDENTS, Ended, Play

URL: Final = "https://verneuil.test:8443/v"
_OPEN: Final[list[Office]] = []


def reachable(play: Play) -> Play:
    """Found a town hall with an address, and give it its list."""
    play.found()
    play.issuer("address", URL)
    (play.root / "residents.csv").write_text(RESIDENTS, encoding="utf-8")
    (play.root / "camille.json").write_text(json.dumps(CAMILLE))
    return play


def office(play: Play) -> Office:
    """Open the town hall beside the commands; :func:`let_go` closes it."""
    _OPEN.append(Office.open(play.root / "hall", PASSPHRASE.encode()))
    return _OPEN[-1]


def let_go() -> None:
    """Close each town hall that was opened beside the commands."""
    while _OPEN:
        _OPEN.pop().close()


def at_terminal(
    monkeypatch: pytest.MonkeyPatch,
    answers: Iterable[str],
    meanwhile: Iterator[str | None] | None = None,
) -> None:
    """Sit down at a terminal: answers to questions, and what is typed while it is watched."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    left = iter(answers)

    def typed(question: str = "") -> str:
        print(question, end="")
        answer = next(left, None)
        if answer is None:
            raise EOFError
        print(answer)
        return answer

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(builtins, "input", typed)
    watched = meanwhile or iter(())
    monkeypatch.setattr(following, "typed_within", lambda _seconds: next(watched, ""))


def offer(play: Play, *more: str, lang: str = "en", status: int = 0) -> Ended:
    return play.issuer(
        "offer", "residency", "--from", play.root / "residents.csv", "--lang", lang, *more,
        status=status,
    )  # fmt: skip


def acts(play: Play) -> list[str]:
    """Read what the audit log has, action by action."""
    return [event["action"] for event in play.issuer("audit", "--json").events[:-1]]
