"""Lines for a terminal: verdict first, then what, what to do, who, and how to learn more.

Pure: the edge that prints knows whether there is colour and which width. Line mode
(``plain``) is ``label: value``, no drawing, at most 72 columns.
"""

import textwrap
from typing import Final

from livret_core.words.explanation import Explanation, Language, texts

_COLOURS: Final = {"refused": "31", "malformed": "31", "unavailable": "33"}
_COLUMNS: Final = 80
_PLAIN_COLUMNS: Final = 72


def refusal_lines(
    explanation: Explanation,
    language: Language = "en",
    *,
    plain: bool = False,
    colour: bool = False,
) -> list[str]:
    """What a person sees when a command stops: the sentence, the step, the code."""
    labels = texts(language).labels
    more = f"livret explain {explanation.code}"
    if plain:
        return _plain(
            explanation.verdict.lower(),
            [
                ("", explanation.what),
                (labels["step"], explanation.step),
                (labels["more"], more),
            ],
        )
    return [
        _headline(explanation, colour=colour),
        *_wrapped(explanation.what, "  "),
        *_labelled([(labels["step"], explanation.step), (labels["more"], more)]),
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
        return _plain(explanation.verdict.lower(), [("", explanation.what), *rows])
    return [
        _headline(explanation, colour=colour),
        *_wrapped(explanation.what, "  "),
        *_labelled(rows),
    ]


def _headline(explanation: Explanation, *, colour: bool) -> str:
    verdict = f"{explanation.sign} {explanation.verdict}"
    room = max(_COLUMNS - len(verdict) - len(explanation.code), 2)
    if colour:
        verdict = f"\x1b[1;{_COLOURS[explanation.branch]}m{verdict}\x1b[0m"
    return f"{verdict}{' ' * room}{explanation.code}"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _COLUMNS, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )


def _labelled(rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(label) for label, _ in rows), default=0) + 3
    lines: list[str] = []
    for label, text in rows:
        wrapped = _wrapped(text, " " * (width + 2))
        lines += [f"  {label:{width}}{wrapped[0].lstrip()}", *wrapped[1:]]
    return lines


def _plain(first: str, rows: list[tuple[str, str]]) -> list[str]:
    lines = []
    for label, text in rows:
        said = f"{label or first}: {text}"
        lines += textwrap.wrap(said, _PLAIN_COLUMNS, break_long_words=False)
    return lines
