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
    """One key, its word, and what it does."""

    key: str
    word: str
    does: str


def lines(keys: Sequence[Key], language: Language) -> tuple[HelpLine, ...]:
    """Write a line for each key of a screen."""
    said = screen_texts(language)
    return tuple(HelpLine(key.name, key.label(said), key.help(said)) for key in keys)


def rules(language: Language) -> tuple[str, ...]:
    """Say what holds on every screen."""
    said = screen_texts(language)
    return tuple(said[rule] for rule in _RULES)
