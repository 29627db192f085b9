"""The help of demo, types, inspect, explain and doctor in Dutch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "demo": "een hele gemeente spelen op deze machine; niets gaat eruit",
    "demo --play": "wat gespeeld wordt: de gemeente, dezelfde met bestanden, of het logboek dat gemeenten stichten",
    "demo --serve": "de gemeente daarna open laten; bewaard in ./demo-town, of --keep",
    "demo --port": "de eerste van de poorten waar ze luistert; 0 voor om het even welke",
    "demo --step": "na elke scène op Enter wachten",
    "demo --keep": "daar de bestanden van de gemeente bewaren",
    "types": "wat kan worden bevestigd, en wat ervan stuk voor stuk wordt getoond",
    "types --type": "een naam (residency) of de urn; anders alle",
    "inspect": "een link, bewijs, verzoek, lijst of DID-logboek ontcijferen; controleert niets",
    "inspect thing": "een bestand, - voor de standaardinvoer, of de tekst zelf",
    "explain": "wat een reden betekent, wie het kan verhelpen, en hoe",
    "explain code": "een reden zoals getoond; anders alle",
    "doctor": "wat op deze machine ontbreekt, en het middel",
    "doctor --at": "ook kijken of daar een logboek bereikbaar is",
    "doctor --resolve": "namen vastzetten: HOST:POORT=ADRES, met komma's ertussen",
    "doctor --authorities": "PEM van vertrouwde autoriteiten (standaard: de bekende)",
    "doctor --trust": "wiens woord over de stand telt",
}
