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
    "answered": "Une réponse est arrivée. Le résultat est là où votre portefeuille vous mène\u202f: suivez le lien qu'il affiche, ou demandez au guichet.",
    "declined": "Vous avez dit non, ou n'aviez rien qui convienne. Rien de vous n'a été montré.",
    "visitor_step": "Demandez au guichet\u202f; un justificatif papier vaut autant.",
    "visit": "Montrer un justificatif",
    "visit_lead": "Votre portefeuille montre ce qui est demandé, et vous demande d'abord.",
    "back": "Vous pouvez fermer cette page. Le guichet a votre réponse.",
    "begin": "Commencer",
}
