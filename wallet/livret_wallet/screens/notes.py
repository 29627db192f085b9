"""What is said above the footer until something else is: kept as what is meant, worded when it is drawn. Pure."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from livret_core.errors import LivretError
from livret_core.words import Language
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.unlock import refusal
from livret_wallet.words import screen_texts

Note: TypeAlias = Callable[[Language], Sequence[Fact]]
"""Says something in a language: whoever takes another one reads it in that."""


def note(word: str, sign: str = "", /, **values: object) -> Note:
    """Say a sentence of the screens, its *values* filled in."""
    return lambda language: (Fact("", screen_texts(language)[word].format(**values), sign),)


def refused(error: LivretError) -> Note:
    """Say why something was not done, and the next step."""
    return lambda language: refusal(error, language)


def is_done(facts: Sequence[Fact]) -> bool:
    """Whether what is said begins with what went well: once read, it is no news."""
    return bool(facts) and facts[0].sign == "✓"
