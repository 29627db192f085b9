"""How far a long work has come, for whoever waits at a terminal or reads events."""

import sys
import time
from collections.abc import Callable
from typing import Final, Literal

from livret_edge.arguments import Asked
from livret_edge.words import texts

_PROGRESS_S: Final = 2.0


def paced(
    asked: Asked, what: Literal["replaying", "evidence", "looking"] = "replaying"
) -> Callable[[int, int], None]:
    """Say how far a long work has come, every few seconds and not at its end.

    To a program as an event; to a person on standard error, where that is a terminal: a job
    that runs at night has nothing to say as long as all goes well.
    """
    told_s = time.monotonic()

    def told(done: int, of: int) -> None:
        nonlocal told_s
        if done >= of or time.monotonic() - told_s < _PROGRESS_S:
            return
        told_s = time.monotonic()
        if asked.voice.json:
            asked.voice.event("progress", work=what, done=done, of=of)
            sys.stdout.flush()
        elif sys.stderr.isatty():
            asked.voice.complain(texts(asked.voice.lang)[f"done_{what}"].format(done=done, of=of))

    return told
