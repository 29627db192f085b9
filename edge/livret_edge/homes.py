"""Where a role keeps its state on this machine when nobody says where."""

import os
import sys
from pathlib import Path

from livret_core import homes


def default_home(role: homes.Role) -> Path:
    """Say where *role* lives here."""
    return Path(homes.default_home(role, platform=sys.platform, env=os.environ, home=Path.home()))
