"""A trust root told before it is signed or believed, in French."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "ledger": "Journal",
    "version": "Version",
    "must_agree": "Doivent s’accorder",
    "numbers": "{q} {q:témoin|témoins} sur {n}, {a} {a:auditeur|auditeurs} ; {k} {k:soutien|soutiens}",
    "was": "{now} (avant : {before})",
    "harmless": "Peuvent mentir sans mal",
    "voters": "Votants",
    "until": "Jusqu’au",
    "ages": "Âge d’un état",
    "ages_say": "frais jusqu’à {fresh}, utile jusqu’à {refuse}",
    "log_key": "Clé du journal",
    "witness": "Témoin",
    "auditor": "Auditeur",
    "voter": "Signe la suivante",
    "log_key_new": "NOUVELLE CLÉ DU JOURNAL",
    "log_key_gone": "N’est plus",
    "witness_new": "Nouveau témoin",
    "witness_gone": "N’est plus témoin",
    "witness_key": "Témoin, NOUVELLE CLÉ",
    "witness_address": "Témoin, nouvelle adresse",
    "auditor_new": "Nouvel auditeur",
    "auditor_gone": "N’est plus auditeur",
    "auditor_key": "Auditeur, NOUVELLE CLÉ",
    "auditor_address": "Auditeur, nouvelle adresse",
    "before": "  avant",
    "voter_new": "Signe la suivante, nouveau",
    "voter_gone": "Ne signe plus",
    "kept": "Comme avant",
    "kept_log": "clé du journal ; ",
    "kept_counts": "témoins : {witnesses} ; auditeurs : {auditors} ; clés de votants : {voters}",
    "not_compared": "Personne n’a comparé ceci avec la version {version}. Donnez --trust FICHIER avec les versions que vous connaissez : seul le nouveau sera montré.",
    "other_log_key": "UNE AUTRE CLÉ signe {origin} à partir de cette version. Qui la détient écrit le journal. Ne continuez que si vous tenez cette clé des membres eux-mêmes, et non de ce fichier.",
}
