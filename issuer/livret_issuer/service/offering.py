"""Hand-overs for a list of people: all of them come to be, or none.

Codes are drawn first, and whatever people are handed is written, where nobody finds it; then
one transaction records all of them, and the files take their places. Memory does not grow
with the list: what is drawn at random comes from one seed, so that each hand-over can be made
again, and of a row only its line is kept.
"""

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, final

from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject
from livret_core.errors import Refused
from livret_core.openid4vci.handover import Handover
from livret_core.short_code import RANDOM_BYTES, ShortCode
from livret_issuer.handing import NONCE_BYTES, make_handover, to_store
from livret_issuer.identity import TownHall
from livret_issuer.people_list import PeopleList
from livret_issuer.people_seen import FirstSeen
from livret_issuer.service.aside import Aside
from livret_issuer.store import Store, Transaction, written

SEED_BYTES: Final = 32

_MAX_DRAWS: Final = 64
# So many rows go to the database in one statement: memory does not grow with the list.
_AT_ONCE: Final = 500


@final
class OfferedTogether:
    """Hand-overs in the making."""

    def __init__(
        self,
        store: Store,
        hall: TownHall,
        kind: CredentialType,
        *,
        mark: Callable[[JsonObject], bytes],
        seed: bytes,
        source: str,
        max_copies: int,
        valid_s: int,
        now_s: int,
        folder: Path,
    ) -> None:
        """Begin as ``Office.offer``; *seed* is 32 fresh random bytes, *folder* is where rows wait."""
        self._store: Final = store
        self._folder: Final = folder
        self._hall: Final = hall
        self._kind: Final = kind
        self._mark: Final = mark
        self._seed: Final = seed
        self._source: Final = source
        self._max_copies: Final = max_copies
        self._expires_at_s: Final = now_s + valid_s
        self._now_s: Final = now_s
        self._lines: Final = array("I")
        self._draws: Final = bytearray()  # how often each row was drawn for

    def draw(self, lines: Iterable[int]) -> Iterator[Handover]:
        """Draw a hand-over for each row, some hundred at once; nothing is recorded.

        Args:
            lines: where the rows stand, in the order of the list.

        Yields:
            Hand-overs whose codes nobody here ever had, and no other of this list.

        Raises:
            MalformedInput: ``handover.malformed``, as :func:`make_handover`. Unavailable:
                ``store.unavailable``.
        """
        seen = FirstSeen()
        waiting = iter(lines)
        while some := tuple(islice(waiting, _AT_ONCE)):
            yield from self._draw_some(some, seen)

    def _draw_some(self, lines: Sequence[int], seen: FirstSeen) -> list[Handover]:
        begun = len(self._draws)
        drawn = [self._made(begun + place, 0) for place in range(len(lines))]
        draws = bytearray(len(lines))
        unsure = list(range(len(lines)))
        while unsure:
            with self._store.transaction() as transaction:
                known = transaction.known_handovers([drawn[place].code for place in unsure])
            taken = []
            for place in unsure:
                code = drawn[place].code
                if code in known or seen.note(code.text.encode(), lines[place]) is not None:
                    taken.append(place)
            for place in taken:
                draws[place] += 1
                if draws[place] == _MAX_DRAWS:
                    raise RuntimeError("no code is free")  # one in 10^60, or no randomness
                drawn[place] = self._made(begun + place, draws[place])
            unsure = taken
        self._draws.extend(draws)
        self._lines.extend(lines)
        return drawn

    def record(self, people: PeopleList, *, again: bool) -> None:
        """Record them, all or none.

        Args:
            people: the list, looked through before.
            again: whether somebody who has an open hand-over may have another.

        Raises:
            MalformedInput: ``intake.changed`` when it is not the same. Refused:
                ``intake.offered``. Unavailable: ``store.unavailable``.
        """
        # Read, marked and written first: while all of it is recorded, everybody else waits.
        with Aside(self._folder) as aside:
            for some in _batches(self._written(people)):
                aside.put(some)
            with self._store.transaction() as transaction:
                offered = {}
                if not again:
                    offered = transaction.people_offered(self._kind.vct, now_s=self._now_s)
                for some in aside.batches():
                    self._keep(transaction, some, offered)

    def _written(self, people: PeopleList) -> Iterator[dict[str, Any]]:
        rows = people.again(self._lines)
        for row, (_, handover) in zip(rows, self.made(), strict=True):
            stored = to_store(
                handover, row.claims, source=self._source, line=row.line, now_s=self._now_s
            )
            yield {**written(stored), "person": self._mark(row.claims)}

    def _keep(
        self,
        transaction: Transaction,
        handovers: Sequence[dict[str, Any]],
        offered: Mapping[bytes, ShortCode],
    ) -> None:
        for each in handovers:
            if (known := offered.get(each["person"])) is not None:
                # By somebody else, since the list was looked through.
                raise Refused("intake.offered", line=each["source_line"], handover=str(known))
        transaction.add_written(handovers)
        codes = [str(ShortCode(each["code"])) for each in handovers]
        transaction.note_each("offer", codes, at_s=self._now_s)

    @property
    def expires_at_s(self) -> int:
        """When all of them end, in seconds since 1970."""
        return self._expires_at_s

    def made(self) -> Iterator[tuple[int, Handover]]:
        """Each hand-over that was drawn, in order, and the line that it is for."""
        for number, (line, draw) in enumerate(zip(self._lines, self._draws, strict=True)):
            yield line, self._made(number, draw)

    def _made(self, number: int, draw: int) -> Handover:
        octets = hashlib.blake2b(
            number.to_bytes(8) + draw.to_bytes(1),
            key=self._seed,
            digest_size=RANDOM_BYTES + NONCE_BYTES,
        ).digest()
        return make_handover(
            self._hall,
            self._kind,
            code_random=octets[:RANDOM_BYTES],
            nonce_random=octets[RANDOM_BYTES:],
            max_copies=self._max_copies,
            expires_at_s=self._expires_at_s,
            now_s=self._now_s,
        )


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(rows, _AT_ONCE)):
        yield some
