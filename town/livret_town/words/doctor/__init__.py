"""What `livret doctor` says, one module a language."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, final

from livret_core.words import Language


@final
@dataclass(frozen=True, slots=True)
class Said:
    """The text of one state.

    Attributes:
        state: what is there.
        cause: why that is not well; empty where it is.
        remedy: what to do, or to type.
    """

    state: str
    cause: str = ""
    remedy: str = ""


@final
@dataclass(frozen=True, slots=True)
class Texts:
    """Everything the doctor says in one language.

    Attributes:
        names: what was looked at, by the name of the finding.
        states: by the state of the finding.
        cause, remedy: labels of the two lines below what is not well.
        well, look, missing: the words that stand with the signs ✓, ! and ✗.
    """

    names: Mapping[str, str]
    states: Mapping[str, Said]
    cause: str
    remedy: str
    well: str
    look: str
    missing: str


def texts(language: Language) -> Texts:
    """Read the texts of *language*; only the one that is asked for is imported."""
    return cast("Texts", importlib.import_module(f"livret_town.words.doctor.{language}").TEXTS)
