"""A ledger as it stands, to draft against and to list: which head, and on whose word."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, final

from livret_core.ledger import head
from livret_core.ledger.head import CosignedHead
from livret_core.ledger.operation import Operation
from livret_core.ledger.state import Clock
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.saying import now_s
from livret_ledger.cli.copies import Copy, open_copy
from livret_ledger.cli.looking import chain_of
from livret_ledger.drafting import Desk, clock_of
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
        clock: ledger time at the head.
        confirmed: who confirmed the head; None where nobody said whom to believe.
    """

    desk: Desk
    copy: Copy
    place: str
    clock: Clock
    confirmed: CosignedHead | None

    def rows(self, asked: Asked) -> list[tuple[str, str]]:
        """Say where it was read, as of when, and who confirmed it."""
        said = texts(asked.voice.lang)
        rows = [
            (said["source"], printable(self.place)),
            (said["as_of"], asked.voice.moment(self.clock.at_s)),
        ]
        if self.confirmed is None:
            return [*rows, (said["confirmed"], "! " + said["unconfirmed"])]
        numbers = self.confirmed.trust.numbers
        count = said["witnesses"].format(some=self.confirmed.witnesses, all=numbers.n)
        return [*rows, (said["confirmed"], count)]

    def end_list(self, asked: Asked, **counts: int) -> None:
        """End a list: where it was read, as of when, and whether there was anything on it."""
        voice = asked.voice
        if voice.json:
            voice.event("listed", **counts, **self.facts)
            return
        if not any(counts.values()):
            voice.tell(texts(voice.lang)["nothing_listed"])
        voice.rows(self.rows(asked))

    @property
    def facts(self) -> dict[str, object]:
        """The same for a program."""
        found = self.confirmed
        return {
            "source": self.place,
            "as_of_s": self.clock.at_s,
            "size": self.copy.signed.checkpoint.size,
            "confirmed_by": None if found is None else found.witnesses,
        }


@contextmanager
def at_ledger(asked: Asked) -> Iterator[At]:
    """Open what was asked for as it is at this moment.

    A home vouches for its own head. Of a copy from elsewhere the head is held against the trust
    roots after ``--trust``; without them it is read all the same, and everything that is said of it
    says so.

    Raises:
        As :func:`open_copy`, :func:`chain_of`, :func:`livret_core.ledger.head.verify`.
    """
    with open_copy(asked) as copy:
        confirmed = None
        if asked.source is None or asked.trust is not None:
            confirmed = head.verify(copy.signed, chain_of(asked, copy))
        size = copy.signed.checkpoint.size
        records, _ = copy.state()
        clock = clock_of(Operation.parse(copy.entry(size - 1)))
        desk = Desk(copy.signed.checkpoint.origin, records, clock, now_s=now_s())
        place = str(asked.home) if asked.source is None else asked.source
        yield At(desk, copy, place, clock, confirmed)
