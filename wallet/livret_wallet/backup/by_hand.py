"""A recovery sheet without a printer: its words shown to be copied by hand, or checked later. Pure."""

import unicodedata
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from livret_core.words import Language
from livret_wallet.backup import recovery_words
from livret_wallet.words import keeping

Wish: TypeAlias = Literal["show", "skip"]

# In any of the four languages, as the question names them.
_WORDS: Final[Mapping[str, Wish]] = {
    "show": "show",
    "montrer": "show",
    "tonen": "show",
    "zeigen": "show",
    "skip": "skip",
    "passer": "skip",
    "overslaan": "skip",
    "überspringen": "skip",
    "ueberspringen": "skip",
}


def wish(typed: str) -> Wish | None:
    """Say what was wanted instead of an answer; None for what was meant as a word of the sheet."""
    return _WORDS.get(unicodedata.normalize("NFC", typed.strip()).casefold())


def shown(entropy: bytes, language: Language) -> tuple[str, ...]:
    """Write the twelve words with their numbers, and how they are copied: three lines of four."""
    words = recovery_words.words_of(entropy, language)
    numbered = [f"{at} {word}" for at, word in enumerate(words, 1)]
    lines = ["   ".join(numbered[at : at + 4]) for at in range(0, len(numbered), 4)]
    return (keeping(language)["copy_by_hand"], *lines)
