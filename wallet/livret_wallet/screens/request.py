"""What a service signed when it asked: who, what stood behind it, and every member of it. Pure."""

from typing import Final

from livret_core.errors import LivretError
from livret_core.jws import CompactJws
from livret_core.words import Language, printable_json
from livret_core.words.figures import Zone, moment
from livret_wallet.letters import behind, identifier
from livret_wallet.records import HistoryEntry
from livret_wallet.request_record import AskedRecord
from livret_wallet.screens.activity import EXPORT
from livret_wallet.screens.card import CardPage, Part
from livret_wallet.screens.facts import Fact, name
from livret_wallet.screens.keys import BACK, HELP, LANGUAGE, LOCK, MOVES, THEME
from livret_wallet.words import screen_texts

KEYS: Final = (*MOVES, LANGUAGE, THEME, LOCK, HELP, BACK)
_GROUP: Final = 8


def page(entry: HistoryEntry, record: AskedRecord, language: Language, zone: Zone) -> CardPage:
    """Say who signed a request and what stood behind them then."""
    said, digest = screen_texts(language), record.digest.hex()
    grouped = " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))
    long = said["signed_bytes"].format(count=record.size, key=EXPORT.label(said))
    facts = (
        Fact(said["signed_id"], identifier(record)),
        Fact(said["signed_behind"], behind(record, language)),
        Fact(said["signed_shown"], moment(record.at_s, language, zone=zone)),
        Fact(said["signed_digest"], grouped),
        Fact(said["signed_size"], long),
    )
    return CardPage(
        name(entry.counterparty) or identifier(record), (Part(said["part_signed"], facts),)
    )


def raw(record: AskedRecord) -> tuple[str, ...]:
    """Write what was signed: header, then members. Lines of any length, printable."""
    try:
        token = CompactJws.parse(record.text)
        pieces = (printable_json(dict(token.header)), printable_json(token.payload_object()))
    except LivretError:
        return ()
    return tuple(line for piece in pieces for line in piece.split("\n"))
