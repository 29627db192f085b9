"""What each type of entry says, and by which rule it is taken, one module a language."""

import importlib
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from livret_core.errors import Fact
from livret_core.words.counting import Phrases
from livret_core.words.figures import day
from livret_core.words.language import Language
from livret_core.words.printable import printable

_DAY_S: Final = 86_400
_TIMES: Final = frozenset(("at", "from", "until", "void_from"))
# Nobody signs what was cut short; no member of an operation is longer.
_MEMBER_CHARS: Final = 1_000


def entries(language: Language) -> Mapping[str, str]:
    """Read the sentences of *language*; only the one that is asked for is imported."""
    module = importlib.import_module(f"livret_core.words.entries.{language}")
    return Phrases(module.ENTRIES, language)


def sentence_of(name: str, facts: Mapping[str, Fact], language: Language) -> str:
    """Say one entry in words.

    Args:
        name: of the sentence, as :func:`livret_core.ledger.explaining.tell` gives it.
        facts: for it; those that end in ``_s`` are seconds since 1970, said as days.
        language: of the reader.
    """
    shown = {
        each: day(int(value), language) if each.endswith("_s") else printable(str(value))
        for each, value in facts.items()
    }
    return entries(language)[name].format(**shown)


def draft_sentence(name: str, facts: Mapping[str, Fact], language: Language) -> str:
    """Say what a draft would say: nothing of it stands in the ledger yet.

    Args:
        name: of the sentence, as for :func:`sentence_of`.
        facts: for it.
        language: of the reader.
    """
    sentence = sentence_of(name, facts, language)
    return entries(language)["draft"].format(sentence=sentence)


def draft_rows(
    members: Iterable[tuple[str, str]], language: Language, moment: Callable[[int], str]
) -> list[tuple[str, str]]:
    """Say what a draft says member by member, whole, for whoever is to sign it.

    Args:
        members: as :func:`livret_core.ledger.explaining.members_of` gives them.
        language: of the reader.
        moment: writes an instant by the reader's clock.
    """
    said = entries(language)

    def value(name: str, line: str) -> str:
        if name in _TIMES and line.isdigit():
            return moment(int(line))
        if name == "day" and line.isdigit():
            return day(int(line) * _DAY_S, language)
        if line in ("true", "false"):
            return said["yes" if line == "true" else "no"]
        return printable(line, max_chars=_MEMBER_CHARS)

    return [(said[f"member_{name}"], value(name, line)) for name, line in members]
