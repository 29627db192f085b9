"""Somebody who watches a name, in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "watch": "see what others write in a name, and alert",
    "--did": "the identity whose name is watched",
    "--journal": "what its owner made (`journal --json`)",
    "--from": "a copy: a folder or an https address",
    "--trust": "trust roots, had from somebody you trust",
    "--resolve": "pin names, with commas between",
    "--authorities": "PEM of the authorities to trust",
    "--once": "look once: 1 found something, 3 could not look",
    "--since": "look once, and list all since then",
    "--every": "between looks (default 3600)",
    "--quiet": "alarm when nothing is heard for so long (93600)",
    "--exec": "program that each alert is piped to",
    "--webhook": "https address that each alert is posted to",
    "--home": "the watch's folder",
}

TEXTS: Final[Mapping[str, str]] = {
    "quiet": "Nothing in this name that its owner did not write, up to entry {last}.",
    "as_of": "As of",
    "signed_by": "Signed by",
    "open": "Told before, and not acknowledged yet: entry {indexes}.",
    "open_theft": "Told before, and not answered yet: entry {indexes}, by keys of yours and not made here. It stays an alarm until the ledger has what undoes it, or somebody acknowledges it.",
    "open_succession": "Told before, and not answered yet: entry {indexes}, by which another identity goes on for this one. It stays an alarm until the ledger has a refusal, or somebody acknowledges it.",
    "since": "Entries about this name, or in it, since entry {index}:",
    "since_none": "No entry about this name, or in it, since entry {index}.",
    "known": "known here",
    "not_known": "not known here",
    "theft": "Entry {index} ({type}) is in your name, by {key}, and was not made here.",
    "theft_many": "Entries {indexes} ({count}, {type}) are in your name, by {key}, and were not made here.",
    "others": "Entry {index} ({type}) is about you. Others wrote it.",
    "others_many": "Entries {indexes} ({count}, {type}) are about you. Others wrote them.",
    "missing": "Entry {index} was to be your {type}. Your journal says so, and the ledger does not have it there.",
    "key_update": "your next update key",
    "key_recovery": "a recovery key of yours",
    "key_operation": "your operation key",
    "answer_recover": "Unless another machine or copy of yours made it, your keys were stolen: take the identity back at once (livret issuer ledger recover-identity, with a recovery key), from another machine; the keys on this one were read. A copy of yours, say a backup that runs beside this: stop one of the two, and take note of the entry here (watch --acknowledge).",
    "answer_recover_other": "A recovery key is in other hands. Take the identity back with the other one (recover-identity), and call the members.",
    "answer_members": "No key of yours undoes this. Call the members: enough of them can let another identity go on for yours (did.succeed).",
    "answer_operation_key": "Put the key under suspicion with a recovery key (livret issuer ledger compromise … --recovery), then list another (update --operation-key).",
    "answer_credential_key": "Voters put a key of yours under suspicion. Ask them why, and let another key sign (livret issuer ledger update).",
    "answer_refuse": "If you do not want it, refuse within 72 hours: livret issuer ledger succeed --refuse, with a recovery key.",
    "answer_hand_in": "Somebody showed you a proof of another ledger, or keeps it back. Write it again (livret issuer ledger journal --all --to FOLDER), hand it in and settle it; tell the members.",
    "answer_ask": "If you did not expect it, ask those who signed. What it says: livret ledger explain.",
}
