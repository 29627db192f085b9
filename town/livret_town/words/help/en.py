"""The help of demo, types, inspect, explain and doctor in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "demo": "play a whole town on this machine; nothing leaves it",
    "demo --play": "what to play: the town, the same on files, or the ledger that towns found",
    "demo --serve": "keep the town open afterwards; kept in ./demo-town, or --keep",
    "demo --port": "the first of the ports it listens at; 0 for any",
    "demo --step": "wait for Enter after each scene",
    "demo --keep": "keep the town's files there",
    "types": "what can be attested, and what of it is disclosed one by one",
    "types --type": "a name (residency) or its urn; without, all",
    "inspect": "decode a link, proof, request, list or DID log; checks nothing",
    "inspect thing": "a file, - for standard input, or the text itself",
    "explain": "what a reason means, who can mend it, and how",
    "explain code": "a reason as printed; without one, all of them",
    "doctor": "what is missing on this machine, and the remedy",
    "doctor --at": "look as well whether a ledger can be reached there",
    "doctor --resolve": "pin names: HOST:PORT=ADDRESS, with commas between",
    "doctor --authorities": "PEM of the authorities to trust (default: the well-known)",
    "doctor --trust": "whose word on its head counts",
}
