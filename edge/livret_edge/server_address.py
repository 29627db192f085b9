"""Where a PostgreSQL server is, as somebody types it or keeps it in a file.

What is typed stands in the shell's history and in the list of processes: it has no password.
One belongs in a password file (``PGPASSFILE``), in a service file (``PGSERVICEFILE``), both of
which libpq reads by itself, or in a file of the address that nobody else can read.
"""

from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from livret_core.errors import MalformedInput

_BEGINNINGS: Final = ("postgresql://", "postgres://")
LONGEST: Final = 1_024
_SECRETS: Final = frozenset({"password", "sslpassword", "oauth_client_secret", "scram_client_key"})


def check_address(address: str, option: str, *, may_have_secret: bool = False) -> None:
    """Check that *address* names a server, and gives nothing away that it should not.

    Args:
        address: a URI, as libpq reads it.
        option: that it was given with.
        may_have_secret: whether it stands where a password may.

    Raises:
        MalformedInput: ``usage.store``; ``usage.store_secret`` for one with a password.
    """
    if not address.startswith(_BEGINNINGS) or len(address) > LONGEST:
        raise MalformedInput("usage.store", option=option)
    try:
        parts = conninfo_to_dict(address)
    except (psycopg.Error, UnicodeError):
        # Its message may repeat what was typed.
        raise MalformedInput("usage.store", option=option) from None
    if not may_have_secret and any(parts.get(each) for each in _SECRETS):
        raise MalformedInput("usage.store_secret", option=option)
