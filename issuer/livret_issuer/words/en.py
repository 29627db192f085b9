"""The clerk in English."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Passphrase",
    "again": "Again",
    "founded": "Town hall made: {name}. Its keys are sealed under your passphrase.",
    "did": "Identity",
    "recovery": "Two recovery keys are in {path}. Take them off this machine today: with them the identity can be won back after a theft, without them it is lost.",
    "published": "What may be published",
    "offered": "Hand-overs written to {path}: {count}",
    "handed": "Hand each file to the person it is for. Whoever holds it may ask once.",
    "until": "until {time}",
    "row": "line",
    "nothing_offered": "Nothing was offered. Mend the rows, or offer the others with --skip-refused.",
    "would_offer": "Nothing was written. Hand-overs that would be offered: {count}.",
    "answered": "{code}  signed and written to {path}; copies: {copies}",
    "revoked": "{code}  withdrawn, copies: {copies}.",
    "suspended": "{code}  paused, copies: {copies}.",
    "resumed": "{code}  resumed, copies: {copies}.",
    "with_next_list": "Recorded. It takes effect with the next list: livret issuer publish, on its schedule.",
    "published_now": "The list is published at once. Whoever compares it with the one before sees these copies change together, and knows that they are one person's.",
    "list_before": "The list before is of {at}. A service may keep it until {again} and believe it until {until}.",
    "cancelled": "{code}  cancelled; it can no longer be used.",
    "list_published": "List published: {path}",
    "state_open": "open",
    "state_used": "used",
    "state_ended": "ended",
    "code": "Code",
    "audit_holds": "Entries: {count}. The chain of hashes holds.",
}
