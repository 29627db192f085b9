"""Where a town hall keeps what is its own: one folder, private but for ``public/``.

town-hall.json   who it is; nothing secret
keys.sealed      signing and update keys, under the passphrase
issuer.db        hand-overs, slots, audit log; or
database.url     the address of the server that has them
public/          what it publishes, laid out as the web will see it
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, final

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256Signer
from livret_core.mirror_path import mirror_path
from livret_core.sealing import MODERATE, NONCE_BYTES, SALT_BYTES, KdfParameters, SealedFile
from livret_edge.database_addresses import ADDRESS_BYTES, read_address
from livret_edge.files import (
    HOME,
    make_folder,
    read_file,
    remove_stale,
    told,
    write_file,
    write_new,
)
from livret_edge.homes import damaged
from livret_edge.new_homes import check_home, make_home, making_home, write_beside
from livret_issuer.identity import TownHall
from livret_issuer.store.database import Store

#: What the file of the keys is sealed for.
KEYS_PURPOSE: Final = "livret issuer keys"

_HALL_MAX_BYTES: Final = 64 << 10
_KEYS_MAX_BYTES: Final = 64 << 10
_MARK: Final = "town-hall.json"
_DATABASE: Final = "database.url"
_RECOVERY_PURPOSE: Final = "livret recovery key"
_FOUNDER_PURPOSE: Final = "livret ledger operation key"


@final
@dataclass(frozen=True, slots=True)
class IssuerKeys:
    """The private keys of a town hall. The ``repr`` of each shows nothing.

    Attributes:
        credentials: sign credentials and status lists, by the name each has in the DID
            document; one that was ever used stays, since a name is used once.
        operations: sign what goes on the public ledger, likewise.
        updates: sign entries of the DID log; which of them is next, the log says.
        audit: 32 bytes, vouches for the end of the audit log.
    """

    credentials: Mapping[str, P256Signer]
    operations: Mapping[str, Ed25519Signer]
    updates: tuple[Ed25519Signer, ...]
    audit: bytes = field(repr=False)


@final
@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one town hall."""

    root: Path

    @classmethod
    def create(cls, root: Path) -> Self:
        """Make an empty home.

        Raises:
            Refused: ``home.exists`` when the folder holds something.
            Unavailable: ``home.unavailable``.
        """
        make_home(root)
        return cls(root)

    @classmethod
    @contextmanager
    def making(cls, root: Path) -> Iterator[Self]:
        """Make an empty home; what it is filled with goes again if that cannot be ended.

        Raises:
            Refused: ``home.exists``. Unavailable: ``home.unavailable``.
        """
        with making_home(root):
            yield cls(root)

    @classmethod
    def open(cls, root: Path) -> Self:
        """Open a home that :meth:`create` made.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        check_home(root, _MARK)
        return cls(root)

    @property
    def public(self) -> Path:
        """What may be copied to a web server, or to a desk without network."""
        return self.root / "public"

    def read_hall(self) -> TownHall:
        """Read who this is.

        Raises:
            MalformedInput: ``home.malformed``. Unavailable: ``home.unavailable``.
        """
        path = self.root / _MARK
        raw = read_file(path, _HALL_MAX_BYTES, code=HOME)
        with damaged(path):
            return TownHall.parse(raw)

    def write_hall(self, hall: TownHall) -> None:
        """Keep who this is."""
        write_new(self.root / _MARK, hall.format(), mode=0o644)

    def store(self, tenant: str, *, audit_key: bytes, create: bool = False) -> Store:
        """Open the store: on a server where :meth:`keep_database` named one, here otherwise.

        Raises:
            As :meth:`Store.open` and :meth:`Store.on_server`.
        """
        file = self.root / _DATABASE
        if file.exists():
            raw = read_file(file, ADDRESS_BYTES, code=HOME)
            with damaged(file):
                address = read_address(raw, "--database-file")
            return Store.on_server(address, tenant=tenant, audit_key=audit_key, create=create)
        return Store.open(
            self.root / "issuer.db", tenant=tenant, audit_key=audit_key, create=create
        )

    def keep_database(self, address: str) -> None:
        """Keep the address of the server that has the records; nobody else reads the file."""
        write_new(self.root / _DATABASE, f"{address}\n".encode(), mode=0o600)

    def write_keys(
        self, keys: IssuerKeys, passphrase: bytes, *, kdf: KdfParameters = MODERATE
    ) -> None:
        """Seal the keys under a passphrase."""
        content = _format_keys(keys)
        _write_sealed(self.sealed, content, passphrase, KEYS_PURPOSE, kdf)

    def read_keys(self, passphrase: bytes) -> IssuerKeys:
        """Open the keys.

        Raises:
            Refused: ``vault.passphrase``, ``vault.weak_kdf``.
            MalformedInput: ``home.malformed``.
            Unavailable: ``home.unavailable``, ``vault.memory``.
        """
        raw = read_file(self.sealed, _KEYS_MAX_BYTES, code=HOME)
        with damaged(self.sealed):
            content = SealedFile.parse(raw).unseal(passphrase, purpose=KEYS_PURPOSE)
        match json_encoding.parse_object(content):
            case {
                "credentials": dict(credentials),
                "operations": dict(operations),
                "updates": list(updates),
                "audit": str(audit),
            }:
                return IssuerKeys(
                    {
                        name: P256Signer.from_scalar(int.from_bytes(_octets(value)))
                        for name, value in credentials.items()
                    },
                    {
                        name: Ed25519Signer.from_seed(_octets(value))
                        for name, value in operations.items()
                    },
                    tuple(Ed25519Signer.from_seed(_octets(value)) for value in updates),
                    base64url.decode(audit),
                )
        raise MalformedInput("home.malformed", "keys.sealed")

    def change_keys(self, keys: IssuerKeys, passphrase: bytes) -> None:
        """Seal other keys, as costly to guess as before.

        Args:
            keys: those there were, and new ones.
            passphrase: the one that :meth:`read_keys` opened them with.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        sealed = _seal(_format_keys(keys), passphrase, KEYS_PURPOSE, self.kdf)
        replace(self.sealed, sealed)

    @property
    def kdf(self) -> KdfParameters:
        """What guessing its passphrase costs.

        Raises:
            MalformedInput: ``vault.malformed``. Unavailable: ``home.unavailable``.
        """
        return SealedFile.parse(read_file(self.sealed, _KEYS_MAX_BYTES, code=HOME)).kdf

    @property
    def sealed(self) -> Path:
        """The file of its keys."""
        return self.root / "keys.sealed"

    def change_hall(self, hall: TownHall) -> None:
        """Keep who this is from now on."""
        replace(self.root / _MARK, hall.format(), mode=0o644)

    def read_public(self, uri: HttpsUri, max_bytes: int) -> bytes:
        """Read what was published at *uri*.

        Raises:
            Unavailable: ``home.unavailable``. MalformedInput: ``input.too_large``.
        """
        return read_file(self.place_of(uri), max_bytes, code=HOME)

    def place_of(self, uri: HttpsUri) -> Path:
        """Say where what is published at *uri* lies."""
        return self.public / mirror_path(uri)

    def publish(self, uri: HttpsUri, content: bytes) -> Path:
        """Put a file where *uri* will be served from, whole or not at all.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        target = self.public / mirror_path(uri)
        make_folder(target.parent, mode=0o755, code=HOME)
        remove_stale(target.parent, target.name)
        replace(target, content, mode=0o644)
        return target

    def take_down(self, uri: HttpsUri) -> None:
        """Let nothing be served from *uri*.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        place = self.place_of(uri)
        with told(place, HOME):
            place.unlink(missing_ok=True)


