"""The help of `livret verify` in German."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "einen Nachweis anfragen, und den gezeigten prüfen",
    "init": "einen Schalter einrichten: Regeln und Schlüssel",
    "request": "eine unterzeichnete Anfrage schreiben",
    "file": "eine Antwort prüfen",
    "trust": "die öffentlichen Journale, denen Sie glauben",
    "--home": "der Ordner dieses Schalters",
    "--service": "der Name, den Inhaber sehen",
    "request --for": "eines der Verfahren der Regeldatei",
    "file --for": "das Verfahren, für das sie ist",
    "--to": "wohin die Anfrage geschrieben wird",
    "--valid": "in denen geantwortet werden darf (sonst 3600)",
    "answer": "die Datei, die die Person gab",
    "--dating": "was ihn datiert, falls die Person es mitgab",
    "--report": "jede Prüfung, mit ihrer Regel",
    "--dry-run": "nicht vermerken, dass die Anfrage beantwortet ist",
}
