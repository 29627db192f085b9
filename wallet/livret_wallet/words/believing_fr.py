"""Which public ledgers a wallet believes, in French: part of what the screens say."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title_believing": "Qui croire",
    "believe_where": "Adresse ou fichier (Entrée seule : plus tard) :",
    "believe_neither": "Ni un fichier ici, ni une adresse. Tapez-la comme sur la fiche : verneuil.example",
    "believe_code": "Un code seul ne dit pas où. Tapez l'adresse qui l'accompagne.",
    "believe_none": "{host} a répondu ; aucun journal public n'est à cette adresse.",
    "believe_asking": "Demande à {host} …",
    "ledger_offered": "Journal public {origin} : {n} {n:membre|membres}, {q} {q:doit|doivent} s'accorder",
    "ledger_members": "Membres",
    "ledger_version": "Version",
    "ledger_version_until": "{version}, jusqu'au {day}",
    "ledger_words": "Ses six mots",
    "ledger_languages": "Dans une autre langue, comme sur votre fiche : tapez {languages}. Ou tapez les six mots eux-mêmes.",
    "ledger_again": "Il était cru ici, mais ce qu'on en sait a pris fin il y a plus d'un an.",
    "sheet_same": "Votre fiche montre-t-elle les mêmes six mots ? (oui/non)",
    "words_slip": "Aucune fiche n'a un tel mot : n° {numbers}. Retapez les six.",
    "words_count": "Il faut six mots, et en voilà {count}. Retapez les six.",
    "words_what": "Tapez oui, non, ou les six mots de votre fiche.",
    "ledger_believed": "Désormais {origin} est cru ici.",
    "ledger_older": "Votre fiche est de la version {version}. Les suivantes, jusqu'à {newest}, sont crues sur leurs signatures.",
}
