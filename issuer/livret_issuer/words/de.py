"""The clerk in Deutsch."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Passphrase",
    "again": "Noch einmal",
    "not_same": "Die beiden sind nicht gleich.",
    "founded": "{name} ist gegründet. Die Schlüssel sind unter Ihrer Passphrase versiegelt.",
    "did": "Identität",
    "recovery": "Zwei Wiederherstellungsschlüssel liegen in {path}. Nehmen Sie sie heute von diesem Rechner: Mit ihnen lässt sich die Identität nach einem Diebstahl zurückgewinnen, ohne sie ist sie verloren.",
    "published": "Zu veröffentlichen",
    "next": "Weiter",
    "offered": "{count} Abholungen geschrieben nach {path}",
    "handed": "Geben Sie jede Datei der Person, für die sie ist. Wer sie hat, kann einmal anfragen.",
    "until": "bis {time}",
    "row": "Zeile",
    "rows_ready": "{count} Zeilen sind bereit.",
    "refused_rows": "{count} Zeilen sind nicht brauchbar:",
    "nothing_offered": "Es wurde nichts angeboten. Verbessern Sie die Zeilen, oder bieten Sie die anderen mit --skip-refused an.",
    "would_offer": "Würde {count} Abholungen anbieten. Es wurde nichts geschrieben.",
    "answered": "{code}  {copies} Kopien signiert, geschrieben nach {path}",
    "answered_again": "{code}  dieselbe Anfrage noch einmal: dieselbe Antwort, geschrieben nach {path}",
    "no_requests": "Keine Anfrage in {path}.",
    "revoked": "{code}  widerrufen: {copies} Kopien. Die Liste ist veröffentlicht.",
    "suspended": "{code}  ausgesetzt: {copies} Kopien. Die Liste ist veröffentlicht.",
    "resumed": "{code}  wieder gültig: {copies} Kopien. Die Liste ist veröffentlicht.",
    "cancelled": "{code}  abgebrochen; nicht mehr verwendbar.",
    "list_published": "Liste veröffentlicht: {path}",
    "state_open": "offen",
    "state_used": "verwendet",
    "state_ended": "beendet",
    "code": "Code",
    "audit_holds": "{count} Einträge; die Kette der Hashes hält.",
    "copies": "Kopien",
}
