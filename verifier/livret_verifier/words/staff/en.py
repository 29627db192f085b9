"""The accounts of a desk, and its counts, in English."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "added": "Account made: {name}.",
    "authenticator": "The person reads this with an authenticator, or types the secret into it.",
    "secret": "Secret",
    "shown_once": "It is shown once. After that the person logs in with name, passphrase and the code of six digits.",
    "nobody": "There is no account yet.",
    "since": "since {day}",
    "removed": "Account removed: {name}. Whoever was logged in with it is so no more.",
    "nothing": "Nothing was counted.",
    "accepted": "accepted",
    "refused": "refused",
    "unavailable": "not checked",
    "malformed": "unreadable",
    "by_hand.unchecked": "without a proof (could not check)",
    "by_hand.device": "without a proof (no device, or a broken one)",
    "by_hand.paper": "without a proof (paper was shown)",
    "by_hand.rule": "without a proof (the service's own rule)",
    "by_hand.other": "without a proof (another reason)",
}
