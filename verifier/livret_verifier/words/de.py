"""The desk in Deutsch."""

from livret_verifier.words import DeskTexts

TEXTS = DeskTexts(
    accepted="ANGENOMMEN",
    checks={
        1: "die verlangte Art Nachweis",
        2: "signiert von einer Gemeinde, die Sie annehmen",
        3: "erkannt, wie Ihre Regel es will",
        4: "der eigene Schlüssel der Gemeinde",
        5: "Signatur",
        6: "jede Angabe ist signiert",
        7: "Gültigkeitszeitraum",
        8: "das Gebiet der Gemeinde",
        9: "vollständig für seine Art",
        10: "von der Person selbst gezeigt",
        11: "soeben für Sie erstellt",
        12: "hier noch nicht gezeigt",
        13: "beantwortet Ihre Frage",
        14: "weder widerrufen noch ausgesetzt",
    },
    labels={
        "checks": "{passed} von {all} Prüfungen, {ms:.1f} ms",
        "in_order": "In Ordnung",
        "signed_by": "Signiert von",
        "valid_until": "Gültig bis",
        "no_end": "ohne Enddatum",
        "source": "Quelle",
        "not_kept": "Nicht gespeichert",
        "extra": "Angaben, die nicht verlangt waren: {count}",
        "exit": "(Status {status})",
        "report": "--report",
        "request_written": "Anfrage geschrieben nach {path}",
        "give": "Geben Sie diese Datei der Person, oder legen Sie sie hin, wo die Brieftasche sie lesen kann.",
        "open_until": "Darauf kann einmal geantwortet werden, bis {time}.",
        "init_done": "Fertig. Zwei Dateien zum Ansehen:",
        "init_policy": "{path}: wem Sie glauben, und was jedes Verfahren fragen darf",
        "init_key": "{path}: signiert Ihre Anfragen; bitte vertraulich halten",
        "next": "Weiter",
    },
)
