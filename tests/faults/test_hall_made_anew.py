"""`livret issuer ledger rebuild` is killed at every point at which a file gets its name, and run again."""

import os
import shutil
import signal
from collections.abc import Callable, Sequence

import pytest

from livret_core.ledger.operation import Operation
from livret_issuer.service import Office, recovery_hashes
from livret_issuer.store import Home, read_recovery_key
from livret_town.command import main
from tests.cheap_words import cheap_words
from tests.faults.lives import in_a_child
from tests.faults.points import Points
from tests.lost_hall import lost, rebuild
from tests.playing import PASSPHRASE, cheap_kdf, clock, play
from tests.town_on_ledger import Ledger

__all__ = ["cheap_kdf", "cheap_words", "clock", "lost", "play"]

Share = Callable[[Sequence[int], float, str], list[int]]


def words(ledger: Ledger) -> list[str]:
    root = ledger.play.root
    return list(map(str, (
        "issuer", "ledger", "rebuild", "--name", "Verneuil", "--recovery",
        root / "hall-recovery/recovery-1.sealed", "--trust", root / "trust.jsonl",
        "--words-file", root / "words.txt", "--lang", "en", "--from", ledger.published,
        "--to", root / "entries", "--home", root / "hall",
        "--passphrase-file", root / "passphrase", "--suspected-from", "2026-11-21", "--json",
    )))  # fmt: skip


def sealed(ledger: Ledger) -> list[str]:
    return sorted(each.name for each in (ledger.play.root / "hall-recovery").iterdir())


def put_back(ledger: Ledger) -> None:
    root = ledger.play.root
    for name in ("hall", "entries"):
        shutil.rmtree(root / name, ignore_errors=True)
    (root / "hall-recovery/recovery-3.sealed").unlink(missing_ok=True)


def killed_at(ledger: Ledger, points: Points) -> int:
    def act() -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        with points.watched():
            assert main(words(ledger)) == 0

    return in_a_child(act)


@pytest.mark.slow
def test_wherever_it_is_killed_it_can_be_run_again(lost: Ledger, share: Share) -> None:
    root = lost.play.root
    whole = Points()
    with whole.watched():
        assert main(words(lost)) == 0
    before = sorted(each.name for each in root.iterdir())
    files = sorted(each.name for each in (root / "entries").iterdir())
    assert [each.split(".", 1)[1] for each in files] == [
        "did.update.json", "key.compromise.json", "key.compromise.json",
    ]  # fmt: skip
    # Where what lies outside the home is written, at the very end, and a share of all the others.
    points = range(len(whole.names))
    outside = [at for at in points if "recovery-3" in whole.names[at] or ".did" in whole.names[at]]
    for at in sorted({*outside, points[-1], *share(points, 0.01, "rebuild")}):
        put_back(lost)
        name = whole.names[at]
        assert killed_at(lost, Points(at)) == signal.SIGKILL, name
        ended = lost.play.livret(*words(lost), status=None)
        # Or it was made, and killed before it could say so.
        assert ended.status == 0 or ended.events[-1]["code"] == "home.exists", name
        assert sorted(each.name for each in root.iterdir()) == before, name
        assert sealed(lost) == [f"recovery-{number}.sealed" for number in (1, 2, 3)], name
        assert sorted(each.name for each in (root / "entries").iterdir()) == files, name
        check_whole(lost)


def check_whole(ledger: Ledger) -> None:
    """What is written is what the journal has open, and the new recovery key is the one it names."""
    root = ledger.play.root
    home = Home.open(root / "hall")
    read = [Operation.parse(each.read_bytes()) for each in sorted((root / "entries").iterdir())]
    key = read_recovery_key(root / "hall-recovery/recovery-3.sealed", PASSPHRASE.encode())
    assert recovery_hashes(home, [(0, read[0])]).stand_of(key.public_key) == "counts"
    office = Office.open(root / "hall", PASSPHRASE.encode())
    made = [each.operation for each in office.on_ledger().journal() if each.stand == "open"]
    office.close()
    assert made == read


def test_what_a_killed_run_left_goes_and_nothing_that_others_put_there(lost: Ledger) -> None:
    root = lost.play.root
    at = next_point(lost, "write .recovery-3.sealed")
    put_back(lost)
    assert killed_at(lost, Points(at + 4)) == signal.SIGKILL
    assert sealed(lost)[-1].endswith("recovery-3.sealed")
    assert (root / "hall/.livret-begun").exists()
    rebuild(lost)
    assert sealed(lost) == [f"recovery-{number}.sealed" for number in (1, 2, 3)]
    assert not (root / "hall/.livret-begun").exists()


def next_point(ledger: Ledger, name: str) -> int:
    """Which point of a whole run has that name."""
    whole = Points()
    with whole.watched():
        assert main(words(ledger)) == 0
    return whole.names.index(name)
