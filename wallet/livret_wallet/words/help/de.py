"""The help of `livret wallet` in German."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "Nachweise aufbewahren, und entscheiden, wer was sieht",
    "init": "eine Brieftasche anlegen",
    "request": "einen Nachweis anfragen",
    "receive": "einen Nachweis prüfen und aufbewahren",
    "dating": "aufbewahren, was einen Nachweis datiert",
    "forget": "eine unbeantwortete Anfrage fallen lassen",
    "list": "die Nachweise, die Sie haben",
    "show": "alles, was ein Nachweis sagt",
    "history": "was kam und ging",
    "present": "einem Dienst antworten",
    "trust": "die öffentlichen Journale, denen Sie glauben",
    "--home": "der Ordner dieser Brieftasche",
    "handover": "die Datei vom Schalter",
    "--copies": "Einmalkopien, um die gebeten wird (sonst 10, oder so viele wie erlaubt)",
    "request --to": "wohin die Anfrage geschrieben wird",
    "receive answer": "die Datei, die das Rathaus zurückgab",
    "dating file": "die Datei, die die Gemeinde später gab",
    "code": "der Code der Abholung, wie list ihn zeigt",
    "proof": "seine Nummer in der Liste, oder seine Kennung (sonst 1)",
    "present request": "die Anfrage des Dienstes",
    "present --to": "wohin die Antwort geschrieben wird",
    "--proof": "welcher Nachweis, wo mehrere genügen",
    "--dry-run": "das Blatt zeigen, nichts senden",
    "--yes-to": "dem Blatt mit diesem Abdruck zustimmen, ohne Terminal",
    "--with-dating": "auch schreiben, was ihn datiert: nur wenn sein Schlüssel bestritten ist",
}
