"""Another passphrase for a sealed file: what is in it stays, and one of the two always opens it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.sealing import NONCE_BYTES, SALT_BYTES, SealedFile
from livret_edge.arguments import Asked
from livret_edge.files import HOME, read_file, write_file
from livret_edge.homes import damaged
from livret_edge.passphrase import take_passphrase
from livret_edge.words import texts

_NEW: Final = "--new-passphrase-file"


def reseal(path: Path, old: bytes, new: bytes, *, purpose: str) -> None:
    """Seal a file's content under another passphrase, as costly to guess as before.

    The file is replaced whole: whatever happens meanwhile, it opens with one of the two.

    Raises:
        Refused: ``vault.passphrase``, ``vault.weak_kdf``. MalformedInput: ``home.malformed``.
        Unavailable: ``home.unavailable``, ``vault.memory``.
    """
    sealed, content = _open(path, old, purpose)
    made = SealedFile.seal(
        content,
        new,
        purpose=purpose,
        salt=os.urandom(SALT_BYTES),
        nonce=os.urandom(NONCE_BYTES),
        kdf=sealed.kdf,
    )
    write_file(path, made.format(), mode=0o600, code=HOME)


def change_passphrase(
    asked: Asked,
    path: Path,
    *,
    purpose: str,
    change: Callable[[bytes, bytes], None] | None = None,
) -> int:
    """Ask for the old passphrase and twice for the new one, and change it.

    Args:
        asked: the command, with ``passphrase_file`` and ``new_passphrase_file``.
        path: of the sealed file.
        purpose: that it is sealed for.
        change: does it, where more than the file has to be held; else :func:`reseal`.

    Raises:
        MalformedInput: ``usage.same_passphrase``; otherwise as :func:`reseal` and
            :func:`take_passphrase`.
    """
    voice = asked.voice
    old = take_passphrase(asked.passphrase_file, voice)
    _open(path, old, purpose)  # that it is wrong is told before a new one is thought of
    new = take_passphrase(
        asked.new_passphrase_file, voice, twice=True, prompt="new_passphrase", option=_NEW
    )
    if new == old:
        raise MalformedInput("usage.same_passphrase")
    if change is None:
        reseal(path, old, new, purpose=purpose)
    else:
        change(old, new)
    if voice.json:
        voice.event("passphrase_changed", file=str(path))
    else:
        voice.tell("✓ " + texts(voice.lang)["passphrase_changed"])
    return 0


def _open(path: Path, passphrase: bytes, purpose: str) -> tuple[SealedFile, bytes]:
    raw = read_file(path, limits.SEALED_FILE_BYTES, code=HOME)
    with damaged(path):
        sealed = SealedFile.parse(raw)
        return sealed, sealed.unseal(passphrase, purpose=purpose)
