"""The help of `livret ledger genesis` in French."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "fonder un journal ensemble",
    "key": "faire la clé d'opération d'un fondateur",
    "sign": "lire un projet et le signer",
    "join": "le joindre aux signatures de tous",
    "--to": "le fichier à écrire",
    "--draft": "le projet",
    "--key": "votre clé d'opération",
    "--signatures": "dossier avec la signature de chacun",
    "commit": "fixer ses clés sans les montrer",
    "agree": "réunir le plan et les engagements",
    "draft": "écrire ce que les fondateurs signent",
    "--did": "votre clé d'opération, affichée par `key`",
    "--witness": "clé de votre témoin",
    "--auditor": "clé de votre auditeur, s'il y en a un",
    "--log-key": "la clé du journal, pour qui le tient",
    "--opening-to": "ce qui l'ouvre ; à garder jusqu'à l'engagement de tous",
    "--commitments": "dossier des engagements de tous",
    "--openings": "dossier des ouvertures de tous",
    "--agreement": "l'accord, tel que vous l'avez gardé",
    "who": "numéro officiel, ou nom du journal",
    "--dry-run": "tout vérifier, ne rien écrire",
    "--plan": "qui le fonde, avec quels nombres, dès quand (JSON)",
}
