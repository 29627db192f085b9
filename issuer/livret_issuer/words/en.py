"""The clerk in English."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "passphrase": "Passphrase",
    "again": "Again",
    "not_same": "The two are not the same.",
    "founded": "{name} is founded. Its keys are sealed under your passphrase.",
    "did": "Identity",
    "recovery": "Two recovery keys are in {path}. Take them off this machine today: with them the identity can be won back after a theft, without them it is lost.",
    "published": "What may be published",
    "next": "Next",
    "offered": "{count} hand-overs written to {path}",
    "handed": "Hand each file to the person it is for. Whoever holds it may ask once.",
    "until": "until {time}",
    "row": "line",
    "rows_ready": "{count} rows are ready.",
    "refused_rows": "{count} rows cannot be used:",
    "nothing_offered": "Nothing was offered. Mend the rows, or offer the others with --skip-refused.",
    "would_offer": "Would offer {count} hand-overs. Nothing was written.",
    "answered": "{code}  {copies} copies signed, written to {path}",
    "answered_again": "{code}  the same request again: the same answer, written to {path}",
    "no_requests": "No request in {path}.",
    "revoked": "{code}  withdrawn: {copies} copies. The list is published.",
    "suspended": "{code}  paused: {copies} copies. The list is published.",
    "resumed": "{code}  resumed: {copies} copies. The list is published.",
    "cancelled": "{code}  cancelled; it can no longer be used.",
    "list_published": "List published: {path}",
    "state_open": "open",
    "state_used": "used",
    "state_ended": "ended",
    "code": "Code",
    "audit_holds": "{count} entries; the chain of hashes holds.",
    "copies": "copies",
}
