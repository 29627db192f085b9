"""Why a database server could not be used, as far as it says; nothing that it says is repeated."""

import re
from typing import Final, Literal, TypeAlias

Cause: TypeAlias = Literal["full", "login", "no_database", "no_server"]

_STATES: Final[dict[str, Cause]] = {
    "53100": "full",
    "3D000": "no_database",
    "28000": "login",
    "28P01": "login",
}
_GOING: Final = "57P0"  # it is being stopped, or begun
# Who is turned away as it connects is told in words alone: of another language, perhaps.
_NO_DATABASE: Final = re.compile(r"database \".*\" does not exist")
_LOGIN: Final = re.compile(r"role \".*\" does not exist|authentication failed|password|pg_hba")


def cause_of(error: BaseException | None) -> Cause | None:
    """Say why, of an error of the library that speaks with a server; None where it does not tell.

    The address of a server may stand in what the library says, and so may a password: of that
    nothing goes on.
    """
    if error is None or not hasattr(error, "sqlstate"):
        return None
    state = error.sqlstate
    if isinstance(state, str):
        return "no_server" if state.startswith(_GOING) else _STATES.get(state)
    if type(error).__name__ not in {"OperationalError", "ConnectionTimeout"}:
        return None
    said = str(error)
    if _NO_DATABASE.search(said):
        return "no_database"
    connection = getattr(error, "pgconn", None)
    was_asked = getattr(connection, "used_password", False) or _LOGIN.search(said)
    return "login" if was_asked else "no_server"
