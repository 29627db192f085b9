"""Looks at this machine, for `livret doctor`. Changes nothing on it and asks no network."""

import importlib.metadata
import os
import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from livret_core.homes import default_home
from livret_town.diagnosis import Folder, Machine, Role
from livret_town.processes.ports import USUAL, is_free

_ROLES: Final[tuple[Role, ...]] = ("issuer", "wallet", "verify")
# Only to work on livret itself.
_PROGRAMS: Final = ("git", "make", "node")
_MAX_FILES: Final = 2_000
#: The demo's town has so many services.
_TOWN_PORTS: Final = 9


def look() -> Machine:
    """See what there is."""
    homes = {role: _home(role) for role in _ROLES}
    return Machine(
        python=tuple(sys.version_info[:3]),
        missing=tuple(_missing_packages()),
        cryptography=_openssl(),
        sodium=_sodium(),
        sqlite=sqlite3.sqlite_version_info,
        encoding=sys.stdout.encoding or "none",
        shell_finds=shutil.which("livret") is not None,
        now_s=int(time.time()),
        newest_s=max(map(_newest_s, homes.values()), default=0) or None,
        free_bytes=shutil.disk_usage(_nearest(homes["wallet"])).free,
        memory_bytes=_memory_bytes(),
        homes={role: _folder(path) for role, path in homes.items()},
        port=USUAL,
        port_free=all(is_free(port) for port in range(USUAL, USUAL + _TOWN_PORTS)),
        programs={name: shutil.which(name) is not None for name in _PROGRAMS},
    )


def _missing_packages() -> Iterator[str]:
    """Name the packages livret declares (extras aside) that are not installed."""
    try:
        declared = importlib.metadata.requires("livret") or []
    except importlib.metadata.PackageNotFoundError:
        yield "livret"
        return
    for requirement in declared:
        if ";" in requirement:
            continue
        name = requirement.split("[")[0].split("<")[0].split(">")[0].split("=")[0].split("!")[0]
        if not _installed(name.strip()):
            yield name.strip()


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _openssl() -> str | None:
    """Sign and verify once: a library that loads may still be one that was built wrongly."""
    try:
        from cryptography.hazmat.backends.openssl import backend

        from livret_core.keys import P256Signer
        from livret_core.keys.p256 import SEED_BYTES

        signer = P256Signer.from_seed(bytes(SEED_BYTES))
        works = signer.public_key.verify(b"doctor", signer.sign(b"doctor"))
    except Exception:  # noqa: BLE001  # whatever a broken library raises, it is broken
        return None
    return backend.openssl_version_text() if works else None


def _sodium() -> str | None:
    try:
        from livret_core.keys import Ed25519Signer
        from livret_core.sealing import KdfParameters, SealingKey

        signer = Ed25519Signer.from_seed(bytes(32))
        works = signer.public_key.verify(b"doctor", signer.sign(b"doctor"))
        SealingKey.derive(b"doctor", bytes(16), KdfParameters(passes=1, memory_kib=8))
    except Exception:  # noqa: BLE001  # the same
        return None
    return f"PyNaCl {importlib.metadata.version('pynacl')}" if works else None


def _memory_bytes() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    except (OSError, ValueError, IndexError):
        return None
    return None


def _home(role: Role) -> Path:
    return Path(default_home(role, platform=sys.platform, env=os.environ, home=Path.home()))


def _nearest(path: Path) -> Path:
    """Give *path*, or the nearest above it that is there."""
    return next((one for one in (path, *path.parents) if one.exists()), Path("/"))


def _folder(path: Path) -> Folder:
    nearest = _nearest(path)
    exists = path.is_dir()
    others = stat.S_IRWXG | stat.S_IRWXO
    return Folder(
        path=str(path),
        exists=exists,
        in_the_way=not nearest.is_dir(),
        writable=os.access(nearest, os.W_OK | os.X_OK),
        others_read=exists and bool(path.stat().st_mode & others),
    )


def _newest_s(home: Path) -> int:
    """When the newest of the first files below *home* was written; 0 without any."""
    newest = 0.0
    try:
        for path in islice(home.rglob("*"), _MAX_FILES):
            newest = max(newest, path.lstat().st_mtime)
    except OSError:
        pass  # what cannot be looked at says nothing about the clock
    return int(newest)
