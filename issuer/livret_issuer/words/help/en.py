"""The help of `livret issuer` in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "hand over, sign and withdraw proofs for residents",
    "init": "found a town hall",
    "offer": "make hand-overs from a list of people",
    "issue": "answer wallets' requests",
    "revoke": "withdraw the copies of a hand-over, with the next list",
    "suspend": "pause the copies of a hand-over, with the next list",
    "resume": "make paused copies good again, with the next list",
    "cancel": "end an unused hand-over",
    "publish": "sign the lists anew (on a schedule)",
    "show": "who this is and its hand-overs, or where one of them stands",
    "audit": "check and print the audit log",
    "--home": "this town hall's folder",
    "--name": "as people know it",
    "--territory": "fr-insee:80999, be-nis:…, de-ags:…",
    "--authority": "who signs, as certificates say it (default: the name)",
    "--language": "official language, where the law leaves a choice",
    "--at": "where it will publish; HOST may be HOST:PORT",
    "--recovery-to": "folder for the recovery keys",
    "--type": "residency, birth, diploma (livret types lists them)",
    "--from": "the list: CSV in UTF-8",
    "offer --to": "folder for the hand-over files",
    "--copies": "at most so many copies each (default 10)",
    "--valid": "until it ends unused (default 604800, 7 days)",
    "--line": "only the person on this line of the file",
    "--skip-refused": "offer the rows that are good",
    "--dry-run": "check everything, write nothing",
    "--requests": "folder of request files",
    "issue --to": "folder for the answers",
    "code": "the hand-over's code",
    "--now": "publish at once; whoever compares lists then sees which copies belong together",
    "--commune": "what the commune is called, each name after a / (lists are held to it)",
    "--since": "that the log goes on from this head, noted before",
}
