"""The help of `livret ledger genesis` in Dutch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "samen een logboek oprichten",
    "key": "de operatiesleutel van een oprichter maken",
    "draft": "schrijven wat de oprichters tekenen",
    "sign": "een ontwerp lezen en tekenen",
    "join": "het met ieders handtekening samenvoegen",
    "--to": "het bestand om te schrijven",
    "--plan": "wie opricht, met welke sleutels en aantallen (JSON)",
    "--draft": "het ontwerp",
    "--key": "uw operatiesleutel",
    "--signatures": "map met ieders handtekening",
}
