"""`livret ledger fsck` of a copy: readers go there when the ledger is gone."""

from pathlib import Path

import pytest

from tests.evidence_files import Hall
from tests.mirrors import Mirrored
from tests.typed import Run, run

__all__ = ["run"]

HOME = ("--home", "mirror")


@pytest.fixture
def mirrored(tmp_path: Path) -> Mirrored:
    """A copy with the evidence of one institution."""
    hall = Hall(tmp_path)
    hall.write()
    made = Mirrored(hall.works)
    made.mirror.follow()
    made.close()
    return made


def test_a_copy_that_is_as_it_was_made_is_whole(mirrored: Mirrored, run: Run) -> None:
    [told] = run("fsck", *HOME)
    assert (told["event"], told["entries"]) == ("whole", len(mirrored.works.leaves()))


@pytest.mark.parametrize("what", ["tile/entries/000.p", "tile/0/000.p", "did.jsonl", "evidence"])
def test_files_of_a_copy_that_were_changed_are_named_and_made_anew(
    mirrored: Mirrored, run: Run, what: str
) -> None:
    public, whole = mirrored.home.public, mirrored.files()
    if what == "did.jsonl":
        path = min(public.rglob("did.jsonl"))
        path.write_bytes(b"")
    else:
        found = public.rglob("*.evidence") if what == "evidence" else (public / what).iterdir()
        path = min(found)
        raw = bytearray(path.read_bytes())
        raw[-3] ^= 1
        path.write_bytes(raw)
    name = path.relative_to(public).as_posix()
    *_, told, refused = run("fsck", *HOME, status=1)
    assert (told["event"], told["files"]) == ("published_damaged", [name])
    assert refused["code"] == "ledger.published_damaged"
    [would, *_] = run("fsck", *HOME, "--mend", "--dry-run")
    assert (would["event"], would["files"]) == ("published_to_mend", [name])
    mended, told = run("fsck", *HOME, "--mend")
    assert (mended["event"], told["event"]) == ("published_mended", "whole")
    assert mirrored.files().keys() == whole.keys()
    [told] = run("fsck", *HOME)
    assert told["event"] == "whole"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("mirror.json", "home.malformed"),
        ("trust/1.json", "home.malformed"),
        ("ledger.db", "ledger.damaged"),
    ],
)
def test_a_part_of_a_copy_that_was_cut_short_is_named(
    mirrored: Mirrored, run: Run, name: str, code: str
) -> None:
    path = mirrored.home.root / name
    path.write_bytes(path.read_bytes()[:40])
    [refused] = run("fsck", *HOME, status=1 if code == "ledger.damaged" else 2)
    assert refused["code"] == code
    if code == "home.malformed":
        assert refused["facts"]["file"].endswith(name)


def test_a_copy_without_its_mark_is_said_before_what_was_not_typed(
    mirrored: Mirrored, run: Run
) -> None:
    """A service that starts it names the folder alone."""
    (mirrored.home.root / "mirror.json").unlink()
    [refused] = run("mirror", *HOME, "--once", status=1)
    assert (refused["code"], refused["facts"]) == ("mirror.lost", {"file": "mirror.json"})
