"""English, at a service desk: its seal, who works at it, what was read."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

DESK: Final[Mapping[str, Sentence]] = {
    "desk.certificate_early": Sentence(
        "The desk's electronic seal is not good yet. No wallet would believe what it asks.",
        "Look at this machine's clock; otherwise wait for that day.",
        "The desk's electronic seal is good from {valid_from_s:day} only. No wallet would believe what it asks before.",
    ),
    "desk.certificate_over": Sentence(
        "The desk's electronic seal has ended. No wallet believes what it asks.",
        "Put a renewed one into request-chain.pem, then start `livret desk serve` anew.",
        "The desk's electronic seal ended on {ended_at_s:day}. No wallet believes what it asks.",
    ),
    "desk.certificate_unfit": Sentence(
        "What lies in request-chain.pem is no electronic seal to ask with, or its authority's own is along.",
        "Put there the seal of request-key.pem, then those between it and the authority, without the authority's own.",
    ),
    "desk.no_certificate": Sentence(
        "This service is to be known by an electronic seal, and there is none. No wallet could read what it asks.",
        "Put the seal of request-key.pem into request-chain.pem beside it, without the authority's own.",
    ),
    "desk.other_host": Sentence(
        "The desk's electronic seal is for another address. No wallet would believe what it asks.",
        "Correct `at` in policy.toml, or put a seal for that address into request-chain.pem.",
        "The desk's electronic seal is not for {host}. No wallet would believe what it asks.",
    ),
    "desk.other_key": Sentence(
        "The desk's electronic seal is of another key than the one it signs with. No wallet would believe it.",
        "Have the key sealed that `livret verify key` writes, and put that seal into request-chain.pem.",
    ),
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
    "scan.too_large": Sentence(
        "This file is larger than what is read at a desk. It was not read.",
        "Take a screenshot instead of a photo, or a smaller photo; or type the code beside the picture.",
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
