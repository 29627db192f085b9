"""Published files are held against the store that they were made from, named, and written anew."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from livret_core.ledger import head as heads
from livret_ledger.publishing import EVIDENCE_INDEX, evidence_path, log_path
from livret_ledger.service.evidencing import EvidenceFiles
from livret_ledger.store.home import Home
from livret_ledger.store.sqlite import SqliteStore
from livret_town.command import main
from tests.ledger_scene import ORIGIN
from tests.ledger_works import Works
from tests.on_ledger import Desk
from tests.typed import Run, run

__all__ = ["run"]

HOME = ("--home", ".")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def works(tmp_path: Path, desk: Desk) -> Works:
    """A ledger with an accredited town that published twice, as a home."""
    made = Works.founded(tmp_path, desk.scene)
    with made.running() as (_, publisher):
        publisher.publish()
    with made.running() as (sequencer, publisher):
        sequencer.submit(made.schemas(1, first=5)[0])
        publisher.publish()
    (tmp_path / "ledger.json").write_text(f'{{"version":1,"origin":"{ORIGIN}"}}')
    Home.open(tmp_path).keep_trust(made.chain.roots)
    made.web.write_trust_roots([(root.version, root.raw) for root in made.chain.roots])
    signed = made.web.checkpoint()
    assert signed is not None
    with closing(SqliteStore.open(made.path, read_only=True)) as store:
        time_s = heads.verify(signed, made.chain).time_s
        assert EvidenceFiles(made.web).write(store, signed, time_s=time_s, now_s=time_s) == 1
    return made


def changed(path: Path, at: int = -3) -> None:
    """One octet is another."""
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)


def size_of(works: Works) -> int:
    return len(works.leaves())


def test_what_was_published_is_what_the_store_makes(works: Works, run: Run) -> None:
    [told] = run("fsck", *HOME)
    assert (told["event"], told["entries"]) == ("whole", size_of(works))


@pytest.mark.parametrize("command", ["fsck", "status"])
@pytest.mark.parametrize("what", ["size", "root", "syntax", "signature"])
def test_a_head_that_no_reader_believes_is_damage_of_the_file_and_not_of_the_store(
    works: Works, run: Run, command: str, what: str
) -> None:
    """Its size or its root would else send the operator to recover a store that is right."""
    path = works.web.root / "checkpoint"
    origin, size, root, *rest = path.read_bytes().split(b"\n")
    changed_to = {
        "size": [origin, b"9" + size, root, *rest],
        "root": [origin, size, root[1:4] + root[:1] + root[4:], *rest],
        "syntax": [origin, size],
        "signature": [origin, size, root, rest[0], rest[1][:-6] + b"AAAAA=", *rest[2:]],
    }[what]
    path.write_bytes(b"\n".join(changed_to))
    said = run(command, *HOME, status=1)[-1]
    assert (said["code"], said["facts"].get("file")) == ("ledger.published_damaged", "checkpoint")


def tile(works: Works, _: Desk) -> str:
    return f"tile/0/000.p/{size_of(works)}"


def bundle(works: Works, _: Desk) -> str:
    return f"tile/entries/000.p/{size_of(works)}"


def older_bundle(works: Works, _: Desk) -> str:
    """Whoever has the head before still reads it."""
    names = [int(each.name) for each in (works.web.root / "tile/entries/000.p").iterdir()]
    assert len(names) > 1
    return f"tile/entries/000.p/{min(names)}"


def did_log(_: Works, desk: Desk) -> str:
    return log_path(str(desk.metz.did))


def evidence(_: Works, desk: Desk) -> str:
    return evidence_path(str(desk.metz.did))


def evidence_index(_: Works, __: Desk) -> str:
    return EVIDENCE_INDEX


def trust_root(_: Works, __: Desk) -> str:
    return "trust/1.json"


Which = Callable[[Works, Desk], str]
ALL = [tile, bundle, older_bundle, did_log, evidence, evidence_index, trust_root]


@pytest.mark.parametrize("which", ALL)
def test_one_octet_that_is_another_is_named_and_mended(
    works: Works, desk: Desk, run: Run, which: Which
) -> None:
    path = which(works, desk)
    before = works.files()
    changed(works.web.root / path)
    told, said = run("fsck", *HOME, status=1)
    assert told["files"] == [path]
    assert (said["code"], said["facts"]) == ("ledger.published_damaged", {"file": path, "count": 1})
    damaged = works.files()
    told, _ = run("fsck", "--mend", "--dry-run", *HOME)
    assert (told["event"], told["files"]) == ("published_to_mend", [path])
    assert works.files() == damaged
    told, whole = run("fsck", "--mend", *HOME)
    assert (told["event"], told["files"], whole["event"]) == ("published_mended", [path], "whole")
    assert works.files() == before


def test_the_head_is_mended_by_the_one_that_the_store_kept(works: Works, run: Run) -> None:
    before = works.files()
    changed(works.web.root / "checkpoint", len(ORIGIN) + 1)
    told, whole = run("fsck", "--mend", *HOME)
    assert (told["files"], whole["event"]) == (["checkpoint"], "whole")
    assert works.files() == before


@pytest.mark.parametrize("which", [tile, bundle, did_log, evidence])
def test_a_file_that_is_gone_is_missed(works: Works, desk: Desk, run: Run, which: Which) -> None:
    (works.web.root / which(works, desk)).unlink()
    assert run("fsck", *HOME, status=1)[-1]["code"] == "ledger.published_damaged"
    assert run("fsck", "--mend", *HOME)[-1]["event"] == "whole"


def test_a_head_that_is_gone_is_missed_and_mended_by_the_one_that_the_store_kept(
    works: Works, run: Run
) -> None:
    before = works.files()
    (works.web.root / "checkpoint").unlink()
    told, said = run("fsck", *HOME, status=1)
    assert told["files"] == ["checkpoint"]
    assert (said["code"], said["facts"].get("file")) == ("ledger.published_damaged", "checkpoint")
    told, whole = run("fsck", "--mend", *HOME)
    assert (told["files"], whole["event"]) == (["checkpoint"], "whole")
    assert works.files() == before


def test_a_line_too_many_in_a_log_is_damage(works: Works, desk: Desk, run: Run) -> None:
    with (works.web.root / did_log(works, desk)).open("ab") as file:
        file.write(b"{}\n")
    assert run("fsck", *HOME, status=1)[-1]["code"] == "ledger.published_damaged"


@pytest.mark.parametrize("member", ["hour", "size", "files"])
def test_a_list_of_evidence_that_would_have_some_left_out_is_damage(
    works: Works, run: Run, member: str
) -> None:
    path = works.web.root / EVIDENCE_INDEX
    index = json.loads(path.read_bytes())
    changes = {"hour": index["hour"] + 9, "size": 99, "files": []}
    path.write_text(json.dumps(index | {member: changes[member]}))
    assert run("fsck", *HOME, status=1)[0]["files"] == [EVIDENCE_INDEX]


def test_evidence_of_another_is_damage(works: Works, desk: Desk, run: Run) -> None:
    """However genuine: a desk that asks for the one would be shown the other."""
    from livret_ledger.service.mending import Readers

    readers = Readers(works.chain.roots)
    raw = (works.web.root / evidence(works, desk)).read_bytes()
    assert readers.shows(raw, str(desk.metz.did))
    assert not readers.shows(raw, str(desk.scene.towns[0].did))


def test_twin_what_was_written_beyond_the_head_is_no_damage(works: Works, run: Run) -> None:
    """A publication that nobody confirmed leaves its files."""
    with works.writing() as sequencer:
        sequencer.submit(works.schemas(1, first=9)[0])
    with closing(SqliteStore.open(works.path, read_only=True)) as store:
        works.web.write_tree(store, store.frontier.size)
    assert run("fsck", *HOME)[-1]["event"] == "whole"


def test_nothing_is_mended_while_it_is_written(works: Works, run: Run) -> None:
    with works.writing():
        assert run("fsck", "--mend", *HOME, status=3)[-1]["code"] == "ledger.busy"


def test_a_head_whose_size_was_changed_has_no_file_left_out_at_the_next_start(
    works: Works,
) -> None:
    path = works.web.root / "checkpoint"
    origin, size, *rest = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([origin, b"%d" % (int(size) + 2), *rest]))
    with works.running() as (sequencer, publisher):
        sequencer.submit(works.schemas(1, first=7)[0])
        assert publisher.publish().has_quorum
    assert f"tile/entries/000.p/{size_of(works)}" in works.files()


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_it_is_said_in_words(
    works: Works, desk: Desk, run: Run, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    path = did_log(works, desk)
    changed(works.web.root / path)
    assert main(["ledger", "fsck", *HOME, "--lang", language]) == 1
    said = capsys.readouterr()
    assert path in said.out
    assert "fsck --mend" in " ".join(said.err.split())
    assert main(["ledger", "fsck", "--mend", *HOME, "--lang", language]) == 0
    assert path in capsys.readouterr().out
