"""The help of `livret ledger genesis` in German."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "gemeinsam ein Journal gründen",
    "key": "den Vorgangsschlüssel eines Gründers anlegen",
    "draft": "schreiben, was die Gründer signieren",
    "sign": "einen Entwurf lesen und signieren",
    "join": "ihn mit allen Signaturen vereinen",
    "--to": "die zu schreibende Datei",
    "--plan": "wer gründet, mit welchen Schlüsseln und Zahlen (JSON)",
    "--draft": "der Entwurf",
    "--key": "Ihr Vorgangsschlüssel",
    "--signatures": "Ordner mit allen Signaturen",
}
