"""Lines for a terminal: verdict first, then what, what to do, who, and how to learn more.

Pure: the edge that prints knows whether there is colour and which width. Line mode
(``plain``) is ``label: value``, no drawing, at most 72 columns.
"""

import textwrap
from collections.abc import Sequence
from typing import Final

from livret_core.words.explanation import Explanation
from livret_core.words.language import Language, texts
from livret_core.words.lines import COLUMNS, labelled_lines

_COLOURS: Final = {"✗": "31", "!": "33", "?": "33"}


def refusal_lines(
    explanation: Explanation,
    language: Language = "en",
    *,
    plain: bool = False,
    colour: bool = False,
    evidence: Sequence[tuple[str, str]] = (),
) -> list[str]:
    """What a person sees when a command stops: the sentence, the step, evidence, the code.

    *evidence* is rows of label and text, set between the step and how to learn more.
    """
    labels = texts(language).labels
    more = f"livret explain {explanation.code}"
    if plain:
        rows = [
            (explanation.verdict.lower(), explanation.what),
            (labels["step"], explanation.step),
            *evidence,
            (labels["more"], more),
        ]
        return labelled_lines(rows, language, plain=True)
    return [
        _headline(explanation, colour=colour),
        *_wrapped(explanation.what, "  "),
        *labelled_lines(
            [(labels["step"], explanation.step), *evidence, (labels["more"], more)], language
        ),
    ]


def explanation_lines(
    explanation: Explanation,
    language: Language = "en",
    *,
    plain: bool = False,
    colour: bool = False,
) -> list[str]:
    """What `livret explain` prints."""
    labels = texts(language).labels
    rows = [
        (labels["step"], explanation.step),
        (labels["mender"], explanation.mender),
        (labels["meaning"], explanation.meaning),
        (labels["rule"], explanation.rule),
    ]
    rows = [(label, text) for label, text in rows if text]
    if plain:
        first = (explanation.verdict.lower(), explanation.what)
        return labelled_lines([first, *rows], language, plain=True)
    return [
        _headline(explanation, colour=colour),
        *_wrapped(explanation.what, "  "),
        *labelled_lines(rows, language),
    ]


def _headline(explanation: Explanation, *, colour: bool) -> str:
    verdict = f"{explanation.sign} {explanation.verdict}"
    room = max(COLUMNS - len(verdict) - len(explanation.code), 2)
    if colour:
        verdict = f"\x1b[1;{_COLOURS[explanation.sign]}m{verdict}\x1b[0m"
    return f"{verdict}{' ' * room}{explanation.code}"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, COLUMNS, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )
