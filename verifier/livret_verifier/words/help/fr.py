"""The help of `livret verify` in French."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "demander un justificatif, et vérifier celui qui est montré",
    "init": "ouvrir un guichet : règles et clé",
    "key": "montrer la clé publique qui signe les demandes",
    "key --to": "fichier pour la clé",
    "request": "demander\xa0: par le réseau, ou dans un fichier signé",
    "file": "vérifier une réponse",
    "trust": "les journaux publics auxquels vous vous fiez",
    "policy": "ce que la règle accepte, et ce que jamais",
    "policy --try": "juger une réponse selon une règle, sans rien noter",
    "--file": "un autre fichier de règle que celui du guichet",
    "--try": "la réponse à essayer",
    "--at": "où les portefeuilles le joindront (https)",
    "--home": "le dossier de ce guichet",
    "--service": "le nom que verront les titulaires",
    "request --for": "une des démarches du fichier de règles",
    "file --for": "la démarche concernée",
    "policy --try --for": "la démarche concernée",
    "--to": "écrire un fichier à la place (réponse en fichier)",
    "--valid": "pendant lesquelles on peut répondre (900\u202f; fichier 3600)",
    "answer": "le fichier remis par la personne",
    "--dating": "ce qui le date, si la personne l'a remis",
    "--report": "chaque contrôle, avec sa règle",
    "--dry-run": "ne pas noter que la demande a eu sa réponse",
    "result": "ce qu'est devenue une demande (sortie 3 : sans réponse)",
    "--type": "demander ce type, sans démarche",
    "--claims": "et ces éléments, séparés par des virgules",
    "transaction": "tel que `request` l'a donné",
    "--wait": "attendre qu'une réponse soit venue",
    "--within": "pendant lesquelles on attend (sinon 900)",
    "--resolve": "adresses de noms, séparées par des virgules",
    "--authorities": "qui fait foi pour les hôtes (PEM)",
}
