"""Where a ledger keeps what is its own: one folder, private but for ``public/``.

ledger.json    which ledger it is; nothing secret
log.sealed     the key that signs checkpoints, under the passphrase
ledger.db      entries, tree, state
trust/         the trust roots, one file a version
public/        what it publishes, as the web will see it
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Unavailable
from livret_core.keys import Ed25519Signer
from livret_core.ledger.trust_root import TrustChain, TrustRoot, begin
from livret_core.sealing import MODERATE, NONCE_BYTES, SALT_BYTES, KdfParameters, SealedFile
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_edge.files import (
    HOME,
    check_home,
    make_folder,
    making_home,
    read_file,
    write_file,
    write_new,
)
from livret_ledger.store.sqlite import SqliteStore

LOG_KEY: Final = "livret ledger log key"
OPERATION_KEY: Final = "livret ledger operation key"

_MARK: Final = "ledger.json"
_KEY: Final = "log.sealed"
_STORE: Final = "ledger.db"
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
    """

    root: Path
    origin: str

    @classmethod
    def create(
        cls,
        root: Path,
        origin: str,
        key: Ed25519Signer,
        passphrase: bytes,
        *,
        kdf: KdfParameters = MODERATE,
    ) -> Self:
        """Make a home with its log key; the ledger itself begins with :meth:`begin`.

        Raises:
            Refused: ``home.exists``. Unavailable: ``home.unavailable``.
            MalformedInput: ``key.malformed`` for an origin that no key can be named.
        """
        VerifierKey.of(origin, SignatureType.ED25519, key)
        with making_home(root):
            return cls.furnish(root, origin, key, passphrase, kdf=kdf)

    @classmethod
    def furnish(
        cls,
        root: Path,
        origin: str,
        key: Ed25519Signer,
        passphrase: bytes,
        *,
        kdf: KdfParameters = MODERATE,
    ) -> Self:
        """Put a log key and the mark into an empty folder that is being made a home.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        write_key(root / _KEY, key, passphrase, purpose=LOG_KEY, kdf=kdf)
        mark = json_encoding.format({"version": 1, "origin": origin})
        write_new(root / _MARK, mark, mode=0o644)
        return cls(root, origin)

    @classmethod
    def open(cls, root: Path) -> Self:
        """Open a home that :meth:`create` made.

        Raises:
            Unavailable: ``home.unavailable``. MalformedInput: ``home.malformed``.
        """
        check_home(root, _MARK)
        raw = read_file(root / _MARK, _MARK_BYTES, code=HOME)
        match json_encoding.parse_object(raw):
            case {"version": 1, "origin": str(origin), **rest} if not rest:
                return cls(root, origin)
        raise MalformedInput("home.malformed", _MARK)

    @property
    def public(self) -> Path:
        """What any web server may serve."""
        return self.root / "public"

    def read_key(self, passphrase: bytes) -> Ed25519Signer:
        """Open the log key.

        Raises:
            As :func:`read_key`.
        """
        return read_key(self.root / _KEY, passphrase, purpose=LOG_KEY)

    def has_begun(self) -> bool:
        """Say whether the ledger has its genesis."""
        return (self.root / _STORE).exists()

    def begin(self, first: TrustRoot) -> SqliteStore:
        """Make an empty store, beside the first trust root.

        Raises:
            Refused: ``home.exists``. Unavailable: ``home.unavailable``, ``store.unavailable``.
        """
        folder = self.root / "trust"
        make_folder(folder, mode=0o755, code=HOME)
        store = SqliteStore.create(self.root / _STORE, self.origin)
        write_new(folder / "1.json", first.raw, mode=0o644)
        return store

    def keep_trust(self, roots: Iterable[TrustRoot]) -> None:
        """Keep trust roots, those that are kept already as well.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        make_folder(self.root / "trust", mode=0o755, code=HOME)
        for root in roots:
            path = self.root / "trust" / f"{root.version}.json"
            write_file(path, root.raw, mode=0o644, code=HOME)

    def store(self, *, read_only: bool = False) -> SqliteStore:
        """Open the store.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        return SqliteStore.open(self.root / _STORE, read_only=read_only)

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

    def trust_chain(self, *, now_s: int) -> TrustChain:
        """Walk the trust roots of this home, which its operator believes.

        Raises:
            As :meth:`trust_roots`, :func:`begin` and :meth:`TrustChain.extend`.
        """
        roots = self.trust_roots()
        return begin(roots[0]).extend(roots[1:], now_s=now_s)


def write_key(
    path: Path,
    key: Ed25519Signer,
    passphrase: bytes,
    *,
    purpose: str,
    kdf: KdfParameters = MODERATE,
) -> None:
    """Seal a key under a passphrase into a new file.

    Raises:
        Refused: ``home.exists``. Unavailable: ``home.unavailable``.
    """
    sealed = SealedFile.seal(
        json_encoding.format({"key": base64url.encode(key.seed)}),
        passphrase,
        purpose=purpose,
        salt=os.urandom(SALT_BYTES),
        nonce=os.urandom(NONCE_BYTES),
        kdf=kdf,
    )
    write_new(path, sealed.format(), mode=0o600)


def read_key(path: Path, passphrase: bytes, *, purpose: str, code: str = HOME) -> Ed25519Signer:
    """Open a key that :func:`write_key` sealed.

    Raises:
        Refused: ``vault.passphrase``, ``vault.weak_kdf``.
        MalformedInput: ``vault.malformed``, ``home.malformed``.
        Unavailable: *code*, ``vault.memory``.
    """
    sealed = SealedFile.parse(read_file(path, _KEY_BYTES, code=code))
    match json_encoding.parse_object(sealed.unseal(passphrase, purpose=purpose)):
        case {"key": str(seed)}:
            return Ed25519Signer.from_seed(base64url.decode(seed))
    raise MalformedInput("home.malformed", path.name)


def new_key() -> Ed25519Signer:
    """Make a key by chance."""
    return Ed25519Signer.from_seed(os.urandom(32))


def check_begun(home: Home) -> None:
    """Check that a ledger has its genesis.

    Raises:
        Unavailable: ``ledger.no_genesis``.
    """
    if not home.has_begun():
        raise Unavailable("ledger.no_genesis")
