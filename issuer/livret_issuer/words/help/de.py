"""The help of `livret issuer` in German."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "Nachweise übergeben, unterzeichnen und widerrufen",
    "init": "ein Rathaus gründen",
    "offer": "Abholungen aus einer Liste von Personen machen",
    "issue": "Anfragen von Brieftaschen beantworten",
    "revoke": "Kopien einer Abholung widerrufen, mit der nächsten Liste",
    "suspend": "Kopien einer Abholung aussetzen, mit der nächsten Liste",
    "resume": "ausgesetzte Kopien wieder gültig machen, mit der nächsten Liste",
    "cancel": "eine ungenutzte Abholung beenden",
    "publish": "die Listen neu unterzeichnen (nach Plan)",
    "show": "wer das ist und ihre Abholungen, oder der Stand einer davon",
    "audit": "das Prüfprotokoll prüfen und zeigen",
    "--home": "der Ordner dieses Rathauses",
    "--name": "wie man es kennt",
    "--territory": "fr-insee:80999, be-nis:…, de-ags:…",
    "--authority": "wer zeichnet, wie Nachweise es sagen (sonst der Name)",
    "--language": "Amtssprache, wo das Gesetz die Wahl lässt",
    "--at": "wo es veröffentlicht; HOST darf HOST:PORT sein",
    "--recovery-to": "Ordner für die Ersatzschlüssel",
    "--type": "residency, birth, diploma (livret types nennt sie)",
    "--from": "die Liste: CSV in UTF-8",
    "offer --to": "Ordner für die Abholdateien",
    "--copies": "höchstens so viele Kopien je Person (sonst 10)",
    "--valid": "bis sie ungenutzt endet (sonst 604800, 7 Tage)",
    "--line": "nur die Person in dieser Zeile der Datei",
    "--skip-refused": "die guten Zeilen anbieten",
    "--dry-run": "alles prüfen, nichts schreiben",
    "--requests": "Ordner mit Anfragen",
    "issue --to": "Ordner für die Antworten",
    "code": "der Code der Abholung",
    "--now": "sofort veröffentlichen; wer Listen vergleicht, sieht, welche Kopien zusammengehören",
    "--commune": "Namen der Gemeinde, mit / getrennt (Listen werden daran gemessen)",
    "--since": "dass das Protokoll fortsetzt, was notiert wurde",
}
