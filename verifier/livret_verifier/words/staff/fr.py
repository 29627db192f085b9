"""The accounts of a desk, and its counts, in French."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "added": "Compte fait\u202f: {name}.",
    "authenticator": "La personne lit ceci avec son authentificateur, ou y tape le secret.",
    "secret": "Secret",
    "shown_once": "Il n'est montré qu'une fois. Ensuite elle se connecte avec son nom, sa phrase secrète et le code de six chiffres.",
    "nobody": "Il n'y a pas encore de compte.",
    "since": "depuis le {day}",
    "removed": "Compte enlevé\u202f: {name}. La personne connectée avec lui ne l'est plus.",
    "nothing": "Rien n'a été compté.",
    "accepted": "acceptés",
    "refused": "refusés",
    "unavailable": "non vérifiés",
    "malformed": "illisibles",
    "by_hand.unchecked": "sans justificatif (vérification impossible)",
    "by_hand.device": "sans justificatif (appareil absent ou en panne)",
    "by_hand.paper": "sans justificatif (papier présenté)",
    "by_hand.rule": "sans justificatif (consigne du service)",
    "by_hand.other": "sans justificatif (autre raison)",
}
