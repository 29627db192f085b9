"""The desk in English."""

from livret_verifier.words import DeskTexts

TEXTS = DeskTexts(
    accepted="ACCEPTED",
    checks={
        1: "the kind of proof asked for",
        2: "signed by a town you accept",
        3: "identified as your rule says",
        4: "the town's own key",
        5: "signature",
        6: "every item was signed",
        7: "dates",
        8: "the town's territory",
        9: "complete as its kind demands",
        10: "shown by its holder",
        11: "made for you, just now",
        12: "not shown here before",
        13: "answers your question",
        14: "not withdrawn, not paused",
    },
    labels={
        "checks": "{passed} of {all} checks, {ms:.1f} ms",
        "in_order": "In order",
        "signed_by": "Signed by",
        "valid_until": "Valid until",
        "no_end": "no end date",
        "source": "Source",
        "not_kept": "Not kept",
        "extra": "items that were not asked for: {count}",
        "exit": "(exit {status})",
        "report": "--report",
        "request_written": "Request written to {path}",
        "give": "Give this file to the person, or put it where the wallet can read it.",
        "open_until": "It can be answered once, until {time}.",
        "init_done": "Ready. Two files to look at:",
        "init_policy": "{path}: whom you believe, and what each procedure may ask",
        "init_key": "{path}: signs your requests; keep it private",
        "next": "Next",
    },
)
