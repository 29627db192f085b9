"""What a person sees when a command stops, and the exit status that goes with it."""

import errno
import json
import sys
import traceback
from collections.abc import Sequence
from typing import Final

from livret_core.errors import Branch, LivretError, Unavailable
from livret_core.words import (
    explain_error,
    printable_json,
    refusal_lines,
)
from livret_core.words.instants import dated
from livret_edge.arguments import language_asked
from livret_edge.saying import local_zone
from livret_town import settings

_STATUS: Final[dict[Branch, int]] = {"refused": 1, "malformed": 2, "unavailable": 3}
_OUR_FAULT: Final = 70
_OF_A_STREAM: Final = frozenset(
    {errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.ENXIO}
)


def report(error: Exception, arguments: Sequence[str]) -> int:
    """Say *error* on stderr (and as an event on stdout with ``--json``); its exit status.

    When stdout or stderr is why, because it takes no more, that is what is said. A stream
    that fails while we speak changes nothing in the status.
    """
    if isinstance(error, OSError | ValueError) and _is_of_output(error):
        error = Unavailable("output.unavailable")
    for say in (_say_to_a_person, _say_to_a_program):
        try:
            say(error, arguments)
        except (OSError, ValueError) as unsaid:
            _is_of_output(unsaid)
    return _STATUS[error.branch] if isinstance(error, LivretError) else _OUR_FAULT


def _is_of_output(error: OSError | ValueError) -> bool:
    """Whether stdout or stderr takes no more; what does not is silenced, to end in peace.

    A buffered stream still holds what it could not pass on. An unbuffered one does not, and
    is known by the error: that of a file would name it, and a store lets none escape.
    """
    from livret_town.terminal import takes_no_more

    failing = [takes_no_more(sys.stdout), takes_no_more(sys.stderr)]
    return any(failing) or (
        isinstance(error, OSError) and error.filename is None and error.errno in _OF_A_STREAM
    )


def _say_to_a_person(error: Exception, arguments: Sequence[str]) -> None:
    said = settings.read()
    if isinstance(error, LivretError):
        language = language_asked(arguments, said.lang)
        explanation = explain_error(error, language, zone=local_zone)
        colour = said.colour and sys.stderr.isatty()
        lines = refusal_lines(explanation, language, plain=said.plain, colour=colour)
    else:
        # The text of a foreign exception may hold a claim or a secret: only its kind is said.
        lines = [
            f"livret: our own fault ({type(error).__name__}). Nothing is decided by this.",
            "LIVRET_DEBUG=1 shows where; please report it (SECURITY.md if it looks exploitable).",
        ]
    for line in lines:
        print(line, file=sys.stderr)
    if said.debug:
        traceback.print_exception(error)


def _say_to_a_program(error: Exception, arguments: Sequence[str]) -> None:
    if "--json" not in arguments:
        return
    if not isinstance(error, LivretError):
        print(json.dumps({"event": "fault", "kind": type(error).__name__}), flush=True)
        return
    explanation = explain_error(
        error, language_asked(arguments, settings.read().lang), zone=local_zone
    )
    print(
        printable_json(
            {
                "event": "error",
                "outcome": error.branch,
                "code": error.code,
                "facts": dated(error.facts),
                "what": explanation.what,
                "step": explanation.step,
            },
            indent=None,
        ),
        flush=True,
    )
