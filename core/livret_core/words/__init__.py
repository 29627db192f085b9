"""What people read: a sentence and a next step for every code, in four languages.

A code says why to a machine; :func:`explain` says it to a person, verdict first,
with the step that leads on and who can take it. Many codes are one thing to a
person (a file damaged in any of ten ways is a damaged file), so codes point at
sentences through :mod:`livret_core.words.subjects`, and a language has one entry a
sentence. A test holds the four languages and the codes together.
"""

from livret_core.words.explanation import (
    Explanation,
    explain,
    explain_error,
    language_of,
    like,
    near_codes,
)
from livret_core.words.figures import Zone, day, decimal, moment
from livret_core.words.language import LANGUAGES, Language
from livret_core.words.lines import COLUMNS, PLAIN_COLUMNS, labelled_lines, sentence_lines, stated
from livret_core.words.printable import harmless, printable, printable_json
from livret_core.words.render import explanation_lines, refusal_lines
from livret_core.words.strangers import quoted, unsigned

__all__ = [
    "COLUMNS",
    "LANGUAGES",
    "PLAIN_COLUMNS",
    "Explanation",
    "Language",
    "Zone",
    "day",
    "decimal",
    "explain",
    "explain_error",
    "explanation_lines",
    "harmless",
    "labelled_lines",
    "language_of",
    "like",
    "moment",
    "near_codes",
    "printable",
    "printable_json",
    "quoted",
    "refusal_lines",
    "sentence_lines",
    "stated",
    "unsigned",
]
