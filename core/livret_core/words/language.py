"""The languages livret speaks, and the shape of one: sentences, verdicts, labels, causes."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast, final

from livret_core.words.subjects import Mender

Language: TypeAlias = Literal["en", "fr", "nl", "de"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "fr", "nl", "de")

Label = Literal["step", "mender", "meaning", "rule", "more", "codes", "unknown", "near"]
Verdict = Literal["accepted", "refused", "unavailable", "malformed", "not_done", "no_answer"]
Age = Literal["days", "hours", "minutes", "seconds"]
# Why a file, a folder or a database could not be read or written, or a rule in a file not used.
Cause = Literal[
    "missing",
    "not_allowed",
    "folder",
    "special",
    "too_large",
    "full",
    "empty",
    "another",
    "failed",
    "no_server",
    "no_database",
    "login",
    "no_toml",
    "key_missing",
    "key_unknown",
    "key_kind",
    "key_value",
    "claim_unknown",
    "claim_parts",
    "said_twice",
]


@final
@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened and what to do about it.

    Attributes:
        what: one or two sentences that are true without any fact.
        step: the next step, one that works without a device too. ``{type|TYPE}`` in a command
            is the fact of that name, quoted for a shell, and ``TYPE`` where it is not there.
        known: said instead of *what* when every fact it names is there; ``{…_s:day}``
            and ``{…_s:minute}`` write an instant in words, ``{reason:cause}`` one of
            :data:`Cause` (and any other reason as it is).
    """

    what: str
    step: str
    known: str = ""


@final
@dataclass(frozen=True, slots=True)
class Texts:
    """Everything livret says in one language outside a role's own screens.

    Attributes:
        minute: an instant, of ``{day}``, ``{hour}``, ``{minute}`` and ``{zone}``.
        ages: how long something has been, of ``{count}``, always two or more but for seconds.
        decimal_mark: between a number and its fraction.
        question_mark: with the space that goes before it.
    """

    sentences: Mapping[str, Sentence]
    verdicts: Mapping[Verdict, str]
    menders: Mapping[Mender, str]
    labels: Mapping[Label, str]
    causes: Mapping[Cause, str]
    minute: str
    ages: Mapping[Age, str]
    decimal_mark: str
    question_mark: str


def texts(language: Language) -> Texts:
    """Read the texts of *language*; only the one that is asked for is imported."""
    module = importlib.import_module(f"livret_core.words.{language}")
    return cast("Texts", module.TEXTS)
