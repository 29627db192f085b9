"""A ledger that is stopped once, at a chosen point of a working day, and what must be true then.

    base = Base(tmp_path)                      # founded, published once
    life = base.life("power", 17)              # a process of its own; it ends there
    life.check()                               # mended by a second start; the oracle

The oracle is not the store: it is what clients were told, what was signed and what the
witnesses hold, noted outside the process that dies, as on other machines.
"""

import base64
import json
import os
import shutil
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from livret_core.errors import LivretError, Unavailable
from livret_core.keys.algorithm import ED25519
from livret_core.ledger import evidence as bundles
from livret_core.ledger.head import verify
from livret_core.tlog.checkpoint import Checkpoint
from livret_core.tlog.witness import Response
from livret_ledger.batch import Appended, Known
from livret_ledger.checking import check_store
from livret_ledger.publishing import EVIDENCE_INDEX
from livret_ledger.service.evidencing import EvidenceFiles
from livret_ledger.service.paging import Pages
from livret_ledger.service.publisher import Publisher
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store.sqlite import SqliteStore
from tests.faults.points import How, Points
from tests.ledger_scene import ORIGIN, Scene
from tests.ledger_works import Works

_write_now = os.write  # as it is before anybody watches


class Diary:
    """What others know, line by line, whatever becomes of this process."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, *words: object) -> None:
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        _write_now(handle, (" ".join(map(str, words)) + "\n").encode())
        os.close(handle)

    def read(self, kind: str) -> list[list[str]]:
        lines = self._path.read_text().splitlines() if self._path.exists() else []
        return [words[1:] for words in map(str.split, lines) if words[0] == kind]


class SeenSigner:
    """The log's key: what it signs is out in the world."""

    algorithm = ED25519

    def __init__(self, real: Any, diary: Diary) -> None:
        self._real, self._diary = real, diary

    @property
    def public_key(self) -> Any:
        return self._real.public_key

    def sign(self, message: bytes) -> bytes:
        checkpoint = Checkpoint.parse(message.decode())
        self._diary.note("signed", checkpoint.size, checkpoint.root.hex())
        octets: bytes = self._real.sign(message)
        return octets


class SeenWorks(Works):
    """A ledger at work whose witnesses remember on their own machines."""

    diary: Diary
    points: Points | None = None
    beside = False

    def publisher(self, sequencer: Sequencer, reader: Any, pages: Pages | None = None) -> Publisher:
        pages = Pages(self.web, self.chain) if self.beside else pages
        return super().publisher(sequencer, reader, pages)

    def see(self, diary: Diary) -> None:
        self.diary = diary
        self.signer = SeenSigner(self.signer, diary)
        for url, size, root in diary.read("cosigned"):
            self.cosigners[url].known = Checkpoint(ORIGIN, int(size), bytes.fromhex(root))

    def copied(self, folder: Path) -> "SeenWorks":
        """Another machine with a copy of store, files and key, before the same cosigners."""
        shutil.copytree(self.root, folder)
        made = SeenWorks(folder, Scene.founded())
        made.cosigners, made.clock, made.diary = self.cosigners, self.clock, self.diary
        made.signer = self.signer
        return made

    def signed_roots(self) -> dict[int, set[str]]:
        """Every root that the log's key signed, by size."""
        roots: dict[int, set[str]] = {}
        for size, root in self.diary.read("signed"):
            roots.setdefault(int(size), set()).add(root)
        return roots

    def grow(self, count: int, first: int) -> None:
        """Take so many operations and publish them."""
        with self.running() as (sequencer, publisher):
            for leaf in self.schemas(count, first=first):
                assert isinstance(sequencer.submit(leaf), Appended)
            assert publisher.publish().has_quorum

    def post(self, url: str, body: bytes) -> Response:
        if self.points is not None:
            try:
                self.points.reach("send")
            except OSError:
                raise Unavailable("net.unavailable") from None
        answered = super().post(url, body)
        known = self.cosigners[url].known
        if answered.status == 200 and known is not None:
            self.diary.note("cosigned", url, known.size, known.root.hex())
        return answered


class Base:
    """The morning of the day: founded, one head out.

    Args:
        root: an empty folder.
        scene: what it is founded with.
        entries: so many are in the ledger when the day begins; 0 for those of the scene.
        beside: whether what a ledger writes beside its tiles is written too: pages, evidence.
    """

    def __init__(
        self, root: Path, scene: Scene | None = None, *, entries: int = 0, beside: bool = False
    ) -> None:
        self.root = root
        self.scene = scene or Scene.founded()
        self.beside = beside
        self.folder = root / "base"
        self.folder.mkdir(parents=True)
        works = SeenWorks.founded(self.folder, self.scene)
        assert isinstance(works, SeenWorks)
        works.see(Diary(self.folder / "diary"))
        with works.running() as (sequencer, publisher):
            # One more seals them.
            for leaf in works.schemas(entries - 1 - len(self.scene.leaves), first=5):
                assert isinstance(sequencer.submit(leaf), Appended)
            assert publisher.publish().has_quorum
        self.began_s = works.clock.now_s
        self.leaves: Final = works.schemas(4)

    def works(self, folder: Path, later_s: int) -> SeenWorks:
        works = SeenWorks(folder, self.scene)
        works.beside = self.beside
        works.clock.now_s = self.began_s + later_s
        works.see(Diary(folder / "diary"))
        return works

    @cached_property
    def names_once(self) -> list[str]:
        """The same, asked for more than once."""
        return self.names()

    def names(self) -> list[str]:
        """Every point of the day, in order."""
        shutil.rmtree(self.root / "whole", ignore_errors=True)
        life = Life(self, "whole", "kill", None)
        points = Points()
        life.live(points)
        assert life.told == len(self.leaves)
        return points.names

    def life(self, how: How, at: int) -> "Life":
        life = Life(self, f"{how}-{at}", how, at)
        life.run()
        return life


