"""Every command in German."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Passphrase",
    "again": "Noch einmal",
    "usage": "Aufruf",
    "options": "Optionen",
    "more": "{command} sagt mehr.",
    "help": "diese Seite zeigen",
    "--lang": "en, fr, nl oder de",
    "--json": "ein Objekt je Zeile, für Programme",
    "--passphrase-file": "Passphrase daraus lesen; - ist die Standardeingabe",
    "--evidence": "Ordner mit dem, was Unterzeichner veröffentlichen (sonst ./published)",
    "shows_command": "BEFEHL",
    "shows_file": "DATEI",
    "shows_folder": "ORDNER",
    "shows_language": "SPRACHE",
    "shows_number": "N",
    "shows_seconds": "SEKUNDEN",
    "shows_name": "NAME",
    "shows_type": "ART",
    "shows_code": "CODE",
    "shows_territory": "CODE",
    "shows_address": "HOST/PFAD",
    "shows_procedure": "VERFAHREN",
    "shows_proof": "NACHWEIS",
    "shows_request": "ANFRAGE",
    "shows_answer": "ANTWORT",
    "shows_handover": "ABHOLUNG",
    "shows_digest": "ABDRUCK",
    "shows_key": "SCHLÜSSEL",
    "shows_place": "ORDNER|URL",
    "shows_thing": "DING",
    "shows_head": "STAND",
}
