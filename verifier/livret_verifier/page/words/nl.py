"""The desk's page in Dutch."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title": "Loket",
    "skip": "Naar de inhoud",
    "languages": "Talen",
    "choose": "Waarover gaat het?",
    "show": "Toon dit aan de persoon",
    "scan": "QR-code voor de wallet van de persoon",
    "code": "Zonder camera tikt de persoon",
    "link": "Open in een wallet op dit toestel",
    "waiting": "Wacht op het antwoord",
    "again": "Is het antwoord gekomen?",
    "next": "Volgende persoon",
    "accepted": "AANVAARD",
    "refused": "GEWEIGERD",
    "malformed": "ONLEESBAAR",
    "unavailable": "KON HET NIET NAGAAN",
    "signed": "Getekend door",
    "no_fault": "Dit ligt niet aan de persoon.",
    "retry": "Op dezelfde code mag opnieuw worden geantwoord.",
    "over": "Deze vraag is voorbij.",
    "visit": "Toon een bewijs",
    "visit_lead": "Uw wallet toont wat gevraagd wordt, en vraagt het u eerst.",
    "back": "U mag deze pagina sluiten. Het loket heeft uw antwoord.",
    "closed": "Deze pagina opent met de link die bij het begin van de dienst werd getoond.",
    "begin": "Begin",
}
