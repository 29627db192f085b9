"""Alerts leave: to the standard input of a program, or by https. Whoever takes one says so.

A program takes it by ending with 0, an address by answering 2xx. Until then it is owed, and
tried again at each look. Nothing of an alert ever stands on a command line.
"""

import subprocess
from collections.abc import Mapping, Sequence
from typing import Final, Protocol, final

from livret_core import limits
from livret_core.errors import LivretError, Unavailable
from livret_core.https_uri import HttpsUri
from livret_edge.fetcher import Fetcher
from livret_ledger.watch.grouping import bundled
from livret_ledger.watch.store import Channel, Memory

_PROGRAM_S: Final = 60.0


class Taker(Protocol):
    """Somebody who is told."""

    def hand(self, body: bytes) -> None:
        """Hand one alert over.

        Raises:
            Unavailable: ``watch.untold``, ``net.unavailable``. Refused: ``net.address``.
        """
        ...


@final
class Program:
    """A program of the owner's, run for each alert. No shell is between."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command: Final = list(command)

    def hand(self, body: bytes) -> None:
        try:
            ended = subprocess.run(  # noqa: S603  # the owner named it, and no shell reads it
                self._command,
                input=body + b"\n",
                stdout=subprocess.DEVNULL,
                timeout=_PROGRAM_S,
                check=False,
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise Unavailable("watch.untold", type(error).__name__) from None
        if ended.returncode:
            raise Unavailable("watch.untold", f"status {ended.returncode}")


@final
class Webhook:
    """An https address to which each alert is posted."""

    def __init__(self, uri: HttpsUri, fetcher: Fetcher) -> None:
        self._uri: Final = uri
        self._fetcher: Final = fetcher

    def hand(self, body: bytes) -> None:
        answer = self._fetcher.post(
            self._uri, body, content_type="application/json", max_bytes=limits.NOTE_BYTES
        )
        if not 200 <= answer.status < 300:
            raise Unavailable("watch.untold", f"status {answer.status}", host=self._uri.host)


def hand_over(memory: Memory, takers: Mapping[Channel, Taker]) -> LivretError | None:
    """Hand over what is owed; of entries of one kind, one alert for all that are owed by now.

    One who does not take the oldest is not asked for the next: the order is kept.

    Returns:
        The first reason why something was not taken; what was not stays owed.
    """
    owed: dict[Channel, list[tuple[int, bytes]]] = {}
    for number, channel, body in memory.owed():
        owed.setdefault(channel, []).append((number, body))
    failed: list[LivretError] = []
    for channel, every in owed.items():
        if (taker := takers.get(channel)) is None:
            continue
        try:
            for numbers, body in bundled(every):
                taker.hand(body)
                memory.taken(numbers, channel)
        except LivretError as error:
            failed.append(error)
    return failed[0] if failed else None
