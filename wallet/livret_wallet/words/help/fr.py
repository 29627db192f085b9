"""The help of `livret wallet` in French."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "garder ses justificatifs, et décider qui voit quoi",
    "init": "créer un portefeuille",
    "request": "demander un justificatif",
    "receive": "vérifier un justificatif et le garder",
    "dating": "garder ce qui date un justificatif",
    "forget": "abandonner une demande restée sans réponse",
    "list": "les justificatifs que vous détenez",
    "show": "tout ce que dit un justificatif",
    "history": "ce qui est venu et parti",
    "present": "répondre à un service",
    "trust": "les journaux publics que vous admettez",
    "--home": "le dossier de ce portefeuille",
    "handover": "le fichier remis au guichet",
    "--copies": "copies à usage unique à demander (sinon 10, ou ce qui est permis)",
    "request --to": "où écrire la demande",
    "receive answer": "le fichier rendu par la mairie",
    "dating file": "le fichier remis plus tard par la mairie",
    "code": "le code du retrait, comme list le montre",
    "proof": "son numéro dans la liste, ou son identifiant (sinon 1)",
    "present request": "le fichier de demande du service",
    "present --to": "où écrire la réponse",
    "--proof": "lequel, si plusieurs conviennent",
    "--dry-run": "montrer la feuille, ne rien envoyer",
    "--yes-to": "accepter la feuille de cette empreinte, sans terminal",
    "--with-dating": "écrire aussi ce qui le date\u202f: seulement si sa clé est contestée",
}
