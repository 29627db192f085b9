"""Six words of a sheet, from whoever has it: typed at a terminal or read from a file.

Never from the command line, where they would stay in a history that anybody may have written.
What they are held against is decided in :mod:`livret_core.ledger.trusting`.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.words import printable
from livret_core.words.figures import day
from livret_edge.arguments import Argument, Asked, whole
from livret_edge.files import named_by, read_secret
from livret_edge.words.trust import texts

if TYPE_CHECKING:
    from livret_core.ledger.six_words import Match
    from livret_core.ledger.trust_root import TrustRoot
    from livret_core.ledger.trusting import Unconfirmed

# What :func:`heard` needs to be asked.
WORDS: Final = (
    Argument("--words-file", "file"),
    Argument("--sheet-version", "number", whole(1, lambda: limits.TRUST_ROOT_VERSIONS)),
)

_ASKED_TIMES: Final = 3
_STDIN: Final = "-"


def heard(asked: Asked, unconfirmed: "Unconfirmed") -> "Match":
    """Have the six words from whoever started the command, and hold them against the file.

    Args:
        asked: with the arguments of :data:`WORDS`.
        unconfirmed: the trust roots that are to be confirmed.

    Raises:
        MalformedInput: ``usage.words`` where nobody can be asked; ``input.*``.
        Unavailable: ``trust.sheet_newer``, ``trust.sheet_old``, ``trust.memory``.
    """
    from livret_core.ledger.trusting import compare, is_slip

    voice, said = asked.voice, texts(asked.voice.lang)
    sheet_version = getattr(asked, "sheet_version", None)
    sheets = unconfirmed.sheets(sheet_version)
    words_file = getattr(asked, "words_file", None)
    if words_file is not None:
        return compare(_words_of(words_file), sheets, voice.lang)
    if voice.json or not sys.stdin.isatty():
        raise MalformedInput("usage.words")
    root = unconfirmed.newest
    until = said["version_until"].format(version=root.version, day=day(root.expires_s, voice.lang))
    voice.rows(
        [
            (said["ledger"], printable(root.origin)),
            (said["version"], until),
            (said["members"], members(root, said["members_say"])),
        ]
    )
    if unconfirmed.is_again:
        voice.tell(said["again"])
    oldest = unconfirmed.confirmable[-1]
    if sheet_version is not None:
        voice.tell(said["sheet_says"].format(version=sheet_version))
    elif oldest is root:
        voice.tell(said["sheet_says"].format(version=root.version))
    else:
        voice.tell(said["sheet_from"].format(version=root.version, oldest=oldest.version))
    voice.tell(said["read_them"])
    for left in reversed(range(_ASKED_TIMES)):
        try:
            match = compare(input(said["six_words"]), sheets, voice.lang)
        except EOFError:
            raise MalformedInput("usage.words", "the end of input at the question") from None
        if match or not left or not is_slip(match):
            return match
        slips = [str(at) for at, place in enumerate(match.places, 1) if place == "unknown"]
        if slips:
            voice.tell(said["slip"].format(numbers=", ".join(slips)))
        else:
            voice.tell(said["count"].format(count=len(match.places)))
    raise AssertionError("asked, and neither heard nor refused")


def tell_older(asked: Asked, sheet: "TrustRoot", newest: "TrustRoot") -> None:
    """Say which version was confirmed, where that is not the newest."""
    if sheet.version != newest.version:
        said = texts(asked.voice.lang)["older_sheet"]
        asked.voice.tell("! " + said.format(version=sheet.version, newest=newest.version))


def members(root: "TrustRoot", sentence: str) -> str:
    """Say of a version how many keep the ledger, and how many must agree."""
    numbers = root.numbers
    return sentence.format(n=numbers.n, q=numbers.q, f=numbers.f)


def _words_of(source: str) -> str:
    most = 4 * limits.SIX_WORDS_CHARS
    if source == _STDIN:
        return sys.stdin.read(most + 1)
    with named_by("--words-file"):
        raw = read_secret(Path(source), most)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MalformedInput("input.malformed", "a file of words that is not UTF-8") from None
