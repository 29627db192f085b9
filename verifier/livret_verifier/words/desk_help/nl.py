"""The help of `livret desk` in Dutch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "wallets over het netwerk vragen, en hun antwoorden ontvangen",
    "serve": "wallets antwoorden tot het moet stoppen",
    "count": "wat er aan dit loket gebeurde, per dag en zonder namen",
    "staff": "wie de pagina van het loket mag zien",
    "--days": "zoveel dagen (anders 7)",
    "--home": "de map van dit loket",
    "--listen": "waar te luisteren (anders 127.0.0.1:8644)",
    "--certificate": "keten van het certificaat (PEM)",
    "--certificate-key": "sleutel van het certificaat (PEM)",
    "--behind-proxy": "gewoon HTTP, naar een proxy met het certificaat",
    "--inside": "waar toestand en cijfers zijn (anders een vrije poort hier)",
    "--address-to": "schrijf in dit bestand waar het luistert",
    "--resolve": "adressen van namen, met komma's ertussen",
    "--authorities": "wiens woord over hosts telt (PEM)",
}
