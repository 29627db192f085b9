"""What a holder reads beside the sentences of :mod:`livret_core.words`, in four languages."""

import importlib
from collections.abc import Mapping

from livret_core.words import Language
from livret_core.words.counting import Phrases


def texts(language: Language) -> Mapping[str, str]:
    """Read the texts of *language*; only the one that is asked for is imported."""
    module = importlib.import_module(f"livret_wallet.words.{language}")
    return Phrases(module.TEXTS, language)


def screen_texts(language: Language) -> Mapping[str, str]:
    """Read what the screens say in *language*: of full screen and line mode alike."""
    module = importlib.import_module(f"livret_wallet.words.screens_{language}")
    return Phrases(module.TEXTS, language)
