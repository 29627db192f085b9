"""The desk's page in Dutch."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title": "Loket",
    "skip": "Naar de inhoud",
    "languages": "Talen",
    "choose": "Waarover gaat het?",
    "link": "Open in een wallet op dit toestel",
    "waiting": "Wacht op het antwoord",
    "again": "Is het antwoord gekomen?",
    "accepted": "AANVAARD",
    "refused": "GEWEIGERD",
    "malformed": "ONLEESBAAR",
    "unavailable": "KON HET NIET NAGAAN",
    "no_fault": "Dit ligt niet aan de persoon.",
    "retry": "Op dezelfde code mag opnieuw worden geantwoord.",
    "over": "Deze vraag is voorbij.",
    "visit": "Toon een bewijs",
    "visit_lead": "Uw wallet toont wat gevraagd wordt, en vraagt het u eerst.",
    "back": "U mag deze pagina sluiten. Het loket heeft uw antwoord.",
    "begin": "Begin",
}
