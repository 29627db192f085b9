"""Where a mirror keeps its copy: one folder, private but for ``public/``.

mirror.json    which ledger it is of, and where that is read; nothing secret
ledger.db      entries, tree, state: replayed here
memory.db      what is being worked towards, and fraud that was shown
fraud/         the same fraud, one file each, for anybody to check
trust/         the trust roots, one file a version
public/        the copy, for any web server
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused
from livret_core.ledger.trust_chain import TrustChain, walk
from livret_core.ledger.trust_root import TrustRoot
from livret_edge.files import HOME, make_folder, read_file, write_file
from livret_edge.homes import damaged
from livret_edge.new_homes import check_home, making_home
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.store.memory import INSTANCE_BYTES, StoredFraud, WitnessStore

_MARK: Final = "mirror.json"
_STORE: Final = "ledger.db"
_MEMORY: Final = "memory.db"
_MARK_BYTES: Final = 16 << 10
_READABLE: Final = 0o644


@final
@dataclass(frozen=True, slots=True)
class MirrorHome:
    """The folder of one mirror.

    Attributes:
        root: the folder.
        origin: the ledger's name.
        source: where it is read: a folder or an https address.
    """

    root: Path
    origin: str
    source: str

    @classmethod
    def create(cls, root: Path, chain: TrustChain, source: str) -> Self:
        """Make a home for a copy of the ledger that *chain* is about.

        Raises:
            Refused: ``home.exists``.
            Unavailable: ``home.unavailable``, ``store.unavailable``.
        """
        origin = chain.newest.origin
        made = cls(root, origin, source)
        with making_home(root):
            SqliteStore.create(root / _STORE, origin).close()
            WitnessStore.create(root / _MEMORY, os.urandom(INSTANCE_BYTES)).close()
            made.keep_trust(chain.roots)
            # Last: what a run left that was cut short is no home.
            mark = json_encoding.format({"v": 1, "origin": origin, "source": source})
            write_file(root / _MARK, mark, mode=_READABLE, code=HOME)
        return made

    @classmethod
    def is_made(cls, root: Path) -> bool:
        """Say whether there is one."""
        return (root / _MARK).is_file()

    @classmethod
    def check_free(cls, root: Path) -> None:
        """Check that no copy lies there whose mark is gone.

        Raises:
            Refused: ``mirror.lost``.
        """
        if (root / _STORE).exists() and (root / _MEMORY).exists() and not cls.is_made(root):
            raise Refused("mirror.lost", file=_MARK)

    @classmethod
    def open(cls, root: Path) -> Self:
        """Open a home that :meth:`create` made.

        Raises:
            Refused: ``mirror.lost`` where a part of it is gone.
            Unavailable: ``home.unavailable``. MalformedInput: ``home.malformed``.
        """
        check_home(root, _MARK)
        for name in (_STORE, _MEMORY, "trust/1.json"):
            if not (root / name).exists():
                # It has no key: nobody is to have a sound member's replaced for it.
                raise Refused("mirror.lost", file=name)
        raw = read_file(root / _MARK, _MARK_BYTES, code=HOME)
        with damaged(root / _MARK):
            match json_encoding.parse_object(raw):
                case {"v": 1, "origin": str(origin), "source": str(source), **rest} if not rest:
                    return cls(root, origin, source)
        raise MalformedInput("home.malformed", _MARK, file=str(root / _MARK))

    @property
    def public(self) -> Path:
        """What any web server may serve."""
        return self.root / "public"

    def store(self, *, read_only: bool = False) -> SqliteStore:
        """Open the copy.

        Raises:
            Unavailable: ``store.unavailable``. Refused: ``ledger.damaged``.
        """
        return SqliteStore.open(self.root / _STORE, read_only=read_only)

    def check_file(self) -> None:
        """Check that the copy's file is whole enough to be opened.

        Raises:
            Refused: ``ledger.damaged``.
        """
        if SqliteStore.is_damaged(self.root / _STORE):
            raise Refused("ledger.damaged", "the database's own structure", what="database")

    def memory(self) -> WitnessStore:
        """Open what is remembered beside it.

        Raises:
            Refused: ``mirror.lost`` for the memory of another. Unavailable: ``store.unavailable``.
        """
        try:
            return WitnessStore.open(self.root / _MEMORY)
        except Refused as error:
            raise Refused("mirror.lost", error.detail, file=_MEMORY) from None

    def trust_roots(self) -> tuple[TrustRoot, ...]:
        """Read the trust roots that the operator handed over, and those walked on to since.

        Raises:
            Unavailable: ``home.unavailable``. MalformedInput: ``home.malformed``.
        """
        roots: list[TrustRoot] = []
        while not roots or self._trust(len(roots) + 1).exists():
            path = self._trust(len(roots) + 1)
            raw = read_file(path, limits.TRUST_ROOT_BYTES, code=HOME)
            with damaged(path):
                roots.append(TrustRoot.parse(raw))
        return tuple(roots)

    def trust_chain(self) -> TrustChain:
        """Walk the trust roots of this home.

        Raises:
            As :meth:`trust_roots` and :func:`walk`.
        """
        return walk(self.trust_roots())

    def keep_trust(self, roots: Iterable[TrustRoot]) -> None:
        """Keep trust roots, those that are kept already as well.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        make_folder(self.root / "trust", mode=0o755, code=HOME)
        for root in roots:
            write_file(self._trust(root.version), root.raw, mode=_READABLE, code=HOME)

    def write_frauds(self, frauds: Iterable[StoredFraud]) -> tuple[Path, ...]:
        """Write fraud files that are not there yet, and say where all of them are.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        folder, there = self.root / "fraud", []
        for each in frauds:
            path = folder / (each.subject.replace("/", "-") + ".json")
            if not path.exists():
                make_folder(folder, mode=0o755, code=HOME)
                write_file(path, each.file, mode=_READABLE, code=HOME)
            there.append(path)
        return tuple(there)

    def _trust(self, version: int) -> Path:
        return self.root / "trust" / f"{version}.json"
