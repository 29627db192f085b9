"""Whether a list of people is text as it was written: which file it is, and whose letters.

A file that no list can be is told by its first line, so that whoever saved it hears how to
save it, and not that a column is missing. A name whose letters another program misread is
told by what it left: each letter outside ASCII became two or three signs that stand side by
side in no name.
"""

import re
from typing import Final

from livret_core.errors import MalformedInput

_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zipped (.xlsx, .ods), and older
_OTHER_UNICODE: Final = (b"\xff\xfe", b"\xfe\xff")

# What the octets 80 to BF are, the second and third of a letter in UTF-8, where they were
# read as something else. Windows-1252 leaves five of them to the control characters.
_WINDOWS: Final = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# Without the blank that is not broken: it stands behind any word.
_NO_BLANK: Final = _WINDOWS.replace("\xbf", "\x9f\xa1-\xbf", 1)
_MAC: Final = bytes(range(0x80, 0xC0)).decode("mac-roman")
# Those of them that follow no letter of a name: no letters, no dashes, no closing quotes.
_SIGNS: Final = "\x80-\x9f¡¢£¤¥¦§¨©«¬¯°±µ¶¸¼½¾¿€‚„…†‡‰‹•™Ÿ"
_MAC_SIGNS: Final = "†°¢£§•¶©™¨≠∞±≤≥¥∂∑∏π∫"
# The first sign is what became of the octet that begins a letter: C2 and C3 (Latin), C4 and
# C5 (Latin of Central Europe), CE and CF (Greek), D0 and D1 (Cyrillic), E2 (dashes, quotes).
# Where that is a letter of names (Å, Î, Ñ), only what follows it says something.
_MISREAD: Final = re.compile(
    "\ufffd"  # what a program writes for what it could not read: the letter is lost
    f"|[ÃÂ][{_WINDOWS}]|â[{_WINDOWS}]{{2}}|[ÄÅ][{_NO_BLANK}]|[ÎÏÐÑ][{_SIGNS}]"
    f"|[√¬≈ƒ][{_MAC}]|‚Ä[{_MAC}]|[Œœ][{_MAC_SIGNS}]"
    # Code pages 850 and 437: the frames of a text screen, which stand in no name.
    "|[\u2500-\u257f]|[ÔΓ]Ç[^\x00-\x7f]"
)


def check_first_line(raw: bytes) -> None:
    """Say what a file is that is no CSV, where its first line says so.

    Args:
        raw: the line without the end of it, or so much of it as was read.

    Raises:
        MalformedInput: ``intake.spreadsheet``; ``intake.encoding`` for UTF-16;
            ``intake.line_ends`` for lines that end by CR alone.
    """
    if raw.startswith(_SPREADSHEETS):
        raise MalformedInput("intake.spreadsheet")
    if raw.startswith(_OTHER_UNICODE) or b"\0" in raw[:256]:
        # UTF-16 without a mark, too: half of what is written in it are zero octets.
        raise MalformedInput("intake.encoding", "UTF-16", line=1)
    if b"\r" in raw.removesuffix(b"\r"):
        raise MalformedInput("intake.line_ends")


def is_misread(text: str) -> bool:
    """Whether letters of *text* (NFC) were lost, or misread by another program: ``ZoÃ©``."""
    return _MISREAD.search(text) is not None
