"""The help of `livret ledger genesis` in German."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "gemeinsam ein Journal gründen",
    "key": "den Vorgangsschlüssel eines Gründers anlegen",
    "sign": "einen Entwurf lesen und signieren",
    "join": "ihn mit allen Signaturen vereinen",
    "--to": "die zu schreibende Datei",
    "--draft": "der Entwurf",
    "--key": "Ihr Vorgangsschlüssel",
    "--signatures": "Ordner mit allen Signaturen",
    "commit": "die eigenen Schlüssel festlegen, ohne sie zu zeigen",
    "agree": "Plan und Festlegungen zusammenführen",
    "draft": "schreiben, was die Gründer signieren",
    "--did": "Ihr Vorgangsschlüssel, wie `key` ihn zeigte",
    "--witness": "Schlüssel Ihres Zeugen",
    "--auditor": "Schlüssel Ihres Prüfers, falls vorhanden",
    "--log-key": "der Schlüssel des Journals, für wen es führt",
    "--opening-to": "was es öffnet; behalten, bis alle festgelegt sind",
    "--commitments": "Ordner mit den Festlegungen aller",
    "--openings": "Ordner mit den Öffnungen aller",
    "--agreement": "die Vereinbarung, wie Sie sie behalten haben",
    "who": "amtliche Nummer, oder Name des Journals",
    "--dry-run": "alles prüfen, nichts schreiben",
    "--plan": "wer gründet, mit welchen Zahlen, ab wann (JSON)",
}
