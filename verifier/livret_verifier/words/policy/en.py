"""What a policy comes to, in English."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "readable": "{path} can be read.",
    "tried": "{path} is not the desk's own policy.",
    "service": "Service",
    "at": "On the network",
    "files_only": "in files alone",
    "ledger": "Public ledger",
    "procedure": "Procedure",
    "asks": "Asks",
    "accepts": "A yes is",
    "anything": "whatever is said",
    "why": "Says why",
    "believes": "Believes",
    "keeps": "Kept for",
    "age": "Lists",
    "younger": "not older than {age}",
    "issuer": "Believed",
    "by_did": "by its DID",
    "by_seal": "by certificate, for {san}",
    "by_ledger": "as the public ledger accredits it",
    "where": "Where",
    "its_right": "wherever its right reaches",
    "signs": "For",
    "nobody": "Every proof is refused: nobody is believed. List whom to believe under [[issuers]].",
    "nobody_signs": "Every proof for {name} is refused: nobody who is believed may sign its type.",
    "never_met": "Every proof for {name} is refused: nobody who is believed can say what it requires.",
    "ledger_unconfirmed": "Nothing can be decided by the ledger {name}: its words were not confirmed here (livret verify trust add).",
    "lists_nowhere": "Proofs of {name} are refused: the policy does not say where its lists lie (status_prefixes).",
    "anchors_over": "Proofs of {name} are refused: the authority's own certificate is over.",
    "any_value": "{name} asks and requires nothing: whatever a proof says is a yes.",
    "no_purpose": "{name} does not say why it asks.",
    "no_address": "Wallets cannot reach this desk over the network: there is no [desk].",
    "all_well": "Nothing in it refuses everybody.",
}
