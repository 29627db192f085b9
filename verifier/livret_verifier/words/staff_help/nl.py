"""The help of `livret desk staff` in Dutch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "wie de pagina van het loket mag zien",
    "add": "een account maken; toont het geheim van zijn authenticator",
    "list": "welke accounts er zijn",
    "code": "de code van dit ogenblik, voor wie de authenticator vergat",
    "remove": "een account verwijderen, en afmelden wie het gebruikt",
    "name": "de naam van het account",
    "--home": "de map van dit loket",
    "--passphrase-file": "lees de wachtzin uit dit bestand (-: standaardinvoer)",
}
