"""English, for a ledger's own folder: what its store holds, beside what it published."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

STORE: Final[Mapping[str, Sentence]] = {
    "ledger.short": Sentence(
        "The ledger's store ends before what lies published beside it: entries are missing here.",
        "Write nothing. If `ledger.db-wal` was left behind, put it back beside `ledger.db`. Else: `livret ledger recover --help`.",
        "The ledger's store has {own} {own:entry|entries}; what lies published beside it has {size}. The others are missing here.",
    ),
    "ledger.other_store": Sentence(
        "The store in this folder is of another ledger, or of another history, than the files beside it.",
        "Write nothing. Put back the store that belongs here, or go on from a copy: `livret ledger recover --help`.",
    ),
}
