"""The help of `livret verify` in French."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "demander un justificatif, et vérifier celui qui est montré",
    "init": "ouvrir un guichet : règles et clé",
    "request": "écrire une demande signée",
    "file": "vérifier une réponse",
    "trust": "les journaux publics que vous admettez",
    "--home": "le dossier de ce guichet",
    "--service": "le nom que verront les titulaires",
    "request --for": "une des procédures du fichier de règles",
    "file --for": "la procédure concernée",
    "--to": "où écrire la demande",
    "--valid": "pendant lesquelles on peut répondre (sinon 3600)",
    "answer": "le fichier remis par la personne",
    "--dating": "ce qui le date, si la personne l'a remis",
    "--report": "chaque contrôle, avec sa règle",
    "--dry-run": "ne pas noter que la demande a eu sa réponse",
}
