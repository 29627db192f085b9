"""The harness of `make bench`: what it judges and what it prints. No figure is asserted."""

import os
import subprocess
import sys

import pytest

from bench.__main__ import line, main
from bench.measure import ratio, row
from bench.soak import Ended, Walks, megabytes, told


@pytest.mark.parametrize(
    ("value", "better", "ok"),
    [(1.5, "lower", True), (1.6, "lower", False), (1.5, "higher", True), (1.4, "higher", False)],
)
def test_a_row_is_judged_by_its_target(value: float, better: str, ok: bool) -> None:
    assert row("a", value, "x", target=1.5, better=better)["ok"] is ok  # type: ignore[arg-type]


def test_a_row_without_a_target_is_not_judged() -> None:
    assert row("growth", 12.0, "ms")["ok"] is None


def test_a_row_has_the_members_that_readers_of_the_results_expect() -> None:
    assert list(row("a", 1, "x")) == ["name", "value", "unit", "target", "ok", "n"]


@pytest.mark.parametrize(
    ("better", "value", "shown"),
    [("lower", 2.0, "≤ 3"), ("lower", 4.0, "≤ 3"), ("higher", 4.0, "≥ 3"), ("higher", 2.0, "≥ 3")],
)
def test_a_line_says_which_way_the_target_lies(better: str, value: float, shown: str) -> None:
    made = row("a", value, "x", target=3, better=better)  # type: ignore[arg-type]
    assert shown in line(made)
    assert line(made)[0] == ("✓" if made["ok"] else "✗")


def test_a_ratio_is_of_many_calls() -> None:
    value, calls = ratio(lambda: sum(range(200)), lambda: sum(range(200)), seconds=0.05)
    assert value > 0
    assert calls > 1


def test_a_module_that_is_not_there_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--only", "nothing"])
    assert caught.value.code == 2
    assert "no module nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("walks", "sizes", "status"),
    [
        (Walks(9), [50.0, 58.0, *[60.0] * 13, 65.9], 0),  # what it needs to begin with is its own
        (Walks(9), [*[60.0] * 12, 62.0, 64.0, 66.1, 66.1], 1),
        (Walks(9, ["ValueError: no"]), [60.0] * 16, 1),
        (Walks(0), [60.0] * 16, 1),
        (Walks(9), [], 1),
    ],
)
def test_what_grows_or_ends_otherwise_is_told(
    walks: Walks, sizes: list[float], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(walks, {"issuer": sizes}, 600) == status
    assert ("✗" in capsys.readouterr().out) == (status == 1 and walks.done > 0)


def test_a_process_that_ended_is_named_and_no_trace_is_shown() -> None:
    assert megabytes(os.getpid(), "this one") > 1
    ended = subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.DEVNULL)
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)  # ended, and nobody asked how
    with pytest.raises(Ended, match="issuer is gone"):
        megabytes(ended.pid, "issuer")
    ended.wait()
    with pytest.raises(Ended, match="issuer is gone"):
        megabytes(ended.pid, "issuer")
