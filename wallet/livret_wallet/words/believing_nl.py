"""Which public ledgers a wallet believes, in Dutch: part of what the screens say."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title_believing": "Wie te geloven",
    "believe_where": "Adres of bestand (alleen Enter: later):",
    "believe_neither": "Geen bestand hier en geen adres. Typ het zoals op het blad: verneuil.example",
    "believe_code": "Een code alleen zegt niet waar. Typ het adres dat erbij staat.",
    "believe_none": "{host} antwoordde; op dit adres is geen openbaar logboek.",
    "believe_asking": "Vraag aan {host} …",
    "ledger_offered": "Openbaar logboek {origin}: {n} {n:lid|leden}, {q} {q:moet|moeten} het eens zijn",
    "ledger_members": "Leden",
    "ledger_version": "Versie",
    "ledger_version_until": "{version}, tot {day}",
    "ledger_words": "Zijn zes woorden",
    "ledger_languages": "In een andere taal, zoals op uw blad: typ {languages}. Of typ de zes woorden zelf.",
    "ledger_again": "Het werd hier geloofd, maar wat ervan bekend is, eindigde meer dan een jaar geleden.",
    "sheet_same": "Toont uw blad dezelfde zes woorden? (ja/nee)",
    "words_slip": "Geen blad heeft zo'n woord: nr. {numbers}. Typ alle zes opnieuw.",
    "words_count": "Er zijn zes woorden nodig, en dit zijn er {count}. Typ alle zes opnieuw.",
    "words_what": "Typ ja, nee, of de zes woorden van uw blad.",
    "ledger_believed": "{origin} wordt hier voortaan geloofd.",
    "ledger_older": "Uw blad is van versie {version}. De latere, tot {newest}, worden geloofd om wie ze tekende.",
}
