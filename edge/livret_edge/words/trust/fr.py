"""Believing a public ledger, in French."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "les journaux publics de confiance ici",
    "add": "se fier à un journal par ses six mots, ou en prendre des versions nouvelles",
    "list": "lesquels sont de confiance, depuis quand et jusqu'où",
    "remove": "ne plus se fier à un journal ; ce qu'on en a vu est oublié aussi",
    "--home": "le dossier de ce portefeuille, guichet ou mairie",
    "add file": "le fichier de confiance du journal, une version par ligne",
    "--words-file": "y lire les six mots, ou - pour l'entrée standard",
    "--sheet-version": "la version que dit la fiche, si aucune autre n'est à essayer",
    "origin": "le nom du journal, comme list le montre",
}

TEXTS: Final[Mapping[str, str]] = {
    "ledger": "Journal public",
    "since": "De confiance depuis",
    "version": "Version",
    "version_until": "{version}, jusqu'au {day}",
    "members": "Membres",
    "members_say": "{n} {n:nom|noms} ; {q} {q:doit|doivent} s'accorder",
    "holds": "Tient",
    "holds_say": "tant que pas plus de {f} sur {n} {f:ne mente|ne mentent}",
    "newest": "Dernier état vu",
    "seen": "{time}, âge : {age}, {size} {size:écriture|écritures}",
    "not_seen": "encore rien",
    "sheet_says": "Sa fiche dit version {version}.",
    "sheet_from": "Sa fiche la plus récente dit version {version} ; une plus ancienne convient dès la version {oldest}.",
    "older_sheet": "La fiche est celle de la version {version}. Les suivantes, jusqu'à {newest}, valent par leurs signatures.",
    "read_them": "Lisez ses six mots sur la fiche du guichet, et non là d'où vient ce fichier.",
    "again": "Il était de confiance ici, mais ce qu'on en sait a pris fin il y a plus d'un an.",
    "six_words": "Six mots : ",
    "slip": "Aucune fiche n'a un tel mot : n° {numbers}. Retapez les six.",
    "count": "Il faut six mots, et en voilà {count}. Retapez les six.",
    "believed": "Désormais {origin} est de confiance ici.",
    "walked_on": "{origin} : version {version}, signée par les membres précédents et par les siens.",
    "other_log_key": "Une autre clé signe {origin} depuis la version {version}. Si vous n’en avez pas entendu parler, demandez au guichet avant de vous y fier.",
    "nothing_newer": "{origin} : déjà de confiance. Le fichier n'a rien de plus récent.",
    "ended": "Cette version a pris fin le {day}. Sans une plus récente, elle ne permet guère de vérifier.",
    "removed": "{origin} n'est plus de confiance ici, et ce qu'on en avait vu est oublié.",
    "none": "Aucun journal public de confiance ici.",
    "first": "Aucun journal public de confiance ici : personne ne répond de qui propose ce retrait.",
    "first_file": "Fichier de sa racine de confiance, nommé sur la fiche du guichet (Entrée arrête) : ",
    "none_step": "Prenez le fichier d'un journal et la fiche de ses six mots : trust add FICHIER.",
}
