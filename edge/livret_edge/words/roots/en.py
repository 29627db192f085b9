"""A trust root told before it is signed or believed, in English."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "ledger": "Ledger",
    "version": "Version",
    "must_agree": "Must agree",
    "numbers": "{q} of {n} {n:witness|witnesses}, {a} {a:auditor|auditors}; {k} {k:endorses|endorse}",
    "was": "{now} (before: {before})",
    "harmless": "May lie unharmed",
    "voters": "Voters",
    "until": "Until",
    "ages": "Age of a state",
    "ages_say": "fresh up to {fresh}, of use up to {refuse}",
    "log_key": "Ledger key",
    "witness": "Witness",
    "auditor": "Auditor",
    "voter": "Signs the next",
    "log_key_new": "NEW LEDGER KEY",
    "log_key_gone": "No longer",
    "witness_new": "New witness",
    "witness_gone": "Witness no more",
    "witness_key": "Witness, NEW KEY",
    "witness_address": "Witness, new address",
    "auditor_new": "New auditor",
    "auditor_gone": "Auditor no more",
    "auditor_key": "Auditor, NEW KEY",
    "auditor_address": "Auditor, new address",
    "before": "  before",
    "voter_new": "Signs the next, new",
    "voter_gone": "No longer signs",
    "kept": "As before",
    "kept_log": "ledger key; ",
    "kept_counts": "witnesses: {witnesses}; auditors: {auditors}; keys of voters: {voters}",
    "not_compared": "Nobody compared this with version {version}. Say --trust FILE with the versions that you know, and only what is new is shown.",
    "other_log_key": "ANOTHER KEY signs {origin} from this version on. Whoever has it writes the ledger. Go on only if you know this key from the members themselves, and not from this file.",
}
