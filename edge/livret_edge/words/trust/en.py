"""Believing a public ledger, in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "the public ledgers that are believed here",
    "add": "believe a ledger by its six words, or take in newer versions of one",
    "list": "which are believed, since when, and how far",
    "remove": "believe one no more; what was seen of it is forgotten too",
    "--home": "the folder of this wallet, desk or town hall",
    "add file": "the ledger's trust root file, one version a line",
    "--words-file": "read the six words from it, or - for standard input",
    "--sheet-version": "the version that the sheet says, if no other is to be tried",
    "origin": "the ledger's name, as list shows it",
}

TEXTS: Final[Mapping[str, str]] = {
    "ledger": "Public ledger",
    "since": "Believed since",
    "version": "Version",
    "version_until": "{version}, until {day}",
    "members": "Members",
    "members_say": "{n} {n:name|names}; {q} must agree",
    "holds": "Holds",
    "holds_say": "as long as no more than {f} of the {n} {f:lies|lie}",
    "newest": "Newest seen",
    "seen": "{time}, {age} old, {size} {size:entry|entries}",
    "not_seen": "nothing of it yet",
    "sheet_says": "Its sheet says version {version}.",
    "sheet_from": "Its newest sheet says version {version}; an older one will do from version {oldest} on.",
    "older_sheet": "The sheet is of version {version}. Those after it, up to {newest}, are believed for their signatures.",
    "read_them": "Read its six words from the sheet at the counter, not from where this file came from.",
    "again": "It was believed here before, but what is known of it ended over a year ago.",
    "six_words": "Six words: ",
    "slip": "No sheet has such a word: no. {numbers}. Type all six again.",
    "count": "It takes six words, and these are {count}. Type all six again.",
    "believed": "From now on {origin} is believed here.",
    "walked_on": "{origin}: version {version}, signed by the members before it and by its own.",
    "other_log_key": "Another key signs {origin} since version {version}. If you did not hear of that, ask at the counter before you rely on it.",
    "nothing_newer": "{origin}: believed already. The file has nothing newer.",
    "ended": "This version ended on {day}. Until a newer one is added, little can be checked by it.",
    "removed": "{origin} is no longer believed here, and what was seen of it is forgotten.",
    "none": "No public ledger is believed here.",
    "first": "No public ledger is believed here yet: nobody vouches for whoever offers this.",
    "first_file": "File with its trust root, from the sheet at the counter (Enter stops): ",
    "none_step": "Take a ledger's file, and the sheet with its six words: trust add FILE.",
}
