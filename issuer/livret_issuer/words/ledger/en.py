"""The clerk before the public ledger, in English."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "did": "Identity",
    "ledger": "Public ledger",
    "what": "What",
    "about": "About",
    "made": "Made",
    "written": "Written to",
    "registered": "The entry of this town hall is written to {path}. Nothing stands on the ledger yet.",
    "sponsor_next": "Have a member that is not this town hall sign it (`livret issuer ledger sign`), join and hand it in, then note how it ended (`livret issuer ledger settle`).",
    "key_changed": "The change of key is made; the new key is sealed. It signs once the ledger has this.",
    "key_dropped": "The entry is made. Once the ledger has it, that key's lists are published no more.",
    "deactivated": "The end of this identity is made. Once the ledger has it, nothing brings it back.",
    "succeeded": "Made: another identity goes on for this one, as soon as the ledger has this.",
    "refused_successor": "Made: this identity refuses to be succeeded.",
    "compromised": "Made: from that time on nothing this key signed is believed, unless something else dates it.",
    "committed": "The day's figures are made and published. The ledger takes them until midnight UTC.",
    "settle_next": "Hand in {path}, then note how it ended: livret issuer ledger settle.",
    "taken": "The ledger has it, entry {index}.",
    "not_cosigned": "No quorum has seen it yet. A proof of it can still be had: livret ledger prove.",
    "rights_read": "What the public ledger lets this town hall sign is kept: {count} terms.",
    "paths": "Files that date proofs, written to {path}: {count}",
    "paths_next": "Give each to the person whose hand-over has that code. It is shown only if this town hall's key is ever disputed.",
    "root": "From now on this says whom to believe about the ledger (version {version}):",
    "root_numbers": "Numbers",
    "root_voters": "Voters",
    "root_until": "Until",
    "signed": "Signed; the signature is in {path}.",
    "joined": "Joined; what is to be handed in is in {path}.",
    "settled_taken": "Noted: the ledger has it.",
    "settled_refused": "Noted: the ledger did not take it.",
    "stand_open": "open",
    "stand_taken": "on the ledger",
    "stand_refused": "not taken",
}
