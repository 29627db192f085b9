"""What a holder reads beside the sentences of :mod:`livret_core.words`, in four languages."""

import importlib
from collections.abc import Mapping
from functools import cache
from typing import Final

from livret_core.words import Language
from livret_core.words.counting import Phrases

#: What the screens say, by what they are about.
_SCREENS: Final = ("screens", "receiving", "asked", "past")


def texts(language: Language) -> Mapping[str, str]:
    """Read the texts of *language*; only the one that is asked for is imported."""
    return _table(language, language)


def keeping(language: Language) -> Mapping[str, str]:
    """Read what is said where a wallet is backed up, restored and linked."""
    return _table(f"keeping_{language}", language)


def first_run(language: Language) -> Mapping[str, str]:
    """Read what is said and asked before there is a wallet."""
    return _table(f"first_run_{language}", language)


def warning_texts(language: Language) -> Mapping[str, str]:
    """Read the warnings in *language*; loaded where there is something to warn of."""
    return _table(f"warnings_{language}", language)


def _table(name: str, language: Language) -> Mapping[str, str]:
    module = importlib.import_module(f"livret_wallet.words.{name}")
    return Phrases(module.TEXTS, language)


def screen_texts(language: Language) -> Mapping[str, str]:
    """Read what the screens say in *language*: of full screen and line mode alike."""
    return Phrases(_screens(language), language)


@cache
def _screens(language: Language) -> Mapping[str, str]:
    parts = (importlib.import_module(f"livret_wallet.words.{part}_{language}") for part in _SCREENS)
    return {name: text for part in parts for name, text in part.TEXTS.items()}
