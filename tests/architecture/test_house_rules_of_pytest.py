"""The rules that tests/conftest.py sets, seen from outside in a pytest of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"


def run(folder: Path, body: str, *, no_skip: bool, options: tuple[str, ...] = ()) -> str:
    (folder / "conftest.py").write_bytes(CONFTEST.read_bytes())
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(body)
    environment = {name: text for name, text in os.environ.items() if "LIVRET" not in name}
    environment |= {"LIVRET_NO_SKIP": "1"} if no_skip else {}
    environment["PYTHONPATH"] = str(CONFTEST.parents[1])  # what conftest.py takes from `tests`
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


SKIPS = """
import pytest
def test_a(require_program): require_program("no-such-program")
@pytest.mark.skip(reason="because")
def test_b(): pass
"""
SKIPS_MODULE = 'import pytest\npytest.skip("because", allow_module_level=True)\n'


def test_a_missing_program_skips_outside_ci(tmp_path: Path) -> None:
    assert "2 skipped" in run(tmp_path, SKIPS, no_skip=False)


def test_every_skip_is_a_failure_in_ci(tmp_path: Path) -> None:
    report = run(tmp_path, SKIPS, no_skip=True)
    assert "skipped" not in report.splitlines()[-1]
    assert "no-such-program is not installed" in report
    assert "2 failed" in report or "1 failed, 1 error" in report


def test_a_skipped_module_is_an_error_in_ci(tmp_path: Path) -> None:
    assert "1 error" in run(tmp_path, SKIPS_MODULE, no_skip=True)


def test_conformance_is_left_out_without_vectors(tmp_path: Path) -> None:
    (tmp_path / "conformance").mkdir()
    (tmp_path / "conformance/test_v.py").write_text("def test_v(vectors_dir): assert vectors_dir")
    body = "def test_a(): pass"
    assert "1 passed" in run(tmp_path, body, no_skip=False)
    assert "2 passed" in run(tmp_path, body, no_skip=False, options=("--vectors", str(tmp_path)))


def test_vectors_that_do_not_exist_are_a_usage_error(tmp_path: Path) -> None:
    report = run(tmp_path, "def test_a(): pass", no_skip=False, options=("--vectors", "gone"))
    assert "no such folder: gone" in report


@pytest.mark.parametrize("name", ["dev", "ci"])
def test_hypothesis_never_asserts_a_time_nor_remembers(name: str) -> None:
    from hypothesis import settings

    profile = settings.get_profile(name)
    assert (profile.deadline, profile.database) == (None, None)


def test_what_has_more_rounds_in_chaos_is_run_there(root: Path) -> None:
    """Else thousands of tries are said, and nobody makes them."""
    races = {
        path.relative_to(root).as_posix()
        for path in (root / "tests").rglob("test_*.py")
        if path != Path(__file__)
        and re.search(
            r"LIVRET_CHAOS|^from tests\.racing import", path.read_text("utf-8"), re.MULTILINE
        )
    }
    told = (root / "Makefile").read_text("utf-8")
    missing = [each for each in races if each not in told and not each.startswith("tests/faults/")]
    assert missing == []
    assert len(races) > 2
