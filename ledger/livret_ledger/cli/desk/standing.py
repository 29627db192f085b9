"""A ledger as it stands, to draft against and to list: which head, and on whose word."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, final

from livret_core.errors import MalformedInput
from livret_core.ledger.operation import Operation
from livret_core.ledger.state import Clock
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.homes import default_home
from livret_edge.saying import now_s
from livret_ledger.cli.believing import Confirmed, confirmed_facts, confirmed_rows, ended
from livret_ledger.cli.copies import Copy, open_copy
from livret_ledger.cli.looking import confirmed
from livret_ledger.drafting import Desk, clock_of
from livret_ledger.store.home import Home
from livret_ledger.words.members import texts

_HOME: Final = "home"


@final
@dataclass(frozen=True, slots=True)
class At:
    """Where a command stands.

    Attributes:
        desk: the records, measured by now.
        copy: they were read from.
        place: what that is called.
        clock: ledger time at the head. What the desk shows counts by now, which is later.
        confirmed: who confirmed the head; None where nobody said whom to believe.
    """

    desk: Desk
    copy: Copy
    place: str
    clock: Clock
    confirmed: Confirmed | None

    def rows(self, asked: Asked) -> list[tuple[str, str]]:
        """Say where it was read, as of when, and who confirmed it."""
        said = texts(asked.voice.lang)
        return [
            (said["source"], printable(self.place)),
            (said["as_of"], asked.voice.moment(self.desk.clock.at_s)),
            *confirmed_rows(asked, self.confirmed),
        ]

    def end_list(self, asked: Asked, **counts: int) -> None:
        """End a list: where it was read, as of when, and whether there was anything on it.

        Raises:
            As :meth:`end`, once all is said.
        """
        voice = asked.voice
        if voice.json:
            voice.event("listed", **counts, **self.facts)
            self.end()
            return
        if not any(counts.values()):
            voice.tell(texts(voice.lang)["nothing_listed"])
        voice.rows(self.rows(asked))
        self.end()

    def end(self) -> int:
        """End what only shows: as :func:`livret_ledger.cli.believing.ended`."""
        return ended(self.confirmed)

    @property
    def facts(self) -> dict[str, object]:
        """The same for a program."""
        return {
            "source": self.place,
            "as_of_s": self.desk.clock.at_s,
            "head_time_s": self.clock.at_s,
            "size": self.copy.signed.checkpoint.size,
            **confirmed_facts(self.confirmed),
        }


@contextmanager
def at_ledger(asked: Asked) -> Iterator[At]:
    """Open what was asked for as it is at this moment.

    Raises:
        As :func:`open_copy` and :func:`confirmed`.
    """
    if (
        asked.source is None
        and asked.home == default_home("ledger")
        and not Home.is_one(asked.home)
    ):
        # Nobody named a place, and this machine keeps no ledger.
        raise MalformedInput("usage.missing", option="--from, --home")
    with open_copy(asked) as copy:
        behind = confirmed(asked, copy)
        size = copy.signed.checkpoint.size
        records, _ = copy.state()
        clock = clock_of(Operation.parse(copy.entry(size - 1)))
        desk = Desk(copy.signed.checkpoint.origin, records, clock, now_s=now_s())
        place = str(asked.home) if asked.source is None else asked.source
        yield At(desk, copy, place, clock, behind)
