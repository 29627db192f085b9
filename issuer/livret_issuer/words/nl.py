"""The clerk in Nederlands."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Wachtzin",
    "again": "Nog eens",
    "founded": "Gemeentehuis aangemaakt: {name}. De sleutels zijn verzegeld onder uw wachtzin.",
    "did": "Identiteit",
    "recovery": "Twee herstelsleutels staan in {path}. Haal ze vandaag van deze machine: met die sleutels is de identiteit na een diefstal terug te winnen, zonder is ze verloren.",
    "published": "Te publiceren",
    "offered": "Afhalingen geschreven naar {path}: {count}",
    "handed": "Geef elk bestand aan de persoon voor wie het is. Wie het heeft, kan één keer vragen.",
    "until": "tot {time}",
    "row": "regel",
    "nothing_offered": "Er is niets aangeboden. Verbeter de rijen, of bied de andere aan met --skip-refused.",
    "would_offer": "Er is niets geschreven. Afhalingen die aangeboden zouden worden: {count}.",
    "answered": "{code}  ondertekend en geschreven naar {path}; kopieën: {copies}",
    "revoked": "{code}  ingetrokken, kopieën: {copies}.",
    "suspended": "{code}  geschorst, kopieën: {copies}.",
    "resumed": "{code}  hervat, kopieën: {copies}.",
    "with_next_list": "Genoteerd. Het geldt vanaf de volgende lijst: livret issuer publish, op de vaste tijd.",
    "published_now": "De lijst is meteen gepubliceerd. Wie haar met de vorige vergelijkt, ziet deze kopieën samen veranderen en weet dat ze van één persoon zijn.",
    "list_before": "De vorige lijst is van {at}. Een dienst mag haar houden tot {again} en geloven tot {until}.",
    "cancelled": "{code}  geannuleerd; niet meer bruikbaar.",
    "list_published": "Lijst gepubliceerd: {path}",
    "state_open": "open",
    "state_used": "gebruikt",
    "state_ended": "afgelopen",
    "code": "Code",
    "audit_holds": "Aantal vermeldingen: {count}; de keten klopt.",
}
