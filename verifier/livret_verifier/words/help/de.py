"""The help of `livret verify` in German."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "einen Nachweis anfragen, und den gezeigten prüfen",
    "init": "einen Schalter einrichten: Regeln und Schlüssel",
    "key": "den öffentlichen Schlüssel zeigen, der Anfragen signiert",
    "key --to": "Datei für den Schlüssel",
    "request": "fragen: über das Netz, oder in signierter Datei",
    "file": "eine Antwort prüfen",
    "trust": "die öffentlichen Journale, denen Sie glauben",
    "policy": "was die Regel annimmt, und was nie",
    "policy --try": "eine Antwort nach einer Regel prüfen, nichts vermerken",
    "--file": "eine andere Datei als die Regel dieser Stelle",
    "--try": "die Antwort, die probiert wird",
    "--at": "wo Brieftaschen sie finden (https)",
    "--home": "der Ordner dieses Schalters",
    "--service": "der Name, den Inhaber sehen",
    "request --for": "eines der Verfahren der Regeldatei",
    "file --for": "das Verfahren, für das sie ist",
    "policy --try --for": "das Verfahren, für das sie ist",
    "--to": "stattdessen eine Datei schreiben",
    "--valid": "in denen man antworten darf (900; Datei 3600)",
    "answer": "die Datei, die die Person gab",
    "--dating": "was ihn datiert, falls die Person es mitgab",
    "--report": "jede Prüfung, mit ihrer Regel",
    "--dry-run": "nicht vermerken, dass die Anfrage beantwortet ist",
    "result": "was aus einer Anfrage wurde (Status 3: keine Antwort)",
    "--type": "diese Art verlangen, ohne Verfahren",
    "--claims": "und diese Angaben, durch Kommas getrennt",
    "transaction": "wie `request` ihn nannte",
    "--wait": "bis eine Antwort da ist",
    "--within": "die man wartet (sonst 900)",
    "--resolve": "Adressen von Namen, durch Kommas getrennt",
    "--authorities": "wessen Wort über Hosts zählt (PEM)",
}
