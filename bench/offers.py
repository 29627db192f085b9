"""A list of people becomes as many hand-overs (DESIGN §6, ``issue.offers``).

The whole command, from start to exit status: every row checked, a file for each on the disk,
all recorded at once. The peak of its memory is what it has after the passphrase was stretched:
that takes 256 MB, which are given back before the list is opened. ``.wait`` is the longest that
anybody else had to wait meanwhile for the town hall's records: after five seconds a wallet is told
to come again.
"""

import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from bench.measure import Row, row

_LIVRET: Final = Path(sys.executable).with_name("livret")
_SIZES: Final = (10**3, 10**4, 10**5)
_FULL: Final = _SIZES[-1]
_LOOK_S: Final = 0.01
_STRETCHING_KB: Final = 200 << 10
_HEADER: Final = (
    "family_name,given_name,birthdate,commune,address.street_address,address.house_number,"
    "address.locality,address.country,resident_since"
)


def rows() -> list[Row]:
    """Measure; two rows a size, and one that says how the time grows."""
    found, worked = [], {}
    for people in _SIZES:
        with tempfile.TemporaryDirectory() as folder:
            seconds, cpu_s, peak_mb, waited_s = _offer(Path(folder), people)
        worked[people] = cpu_s
        name = f"issue.offers.10^{len(str(people)) - 1}"
        is_full = people == _FULL
        found += [
            row(
                "issue.offers" if is_full else name,
                round(seconds, 2),
                "s",
                target=60.0 if is_full else None,
                n=people,
            ),
            row(f"{name}.rss", round(peak_mb, 1), "MB", n=people),
            row(
                f"{name}.wait",
                round(waited_s, 2),
                "s",
                target=5.0 if is_full else None,
                n=people,
            ),
        ]
    # What starting the command costs is in none of the differences.
    small, middle, full = (worked[people] for people in _SIZES)
    found.append(
        row("issue.offers.growth", round((full - middle) / (middle - small), 2), "times", n=_FULL)
    )
    return found


def _offer(folder: Path, people: int) -> tuple[float, float, float, float]:
    """Seconds that the command takes by the clock and of a processor, its peak in MB, and a wait."""
    (folder / "passphrase").write_text("four words to keep")
    with (folder / "list.csv").open("w", encoding="utf-8") as file:
        file.write(_HEADER + "\n")
        file.writelines(map(_person, range(people)))
    common = ("--home", folder / "hall", "--passphrase-file", folder / "passphrase", "--json")
    subprocess.run(
        [_LIVRET, "issuer", "init", "--name", "Verneuil", "--territory", "fr-insee:80999",
         "--at", "ledger.livret.test/hall", *common],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    begin, before_s = time.perf_counter(), _worked_s()
    process = subprocess.Popen(
        [_LIVRET, "issuer", "offer", "residency", "--from", folder / "list.csv",
         "--to", folder / "out", *common],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    other = _Other(folder / "hall" / "issuer.db")
    peak_kb = _watch(process)
    seconds = time.perf_counter() - begin
    waited_s = other.ended()
    if process.returncode:
        raise RuntimeError(f"livret issuer offer ended with {process.returncode}")
    return seconds, _worked_s() - before_s, peak_kb / 1_024, waited_s


class _Other:
    """Somebody else with something to record, again and again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_over = threading.Event()
        self._longest_s = 0.0
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def _work(self) -> None:
        with closing(sqlite3.connect(self._path, timeout=120.0, isolation_level=None)) as records:
            while not self._is_over.wait(_LOOK_S):
                begin = time.perf_counter()
                records.execute("BEGIN IMMEDIATE")
                self._longest_s = max(self._longest_s, time.perf_counter() - begin)
                records.execute("ROLLBACK")

    def ended(self) -> float:
        """Seconds that it waited for at most."""
        self._is_over.set()
        self._thread.join()
        return self._longest_s


def _watch(process: "subprocess.Popen[bytes]") -> int:
    """Wait for it; the peak of its memory in kB since the passphrase was stretched."""
    status, peak_kb, has_stretched, is_over = Path(f"/proc/{process.pid}/status"), 0, False, False
    while process.poll() is None:
        said = status.read_text()
        if "VmRSS:" in said:  # gone at the very end
            now_kb = _kb(said, "VmRSS:")
            has_stretched |= now_kb > _STRETCHING_KB
            if has_stretched and not is_over and now_kb < _STRETCHING_KB:
                Path(f"/proc/{process.pid}/clear_refs").write_text("5")
                is_over = True
            elif is_over:
                peak_kb = _kb(said, "VmHWM:")
        time.sleep(_LOOK_S)
    return peak_kb


def _worked_s() -> float:
    """Seconds of a processor that commands took so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _kb(status: str, name: str) -> int:
    return int(status.partition(name)[2].split()[0])


def _person(number: int) -> str:
    year, month, day = 1930 + number % 80, 1 + number % 12, 1 + number % 28
    return (
        f"Arnould-{number},{'Zoé' if number % 3 else 'Camille'},{year}-{month:02}-{day:02},"
        f"Verneuil,rue des Tanneurs,{1 + number % 300},Verneuil,FR,2019-09-01\n"
    )
