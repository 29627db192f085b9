"""A trust root told before it is signed or believed, in Dutch."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "ledger": "Logboek",
    "version": "Versie",
    "must_agree": "Moeten het eens zijn",
    "numbers": "{q} van {n} {n:getuige|getuigen}, {a} {a:controleur|controleurs}; {k} {k:steunt|steunen}",
    "was": "{now} (eerder: {before})",
    "harmless": "Mogen liegen zonder schade",
    "voters": "Stemhebbers",
    "until": "Tot",
    "ages": "Leeftijd van een stand",
    "ages_say": "vers tot {fresh}, bruikbaar tot {refuse}",
    "log_key": "Sleutel van het logboek",
    "witness": "Getuige",
    "auditor": "Controleur",
    "voter": "Ondertekent de volgende",
    "log_key_new": "NIEUWE LOGBOEKSLEUTEL",
    "log_key_gone": "Niet meer",
    "witness_new": "Nieuwe getuige",
    "witness_gone": "Geen getuige meer",
    "witness_key": "Getuige, NIEUWE SLEUTEL",
    "witness_address": "Getuige, nieuw adres",
    "auditor_new": "Nieuwe controleur",
    "auditor_gone": "Geen controleur meer",
    "auditor_key": "Controleur, NIEUWE SLEUTEL",
    "auditor_address": "Controleur, nieuw adres",
    "before": "  eerder",
    "voter_new": "Ondertekent de volgende, nieuw",
    "voter_gone": "Ondertekent niet meer",
    "kept": "Zoals eerder",
    "kept_log": "sleutel van het logboek; ",
    "kept_counts": "getuigen: {witnesses}; controleurs: {auditors}; sleutels van stemhebbers: {voters}",
    "not_compared": "Niemand vergeleek dit met versie {version}. Geef --trust BESTAND met de versies die u kent, dan wordt alleen het nieuwe getoond.",
    "other_log_key": "EEN ANDERE SLEUTEL ondertekent {origin} vanaf deze versie. Wie hem heeft, schrijft het logboek. Ga alleen verder als u deze sleutel van de leden zelf kent, en niet uit dit bestand.",
}
