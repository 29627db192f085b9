"""The desk's page in German."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title": "Schalter",
    "skip": "Zum Inhalt",
    "languages": "Sprachen",
    "choose": "Worum geht es?",
    "show": "Zeigen Sie dies der Person",
    "scan": "QR-Code für die Wallet der Person",
    "code": "Ohne Kamera tippt die Person",
    "link": "In einer Wallet auf diesem Gerät öffnen",
    "waiting": "Warten auf die Antwort",
    "again": "Ist die Antwort da?",
    "next": "Nächste Person",
    "accepted": "ANGENOMMEN",
    "refused": "ABGELEHNT",
    "malformed": "UNLESBAR",
    "unavailable": "NICHT FESTSTELLBAR",
    "signed": "Signiert von",
    "no_fault": "Die Person kann nichts dafür.",
    "retry": "Auf denselben Code darf noch einmal geantwortet werden.",
    "over": "Diese Anfrage ist vorbei.",
    "visit": "Einen Nachweis zeigen",
    "visit_lead": "Ihre Wallet zeigt, was verlangt wird, und fragt zuerst Sie.",
    "back": "Sie können diese Seite schließen. Der Schalter hat Ihre Antwort.",
    "closed": "Diese Seite öffnet sich mit dem Link, der beim Start des Dienstes gezeigt wurde.",
    "begin": "Beginnen",
}
