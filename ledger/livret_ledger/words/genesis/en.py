"""The help of `livret ledger genesis` in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "found a ledger together",
    "key": "make a founder's operation key",
    "draft": "write what the founders sign",
    "sign": "read a draft and sign it",
    "join": "join it with everybody's signature",
    "--to": "the file to write",
    "--plan": "who founds it, with which keys and numbers (JSON)",
    "--draft": "the draft",
    "--key": "your operation key",
    "--signatures": "folder with everybody's signature",
}
