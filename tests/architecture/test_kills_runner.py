"""The runner of `make kills`, on a made-up check: what it may call caught."""

import json
import os
import subprocess
import sys
import types
from pathlib import Path

import grimp
import pytest

from tests.kills.entry import Edit, Kill, WrongKill
from tests.kills.warm import Warm

ROOT = Path(__file__).parents[2]

GATE = """
def gate(length: int) -> str:
    if length != 64:
        raise ValueError("length")
    return "open"
"""
TESTS = """
import pytest
from livret_probe.gate import gate

def test_attack_the_wrong_length_is_refused():
    with pytest.raises(ValueError):
        gate(65)

def test_attack_twin_the_right_length_is_accepted():
    assert gate(64) == "open"

def test_attack_that_only_looks():
    pass
"""
KILL = {
    "name": "gate.length",
    "file": "core/livret_probe/gate.py",
    "find": "if length != 64:",
    "replace": "if False:",
    "tests": ["tests/test_gate.py"],
}


def run(folder: Path, *options: str, **changes: object) -> tuple[int, str]:
    package = folder / "core/livret_probe"
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text("")
    (package / "gate.py").write_text(GATE)
    (folder / "tests/kills").mkdir(parents=True, exist_ok=True)
    (folder / "tests/test_gate.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    lines = [f"{name} = {json.dumps(value)}" for name, value in (KILL | changes).items()]
    (folder / "tests/kills/gate.toml").write_text("[[kill]]\n" + "\n".join(lines))
    done = subprocess.run(
        [sys.executable, "-m", "tests.kills", "--cold", "--root", str(folder), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(folder / "core")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (package / "gate.py").read_text() == GATE
    return done.returncode, done.stdout + done.stderr


def test_a_check_whose_absence_fails_a_test_is_caught(tmp_path: Path) -> None:
    status, said = run(tmp_path)
    assert status == 0
    assert "1/1 kills caught" in said


def test_a_check_that_no_test_misses_survives(tmp_path: Path) -> None:
    status, said = run(tmp_path, tests=["tests/test_gate.py::test_attack_that_only_looks"])
    assert status == 1
    assert "SURVIVED" in said


def test_a_kill_that_breaks_the_twin_does_not_count(tmp_path: Path) -> None:
    status, said = run(tmp_path, replace="if length: return 'shut'\n    if False:")
    assert status == 1
    assert "the twin fails too" in said


def test_once_a_test_has_said_no_only_twins_were_heard_and_nothing_else_is_run(
    tmp_path: Path,
) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_later.py").write_text(
        "from pathlib import Path\ndef test_later(): Path('later').touch()\n"
        "def test_attack_twin_later(): Path('twin').touch()\n"
    )
    both = ["tests/test_gate.py", "tests/test_later.py"]
    status, said = run(tmp_path, "--passed", tests=both)
    assert status == 0, said
    assert (tmp_path / "twin").exists()
    assert not (tmp_path / "later").exists()


def test_tests_that_have_just_passed_are_not_run_untouched(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_red.py").write_text("def test_attack_twin_red(): assert False")
    both = ["tests/test_gate.py", "tests/test_red.py"]
    status, said = run(tmp_path, "--passed", tests=both)
    assert status == 1
    assert "the twin fails too" in said


@pytest.mark.parametrize(
    ("tests", "why"),
    [
        (["tests/test_gate.py::test_gone"], "pytest ended with"),
        (["tests/test_gate.py", "tests/test_gate.py::test_gone"], "whole file is named beside"),
    ],
)
def test_a_test_that_is_not_there_catches_nothing(
    tmp_path: Path, tests: list[str], why: str
) -> None:
    status, said = run(tmp_path, "--passed", tests=tests)
    assert status == 1
    assert why in said


def test_a_test_that_is_meant_to_fail_catches_nothing(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_meant.py").write_text(
        "import pytest\nfrom livret_probe.gate import gate\n"
        "@pytest.mark.xfail\ndef test_meant(): assert gate(64) == 'shut'\n"
    )
    status, said = run(
        tmp_path, "--passed", tests=["tests/test_meant.py"], replace="if length != 64 and True:"
    )
    assert status == 1
    assert "is meant to fail" in said


@pytest.mark.parametrize("kind", ["Exception", "NameError"])
def test_what_a_slip_raises_as_well_may_not_be_announced(tmp_path: Path, kind: str) -> None:
    status, said = run(tmp_path, replace="if no_such_name:", raises=[kind])
    assert status == 2
    assert "would be raised by a slip as well" in said


def test_a_replacement_may_not_say_no_itself(tmp_path: Path) -> None:
    status, said = run(tmp_path, find='raise ValueError("length")', replace="assert False")
    assert status == 1
    assert "`replace` asserts" in said


def test_no_entry_at_all_is_no_success(tmp_path: Path) -> None:
    run(tmp_path)
    (tmp_path / "tests/kills/gate.toml").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "tests.kills", "--cold", "--root", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "no entry" in done.stderr


def test_a_crash_is_not_an_assertion(tmp_path: Path) -> None:
    status, said = run(tmp_path, replace="if no_such_name:")
    assert status == 1
    assert "broke instead of failing" in said


def test_a_crash_that_the_entry_announces_counts(tmp_path: Path) -> None:
    replace = "if length == 65 and [][1]:"
    assert run(tmp_path, replace=replace, raises=["IndexError"])[0] == 0


def test_a_module_that_does_not_import_is_not_caught(tmp_path: Path) -> None:
    status, said = run(tmp_path, find="def gate(", replace="def gat(")
    assert status == 1
    assert "broke instead of failing" in said


def test_a_module_that_no_test_imports_is_not_caught(tmp_path: Path) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core/other.py").write_text("a = 1\n")
    status, said = run(tmp_path, file="core/other.py", find="a = 1", replace="a = 2")
    assert status == 1
    assert "never import other" in said


@pytest.mark.parametrize(
    ("find", "reason"),
    [("no such text", "0 times"), ("length", "3 times")],
)
def test_an_entry_whose_text_is_not_there_once_is_wrong(
    tmp_path: Path, find: str, reason: str
) -> None:
    status, said = run(tmp_path, find=find)
    assert status == 1
    assert reason in said


def test_an_entry_that_names_no_such_test_is_wrong(tmp_path: Path) -> None:
    status, said = run(tmp_path, tests=["tests/test_gate.py", "tests/gone.py"])
    assert status == 1
    assert "no such test: tests/gone.py" in said


def test_tests_that_fail_before_the_kill_stop_the_run(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_red.py").write_text("def test_red(): assert False")
    status, said = run(tmp_path, tests=["tests/test_gate.py", "tests/test_red.py"])
    assert status == 2
    assert "must pass first" in said


def test_a_replacement_must_still_be_python() -> None:
    with pytest.raises(WrongKill, match="would not compile"):
        Edit("core/a/b.py", "if x:", "if:").applied("if x:\n    pass\n")


def test_an_unknown_member_of_an_entry_is_refused() -> None:
    with pytest.raises(WrongKill, match="unknown fnd"):
        Kill.parse({**KILL, "fnd": "x"})


def test_a_second_line_of_defence_is_switched_off_as_well(tmp_path: Path) -> None:
    kill = Kill.parse(
        {
            **KILL,
            "also": [{"file": "core/livret_probe/gate.py", "find": '"open"', "replace": '"shut"'}],
        }
    )
    (tmp_path / "core/livret_probe").mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    (tmp_path / "core/livret_probe/gate.py").write_text(GATE)
    (tmp_path / "tests/test_gate.py").write_text(TESTS)
    [(_, text)] = kill.sources(tmp_path).values()
    assert "if False:" in text
    assert '"shut"' in text


def test_a_child_forgets_what_the_replaced_text_made_and_keeps_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (
        ("probe.front", "probe.middle"),
        ("probe.middle", "probe.gate"),
        ("probe.user", "probe.rules.inner"),
        ("probe.far", "probe.other"),
    ):
        graph.add_import(importer=importer, imported=imported)
    names = {"probe", "probe.rules", *graph.modules}
    graph.add_module("probe.rules")
    for name in names:
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    package = sys.modules["probe"]
    for name in names - {"probe"}:
        setattr(package, name.removeprefix("probe.").partition(".")[0], object())

    Warm(graph).forget(["probe.gate"])
    kept = {"probe", "probe.rules", "probe.rules.inner", "probe.user", "probe.far", "probe.other"}
    assert names & sys.modules.keys() == kept
    assert not hasattr(package, "middle")
    assert hasattr(package, "other")

    Warm(graph).forget(["probe.rules"])
    assert names & sys.modules.keys() == {"probe", "probe.far", "probe.other"}
