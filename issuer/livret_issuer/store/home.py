"""Where a town hall keeps what is its own: one folder, private but for ``public/``.

town-hall.json   who it is; nothing secret
keys.sealed      signing and update keys, under the passphrase
issuer.db        hand-overs, slots, audit log
public/          what it publishes, laid out as the web will see it
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, final

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256Signer
from livret_core.mirror_path import mirror_path
from livret_core.sealing import MODERATE, NONCE_BYTES, SALT_BYTES, KdfParameters, SealedFile
from livret_edge.files import (
    HOME,
    check_home,
    make_folder,
    make_home,
    read_file,
    write_file,
    write_new,
)
from livret_issuer.identity import TownHall
from livret_issuer.store.database import Store

_KEYS_PURPOSE: Final = "livret issuer keys"
_HALL_MAX_BYTES: Final = 64 << 10
_KEYS_MAX_BYTES: Final = 64 << 10
_MARK: Final = "town-hall.json"
_RECOVERY_PURPOSE: Final = "livret recovery key"


@final
@dataclass(frozen=True, slots=True)
class IssuerKeys:
    """The private keys of a town hall. The ``repr`` of each shows nothing.

    Attributes:
        credential: signs credentials and status lists.
        update: signed the last entry of the DID log; spent with the next.
        next_update: the one the log has committed to.
        audit: 32 bytes, vouches for the end of the audit log.
    """

    credential: P256Signer
    update: Ed25519Signer
    next_update: Ed25519Signer
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
            MalformedInput: as :meth:`TownHall.parse`. Unavailable: ``home.unavailable``.
        """
        path = self.root / _MARK
        return TownHall.parse(read_file(path, _HALL_MAX_BYTES, code=HOME))

    def write_hall(self, hall: TownHall) -> None:
        """Keep who this is."""
        write_new(self.root / _MARK, hall.format(), mode=0o644)

    def store(self, tenant: str, *, audit_key: bytes, create: bool = False) -> Store:
        """Open the store."""
        return Store.open(
            self.root / "issuer.db", tenant=tenant, audit_key=audit_key, create=create
        )

    def write_keys(
        self, keys: IssuerKeys, passphrase: bytes, *, kdf: KdfParameters = MODERATE
    ) -> None:
        """Seal the keys under a passphrase."""
        content = json_encoding.format(
            {
                "credential": base64url.encode(keys.credential.scalar_bytes),
                "update": base64url.encode(keys.update.seed),
                "next_update": base64url.encode(keys.next_update.seed),
                "audit": base64url.encode(keys.audit),
            }
        )
        _write_sealed(self.root / "keys.sealed", content, passphrase, _KEYS_PURPOSE, kdf)

    def read_keys(self, passphrase: bytes) -> IssuerKeys:
        """Open the keys.

        Raises:
            Refused: ``vault.passphrase``, ``vault.weak_kdf``.
            MalformedInput: ``vault.malformed``, ``home.malformed``.
            Unavailable: ``home.unavailable``, ``vault.memory``.
        """
        path = self.root / "keys.sealed"
        sealed = SealedFile.parse(read_file(path, _KEYS_MAX_BYTES, code=HOME))
        match json_encoding.parse_object(sealed.unseal(passphrase, purpose=_KEYS_PURPOSE)):
            case {
                "credential": str(credential),
                "update": str(update),
                "next_update": str(coming),
                "audit": str(audit),
            }:
                return IssuerKeys(
                    P256Signer.from_scalar(int.from_bytes(base64url.decode(credential))),
                    Ed25519Signer.from_seed(base64url.decode(update)),
                    Ed25519Signer.from_seed(base64url.decode(coming)),
                    base64url.decode(audit),
                )
        raise MalformedInput("home.malformed", "keys.sealed")

    def publish(self, uri: HttpsUri, content: bytes) -> Path:
        """Put a file where *uri* will be served from, whole or not at all.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        target = self.public / mirror_path(uri)
        make_folder(target.parent, mode=0o755, code=HOME)
        replace(target, content, mode=0o644)
        return target


def write_recovery_key(
    path: Path, key: Ed25519Signer, passphrase: bytes, *, kdf: KdfParameters = MODERATE
) -> None:
    """Seal a recovery key into a file that is to be kept away from this machine."""
    make_folder(path.parent, code=HOME)
    content = json_encoding.format({"recovery": base64url.encode(key.seed)})
    _write_sealed(path, content, passphrase, _RECOVERY_PURPOSE, kdf)


def _write_sealed(
    path: Path, content: bytes, passphrase: bytes, purpose: str, kdf: KdfParameters
) -> None:
    sealed = SealedFile.seal(
        content,
        passphrase,
        purpose=purpose,
        salt=os.urandom(SALT_BYTES),
        nonce=os.urandom(NONCE_BYTES),
        kdf=kdf,
    )
    write_new(path, sealed.format(), mode=0o600)


def replace(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file in place of what was there, whole or not at all.

    Raises:
        Unavailable: ``home.unavailable``.
    """
    write_file(path, content, mode=mode, code=HOME)
