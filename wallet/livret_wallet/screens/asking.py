"""Where somebody says which service asks: a link that is pasted, or an address that is typed. Pure."""

from dataclasses import dataclass
from typing import Final, final

from livret_core.words import Language
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import LANGUAGE, THEME, Key
from livret_wallet.words import screen_texts

ASK: Final = Key("enter", "ask")
CLOSE: Final = Key("escape", "back")
KEYS: Final = (ASK, LANGUAGE, THEME, CLOSE)


@final
@dataclass(frozen=True, slots=True)
class Asking:
    """What is said there.

    Attributes:
        question: for the link or the address.
        example: of an address.
        harmless: what comes next, and what does not.
    """

    question: str
    example: str
    harmless: Fact


def asking(language: Language) -> Asking:
    """Ask for the link."""
    said = screen_texts(language)
    return Asking(said["ask_question"], said["ask_example"], Fact("", said["ask_harmless"]))
