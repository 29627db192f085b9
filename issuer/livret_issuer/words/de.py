"""The clerk in Deutsch."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Passphrase",
    "again": "Noch einmal",
    "founded": "Gemeinde angelegt: {name}. Die Schlüssel sind unter Ihrer Passphrase versiegelt.",
    "did": "Identität",
    "recovery": "Zwei Wiederherstellungsschlüssel liegen in {path}. Nehmen Sie sie heute von diesem Rechner: Mit ihnen lässt sich die Identität nach einem Diebstahl zurückgewinnen, ohne sie ist sie verloren.",
    "published": "Zu veröffentlichen",
    "offered": "Abholungen geschrieben nach {path}: {count}",
    "handed": "Geben Sie jede Datei der Person, für die sie ist. Wer sie hat, kann einmal anfragen.",
    "until": "bis {time}",
    "row": "Zeile",
    "nothing_offered": "Es wurde nichts angeboten. Verbessern Sie die Zeilen, oder bieten Sie die anderen mit --skip-refused an.",
    "would_offer": "Es wurde nichts geschrieben. Abholungen, die angeboten würden: {count}.",
    "answered": "{code}  signiert und geschrieben nach {path}; Kopien: {copies}",
    "revoked": "{code}  widerrufen, Kopien: {copies}.",
    "suspended": "{code}  ausgesetzt, Kopien: {copies}.",
    "resumed": "{code}  wieder gültig, Kopien: {copies}.",
    "with_next_list": "Vermerkt. Es gilt ab der nächsten Liste: livret issuer publish, zur festen Zeit.",
    "published_now": "Die Liste ist sofort veröffentlicht. Wer sie mit der vorigen vergleicht, sieht diese Kopien sich gemeinsam ändern und weiß, dass sie einer Person gehören.",
    "list_before": "Die vorige Liste ist vom {at}. Ein Dienst darf sie bis {again} behalten und bis {until} glauben.",
    "cancelled": "{code}  abgebrochen; nicht mehr verwendbar.",
    "list_published": "Liste veröffentlicht: {path}",
    "state_open": "offen",
    "state_used": "verwendet",
    "state_ended": "beendet",
    "code": "Code",
    "audit_holds": "Einträge: {count}; die Kette der Hashes ist lückenlos.",
}
