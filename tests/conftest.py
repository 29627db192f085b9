"""What every test may ask for: vectors, other programs, one kind of randomness.

--vectors DIR, LIVRET_VECTORS    where the published test vectors lie; without it
                                 tests/conformance is not collected
LIVRET_NO_SKIP=1                 a test that would be skipped fails (CI)
"""

import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

from tests.times_told import listened

_CONFORMANCE: Final = Path(__file__).parent / "conformance"
_NO_SKIP: Final = os.environ.get("LIVRET_NO_SKIP") == "1"

# No deadline, because a test never asserts a time; no database, because a run must
# not depend on the one before it.
settings.register_profile("dev", deadline=None, database=None)
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True)
settings.load_profile("ci" if _NO_SKIP else "dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--vectors",
        metavar="DIR",
        default=os.environ.get("LIVRET_VECTORS") or None,
        help="run tests/conformance on the vectors in DIR (or LIVRET_VECTORS)",
    )


def _vectors(config: pytest.Config) -> Path | None:
    given: str | None = config.getoption("--vectors")
    if given is None:
        return None
    path = Path(given).resolve()
    if not path.is_dir():
        raise pytest.UsageError(f"--vectors: no such folder: {given}")
    return path


def pytest_configure(config: pytest.Config) -> None:
    _vectors(config)  # a wrong path stops the run before it collects anything


def pytest_report_header(config: pytest.Config) -> str:
    vectors = _vectors(config)
    return f"vectors: {'none given, tests/conformance left out' if vectors is None else vectors}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if collection_path == _CONFORMANCE and _vectors(config) is None:
        return True
    return None


@pytest.fixture(scope="session")
def vectors_dir(pytestconfig: pytest.Config) -> Path:
    """The folder of published vectors; only tests/conformance may ask."""
    path = _vectors(pytestconfig)
    if path is None:
        raise pytest.UsageError("this test needs --vectors DIR")
    return path


@pytest.fixture(scope="session")
def require_program() -> Callable[[str], str]:
    """Find a program or skip: ``require_program("node")`` is its full path."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            pytest.skip(f"{name} is not installed; `make doctor` says how")
        return path

    return find


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if _NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        where, line, reason = (
            report.longrepr
            if isinstance(report.longrepr, tuple)
            else (report.nodeid, 0, str(report.longrepr))
        )
        report.outcome = "failed"
        report.longrepr = f"{where}:{line}: LIVRET_NO_SKIP=1 forbids: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(autouse=True, scope="session")
def _times_told() -> Generator[list[str]]:
    with pytest.MonkeyPatch.context() as patched, listened(patched) as found:
        yield found


@pytest.fixture(autouse=True)
def _no_time_is_told_as_a_number(_times_told: list[str]) -> Generator[None]:
    """Fail each test in which a command told a program a time as a number."""
    _times_told.clear()
    yield
    assert _times_told == []
