"""The help of `livret ledger genesis` in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "found a ledger together",
    "key": "make a founder's operation key",
    "sign": "read a draft and sign it",
    "join": "join it with everybody's signature",
    "--to": "the file to write",
    "--draft": "the draft",
    "--key": "your operation key",
    "--signatures": "folder with everybody's signature",
    "commit": "fix your keys without showing them",
    "agree": "join the plan and all commitments",
    "draft": "write what the founders sign",
    "--did": "your operation key, as `key` printed it",
    "--witness": "key of your witness",
    "--auditor": "key of your auditor, if you have one",
    "--log-key": "the ledger's own key, for whoever keeps it",
    "--opening-to": "what opens it; kept to yourself until all have committed",
    "--commitments": "folder with everybody's commitment",
    "--openings": "folder with everybody's opening",
    "--agreement": "the agreement, as you kept it",
    "who": "registered number, or the name of the ledger",
    "--dry-run": "check everything, write nothing",
    "--plan": "who founds it, with which numbers, from when (JSON)",
}
