"""Garder une copie d'un journal, en français."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "mirror": "garder une copie entière d'un journal, et sa tête fraîche",
    "recover": "reprendre d'une copie, si machine ou clé du journal sont perdues",
    "mirror --from": "où le lire : dossier ou https (la première fois)",
    "mirror --trust": "racines de confiance reçues de quelqu'un de sûr (la première fois)",
    "--home": "son dossier",
    "--once": "regarder une fois, et finir",
    "--every": "secondes entre deux regards (sinon 60)",
    "--listen": "y répondre aussi : HOST:PORT (sinon, seulement des fichiers)",
    "--certificate": "pour TLS : chaîne au format PEM",
    "--certificate-key": "pour TLS : sa clé au format PEM",
    "--address-to": "y écrire l'adresse dès qu'il répond",
    "--resolve": "fixer des noms : HOST:PORT=ADRESSE, entre virgules",
    "--authorities": "PEM des autorités reconnues (sinon les usuelles)",
    "recover --from": "la copie : dossier ou adresse https",
    "recover --trust": "racines de confiance\u202f; pour --rotate, la suivante",
    "--to": "le dossier à faire",
    "--key": "la clé du journal, scellée : log.sealed de l'ancien dossier",
    "--key-lost": "faire une autre clé, que les membres nommeront",
    "--rotate": "le log.rotate signé par assez de membres",
    "--dry-run": "tout vérifier, ne rien écrire",
    "--store": "serveur PostgreSQL où le tenir : postgresql://…",
}

TEXTS: Final[Mapping[str, str]] = {
    "made": "Un miroir de {origin} commence dans {path}.",
    "grown": "{grown} {grown:nouvelle écriture vérifiée|nouvelles écritures vérifiées}. {size} {size:est publiée|sont publiées} ici, {size:confirmée|confirmées} le {time}.",
    "same": "Rien de nouveau. {size} {size:écriture est publiée ici, confirmée|écritures sont publiées ici, confirmées} le {time}.",
    "restored": "{count} {count:fichier manquait|fichiers manquaient} dans cette copie, et {count:y est|y sont} de nouveau.",
    "refreshed": "Confirmé de nouveau par ses témoins : {size} {size:écriture|écritures}, le {time}.",
    "left_out": "Aucune preuve n'a pu être écrite pour {path} ({code}).",
    "fraud": "FRAUDE ÉTABLIE. Chacun peut la vérifier : livret ledger verify-fraud {path}",
    "listening": "Répond à {url}. Ctrl-C l'arrête.",
    "recovered": "Le journal {origin} est dans {path}, avec {size} {size:écriture|écritures}. Il finit où finissent ses témoins.",
    "serve_next": "Ensuite : livret ledger serve --home {path}",
    "old_off": "L'ancienne machine ne doit plus jamais écrire. Enlevez-lui sa clé avant de continuer.",
    "new_key": "Nouvelle clé du journal",
    "rotate": "Projet du log.rotate",
    "trust": "Projet de racine de confiance",
    "not_before": "Pas avant",
    "prepared": "Rien n'est encore écrit ici. Assez de membres signent les deux projets : livret ledger review, livret ledger trust sign. Pas avant cette date : livret ledger recover --to {path} --rotate FICHIER --trust FICHIER. Après cela, témoins et auditeurs passent à la clé : rotate-log.",
    "ahead": "Ceux-ci ont confirmé plus qu'un quorum, et ne peuvent pas suivre : {names}. Les membres remplacent leurs clés.",
    "recoverable": "Le journal {origin} pourrait continuer depuis cette copie, avec {size} {size:écriture|écritures}. Toutes ont été revérifiées.",
    "would_take_over": "Le journal pourrait continuer sous sa nouvelle clé dès maintenant.",
    "dry_run": "Essai à blanc : rien n'a été signé, envoyé ni changé.",
    "taken_over": "Le journal continue sous sa nouvelle clé, avec {size} {size:écriture|écritures}.",
}
