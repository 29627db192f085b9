"""A label and what it says, and the doors through which strings from outside come in. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from livret_core.credential.type_names import claim_name, type_name
from livret_core.encoding.json import JsonValue
from livret_core.errors import LivretError, MalformedInput
from livret_core.partial_date import PartialDate
from livret_core.words import Language, printable, printable_json

#: No value of a type is longer: what is shown is shown whole, never up to an ellipsis.
_MAX_VALUE: Final = 4_096
_MAX_NAME: Final = 120
HIDDEN: Final = "•••••"


@final
@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is said.

    Attributes:
        label: what it is about; empty for a sentence that stands alone.
        text: what is said of it.
        sign: ``✓``, ``!`` or ``✗`` where there is a verdict; never the only carrier of it.
        beside: the same in the certificate's own language, where that is another.
    """

    label: str
    text: str
    sign: str = ""
    beside: str = ""

    @property
    def told(self) -> str:
        """The sign, if there is one, and what is said."""
        return f"{self.sign} {self.text}" if self.sign else self.text


def name(text: str) -> str:
    """Let in what somebody calls himself."""
    return printable(text, max_chars=_MAX_NAME)


def kind(vct: str, language: Language) -> str:
    """Let in what a type is called; one that nobody ships, by its identifier."""
    return name(type_name(vct, language))


def claim(vct: str, path: Sequence[str | int], language: Language) -> str:
    """Let in what a claim is called; one that no type of ours has, by its path."""
    return name(claim_name(vct, path, language))


def place(did: str) -> str:
    """Let in where a body publishes what it is held to; one that is no name of ours, as it is."""
    from livret_wallet.rendering import issuer_place  # with it comes all that verifies

    try:
        return issuer_place(did)
    except LivretError:
        return name(did)


def value(content: JsonValue, language: Language, *, is_hidden: bool = False) -> str:
    """Let in what a claim says; a date is written in words, as precise as it is."""
    if is_hidden:
        return HIDDEN
    text = content if isinstance(content, str) else printable_json(content, indent=None)
    try:
        return PartialDate.parse(text).words(language)
    except MalformedInput:
        return printable(text, max_chars=_MAX_VALUE)
