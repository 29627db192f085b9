"""What a person sees when a command stops, and the exit status that goes with it."""

import json
import sys
import traceback
from collections.abc import Sequence
from typing import Final

from livret_core.errors import Branch, LivretError, MalformedInput
from livret_core.words import (
    Language,
    explain_error,
    language_of,
    printable_json,
    refusal_lines,
)
from livret_town import settings

_STATUS: Final[dict[Branch, int]] = {"refused": 1, "malformed": 2, "unavailable": 3}
_OUR_FAULT: Final = 70


def report(error: Exception, arguments: Sequence[str]) -> int:
    """Say *error* on stderr (and as an event on stdout with ``--json``); its exit status."""
    if isinstance(error, LivretError):
        return _report_reason(error, arguments)
    return _report_fault(error, arguments)


def language_asked(arguments: Sequence[str], otherwise: Language) -> Language:
    """Find ``--lang X`` or ``--lang=X`` in arguments that may not have been parsed yet."""
    for index, argument in enumerate(arguments):
        name, equals, text = argument.partition("=")
        if name == "--lang":
            try:
                return language_of(text if equals else arguments[index + 1])
            except (IndexError, MalformedInput):
                return otherwise
    return otherwise


def _report_reason(error: LivretError, arguments: Sequence[str]) -> int:
    said = settings.read()
    language = language_asked(arguments, said.lang)
    explanation = explain_error(error, language)
    if "--json" in arguments:
        print(
            printable_json(
                {
                    "event": "error",
                    "outcome": error.branch,
                    "code": error.code,
                    "facts": dict(error.facts),
                    "what": explanation.what,
                    "step": explanation.step,
                },
                indent=None,
            ),
            flush=True,
        )
    colour = said.colour and sys.stderr.isatty()
    for line in refusal_lines(explanation, language, plain=said.plain, colour=colour):
        print(line, file=sys.stderr)
    if said.debug:
        traceback.print_exception(error)
    return _STATUS[error.branch]


def _report_fault(error: Exception, arguments: Sequence[str]) -> int:
    # The text of a foreign exception may hold a claim or a secret: only its kind is said.
    kind = type(error).__name__
    if "--json" in arguments:
        print(json.dumps({"event": "fault", "kind": kind}), flush=True)
    print(
        f"livret: our own fault ({kind}). Nothing is decided by this.\n"
        "LIVRET_DEBUG=1 shows where; please report it (SECURITY.md if it looks exploitable).",
        file=sys.stderr,
    )
    if settings.read().debug:
        traceback.print_exception(error)
    return _OUR_FAULT
