"""The question under a consent sheet: the words that answer it, and the proof that *other* means. Pure.

Nothing but a whole word answers. What is not understood is asked again: a slip of the fingers
is neither a yes, which would send, nor a no, which the service would be told.
"""

import unicodedata
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, final

from livret_core.words import Language
from livret_wallet.consent import ConsentSheet, is_yes
from livret_wallet.words import texts

Said: TypeAlias = Literal["yes", "no", "later", "list", "who", "other"]

_WORDS: Final[Mapping[Said, frozenset[str]]] = {
    "no": frozenset({"no", "non", "nee", "nein"}),
    "later": frozenset({"later", "plus tard", "plustard", "später", "spaeter"}),
    "list": frozenset({"list", "liste", "lijst"}),
    "who": frozenset({"who", "qui", "wie", "wer"}),
    "other": frozenset({"other", "autre", "ander", "anderer"}),
}


@final
class LeftOpenError(Exception):
    """The holder decides later, or about another proof: no yes, no no, and nothing is told.

    Attributes:
        other: the number of the proof to show the sheet of instead; None for later.
    """

    def __init__(self, other: int | None = None) -> None:
        """Say what is wanted instead of an answer."""
        super().__init__()
        self.other: Final = other


def read(typed: str) -> Said | None:
    """Say what was answered, in any of the four languages; None for anything but a whole word."""
    if is_yes(typed):
        return "yes"
    word = unicodedata.normalize("NFC", " ".join(typed.split())).casefold()
    return next((said for said, words in _WORDS.items() if word in words), None)


def question(sheet: ConsentSheet, language: Language) -> str:
    """Write the question with the words that answer it; *other* where there is another."""
    return texts(language)["question_other" if _others(sheet) else "question"]


def next_other(sheet: ConsentSheet, seen: set[int]) -> int | None:
    """Give another proof that would do: one that was not seen yet, else the first again.

    Args:
        sheet: the one that is shown now.
        seen: numbers of the proofs whose sheets were shown; those of this one are added.
    """
    seen |= {part.number for part in sheet.parts}
    others = _others(sheet)
    return next((each for each in others if each not in seen), others[0] if others else None)


def _others(sheet: ConsentSheet) -> list[int]:
    return sorted({number for part in sheet.parts for number in part.others})
