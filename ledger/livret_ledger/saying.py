"""What the records of a ledger say, in people's words. Pure."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from livret_core.ledger.bodies import Asked
from livret_core.words import printable
from livret_core.words.figures import day
from livret_core.words.language import Language
from livret_ledger.pages.naming import claims_of, naming, placing, type_name
from livret_ledger.pages.naming import words as page_words
from livret_ledger.showing import Sentence
from livret_ledger.words.shown import table

_PERSONS: Final = frozenset(
    ("who", "by", "operator", "sponsor", "roots", "witnesses", "auditors", "schemas")
)
_ANY: Final = "*"
# Nothing is cut short that people compare.
_MOST: Final = 1_000


def say(sentences: Sequence[Sentence], language: Language, moment: Callable[[int], str]) -> str:
    """Say what a record says.

    Args:
        sentences: as :mod:`livret_ledger.showing` gives them.
        language: of the reader.
        moment: writes an instant by the reader's clock.
    """
    found, words = table(language), _Words(language, moment)
    return " ".join(
        found[name].format(**{each: words.of(each, value) for each, value in facts.items()})
        for name, facts in sentences
    )


class _Words:
    """Facts in the words of one reader."""

    def __init__(self, language: Language, moment: Callable[[int], str]) -> None:
        self._language: Final = language
        self._moment: Final = moment
        self._said: Final = page_words(language)
        self._who: Final = naming(self._said)
        self._where: Final = placing(self._said)

    def of(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        if name.endswith("_s"):
            return self._moment(value)
        if name.endswith("_day"):
            return day(value, self._language)
        return self._text(name, value)

    def _text(self, name: str, value: Any) -> str:
        if isinstance(value, tuple):
            return ", ".join(self._text(name, each) for each in value) or self._said["none"]
        if isinstance(value, Asked):
            claims = ", ".join(claims_of(value, self._language))
            return f"{self._kind(value.type)} ({printable(claims)})"
        text = printable(str(value), max_chars=_MOST)
        if name in _PERSONS:
            return self._who(text)
        match name:
            case "type":
                return self._kind(text)
            case "scope":
                return self._where(text)
            case "rights":
                kind, _, scope = text.partition("/")
                return f"{self._kind(kind)} ({self._where(scope)})"
            case "purpose":
                return self._said.get(f"purpose_{text}", text)
        return text

    def _kind(self, text: str) -> str:
        return self._said["any_type"] if text == _ANY else type_name(text, self._language)
