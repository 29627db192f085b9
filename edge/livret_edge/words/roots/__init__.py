"""What a trust root says, one module a language (:mod:`livret_edge.roots`)."""

import importlib
from collections.abc import Mapping
from typing import cast

from livret_core.words import Language


def texts(language: Language) -> Mapping[str, str]:
    """Read the texts of *language*; only the one that is asked for is imported."""
    module = importlib.import_module(f"livret_edge.words.roots.{language}")
    return cast("Mapping[str, str]", module.TEXTS)
