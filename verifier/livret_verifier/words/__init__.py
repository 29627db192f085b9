"""What the desk says beside the sentences of :mod:`livret_core.words`, in four languages."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, final

from livret_core.words import Language


@final
@dataclass(frozen=True, slots=True)
class DeskTexts:
    """The desk's own words in one language.

    Attributes:
        accepted: the verdict.
        checks: what each numbered check makes sure of, as said when it held.
        labels: of the lines of a report.
    """

    accepted: str
    checks: Mapping[int, str]
    labels: Mapping[str, str]


def texts(language: Language) -> DeskTexts:
    """Read the texts of *language*; only the one that is asked for is imported."""
    module = importlib.import_module(f"livret_verifier.words.{language}")
    return cast("DeskTexts", module.TEXTS)
