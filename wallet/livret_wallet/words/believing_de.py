"""Which public ledgers a wallet believes, in German: part of what the screens say."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title_believing": "Wem zu glauben ist",
    "believe_where": "Adresse oder Datei (Eingabetaste allein: später):",
    "believe_neither": "Weder eine Datei hier noch eine Adresse. Tippen Sie sie wie auf dem Blatt: verneuil.example",
    "believe_code": "Ein Code allein sagt nicht, wo. Tippen Sie die Adresse, die dabei steht.",
    "believe_none": "{host} antwortete; an dieser Adresse ist kein öffentliches Journal.",
    "believe_asking": "{host} wird gefragt …",
    "ledger_offered": "Öffentliches Journal {origin}: {n} {n:Mitglied|Mitglieder}, {q} {q:muss|müssen} zustimmen",
    "ledger_members": "Mitglieder",
    "ledger_version": "Version",
    "ledger_version_until": "{version}, bis {day}",
    "ledger_words": "Seine sechs Wörter",
    "ledger_languages": "In einer anderen Sprache, wie auf Ihrem Blatt: Tippen Sie {languages}. Oder tippen Sie die sechs Wörter selbst.",
    "ledger_again": "Ihm wurde hier geglaubt, doch was man von ihm weiß, endete vor über einem Jahr.",
    "sheet_same": "Zeigt Ihr Blatt dieselben sechs Wörter? (ja/nein)",
    "words_slip": "Kein Blatt hat ein solches Wort: Nr. {numbers}. Tippen Sie alle sechs neu.",
    "words_count": "Es braucht sechs Wörter, und das sind {count}. Tippen Sie alle sechs neu.",
    "words_what": "Tippen Sie ja, nein oder die sechs Wörter Ihres Blatts.",
    "ledger_believed": "{origin} wird hier von nun an geglaubt.",
    "ledger_older": "Ihr Blatt ist von Version {version}. Den späteren, bis {newest}, wird geglaubt um derer willen, die sie signierten.",
}
