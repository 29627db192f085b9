"""Text that somebody else chose, written so that none of it is taken for ours. Pure.

:func:`~livret_core.words.printable.printable` keeps it from acting on a terminal. These keep it
from acting on the reader: what was checked here is told by a sign, and what was not stands in
quotation marks that its writer cannot close.
"""

import re
from typing import Final

from livret_core.words.language import Language
from livret_core.words.printable import printable

#: The signs of our verdicts, and those that are taken for them.
_VERDICTS: Final = frozenset("✓✔☑✅✗✘☒❌❎⚠❗❕🗸🗹🗴🗵🗶🗷")
# Marks that open or close what is quoted, somewhere; French ones stand apart from what they hold.
# Not U+2019, by which "Ville d’Évry" is written: it closes none of ours.
_MARKS: Final = re.compile(r"[«‹]\s?|\s?[»›]|[\"‘‚‛“”„‟″‶❛❜❝❞❮❯「」『』〝〞〟＂｢｣]")
# A run of them would push what follows to where a line of ours begins.
_RUN: Final = re.compile(r"\s{2,}")
_QUOTED: Final[dict[Language, tuple[str, str]]] = {
    "fr": ("«\u202f", "\u202f»"), "nl": ("“", "”"), "de": ("„", "“"), "en": ("“", "”"),
}  # fmt: skip


def unsigned(text: str, *, max_chars: int = 200) -> str:
    r"""Write what somebody else says, by :func:`printable`, without the signs of our verdicts.

    Such a sign stands as ``\uNNNN`` (``\UNNNNNNNN`` above U+FFFF), a run of white space as one
    space, and none before or behind.
    """
    shown = _RUN.sub(" ", printable(text, max_chars=max_chars)).strip()
    if shown.isascii() or _VERDICTS.isdisjoint(shown):
        return shown
    return "".join(_code(char) if char in _VERDICTS else char for char in shown)


def quoted(text: str, language: Language, *, max_chars: int = 120) -> str:
    """Write what somebody else says between the quotation marks of *language*.

    A quotation mark inside stands as an apostrophe: nothing written there can end the quotation.
    An empty text stays empty.
    """
    shown = _MARKS.sub("'", unsigned(text, max_chars=max_chars))
    first, last = _QUOTED[language]
    return f"{first}{shown}{last}" if shown else ""


def _code(char: str) -> str:
    number = ord(char)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
