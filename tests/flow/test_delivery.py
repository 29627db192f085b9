"""What the wallet says it sent is what left it."""

import pytest

from livret_core.errors import Unavailable
from tests.playing import Play


def _history(town: Play) -> list[str]:
    ended = town.wallet("history", "--json")
    return [entry["kind"] for entry in ended.events if entry["event"] == "history"]


def test_an_answer_that_could_not_be_written_is_not_said_to_be_sent(
    town: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise Unavailable("file.unavailable", reason="full", file="answer.json")

    request, to = town.request(), town.root / "answer.json"
    sheet = town.wallet("present", request, "--to", to, "--dry-run", "--json").event
    monkeypatch.setattr("livret_wallet.cli.showing.write_named", full)
    town.wallet("present", request, "--to", to, "--yes-to", sheet["digest"], status=3)
    assert sorted(_history(town)) == ["failed", "received"]


def test_a_name_that_is_taken_costs_no_copy(town: Play) -> None:
    request, taken = town.request(), town.root / "answer.json"
    taken.mkdir()
    town.wallet("present", request, "--to", taken, "--yes-to", "0" * 20, status=2)
    assert _history(town) == ["received"]


def test_the_digest_of_another_sheet_is_neither_yes_nor_no(town: Play) -> None:
    request = town.request()
    to = town.root / "answer.json"
    town.wallet("present", request, "--to", to, "--yes-to", "0" * 20, status=1)
    assert not to.exists()
    assert _history(town) == ["received"]


def test_enter_alone_sends_nothing_and_asks_again(
    town: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["", "  ", "yes"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    to = town.root / "answer.json"
    town.wallet("present", town.request(), "--to", to)
    assert town.check(to)["outcome"] == "accepted"
