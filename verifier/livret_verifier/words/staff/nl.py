"""The accounts of a desk, and its counts, in Dutch."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "added": "Account gemaakt: {name}.",
    "authenticator": "De persoon leest dit met een authenticator, of typt het geheim daarin.",
    "secret": "Geheim",
    "shown_once": "Het wordt één keer getoond. Daarna meldt de persoon zich aan met naam, wachtzin en de code van zes cijfers.",
    "nobody": "Er is nog geen account.",
    "since": "sinds {day}",
    "removed": "Account verwijderd: {name}. Wie ermee aangemeld was, is dat niet meer.",
    "nothing": "Er is niets geteld.",
    "accepted": "aanvaard",
    "refused": "geweigerd",
    "unavailable": "niet gecontroleerd",
    "malformed": "onleesbaar",
    "by_hand.unchecked": "zonder bewijs (controle niet mogelijk)",
    "by_hand.device": "zonder bewijs (geen toestel, of kapot)",
    "by_hand.paper": "zonder bewijs (papier getoond)",
    "by_hand.rule": "zonder bewijs (afspraak van de dienst)",
    "by_hand.other": "zonder bewijs (andere reden)",
}
