"""Every command in English."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Passphrase",
    "again": "Again",
    "usage": "usage",
    "options": "options",
    "more": "{command} says more.",
    "help": "show this page",
    "--lang": "en, fr, nl or de",
    "--json": "one object a line, for programs",
    "--passphrase-file": "read the passphrase from it, or - for standard input",
    "--evidence": "folder with what issuers publish (default: ./published)",
    "shows_command": "COMMAND",
    "shows_file": "FILE",
    "shows_folder": "DIR",
    "shows_language": "LANG",
    "shows_number": "N",
    "shows_seconds": "SECONDS",
    "shows_name": "NAME",
    "shows_type": "TYPE",
    "shows_code": "CODE",
    "shows_territory": "CODE",
    "shows_address": "HOST/PATH",
    "shows_procedure": "PROCEDURE",
    "shows_proof": "PROOF",
    "shows_request": "REQUEST",
    "shows_answer": "ANSWER",
    "shows_handover": "HANDOVER",
    "shows_digest": "DIGEST",
    "shows_key": "KEY",
    "shows_place": "DIR|URL",
    "shows_thing": "THING",
    "shows_head": "HEAD",
}
