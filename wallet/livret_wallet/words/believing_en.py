"""Which public ledgers a wallet believes, in English: part of what the screens say."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "title_believing": "Whom to believe",
    "believe_where": "Address or file (Enter alone: later):",
    "believe_neither": "Neither a file here nor an address. Type it as it stands on the sheet: verneuil.example",
    "believe_code": "A code alone says not where. Type the address that stands with it.",
    "believe_none": "{host} answered, and no public ledger is at this address.",
    "believe_asking": "Asking {host} …",
    "ledger_offered": "Public ledger {origin}: {n} {n:member|members}, {q} must agree",
    "ledger_members": "Members",
    "ledger_version": "Version",
    "ledger_version_until": "{version}, until {day}",
    "ledger_words": "Its six words",
    "ledger_languages": "In another language, as on your sheet: type {languages}. Or type the six words themselves.",
    "ledger_again": "It was believed here, but what is known of it ended over a year ago.",
    "sheet_same": "Does your sheet show the same six words? (yes/no)",
    "words_slip": "No sheet has such a word: no. {numbers}. Type all six again.",
    "words_count": "Six words are needed, and these are {count}. Type all six again.",
    "words_what": "Type yes, no, or the six words of your sheet.",
    "ledger_believed": "{origin} is believed here from now on.",
    "ledger_older": "Your sheet is of version {version}. Those after it, up to {newest}, are believed for who signed them.",
}
