"""English, at a service desk: who works at it, what was read there."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

DESK: Final[Mapping[str, Sentence]] = {
    "scan.no_picture": Sentence(
        "This file is no picture.",
        "Give the path of a photo or of a screenshot with the code in it: PNG, JPEG, WEBP, GIF or BMP.",
    ),
    "scan.nothing": Sentence(
        "No code is to be seen in the picture.",
        "Take it again, closer and in good light, or ask for the file.",
    ),
    "scan.several": Sentence(
        "More than one code is to be seen in the picture.",
        "Take them one by one.",
    ),
    "scan.unavailable": Sentence(
        "Pictures cannot be read here.",
        "Type the code that stands beside the picture, or ask for the file. To install: `pip install 'livret[scan]'`.",
    ),
    "staff.closed": Sentence(
        "Nobody is logged in at this desk, or not any more.",
        "Log in.",
    ),
    "staff.exists": Sentence(
        "There is an account of this name already.",
        "Take another name, or remove that one: `livret desk staff remove NAME`.",
    ),
    "staff.name": Sentence(
        "The name of an account has 1 to 64 letters, digits, dots or hyphens.",
        "Choose one: odile, desk-1.",
    ),
    "staff.none": Sentence(
        "There is no account of this name.",
        "See which there are: `livret desk staff list`.",
    ),
    "staff.other_page": Sentence(
        "This form is not from this page, or from a log-in that has ended. Nothing was done.",
        "Open the desk's page again, and start over.",
    ),
    "staff.passphrase_short": Sentence(
        "This passphrase is too short for an account at the desk.",
        "Take ten characters or more; several words are easy to remember.",
    ),
    "staff.blocked": Sentence(
        "Too many tries in a row for this account: it waits.",
        "Try again a little later. Until then do as the service has settled for when there is no page.",
    ),
    "staff.busy": Sentence(
        "Too many people log in at once.",
        "Try again in a few seconds.",
    ),
    "staff.unknown": Sentence(
        "The name, the passphrase or the code is not right.",
        "Start over, with the code that the authenticator shows now.",
    ),
}
