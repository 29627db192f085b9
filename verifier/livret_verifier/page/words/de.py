"""The desk's page in German."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title": "Schalter",
    "skip": "Zum Inhalt",
    "languages": "Sprachen",
    "choose": "Worum geht es?",
    "link": "In einer Wallet auf diesem Gerät öffnen",
    "waiting": "Warten auf die Antwort",
    "again": "Ist die Antwort da?",
    "accepted": "ANGENOMMEN",
    "refused": "ABGELEHNT",
    "malformed": "UNLESBAR",
    "unavailable": "NICHT FESTSTELLBAR",
    "no_fault": "Die Person kann nichts dafür.",
    "retry": "Auf denselben Code darf noch einmal geantwortet werden.",
    "over": "Diese Anfrage ist vorbei.",
    "visit": "Einen Nachweis zeigen",
    "visit_lead": "Ihre Wallet zeigt, was verlangt wird, und fragt zuerst Sie.",
    "back": "Sie können diese Seite schließen. Der Schalter hat Ihre Antwort.",
    "begin": "Beginnen",
}
