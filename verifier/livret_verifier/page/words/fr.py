"""The desk's page in French."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title": "Guichet",
    "skip": "Aller au contenu",
    "languages": "Langues",
    "choose": "De quoi s'agit-il\u202f?",
    "link": "Ouvrir dans un portefeuille sur cet appareil",
    "waiting": "En attente de la réponse",
    "again": "La réponse est-elle venue\u202f?",
    "accepted": "ACCEPTÉ",
    "refused": "REFUSÉ",
    "malformed": "ILLISIBLE",
    "unavailable": "VÉRIFICATION IMPOSSIBLE",
    "no_fault": "Ce n'est pas la faute de la personne.",
    "retry": "On peut répondre encore au même code.",
    "over": "Cette demande est terminée.",
    "visit": "Montrer un justificatif",
    "visit_lead": "Votre portefeuille montre ce qui est demandé, et vous demande d'abord.",
    "back": "Vous pouvez fermer cette page. Le guichet a votre réponse.",
    "begin": "Commencer",
}
