"""The desk's page in English."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title": "Desk",
    "skip": "To the content",
    "languages": "Languages",
    "choose": "What is it about?",
    "link": "Open in a wallet on this device",
    "waiting": "Waiting for the answer",
    "again": "Has the answer come?",
    "accepted": "ACCEPTED",
    "refused": "REFUSED",
    "malformed": "UNREADABLE",
    "unavailable": "COULD NOT FIND OUT",
    "no_fault": "This is not the person's fault.",
    "retry": "The same code may be answered again.",
    "over": "This request is over.",
    "answered": "An answer has come. How it ended is told where your wallet leads you: follow the link that it shows, or ask at the desk.",
    "declined": "You said no, or had nothing that fits. Nothing of yours was shown.",
    "visitor_step": "Ask at the desk; a paper proof is as good.",
    "visit": "Show a proof",
    "visit_lead": "Your wallet shows what is asked, and asks you first.",
    "back": "You may close this page. The desk has your answer.",
    "begin": "Begin",
}
