"""The desk's page in English."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title": "Desk",
    "skip": "To the content",
    "languages": "Languages",
    "choose": "What is it about?",
    "show": "Show this to the person",
    "scan": "QR code for the person's wallet",
    "code": "Without a camera, the person types",
    "link": "Open in a wallet on this device",
    "waiting": "Waiting for the answer",
    "again": "Has the answer come?",
    "next": "Next person",
    "accepted": "ACCEPTED",
    "refused": "REFUSED",
    "malformed": "UNREADABLE",
    "unavailable": "COULD NOT FIND OUT",
    "signed": "Signed by",
    "no_fault": "This is not the person's fault.",
    "retry": "The same code may be answered again.",
    "over": "This request is over.",
    "visit": "Show a proof",
    "visit_lead": "Your wallet shows what is asked, and asks you first.",
    "back": "You may close this page. The desk has your answer.",
    "closed": "This page opens with the link that was shown when the service began.",
    "begin": "Begin",
}
