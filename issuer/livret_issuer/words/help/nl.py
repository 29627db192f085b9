"""The help of `livret issuer` in Dutch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "bewijzen overhandigen, ondertekenen en intrekken",
    "init": "een stadhuis oprichten",
    "offer": "afhalingen maken uit een lijst van personen",
    "issue": "verzoeken van wallets beantwoorden",
    "revoke": "kopieën van een afhaling intrekken, met de volgende lijst",
    "suspend": "kopieën van een afhaling schorsen, met de volgende lijst",
    "resume": "geschorste kopieën herstellen, met de volgende lijst",
    "cancel": "een ongebruikte afhaling beëindigen",
    "publish": "de lijsten opnieuw ondertekenen (op vaste tijden)",
    "show": "wie dit is en de afhalingen, of hoe het met één daarvan staat",
    "audit": "het auditlogboek controleren en tonen",
    "--home": "de map van dit stadhuis",
    "--name": "zoals men het kent",
    "--territory": "fr-insee:80999, be-nis:…, de-ags:…",
    "--authority": "wie tekent, zoals bewijzen het zeggen (anders de naam)",
    "--language": "ambtelijke taal, waar de wet een keuze laat",
    "--at": "waar het publiceert; HOST mag HOST:POORT zijn",
    "--recovery-to": "map voor de herstelsleutels",
    "--type": "residency, birth, diploma (livret types noemt ze)",
    "--from": "de lijst: CSV in UTF-8",
    "offer --to": "map voor de afhaalbestanden",
    "--copies": "hoogstens zoveel kopieën elk (anders 10)",
    "--valid": "tot het ongebruikt eindigt (anders 604800, 7 dagen)",
    "--line": "alleen de persoon op deze regel van het bestand",
    "--skip-refused": "de goede rijen aanbieden",
    "--dry-run": "alles controleren, niets schrijven",
    "--requests": "map met verzoeken",
    "issue --to": "map voor de antwoorden",
    "code": "de code van de afhaling",
    "--now": "meteen publiceren; wie lijsten vergelijkt, ziet welke kopieën samenhoren",
    "--commune": "namen van de gemeente, gescheiden door / (lijsten moeten eraan voldoen)",
    "--since": "dat de lijst verder gaat vanaf wat genoteerd was",
}
