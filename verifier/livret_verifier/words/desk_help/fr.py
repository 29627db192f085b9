"""The help of `livret desk` in French."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "demander aux portefeuilles par le réseau, et recevoir leurs réponses",
    "serve": "répondre aux portefeuilles jusqu'à l'arrêt",
    "count": "ce qui s'est passé à ce guichet, par jour et sans nom",
    "staff": "qui peut voir la page du guichet",
    "--days": "tant de jours (sinon 7)",
    "--home": "le dossier de ce guichet",
    "--listen": "où écouter (sinon 127.0.0.1:8644)",
    "--certificate": "chaîne de son certificat (PEM)",
    "--certificate-key": "clé du certificat (PEM)",
    "--behind-proxy": "HTTP simple, vers un mandataire qui a le certificat",
    "--inside": "où sont l'état et les chiffres (sinon un port libre ici)",
    "--address-to": "écrire dans ce fichier où il écoute",
    "--resolve": "adresses de noms, séparées par des virgules",
    "--authorities": "qui fait foi pour les hôtes (PEM)",
}
