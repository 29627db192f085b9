"""The accounts of a desk, and its counts, in German."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "added": "Konto angelegt: {name}.",
    "authenticator": "Die Person liest dies mit ihrem Authentifikator, oder tippt das Geheimnis ein.",
    "secret": "Geheimnis",
    "shown_once": "Es wird einmal gezeigt. Danach meldet sie sich mit Namen, Passphrase und dem Code aus sechs Ziffern an.",
    "nobody": "Es gibt noch kein Konto.",
    "since": "seit {day}",
    "removed": "Konto entfernt: {name}. Wer damit angemeldet war, ist es nicht mehr.",
    "nothing": "Es wurde nichts gezählt.",
    "accepted": "angenommen",
    "refused": "abgelehnt",
    "unavailable": "nicht geprüft",
    "malformed": "unlesbar",
    "by_hand.unchecked": "ohne Nachweis (Prüfung nicht möglich)",
    "by_hand.device": "ohne Nachweis (kein Gerät, oder defekt)",
    "by_hand.paper": "ohne Nachweis (Papier vorgelegt)",
    "by_hand.rule": "ohne Nachweis (Vorgabe der Stelle)",
    "by_hand.other": "ohne Nachweis (anderer Grund)",
}