@dataclass
class Life:
    """One day of a copy of the ledger, in a process of its own."""

    base: Base
    name: str
    how: How
    at: int | None
    ended_by: int = 0
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.base.root / self.name
        shutil.copytree(self.base.folder, self.folder)

    @property
    def told(self) -> int:
        """How many operations a client was told are in."""
        return len(Diary(self.folder / "diary").read("told"))

    def run(self) -> None:
        """Live the day in a child; it ends at its point, or goes on after a failure."""
        points = Points(self.at, self.how)
        self.ended_by = in_a_child(lambda: self.live(points))

    def live(self, points: Points) -> None:
        works = self.base.works(self.folder, 10)
        works.points = points
        with points.watched(), works.running() as (sequencer, publisher):
            work(works, sequencer, publisher, self.base.leaves)

    def check(self) -> None:
        """Start once more, later, and hold all against what others know."""
        works = self.base.works(self.folder, 40)
        store = SqliteStore.open(works.path)
        store.check_structure()
        check_store(store)
        self._check_told(store)
        store.close()
        with works.running() as (sequencer, publisher):
            for leaf in self.base.leaves:
                assert isinstance(sequencer.submit(leaf), Appended | Known)
            standing = publisher.publish()
        assert standing.has_quorum
        assert set(standing.answers.values()) == {""}, "a witness holds another history"
        roots: dict[str, set[str]] = {}
        for size, root in works.diary.read("signed"):
            roots.setdefault(size, set()).add(root)
        assert [size for size, signed in roots.items() if len(signed) > 1] == []
        self._check_published(works)

    def _check_told(self, store: SqliteStore) -> None:
        leaves = {entry.index: entry.leaf for entry in store.entries(0, store.frontier.size)}
        for index, leaf in Diary(self.folder / "diary").read("told"):
            assert leaves.get(int(index)) == base64.b64decode(leaf), "lost what was answered"

    def _check_published(self, works: SeenWorks) -> None:
        published = works.web.checkpoint()
        assert published is not None
        verify(published, works.chain)
        store = SqliteStore.open(works.path, read_only=True)
        check_store(store)
        assert published.checkpoint.size == store.frontier.size
        fresh = WebRoot(self.folder / "fresh")
        fresh.write_tree(store, store.frontier.size)
        if works.beside:
            pages = Pages(fresh, works.chain)
            seen = pages.look(store, store.frontier.size, now_s=works.clock.now_s)
            assert seen is not None
            assert pages.write(seen, published)
        store.close()
        files = works.files()
        for path in sorted(fresh.root.rglob("*")):
            if path.is_file():
                name = str(path.relative_to(fresh.root))
                assert files.get(name) == path.read_bytes(), f"{name} was not mended"
        if works.beside:
            write_evidence(works)
            listed = json.loads((works.web.root / EVIDENCE_INDEX).read_bytes())
            assert listed["files"]
            for name in listed["files"]:
                parsed = bundles.Evidence.parse((works.web.root / name).read_bytes())
                bundles.verify(parsed, works.chain)


def work(works: SeenWorks, sequencer: Sequencer, publisher: Publisher, leaves: list[bytes]) -> None:
    """Take operations and publish, twice; what fails is tried again."""
    for part in (leaves[:3], leaves[3:]):
        for leaf in part:
            for _ in range(3):
                outcome = sequencer.submit(leaf)
                if not isinstance(outcome, LivretError):
                    words = base64.b64encode(leaf).decode()
                    works.diary.note("told", outcome.index, words)
                    break
        for _ in range(3):
            try:
                if publisher.publish().has_quorum:
                    break
            except LivretError:
                pass
        if works.beside:
            write_evidence(works)


def write_evidence(works: SeenWorks) -> None:
    """Write the hour's evidence of the head that is out; what fails is tried again."""
    files = EvidenceFiles(works.web)
    for _ in range(3):
        store = SqliteStore.open(works.path, read_only=True)
        try:
            signed = works.web.checkpoint()
            assert signed is not None
            files.write(store, signed, time_s=works.clock.now_s, now_s=works.clock.now_s)
            break
        except LivretError:
            pass
        finally:
            store.close()


def in_a_child(act: Callable[[], None]) -> int:
    """Run *act* in a fork; the signal that ended it, or 0."""
    code = ended(begun(act))
    assert code <= 0, "the child met an error that it was not stopped by"
    return -code


def begun(act: Callable[[], None]) -> int:
    """Begin *act* in a fork; its process id."""
    with warnings.catch_warnings():
        # A pool that was told to end may not have: none of its threads holds a lock.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    status = 1
    try:
        act()
        status = 0
    except BaseException:  # noqa: BLE001  # it must not come back as a second pytest
        traceback.print_exc()
    finally:
        os._exit(status)


def ended(child: int) -> int:
    """Wait for a fork; its status, a signal as a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
