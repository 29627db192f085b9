"""Ce que donne une règle, en français."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "readable": "{path} se lit.",
    "tried": "{path} n'est pas la règle du guichet lui-même.",
    "service": "Service",
    "at": "En ligne",
    "files_only": "par fichiers seulement",
    "ledger": "Journal public",
    "procedure": "Démarche",
    "asks": "Demande",
    "accepts": "C'est oui si",
    "anything": "quoi qu'il soit dit",
    "why": "Dit pourquoi",
    "believes": "Croit",
    "keeps": "Gardé",
    "age": "Listes",
    "younger": "pas plus vieilles que {age}",
    "issuer": "Croit",
    "by_did": "par son DID",
    "by_seal": "par certificat, pour {san}",
    "by_ledger": "selon le journal public",
    "where": "Où",
    "its_right": "là où va son droit",
    "signs": "Pour",
    "nobody": "Tout justificatif est refusé\u202f: vous ne vous fiez à personne. Nommez sous [[issuers]] à qui vous vous fiez.",
    "nobody_signs": "Tout justificatif pour {name} est refusé\u202f: personne à qui vous vous fiez ne peut signer ce type.",
    "never_met": "Tout justificatif pour {name} est refusé\u202f: personne à qui vous vous fiez ne peut dire ce qui est exigé.",
    "ledger_unconfirmed": "Rien ne se décide par le journal {name}\u202f: ses mots n'ont pas été confirmés ici (livret verify trust add).",
    "lists_nowhere": "Les justificatifs de {name} sont refusés\u202f: la règle ne dit pas où sont ses listes (status_prefixes).",
    "anchors_over": "Les justificatifs de {name} sont refusés\u202f: le certificat de l'autorité elle-même est échu.",
    "any_value": "{name} demande et n'exige rien\u202f: quoi que dise un justificatif, c'est oui.",
    "no_purpose": "{name} ne dit pas pourquoi elle demande.",
    "no_address": "Aucun portefeuille ne joint ce guichet en ligne\u202f: il n'y a pas de [desk].",
    "all_well": "Rien n'y refuse tout le monde.",
}
