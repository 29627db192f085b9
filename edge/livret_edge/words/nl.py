"""Every command in Dutch."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Wachtzin",
    "again": "Nog eens",
    "usage": "gebruik",
    "options": "opties",
    "more": "{command} zegt meer.",
    "help": "deze bladzijde tonen",
    "--lang": "en, fr, nl of de",
    "--json": "één object per regel, voor programma's",
    "--passphrase-file": "lees de wachtzin eruit; - is de standaardinvoer",
    "--evidence": "map met wat ondertekenaars publiceren (anders ./published)",
    "shows_command": "COMMANDO",
    "shows_file": "BESTAND",
    "shows_folder": "MAP",
    "shows_language": "TAAL",
    "shows_number": "N",
    "shows_seconds": "SECONDEN",
    "shows_name": "NAAM",
    "shows_type": "SOORT",
    "shows_code": "CODE",
    "shows_territory": "CODE",
    "shows_address": "HOST/PAD",
    "shows_procedure": "PROCEDURE",
    "shows_proof": "BEWIJS",
    "shows_request": "VERZOEK",
    "shows_answer": "ANTWOORD",
    "shows_handover": "AFHALING",
    "shows_digest": "AFDRUK",
    "shows_key": "SLEUTEL",
    "shows_place": "MAP|URL",
    "shows_thing": "DING",
    "shows_head": "MERKTEKEN",
}
