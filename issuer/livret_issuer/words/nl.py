"""The clerk in Nederlands."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Wachtzin",
    "again": "Nog eens",
    "not_same": "De twee zijn niet gelijk.",
    "founded": "{name} is opgericht. De sleutels zijn verzegeld onder uw wachtzin.",
    "did": "Identiteit",
    "recovery": "Twee herstelsleutels staan in {path}. Haal ze vandaag van deze machine: met die sleutels is de identiteit na een diefstal terug te winnen, zonder is ze verloren.",
    "published": "Te publiceren",
    "next": "Daarna",
    "offered": "{count} afhalingen geschreven naar {path}",
    "handed": "Geef elk bestand aan de persoon voor wie het is. Wie het heeft, kan één keer vragen.",
    "until": "tot {time}",
    "row": "regel",
    "rows_ready": "{count} rijen zijn klaar.",
    "refused_rows": "{count} rijen zijn niet bruikbaar:",
    "nothing_offered": "Er is niets aangeboden. Verbeter de rijen, of bied de andere aan met --skip-refused.",
    "would_offer": "Zou {count} afhalingen aanbieden. Er is niets geschreven.",
    "answered": "{code}  {copies} kopieën getekend, geschreven naar {path}",
    "answered_again": "{code}  dezelfde vraag opnieuw: hetzelfde antwoord, geschreven naar {path}",
    "no_requests": "Geen vraag in {path}.",
    "revoked": "{code}  ingetrokken: {copies} kopieën. De lijst is gepubliceerd.",
    "suspended": "{code}  geschorst: {copies} kopieën. De lijst is gepubliceerd.",
    "resumed": "{code}  hervat: {copies} kopieën. De lijst is gepubliceerd.",
    "cancelled": "{code}  geannuleerd; niet meer bruikbaar.",
    "list_published": "Lijst gepubliceerd: {path}",
    "state_open": "open",
    "state_used": "gebruikt",
    "state_ended": "afgelopen",
    "code": "Code",
    "audit_holds": "{count} inschrijvingen; de keten van hashes klopt.",
    "copies": "kopieën",
}
