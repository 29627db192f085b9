"""Where a ledger keeps what is its own: one folder, private but for ``public/``.

ledger.json    which ledger it is, and on which server, if on one; nothing secret
log.sealed     the key that signs checkpoints, under the passphrase
log-before.sealed  the one that signed before, if there was one
ledger.db      entries, tree, state; none for a ledger on a server
trust/         the trust roots, one file a version
public/        what it publishes, as the web will see it
halted.json    why nothing is written here any more, while nothing is
serving.lock   held by the one who serves it
missing.json   which witnesses and auditors did not confirm when it was served last, if any
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.keys import Ed25519Signer
from livret_core.ledger.trust_chain import TrustChain, walk
from livret_core.ledger.trust_root import TrustRoot
from livret_core.sealing import MODERATE, KdfParameters
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_edge.files import HOME, make_folder, read_file, told, write_file, write_new
from livret_edge.homes import damaged
from livret_edge.new_homes import check_home, making_home
from livret_ledger.attendance import Attendance
from livret_ledger.publishing import CHECKPOINT
from livret_ledger.starting import HALTS
from livret_ledger.store import Store
from livret_ledger.store.holding import held_alone
from livret_ledger.store.keys import LOG_KEY, read_key, write_key
from livret_ledger.store.server import check_address, server
from livret_ledger.store.sqlite import SqliteStore

_MARK: Final = "ledger.json"
_KEY: Final = "log.sealed"
_KEY_BEFORE: Final = "log-before.sealed"
_STORE: Final = "ledger.db"
_HALTED: Final = "halted.json"
_MISSING: Final = "missing.json"
_SERVING: Final = "serving.lock"
_MARK_BYTES: Final = 16 << 10
_KEY_BYTES: Final = 64 << 10
_VERSIONS: Final = 1_000


@final
@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one ledger.

    Attributes:
        root: the folder.
        origin: the ledger's name.
        address: of the PostgreSQL server that keeps it, without a password; None for a
            ledger in a file of this home.
    """

    root: Path
    origin: str
    address: str | None = None

    @classmethod
    def create(
        cls,
        root: Path,
        origin: str,
        key: Ed25519Signer,
        passphrase: bytes,
        *,
        address: str | None = None,
        kdf: KdfParameters = MODERATE,
    ) -> Self:
        """Make a home with its log key; the ledger itself begins with :meth:`begin`.

        Raises:
            Refused: ``home.exists``. Unavailable: ``home.unavailable``, ``store.no_driver``.
            MalformedInput: ``key.malformed`` for an origin that no key can be named;
                ``usage.store``, ``usage.store_secret``.
        """
        VerifierKey.of(origin, SignatureType.ED25519, key)
        if address is not None:
            check_address(address)
        with making_home(root):
            return cls.furnish(root, origin, key, passphrase, address=address, kdf=kdf)

    @classmethod
    def furnish(
        cls,
        root: Path,
        origin: str,
        key: Ed25519Signer,
        passphrase: bytes,
        *,
        address: str | None = None,
        kdf: KdfParameters = MODERATE,
    ) -> Self:
        """Put a log key and the mark into an empty folder that is being made a home.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        mark: JsonObject = {"version": 1, "origin": origin}
        if address is not None:
            mark["store"] = address
        write_key(root / _KEY, key, passphrase, purpose=LOG_KEY, kdf=kdf)
        write_new(root / _MARK, json_encoding.format(mark), mode=0o644)
        return cls(root, origin, address)

    @staticmethod
    def is_one(root: Path) -> bool:
        """Say whether a ledger lives there."""
        return (root / _MARK).is_file()

    @classmethod
    def open(cls, root: Path) -> Self:
        """Open a home that :meth:`create` made.

        Raises:
            Unavailable: ``home.unavailable``. MalformedInput: ``home.malformed``.
        """
        check_home(root, _MARK)
        raw = read_file(root / _MARK, _MARK_BYTES, code=HOME)
        with damaged(root / _MARK):
            match json_encoding.parse_object(raw):
                case {"version": 1, "origin": str(origin), **rest} if not rest:
                    return cls(root, origin)
                case {
                    "version": 1,
                    "origin": str(origin),
                    "store": str(address),
                    **rest,
                } if not rest:
                    return cls(root, origin, address)
        raise MalformedInput("home.malformed", _MARK, file=str(root / _MARK))

    @property
    def public(self) -> Path:
        """What any web server may serve."""
        return self.root / "public"

    @property
    def sealed(self) -> Path:
        """The file of the key that signs checkpoints; it is sealed for :data:`LOG_KEY`."""
        return self.root / _KEY

    def read_key(self, passphrase: bytes) -> Ed25519Signer:
        """Open the log key.

        Raises:
            As :func:`read_key`.
        """
        return read_key(self.sealed, passphrase, purpose=LOG_KEY)

    def take_up_key(self, sealed: bytes) -> None:
        """Sign with another key from the next start on; what was there is kept beside it.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        before = read_file(self.sealed, _KEY_BYTES, code=HOME)
        if before != sealed:
            write_file(self.root / _KEY_BEFORE, before, mode=0o600, code=HOME)
            write_file(self.sealed, sealed, mode=0o600, code=HOME)

    def has_begun(self) -> bool:
        """Say whether the ledger has its genesis.

        Raises:
            Unavailable: ``ledger.store_lost`` where something was published and no store is
                there: begun anew, it would be another history. ``store.unavailable``,
                ``store.no_driver``.
        """
        if not self._has_store():
            if (self.public / CHECKPOINT).exists():
                raise Unavailable("ledger.store_lost")
            return False
        with closing(self.store(read_only=True)) as store:
            return store.frontier.size > 0

    def begin(self, first: TrustRoot) -> Store:
        """Make an empty store, beside the first trust root.

        A run that ended before the genesis was written is taken up where it was.

        Raises:
            Refused: ``home.exists``. Unavailable: ``home.unavailable``, ``store.unavailable``,
                ``store.no_driver``.
        """
        if self.has_begun():
            raise Refused("home.exists", "this ledger has begun")
        return self.take_up(first)

    def take_up(self, first: TrustRoot) -> Store:
        """Open a store, beside the first trust root; an empty one where there was none.

        Raises:
            Unavailable: ``home.unavailable``, ``store.unavailable``, ``store.no_driver``.
        """
        self.keep_trust([first])
        if self._has_store():
            return self.store()
        if self.address is None:
            return SqliteStore.create(self.root / _STORE, self.origin)
        return server().create(self.address, self.origin)

    def keep_trust(self, roots: Iterable[TrustRoot]) -> None:
        """Keep trust roots, those that are kept already as well.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        make_folder(self.root / "trust", mode=0o755, code=HOME)
        for root in roots:
            path = self.root / "trust" / f"{root.version}.json"
            write_file(path, root.raw, mode=0o644, code=HOME)

    def store(self, *, read_only: bool = False) -> Store:
        """Open the store.

        Raises:
            Unavailable: ``store.unavailable``, ``store.no_driver``.
            Refused: ``ledger.damaged``; ``ledger.other_store`` for that of another ledger.
        """
        if self.address is None:
            store = SqliteStore.open(self.root / _STORE, read_only=read_only)
            if store.origin != self.origin:
                store.close()
                raise Refused("ledger.other_store", "the store of another ledger")
            return store
        return server().open(self.address, self.origin, read_only=read_only)

    def check_file(self) -> None:
        """Check that the store's file, where it is one, is whole enough to be opened.

        Raises:
            Refused: ``ledger.damaged``.
        """
        if self.address is None and SqliteStore.is_damaged(self.root / _STORE):
            raise Refused("ledger.damaged", "the database's own structure", what="database")

    def _has_store(self) -> bool:
        if self.address is None:
            return (self.root / _STORE).exists()
        return server().exists(self.address, self.origin)

    def trust_roots(self) -> tuple[TrustRoot, ...]:
        """Read the trust roots, oldest first.

        Raises:
            Unavailable: ``home.unavailable`` without any. Otherwise as :meth:`TrustRoot.parse`.
        """
        found: list[TrustRoot] = []
        while len(found) < _VERSIONS:
            path = self.root / "trust" / f"{len(found) + 1}.json"
            if found and not path.exists():
                break
            found.append(TrustRoot.parse(read_file(path, limits.TRUST_ROOT_BYTES, code=HOME)))
        return tuple(found)

    def check_next(self, root: TrustRoot) -> None:
        """Check that a trust root is the version that follows those of this home.

        Raises:
            Refused: ``home.exists`` for one that is kept already. Else as :meth:`trust_roots` and
                :func:`walk`.
        """
        walk((*self.trust_roots(), root))
        if (self.root / "trust" / f"{root.version}.json").exists():
            raise Refused("home.exists", "this version is kept")

    def add_trust_root(self, root: TrustRoot) -> None:
        """Keep the next version beside the others; the ledger goes by it when it starts again.

        Raises:
            Refused: ``home.exists``, and as :func:`walk`.
            Unavailable: ``home.unavailable``.
        """
        self.check_next(root)
        write_new(self.root / "trust" / f"{root.version}.json", root.raw, mode=0o644)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Be the one who serves this folder, and so who says in it how the ledger stands.

        Raises:
            Unavailable: ``ledger.busy`` while another is; ``home.unavailable``.
        """
        with held_alone(self.root / _SERVING, "ledger.busy"):
            yield

    def keep_halt(self, reason: LivretError | None) -> None:
        """Keep why nothing is written here any more; None: it is written again.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        path = self.root / _HALTED
        if reason is None:
            with told(path, HOME):
                path.unlink(missing_ok=True)
            return
        note: JsonObject = {"version": 1, "code": reason.code, "facts": dict(reason.facts)}
        write_file(path, json_encoding.format(note), mode=0o644, code=HOME)

    def keep_attendance(self, attendance: Attendance) -> None:
        """Keep who does not confirm what is written here.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        path = self.root / _MISSING
        if attendance.is_whole:
            with told(path, HOME):
                path.unlink(missing_ok=True)
            return
        write_file(path, json_encoding.format(attendance.format()), mode=0o644, code=HOME)

    def attendance(self) -> Attendance:
        """Say who did not confirm what is written here, when it was served last.

        Raises:
            Unavailable: ``home.unavailable``. MalformedInput: ``home.malformed``.
        """
        path = self.root / _MISSING
        if not path.exists():
            return Attendance()
        raw = read_file(path, limits.NOTE_BYTES, code=HOME)
        with damaged(path):
            return Attendance.parse(json_encoding.parse_object(raw))

    def halt(self) -> Unavailable | None:
        """Say why nothing is written here any more, when that was so the last time it was served.

        Raises:
            Unavailable: ``home.unavailable``. MalformedInput: ``home.malformed``.
        """
        path = self.root / _HALTED
        if not path.exists():
            return None
        raw = read_file(path, _MARK_BYTES, code=HOME)
        with damaged(path):
            match json_encoding.parse_object(raw):
                case {"version": 1, "code": str(code), "facts": dict(facts)} if code in HALTS:
                    said = {
                        str(name): value
                        for name, value in facts.items()
                        if isinstance(value, str | int)
                    }
                    return Unavailable(code, **said)
        raise MalformedInput("home.malformed", _HALTED, file=str(path))

    def trust_chain(self) -> TrustChain:
        """Walk the trust roots of this home, which its operator believes.

        Raises:
            As :meth:`trust_roots` and :func:`walk`.
        """
        return walk(self.trust_roots())


def check_begun(home: Home) -> None:
    """Check that a ledger has its genesis.

    Raises:
        Unavailable: ``ledger.no_genesis``.
    """
    if not home.has_begun():
        raise Unavailable("ledger.no_genesis")
