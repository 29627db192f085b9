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
    "unavailable": "CONTROLE NIET MOGELIJK",
    "no_fault": "Dit ligt niet aan de persoon.",
    "retry": "Op dezelfde code mag opnieuw worden geantwoord.",
    "over": "Dit verzoek is voorbij.",
    "answered": "Er is een antwoord. Hoe het is afgelopen, leest u waar uw wallet u heen leidt: volg de link die ze toont, of vraag het aan het loket.",
    "declined": "U zei nee, of had niets dat past. Er is niets van u getoond.",
    "visitor_step": "Vraag het aan het loket; een bewijs op papier is even goed.",
    "visit": "Toon een bewijs",
    "visit_lead": "Uw wallet toont wat gevraagd wordt, en vraagt het u eerst.",
    "back": "U mag deze pagina sluiten. Het loket heeft uw antwoord.",
    "begin": "Begin",
}
