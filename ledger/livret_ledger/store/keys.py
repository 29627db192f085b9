"""The private keys of a ledger and of its founders, each sealed in a file of its own."""

import os
from pathlib import Path
from typing import Final

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.keys import Ed25519Signer
from livret_core.sealing import MODERATE, NONCE_BYTES, SALT_BYTES, KdfParameters, SealedFile
from livret_edge.files import FILE, HOME, read_file, write_new
from livret_edge.homes import damaged

LOG_KEY: Final = "livret ledger log key"
OPERATION_KEY: Final = "livret ledger operation key"

_KEY_BYTES: Final = 64 << 10


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
        MalformedInput: ``home.malformed``.
        Unavailable: *code*, ``vault.memory``.
    """
    sealed = check_sealed(path, code=code)
    with damaged(path):
        content = sealed.unseal(passphrase, purpose=purpose)
        match json_encoding.parse_object(content):
            case {"key": str(seed)}:
                return Ed25519Signer.from_seed(base64url.decode(seed))
    raise MalformedInput("home.malformed", path.name, file=str(path))


def check_sealed(path: Path, *, code: str = FILE) -> SealedFile:
    """Check that a file is one that :func:`write_key` may have written, without opening it.

    Raises:
        MalformedInput: ``home.malformed``. Unavailable: *code*.
    """
    raw = read_file(path, _KEY_BYTES, code=code)
    with damaged(path):
        return SealedFile.parse(raw)


def new_key() -> Ed25519Signer:
    """Make a key by chance."""
    return Ed25519Signer.from_seed(os.urandom(32))
