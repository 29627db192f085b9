"""Every command in French."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Phrase secrète",
    "again": "Encore une fois",
    "usage": "usage",
    "options": "options",
    "more": "{command} en dit plus.",
    "help": "afficher cette page",
    "--lang": "en, fr, nl ou de",
    "--json": "un objet par ligne, pour les programmes",
    "--passphrase-file": "y lire la phrase secrète ; - : l'entrée standard",
    "--evidence": "dossier de ce que publient les signataires (sinon ./published)",
    "shows_command": "COMMANDE",
    "shows_file": "FICHIER",
    "shows_folder": "DOSSIER",
    "shows_language": "LANGUE",
    "shows_number": "N",
    "shows_seconds": "SECONDES",
    "shows_name": "NOM",
    "shows_type": "TYPE",
    "shows_code": "CODE",
    "shows_territory": "CODE",
    "shows_address": "HÔTE/CHEMIN",
    "shows_procedure": "DÉMARCHE",
    "shows_proof": "JUSTIFICATIF",
    "shows_request": "DEMANDE",
    "shows_answer": "RÉPONSE",
    "shows_handover": "RETRAIT",
    "shows_digest": "EMPREINTE",
    "shows_key": "CLÉ",
    "shows_place": "DOSSIER|URL",
    "shows_thing": "CHOSE",
    "shows_head": "REPÈRE",
}
