"""What the wallet says it sent is what left it."""

import pytest

from tests.playing import Play


def _history(town: Play) -> list[str]:
    ended = town.wallet("history", "--json")
    return [entry["kind"] for entry in ended.events if entry["event"] == "history"]


def test_an_answer_that_could_not_be_written_is_not_said_to_be_sent(town: Play) -> None:
    request = town.request()
    taken = town.root / "answer.json"
    taken.mkdir()
    sheet = town.wallet("present", request, "--to", taken, "--dry-run", "--json").event
    town.wallet("present", request, "--to", taken, "--yes-to", sheet["digest"], status=2)
    assert sorted(_history(town)) == ["failed", "received"]


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
