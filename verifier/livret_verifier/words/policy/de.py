"""Worauf eine Regel hinausläuft, auf Deutsch."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "readable": "{path} ist lesbar.",
    "tried": "{path} ist nicht die Regel der Stelle selbst.",
    "service": "Stelle",
    "at": "Im Netz",
    "files_only": "nur mit Dateien",
    "ledger": "Öffentliches Journal",
    "procedure": "Verfahren",
    "asks": "Verlangt",
    "accepts": "Ja bei",
    "anything": "allem, was dasteht",
    "why": "Sagt, wofür",
    "believes": "Glaubt",
    "keeps": "Behält",
    "age": "Listen",
    "younger": "nicht älter als {age}",
    "issuer": "Glaubt",
    "by_did": "an ihrer DID",
    "by_seal": "mit Zertifikat, für {san}",
    "by_ledger": "wie das öffentliche Journal sagt",
    "where": "Wo",
    "its_right": "überall, wo ihr Recht gilt",
    "signs": "Für",
    "nobody": "Jeder Nachweis wird abgelehnt: Niemandem wird geglaubt. Nennen Sie unter [[issuers]], wem Sie glauben.",
    "nobody_signs": "Jeder Nachweis für {name} wird abgelehnt: Niemand, dem Sie glauben, darf diese Art signieren.",
    "never_met": "Jeder Nachweis für {name} wird abgelehnt: Niemand, dem Sie glauben, kann das Verlangte sagen.",
    "ledger_unconfirmed": "Mit dem Journal {name} ist nichts zu entscheiden: Seine Wörter wurden hier nicht bestätigt (livret verify trust add).",
    "lists_nowhere": "Nachweise von {name} werden abgelehnt: Die Regel sagt nicht, wo ihre Listen liegen (status_prefixes).",
    "anchors_over": "Nachweise von {name} werden abgelehnt: Das eigene Zertifikat der Zertifizierungsstelle ist abgelaufen.",
    "any_value": "{name} fragt und verlangt nichts: Was ein Nachweis auch sagt, es ist ein Ja.",
    "no_purpose": "{name} sagt nicht, wofür gefragt wird.",
    "no_address": "Keine Brieftasche erreicht diese Stelle im Netz: Es gibt kein [desk].",
    "all_well": "Nichts darin lehnt alle ab.",
}
