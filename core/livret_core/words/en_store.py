"""English, for a ledger's own folder: what its store holds, beside what it published."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

STORE: Final[Mapping[str, Sentence]] = {
    "ledger.short": Sentence(
        "The ledger's store ends before what lies published beside it: entries are missing here.",
        "Write nothing. Look for a `ledger.db-wal`, or another server. Else: `livret ledger recover --from DIR/public`.",
        "The ledger's store has {own} {own:entry|entries}; what lies published beside it has {size}. The others are missing here.",
    ),
    "ledger.other_store": Sentence(
        "The store in this folder is of another ledger, or of another history, than the files beside it.",
        "Write nothing. Put back the store that belongs here, or go on from a copy: `livret ledger recover --help`.",
    ),
    "ledger.published_damaged": Sentence(
        "What is wrong is a published file, not the store that it was made from.",
        "End `livret ledger serve`, let the files be written anew: `livret ledger fsck --mend`, then serve again.",
        "{count} {count:published file is|published files are} not what the store makes of {count:it|them}: {file}. The store is not at fault.",
    ),
}
