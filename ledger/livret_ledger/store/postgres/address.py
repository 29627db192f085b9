"""Where a server is, as somebody types it: an address without a password.

What is typed stands in the shell's history and in the list of processes, and is kept in the
ledger's home. A password belongs in a password file (``PGPASSFILE``) or a service file
(``PGSERVICEFILE``), both of which libpq reads by itself.
"""

from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from livret_core.errors import MalformedInput

_BEGINNINGS: Final = ("postgresql://", "postgres://")
_LONGEST: Final = 1_024
_SECRETS: Final = frozenset({"password", "sslpassword", "oauth_client_secret", "scram_client_key"})


def check_address(address: str) -> None:
    """Check that *address* names a server and gives nothing away.

    Raises:
        MalformedInput: ``usage.store``; ``usage.store_secret`` for one with a password.
    """
    if not address.startswith(_BEGINNINGS) or len(address) > _LONGEST:
        raise MalformedInput("usage.store", option="--store")
    try:
        parts = conninfo_to_dict(address)
    except (psycopg.Error, UnicodeError):
        # Its message may repeat what was typed.
        raise MalformedInput("usage.store", option="--store") from None
    if any(parts.get(each) for each in _SECRETS):
        raise MalformedInput("usage.store_secret", option="--store")
