"""The help of `livret ledger genesis` in Dutch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "samen een logboek oprichten",
    "key": "de operatiesleutel van een oprichter maken",
    "sign": "een ontwerp lezen en ondertekenen",
    "join": "het met ieders handtekening samenvoegen",
    "--to": "het bestand om te schrijven",
    "--draft": "het ontwerp",
    "--key": "uw operatiesleutel",
    "--signatures": "map met ieders handtekening",
    "commit": "uw sleutels vastleggen zonder ze te tonen",
    "agree": "plan en vastleggingen samenvoegen",
    "draft": "schrijven wat de oprichters ondertekenen",
    "--did": "uw operatiesleutel, zoals `key` die toonde",
    "--witness": "sleutel van uw getuige",
    "--auditor": "sleutel van uw controleur, als u er een hebt",
    "--log-key": "de sleutel van het logboek, voor wie het bijhoudt",
    "--opening-to": "wat het opent; bewaren tot allen zich vastlegden",
    "--commitments": "map met de vastleggingen van allen",
    "--openings": "map met de openingen van allen",
    "--agreement": "de overeenkomst, zoals u die bewaarde",
    "who": "officieel nummer, of de naam van het logboek",
    "--dry-run": "alles controleren, niets schrijven",
    "--plan": "wie het opricht, met welke getallen, vanaf wanneer (JSON)",
}
