"""The clerk in français."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Phrase secrète",
    "again": "Encore une fois",
    "not_same": "Les deux ne sont pas identiques.",
    "founded": "{name} est créée. Ses clés sont scellées sous votre phrase secrète.",
    "did": "Identité",
    "recovery": "Deux clés de secours sont dans {path}. Retirez-les de cette machine aujourd'hui : avec elles l'identité se récupère après un vol, sans elles elle est perdue.",
    "published": "À publier",
    "next": "Ensuite",
    "offered": "{count} retraits écrits dans {path}",
    "handed": "Remettez chaque fichier à la personne concernée. Qui le détient peut demander une fois.",
    "until": "jusqu'à {time}",
    "row": "ligne",
    "rows_ready": "{count} lignes sont prêtes.",
    "refused_rows": "{count} lignes ne peuvent pas servir :",
    "nothing_offered": "Rien n'a été préparé. Corrigez ces lignes, ou préparez les autres avec --skip-refused.",
    "would_offer": "Préparerait {count} retraits. Rien n'a été écrit.",
    "answered": "{code}  {copies} copies signées, écrites dans {path}",
    "answered_again": "{code}  même demande que précédemment : même réponse, écrite dans {path}",
    "no_requests": "Aucune demande dans {path}.",
    "revoked": "{code}  retiré : {copies} copies. La liste est publiée.",
    "suspended": "{code}  suspendu : {copies} copies. La liste est publiée.",
    "resumed": "{code}  rétabli : {copies} copies. La liste est publiée.",
    "cancelled": "{code}  annulé ; il ne peut plus servir.",
    "list_published": "Liste publiée : {path}",
    "state_open": "ouvert",
    "state_used": "utilisé",
    "state_ended": "terminé",
    "code": "Code",
    "audit_holds": "{count} écritures ; la chaîne des empreintes tient.",
    "copies": "copies",
}
