"""Run a few tests in a forked child, with the text of a module replaced on import.

The parent has imported pytest, the libraries and livret itself already; a child imports
what its kill changes: see `tests.kills.warm`.
"""

import importlib.util
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import IO, Any, Final, TypeAlias

import pytest

from tests.kills.entry import Kill
from tests.kills.warm import Warm

Sources: TypeAlias = Mapping[str, tuple[Path, str]]

# What a test says with: its own assertion, `pytest.raises` that saw nothing, or
# another of livret's reasons than the one demanded.
_SAYS: Final = frozenset({"AssertionError", "Failed", "LivretError"})

# It ran what it was asked to; anything else is a test that is not there, or no test at all.
_RAN: Final = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
_NOT_ASKED_FOR: Final = ("doctest", "junitxml", "nose", "pastebin", "setuponly", "stepwise")


@dataclass(slots=True)
class Outcome:
    """What one run of a few tests showed."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    not_loaded: list[str] = field(default_factory=list)
    ended: bool = False
    seconds: float = 0.0
    output: str = ""


def is_twin(test: str) -> bool:
    """Whether this test (a node's id) is the same input without the attack."""
    return "_twin_" in test.rpartition("::")[2]


class _ReplacedText(SourceFileLoader):
    """Loads a module from a text that is not the one on disk."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text
        self.loaded = False

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  # its name is the protocol's
        return compile(self._text, self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        self.loaded = True
        super().exec_module(module)


class ReplacingFinder(MetaPathFinder):
    """Finds the modules of a kill before anything else does."""

    def __init__(self, sources: Sources) -> None:
        self._loaders = {
            name: _ReplacedText(name, str(path), text) for name, (path, text) in sources.items()
        }

    def find_spec(
        self,
        fullname: str,
        path: object = None,  # noqa: ARG002  # the protocol's
        target: ModuleType | None = None,  # noqa: ARG002  # the protocol's
    ) -> ModuleSpec | None:
        loader = self._loaders.get(fullname)
        if loader is None:
            return None
        is_package = loader.path.endswith("__init__.py")
        return importlib.util.spec_from_file_location(
            fullname,
            loader.path,
            loader=loader,
            submodule_search_locations=[str(Path(loader.path).parent)] if is_package else None,
        )

    def not_loaded(self) -> list[str]:
        """The modules that no test imported, so that nothing was switched off."""
        return [name for name, loader in self._loaders.items() if not loader.loaded]


class Recorder:
    """A pytest plugin that tells a test that says no from one that falls over.

    Twins go first, so that all of them have been heard when one test says no: the
    rest could add nothing to that, and are not run.
    """

    def __init__(self, may_raise: Iterable[str]) -> None:
        self.outcome = Outcome()
        self._says = _SAYS | set(may_raise)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: not is_twin(item.nodeid))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        said_no = any(not is_twin(test) for test in self.outcome.failed)
        return True if said_no and not is_twin(item.nodeid) else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = yield
        outcome = self.outcome
        if hasattr(report, "wasxfail"):
            outcome.broken.append(f"{item.nodeid} (is meant to fail)")
        elif report.passed:
            if report.when == "call":
                outcome.passed.append(item.nodeid)
        elif call.excinfo is None or report.when != "call":
            outcome.broken.append(f"{item.nodeid} ({report.when}: {report.outcome})")
        elif self._says.isdisjoint(kind.__name__ for kind in call.excinfo.type.__mro__):
            outcome.broken.append(f"{item.nodeid} ({call.excinfo.typename})")
        else:
            outcome.failed.append(item.nodeid)
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.passed:
            self.outcome.broken.append(f"{report.nodeid} (collection: {report.outcome})")


def run_forked(
    kills: Iterable[tuple[Kill, Sources]], *, jobs: int, seconds: float, warm: Warm | None
) -> Iterator[tuple[Kill, Outcome]]:
    """Run each kill's tests in a child of its own, *jobs* at a time, as they end."""
    waiting = list(kills)
    running: dict[int, tuple[Kill, IO[str], Path, float]] = {}
    report: IO[str]
    while waiting or running:
        while waiting and len(running) < jobs:
            kill, sources = waiting.pop(0)
            report = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  # closed in _collect
            # A folder of its own: runs that share one clear up under each other's feet.
            folder = Path(tempfile.mkdtemp(prefix="livret-kill-"))
            sys.stdout.flush()
            sys.stderr.flush()
            pid = os.fork()
            if pid == 0:
                _child(kill, sources, report, folder, warm)
            running[pid] = (kill, report, folder, time.monotonic())
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            time.sleep(0.01)
            for late, (*_, started) in running.items():
                if time.monotonic() - started > seconds:
                    os.killpg(late, signal.SIGKILL)
            continue
        kill, report, folder, started = running.pop(pid)
        shutil.rmtree(folder, ignore_errors=True)
        yield kill, _collect(report, time.monotonic() - started)


def _collect(report: IO[str], seconds: float) -> Outcome:
    with report:
        report.seek(0)
        text = report.read()
    outcome = Outcome(**json.loads(text)) if text else Outcome()
    outcome.seconds = seconds
    return outcome


def _child(kill: Kill, sources: Sources, report: IO[str], folder: Path, warm: Warm | None) -> None:
    """Run the tests and leave without the parent's clean-up."""
    status = 1
    try:
        os.setpgid(0, 0)
        os.environ["LIVRET_NO_SKIP"] = "1"
        # No kill needs a third-party plugin, and finding them takes a second.
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        with tempfile.TemporaryFile("w+", encoding="utf-8") as shown:
            os.dup2(shown.fileno(), 1)
            os.dup2(shown.fileno(), 2)
            if warm is not None:
                warm.forget(sources)
            finder = ReplacingFinder(sources)
            sys.meta_path.insert(0, finder)
            recorder = Recorder(kill.raises)
            # What a test leaves open because a check is off is no finding of its own.
            off = ["no:cacheprovider", "no:unraisableexception"]
            # What nothing here asks for, and each start pays for.
            off += [f"no:{name}" for name in _NOT_ASKED_FOR]
            # The interpreter's own traceback: pytest's would read and parse each file again.
            options = ["-q", "--no-header", "--tb=native", f"--basetemp={folder / 'tests'}"]
            asked = [*options, *(f"-p{name}" for name in off), *kill.tests]
            code = pytest.main(asked, plugins=[recorder])
            sys.stdout.flush()
            shown.seek(0)
            outcome = recorder.outcome
            if code not in _RAN:
                outcome.broken.append(f"pytest ended with {code}")
            outcome.output = shown.read()[-8_000:]
            outcome.not_loaded = finder.not_loaded()
            outcome.ended = True
            json.dump(asdict(outcome), report)
            report.flush()
        status = 0
    except BaseException as error:
        json.dump(asdict(Outcome(output="".join(traceback.format_exception(error)))), report)
        report.flush()
        raise
    finally:
        os._exit(status)
