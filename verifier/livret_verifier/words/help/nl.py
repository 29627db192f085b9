"""The help of `livret verify` in Dutch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "een bewijs vragen, en controleren wat is getoond",
    "init": "een loket maken: regels en sleutel",
    "key": "de publieke sleutel tonen die verzoeken ondertekent",
    "key --to": "bestand voor de sleutel",
    "request": "vragen: over het netwerk, of in een ondertekend bestand",
    "file": "een antwoord controleren",
    "trust": "de openbare logboeken die u vertrouwt",
    "policy": "wat de regel aanvaardt, en wat nooit",
    "policy --try": "een antwoord volgens een regel beoordelen, niets noteren",
    "--file": "een ander bestand dan de regel van dit loket",
    "--try": "het antwoord om te proberen",
    "--at": "waar wallets het vinden (https)",
    "--home": "de map van dit loket",
    "--service": "de naam die houders zien",
    "request --for": "een van de procedures van het regelbestand",
    "file --for": "de procedure waarvoor het is",
    "policy --try --for": "de procedure waarvoor het is",
    "--to": "schrijf een bestand (antwoord in een bestand)",
    "--valid": "waarin men mag antwoorden (900; bestand 3600)",
    "answer": "het bestand dat de persoon gaf",
    "--dating": "wat het dateert, als de persoon dat ook gaf",
    "--report": "elke controle, met haar regel",
    "--dry-run": "niet noteren dat het verzoek is beantwoord",
    "result": "wat er van een verzoek werd (exit 3: geen antwoord)",
    "--type": "vraag dit soort, zonder procedure",
    "--claims": "en deze gegevens, met komma's ertussen",
    "transaction": "zoals `request` die noemde",
    "--wait": "tot er een antwoord is",
    "--within": "dat men wacht (anders 900)",
    "--resolve": "adressen van namen, met komma's ertussen",
    "--authorities": "wiens woord over hosts telt (PEM)",
}
