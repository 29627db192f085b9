"""The desk's page in German."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title": "Schalter",
    "skip": "Zum Inhalt",
    "languages": "Sprachen",
    "choose": "Worum geht es?",
    "link": "In einer Brieftasche auf diesem Gerät öffnen",
    "waiting": "Warten auf die Antwort",
    "again": "Ist die Antwort da?",
    "accepted": "ANGENOMMEN",
    "refused": "ABGELEHNT",
    "malformed": "UNLESBAR",
    "unavailable": "PRÜFUNG NICHT MÖGLICH",
    "no_fault": "Die Person kann nichts dafür.",
    "retry": "Auf denselben Code darf noch einmal geantwortet werden.",
    "over": "Diese Anfrage ist vorbei.",
    "answered": "Eine Antwort ist da. Wie es ausging, steht dort, wohin Ihre Brieftasche Sie führt: Folgen Sie dem Link, den sie zeigt, oder fragen Sie am Schalter.",
    "declined": "Sie haben nein gesagt oder hatten nichts Passendes. Von Ihnen wurde nichts gezeigt.",
    "visitor_step": "Fragen Sie am Schalter; ein Nachweis auf Papier gilt ebenso.",
    "visit": "Einen Nachweis zeigen",
    "visit_lead": "Ihre Brieftasche zeigt, was verlangt wird, und fragt zuerst Sie.",
    "back": "Sie können diese Seite schließen. Der Schalter hat Ihre Antwort.",
    "begin": "Beginnen",
}
