"""Words that go with a number: ``{left} {left:essai|essais}`` is one try, or several.

What stands in the braces after the colon is the form for one and the form for more, and
the number itself is written where it stands alone. French says 0 as it says 1; the other
languages say 0 as they say 2.
"""

import string
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast, final

from livret_core.words.language import Language

BETWEEN: Final = "|"


def form_for(count: object, forms: str, language: Language) -> str:
    """Choose the form that goes with a number.

    Args:
        count: a whole number, or one written out; of anything else there are several.
        forms: for one and for more, with :data:`BETWEEN` in between.
        language: that the forms are in.
    """
    one, _, more = forms.partition(BETWEEN)
    text = str(count)
    return one if text == "1" or (text == "0" and language == "fr") else more


@final
class Phrase(str):
    """A sentence whose words go with its numbers once it is filled in."""

    __slots__ = ("_language",)
    _language: Language

    def __new__(cls, text: str, language: Language) -> "Phrase":
        """Take a sentence of a language."""
        made = super().__new__(cls, text)
        made._language = language
        return made

    def format(self, *places: object, **facts: object) -> str:
        """Fill it in."""
        return _Filler(self._language).vformat(str(self), places, facts)


@final
class Phrases(Mapping[str, str]):
    """A table of sentences, each filled in as its numbers want it."""

    def __init__(self, table: Mapping[str, str], language: Language) -> None:
        """Take the table of a language."""
        self._table: Final = table
        self._language: Final = language

    def __getitem__(self, name: str) -> str:
        text = self._table[name]
        return Phrase(text, self._language) if BETWEEN in text else text

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


class _Filler(string.Formatter):
    def __init__(self, language: Language) -> None:
        self._language: Final = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if BETWEEN in format_spec:
            return form_for(value, format_spec, self._language)
        return cast("str", super().format_field(value, format_spec))
