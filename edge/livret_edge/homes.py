"""Where a role keeps its state on this machine when nobody says where."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from livret_core import homes
from livret_core.errors import MalformedInput


def default_home(role: homes.Role) -> Path:
    """Say where *role* lives here."""
    return Path(homes.default_home(role, platform=sys.platform, env=os.environ, home=Path.home()))


@contextmanager
def damaged(path: Path) -> Iterator[None]:
    """Name the file of a home in which something does not read as livret wrote it.

    Raises:
        MalformedInput: ``home.malformed``.
    """
    try:
        yield
    except MalformedInput as error:
        raise MalformedInput("home.malformed", error.code, file=str(path)) from None
