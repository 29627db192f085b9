"""The help of `livret desk staff` in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "who may see the desk's page",
    "add": "make an account; shows the secret of its authenticator",
    "list": "which accounts there are",
    "code": "the code of this moment, for who has left the authenticator at home",
    "remove": "remove an account, and log out who uses it",
    "name": "the account's name",
    "--home": "this desk's folder",
    "--passphrase-file": "read the passphrase from this file (-: standard input)",
}