def _format_keys(keys: IssuerKeys) -> bytes:
    return json_encoding.format(
        {
            "credentials": {
                name: base64url.encode(key.scalar_bytes) for name, key in keys.credentials.items()
            },
            "operations": {
                name: base64url.encode(key.seed) for name, key in keys.operations.items()
            },
            "updates": [base64url.encode(key.seed) for key in keys.updates],
            "audit": base64url.encode(keys.audit),
        }
    )


def _octets(value: JsonValue) -> bytes:
    if not isinstance(value, str):
        raise MalformedInput("home.malformed", "keys.sealed")
    return base64url.decode(value)


def read_recovery_key(path: Path, passphrase: bytes) -> Ed25519Signer:
    """Open a recovery key.

    Raises:
        Refused: ``vault.passphrase``, ``vault.weak_kdf``.
        MalformedInput: ``home.malformed``. Unavailable: ``file.unavailable``.
    """
    raw = read_file(path, _KEYS_MAX_BYTES)
    with damaged(path):
        content = SealedFile.parse(raw).unseal(passphrase, purpose=_RECOVERY_PURPOSE)
        match json_encoding.parse_object(content):
            case {"recovery": str(seed), **rest} if not rest:
                return Ed25519Signer.from_seed(base64url.decode(seed))
    raise MalformedInput("home.malformed", "a recovery key", file=str(path))


def read_founder_key(path: Path, passphrase: bytes) -> Ed25519Signer:
    """Open the key that `livret ledger genesis key` made; errors as :func:`read_recovery_key`.

    A founder vouches for its own first DID with it, and then it ends.
    """
    raw = read_file(path, _KEYS_MAX_BYTES)
    with damaged(path):
        content = SealedFile.parse(raw).unseal(passphrase, purpose=_FOUNDER_PURPOSE)
        match json_encoding.parse_object(content):
            case {"key": str(seed), **rest} if not rest:
                return Ed25519Signer.from_seed(base64url.decode(seed))
    raise MalformedInput("home.malformed", "a founder's key", file=str(path))


def write_recovery_key(
    home: Home,
    path: Path,
    key: Ed25519Signer,
    passphrase: bytes,
    *,
    kdf: KdfParameters | None = None,
) -> None:
    """Seal a recovery key into a file that is to be kept away from this machine.

    Args:
        home: whose key it is; while that is being made, the file goes with it.
        path: of the file.
        key: the key.
        passphrase: that will open it.
        kdf: what guessing that costs; None for what it costs to guess that of the home.

    Raises:
        MalformedInput: ``usage.file_exists``. Unavailable: ``home.unavailable``.
    """
    make_folder(path.parent, code=HOME)
    content = json_encoding.format({"recovery": base64url.encode(key.seed)})
    sealed = _seal(content, passphrase, _RECOVERY_PURPOSE, kdf or home.kdf)
    write_beside(home.root, path, sealed, "--recovery-to")


def _write_sealed(
    path: Path, content: bytes, passphrase: bytes, purpose: str, kdf: KdfParameters
) -> None:
    write_new(path, _seal(content, passphrase, purpose, kdf), mode=0o600)


def _seal(content: bytes, passphrase: bytes, purpose: str, kdf: KdfParameters) -> bytes:
    return SealedFile.seal(
        content,
        passphrase,
        purpose=purpose,
        salt=os.urandom(SALT_BYTES),
        nonce=os.urandom(NONCE_BYTES),
        kdf=kdf,
    ).format()


def replace(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file in place of what was there, whole or not at all.

    Raises:
        Unavailable: ``home.unavailable``.
    """
    write_file(path, content, mode=mode, code=HOME)
