"""Believing a public ledger, in Dutch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "de openbare logboeken die hier vertrouwd worden",
    "add": "een logboek vertrouwen om zijn zes woorden, of nieuwere versies ervan",
    "list": "welke vertrouwd worden, sinds wanneer en tot hoever",
    "remove": "er een niet meer vertrouwen; wat ervan is gezien, wordt ook vergeten",
    "--home": "de map van deze wallet, dit loket of deze gemeente",
    "add file": "het vertrouwensbestand van het logboek, één versie per regel",
    "--words-file": "lees de zes woorden daaruit, of - voor de standaardinvoer",
    "--sheet-version": "de versie die op het blad staat, als geen andere geprobeerd moet worden",
    "origin": "de naam van het logboek, zoals list die toont",
}

TEXTS: Final[Mapping[str, str]] = {
    "ledger": "Openbaar logboek",
    "since": "Vertrouwd sinds",
    "version": "Versie",
    "version_until": "{version}, tot {day}",
    "members": "Leden",
    "members_say": "{n} {n:naam|namen}; {q} {q:moet|moeten} het eens zijn",
    "holds": "Houdt stand",
    "holds_say": "zolang niet meer dan {f} van de {n} {f:liegt|liegen}",
    "newest": "Nieuwste gezien",
    "seen": "{time}, {age} oud, {size} {size:vermelding|vermeldingen}",
    "not_seen": "nog niets",
    "sheet_says": "Op het blad staat versie {version}.",
    "sheet_from": "Op het nieuwste blad staat versie {version}; een ouder voldoet vanaf versie {oldest}.",
    "older_sheet": "Het blad is van versie {version}. De latere, tot {newest}, worden vertrouwd om hun handtekeningen.",
    "read_them": "Lees de zes woorden van het blad aan het loket, niet van waar dit bestand vandaan komt.",
    "again": "Het werd hier vertrouwd, maar wat ervan bekend is, eindigde ruim een jaar geleden.",
    "six_words": "Zes woorden: ",
    "slip": "Geen enkel blad heeft zo'n woord: nr. {numbers}. Typ ze alle zes opnieuw.",
    "count": "Het moeten zes woorden zijn, en dit zijn er {count}. Typ ze alle zes opnieuw.",
    "believed": "Vanaf nu wordt {origin} hier vertrouwd.",
    "walked_on": "{origin}: versie {version}, ondertekend door de vorige leden en door de eigen.",
    "other_log_key": "Een andere sleutel ondertekent {origin} sinds versie {version}. Hoorde u daar niet van, vraag het dan aan het loket voor u erop vertrouwt.",
    "nothing_newer": "{origin}: al vertrouwd. Het bestand heeft niets nieuwers.",
    "ended": "Deze versie eindigde op {day}. Zonder een nieuwere is er weinig mee na te gaan.",
    "removed": "{origin} wordt hier niet meer vertrouwd, en wat ervan gezien was, is vergeten.",
    "none": "Hier wordt geen openbaar logboek vertrouwd.",
    "first": "Hier wordt nog geen openbaar logboek vertrouwd: niemand staat in voor wie dit aanbiedt.",
    "first_file": "Bestand met zijn vertrouwenswortel, van het blad aan het loket (Enter stopt): ",
    "none_step": "Neem het bestand van een logboek en het blad met zijn zes woorden: trust add BESTAND.",
}
