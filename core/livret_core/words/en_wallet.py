"""English, where a wallet is kept safe: backups, recovery words, links."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

WALLET: Final[Mapping[str, Sentence]] = {
    "backup.malformed": Sentence(
        "This is no backup of a wallet, or it is damaged or cut short. Nothing was made of it.",
        "Take another copy of the file. Where there is none, ask the town hall for each proof again.",
    ),
    "backup.secret": Sentence(
        "This backup does not open with what was typed.",
        "Take the recovery sheet, or the passphrase, of the day the backup was made. Type it again.",
    ),
    "recovery.words": Sentence(
        "These are not the twelve words of a recovery sheet, in their order.",
        "Read them from the sheet again, each with its number, and type all twelve.",
        "No word of a recovery sheet: number {numbers}.",
    ),
    "links.open_offer": Sentence(
        "This wallet is open in another window, and a hand-over is waiting here.",
        "Go to that window, press r (line by line: type receive) and paste the link there.",
    ),
    "links.open_request": Sentence(
        "This wallet is open in another window, and a request is waiting here.",
        "Go to that window, press s (line by line: type show) and paste the link there.",
    ),
    "links.system": Sentence(
        "livret does not know how links are opened on this system. Nothing was changed.",
        "Type a link yourself, in quotes: `livret wallet open LINK`.",
    ),
    "links.path": Sentence(
        "A folder has a name that must not stand in a link's entry. Nothing was changed.",
        "Move the wallet, or livret, to a folder with a plainer name.",
    ),
}
