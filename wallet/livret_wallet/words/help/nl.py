"""The help of `livret wallet` in Dutch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "bewijzen bewaren, en beslissen wie wat ziet",
    "init": "een wallet maken",
    "request": "een bewijs vragen",
    "receive": "een bewijs controleren en bewaren",
    "dating": "bewaren wat een bewijs dateert",
    "forget": "een onbeantwoord verzoek laten vallen",
    "list": "de bewijzen die u hebt",
    "show": "alles wat één bewijs zegt",
    "history": "wat er kwam en ging",
    "present": "een dienst antwoorden",
    "trust": "de openbare logboeken die u aanneemt",
    "--home": "de map van deze wallet",
    "handover": "het bestand van het loket",
    "--copies": "kopieën voor één gebruik om te vragen (anders 10, of wat mag)",
    "request --to": "waar het verzoek te schrijven",
    "receive answer": "het bestand dat het stadhuis teruggaf",
    "dating file": "het bestand dat de gemeente later gaf",
    "code": "de code van de afhaling, zoals list die toont",
    "proof": "het nummer in de lijst, of het kenmerk (anders 1)",
    "present request": "het verzoek van de dienst",
    "present --to": "waar het antwoord te schrijven",
    "--proof": "welk bewijs, waar er meer voldoen",
    "--dry-run": "het blad tonen, niets sturen",
    "--yes-to": "instemmen met het blad van deze afdruk, zonder terminal",
    "--with-dating": "ook schrijven wat het dateert: alleen als zijn sleutel betwist wordt",
}
