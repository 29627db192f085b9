"""A trust root told before it is signed or believed, in German."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "ledger": "Journal",
    "version": "Fassung",
    "must_agree": "Müssen zustimmen",
    "numbers": "{q} von {n} Zeugen, {a} Prüfer; {k} {k:Fürsprache|Fürsprachen}",
    "was": "{now} (vorher: {before})",
    "harmless": "Dürfen lügen ohne Schaden",
    "voters": "Stimmberechtigte",
    "until": "Bis",
    "ages": "Alter eines Stands",
    "ages_say": "frisch bis {fresh}, brauchbar bis {refuse}",
    "log_key": "Schlüssel des Journals",
    "witness": "Zeuge",
    "auditor": "Prüfer",
    "voter": "Signiert die nächste",
    "log_key_new": "NEUER JOURNALSCHLÜSSEL",
    "log_key_gone": "Nicht mehr",
    "witness_new": "Neuer Zeuge",
    "witness_gone": "Kein Zeuge mehr",
    "witness_key": "Zeuge, NEUER SCHLÜSSEL",
    "witness_address": "Zeuge, neue Adresse",
    "auditor_new": "Neuer Prüfer",
    "auditor_gone": "Kein Prüfer mehr",
    "auditor_key": "Prüfer, NEUER SCHLÜSSEL",
    "auditor_address": "Prüfer, neue Adresse",
    "before": "  vorher",
    "voter_new": "Signiert die nächste, neu",
    "voter_gone": "Signiert nicht mehr",
    "kept": "Wie vorher",
    "kept_log": "Schlüssel des Journals; ",
    "kept_counts": "Zeugen: {witnesses}; Prüfer: {auditors}; Schlüssel Stimmberechtigter: {voters}",
    "not_compared": "Niemand hat dies mit Fassung {version} verglichen. Mit --trust DATEI die bekannten Fassungen angeben, dann wird nur das Neue gezeigt.",
    "other_log_key": "EIN ANDERER SCHLÜSSEL signiert {origin} ab dieser Fassung. Wer ihn hat, schreibt das Journal. Nur fortfahren, wenn dieser Schlüssel von den Mitgliedern selbst bekannt ist, und nicht aus dieser Datei.",
}
