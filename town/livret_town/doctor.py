"""`livret doctor`: what is missing on this machine, and the remedy."""

import argparse
import importlib.metadata
import json
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

# No machine that runs this was set right before livret was written.
_EARLIEST_S: Final = 1_763_000_000  # November 2025
_DISK_BYTES: Final = 200 << 20

_EXAMPLES: Final = """\
examples:
  livret doctor
  livret doctor --json
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its state, and the remedy when there is something to do."""

    name: str
    state: str
    good: bool
    needed: bool = True
    remedy: str = ""


def run(argv: list[str]) -> int:
    """Look and report; 0 when all that livret needs is there, 3 when something is not."""
    parser = argparse.ArgumentParser(
        prog="livret doctor",
        description="What is missing on this machine, and the remedy.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="one object a line")
    asked = parser.parse_args(argv)
    findings = list(_findings())
    for finding in findings:
        if asked.json:
            print(json.dumps({"event": "finding", **asdict(finding)}))
        else:
            sign = "✓" if finding.good else "✗" if finding.needed else "!"
            remedy = f"  Remedy: {finding.remedy}" if finding.remedy and not finding.good else ""
            print(f"{sign} {finding.name:10} {finding.state}{remedy}")
    return 0 if all(finding.good or not finding.needed for finding in findings) else 3


def _findings() -> Iterator[Finding]:
    yield Finding(
        "python",
        platform.python_version(),
        sys.version_info >= (3, 11),
        remedy="install Python 3.11 or newer, then make setup",
    )
    missing = _missing_packages()
    yield Finding(
        "packages",
        f"missing: {', '.join(missing)}" if missing else "all there",
        not missing,
        remedy="make setup",
    )
    clock_is_right = time.time() > _EARLIEST_S
    yield Finding(
        "clock",
        time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        clock_is_right,
        remedy="set the clock: proofs are judged by it",
    )
    free = shutil.disk_usage(".").free
    yield Finding(
        "disk", f"{free >> 20} MiB free here", free > _DISK_BYTES, remedy="free 200 MiB or more"
    )
    encoding = sys.stdout.encoding or "none"
    yield Finding(
        "terminal",
        f"writes {encoding}",
        encoding.lower().replace("-", "") == "utf8",
        needed=False,
        remedy="export PYTHONUTF8=1, or LIVRET_PLAIN=1",
    )


def _missing_packages() -> list[str]:
    """Name the packages livret declares (extras aside) that are not installed."""
    try:
        declared = importlib.metadata.requires("livret") or []
    except importlib.metadata.PackageNotFoundError:
        return ["livret"]
    missing = []
    for requirement in declared:
        if ";" in requirement:
            continue
        name = requirement.split("[")[0].split("<")[0].split(">")[0].split("=")[0].split("!")[0]
        try:
            importlib.metadata.version(name.strip())
        except importlib.metadata.PackageNotFoundError:
            missing.append(name.strip())
    return missing
