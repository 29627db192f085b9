"""What every key of a screen does, made from the table its bindings are made from. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from livret_core.words import Language
from livret_wallet.screens.keys import BACK, MOVES, Key
from livret_wallet.words import screen_texts

KEYS: Final = (*MOVES, BACK)

_RULES: Final = ("rule_enter", "rule_files", "rule_explain")


@final
@dataclass(frozen=True, slots=True)
class HelpLine:
    """One key, the word that line mode takes for it, and what it does.

    Line mode takes the key too, unless *is_spelled*.
    """

    key: str
    word: str
    does: str
    is_spelled: bool = False


def lines(keys: Sequence[Key], language: Language) -> tuple[HelpLine, ...]:
    """Write a line for each key of a screen."""
    said = screen_texts(language)
    return tuple(
        HelpLine(key.name_in(said), key.word(said), key.help(said), key.is_spelled) for key in keys
    )


def rules(language: Language) -> tuple[str, ...]:
    """Say what holds on every screen."""
    said = screen_texts(language)
    return tuple(said[rule] for rule in _RULES)
