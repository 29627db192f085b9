"""The clerk in français."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Phrase secrète",
    "again": "Encore une fois",
    "founded": "Mairie créée : {name}. Ses clés sont scellées sous votre phrase secrète.",
    "did": "Identité",
    "recovery": "Deux clés de secours sont dans {path}. Retirez-les de cette machine aujourd'hui : avec elles l'identité se récupère après un vol, sans elles elle est perdue.",
    "published": "À publier",
    "offered": "Retraits écrits dans {path} : {count}",
    "handed": "Remettez chaque fichier à la personne concernée. Qui le détient peut demander une fois.",
    "until": "jusqu'à {time}",
    "row": "ligne",
    "nothing_offered": "Rien n'a été préparé. Corrigez ces lignes, ou préparez les autres avec --skip-refused.",
    "would_offer": "Rien n'a été écrit. Retraits qui seraient préparés : {count}.",
    "answered": "{code}  signé et écrit dans {path} ; copies : {copies}",
    "revoked": "{code}  retiré, copies : {copies}.",
    "suspended": "{code}  suspendu, copies : {copies}.",
    "resumed": "{code}  rétabli, copies : {copies}.",
    "with_next_list": "Noté. Prend effet avec la prochaine liste : livret issuer publish, à son heure.",
    "published_now": "La liste est publiée aussitôt. Qui la compare à la précédente voit ces copies changer ensemble, et sait qu'elles sont à une seule personne.",
    "list_before": "La liste précédente est du {at}. Un service peut la garder jusqu'au {again} et la croire jusqu'au {until}.",
    "cancelled": "{code}  annulé ; il ne peut plus servir.",
    "list_published": "Liste publiée : {path}",
    "state_open": "ouvert",
    "state_used": "utilisé",
    "state_ended": "terminé",
    "code": "Code",
    "audit_holds": "Écritures : {count}. La chaîne des empreintes tient.",
}
