"""The shape of one language: sentences, verdicts, labels and months."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, final

from livret_core.words.subjects import Mender

Label = Literal["step", "mender", "meaning", "rule", "more", "codes", "unknown", "near"]
Verdict = Literal["accepted", "refused", "unavailable", "malformed", "not_done"]


@final
@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened and what to do about it.

    Attributes:
        what: one or two sentences that are true without any fact.
        step: the next step, one that works without a device too.
        known: said instead of *what* when every fact it names is there; ``{…_s:day}``
            and ``{…_s:minute}`` write an instant in words.
    """

    what: str
    step: str
    known: str = ""


@final
@dataclass(frozen=True, slots=True)
class Texts:
    """Everything livret says in one language outside a role's own screens."""

    sentences: Mapping[str, Sentence]
    verdicts: Mapping[Verdict, str]
    menders: Mapping[Mender, str]
    labels: Mapping[Label, str]
    months: tuple[str, ...]
    day: str
    minute: str
