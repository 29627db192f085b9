"""The help of `livret desk staff` in French."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "qui peut voir la page du guichet",
    "add": "faire un compte\u202f; montre le secret de son authentificateur",
    "list": "quels comptes il y a",
    "code": "le code de ce moment, pour qui a oublié son authentificateur",
    "remove": "enlever un compte, et déconnecter la personne qui s'en sert",
    "name": "le nom du compte",
    "--home": "le dossier de ce guichet",
    "--passphrase-file": "lire la phrase secrète dans ce fichier (-\u202f: entrée standard)",
}
