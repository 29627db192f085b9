"""Where a role keeps its state when nobody says where: the platform's data folder. Pure."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Final, Literal, TypeAlias

Role: TypeAlias = Literal[
    "issuer", "wallet", "verify", "ledger", "witness", "auditor", "mirror", "watch"
]

_APP: Final = "livret"


def default_home(role: Role, *, platform: str, env: Mapping[str, str], home: PurePath) -> PurePath:
    """Say where *role* lives.

    Args:
        role: whose state it is.
        platform: as ``sys.platform``.
        env: the environment (``XDG_DATA_HOME``, ``LOCALAPPDATA``).
        home: the user's home folder.
    """
    if platform == "darwin":
        base = home / "Library" / "Application Support"
    elif platform == "win32":
        base = PurePath(env.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        base = PurePath(env.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / _APP / role
