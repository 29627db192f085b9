"""The help of `livret ledger genesis` in French."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "fonder un journal ensemble",
    "key": "faire la clé d'opération d'un fondateur",
    "draft": "écrire ce que les fondateurs signent",
    "sign": "lire un projet et le signer",
    "join": "le joindre aux signatures de tous",
    "--to": "le fichier à écrire",
    "--plan": "qui le fonde, avec quelles clés et quels nombres (JSON)",
    "--draft": "le projet",
    "--key": "votre clé d'opération",
    "--signatures": "dossier avec la signature de chacun",
}
