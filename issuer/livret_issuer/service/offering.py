"""Hand-overs for a list of people: all of them come to be, or none.

The files are written first, where nobody finds them; then one transaction records all of
them, and the files take their places. For that the list is read twice, and memory does
not grow with it: what is drawn at random comes from one seed, so that the second reading
finds the codes and the numbers of the first.
"""

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, final

from livret_core.credential.types import CredentialType
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.openid4vci.handover import Handover
from livret_core.short_code import RANDOM_BYTES
from livret_issuer.handing import NONCE_BYTES, make_handover, to_store
from livret_issuer.identity import TownHall
from livret_issuer.intake import Row
from livret_issuer.records import StoredHandover
from livret_issuer.store import Store, Transaction

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
    ) -> None:
        """Begin; *seed* is 32 fresh random bytes, the others as ``Office.offer``."""
        self._store: Final = store
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
        self._read: Final = hashlib.sha256()

    def draw(self, row: Row, *, is_free: Callable[[Handover], bool]) -> None:
        """Draw the hand-over of the next row; nothing is recorded.

        Args:
            row: of the list, in its order.
            is_free: takes the hand-over into its file, and says whether none of this run
                had its code.

        Raises:
            MalformedInput: ``handover.malformed``, as :func:`make_handover`. Unavailable:
                ``store.unavailable``.
        """
        self._read.update(_said(row))
        number = len(self._draws)
        for draw in range(_MAX_DRAWS):
            handover = self._made(number, draw)
            with self._store.transaction() as transaction:
                is_known = transaction.has_handover(handover.code)
            if not is_known and is_free(handover):
                self._draws.append(draw)
                self._lines.append(row.line)
                return
        raise RuntimeError("no code is free")  # one in 10^60, or the randomness is none

    def record(self, rows: Iterable[Row], *, again: bool) -> None:
        """Record them, all or none.

        Args:
            rows: the same list, read again.
            again: whether somebody who has an open hand-over may have another.

        Raises:
            MalformedInput: ``intake.changed`` when it is not the same. Refused:
                ``intake.offered``. Unavailable: ``store.unavailable``.
        """
        read = hashlib.sha256()
        number = 0
        waiting: list[StoredHandover] = []
        with self._store.transaction() as transaction:
            offered = {} if again else transaction.people_offered(self._kind.vct, now_s=self._now_s)
            for number, row in enumerate(rows, 1):
                read.update(_said(row))
                if number > len(self._draws):
                    break
                person = self._mark(row.claims)
                if person in offered:
                    # By somebody else, since the list was looked through.
                    raise Refused("intake.offered", line=row.line, handover=str(offered[person]))
                handover = self._made(number - 1, self._draws[number - 1])
                stored = to_store(
                    handover, row.claims, source=self._source, line=row.line, now_s=self._now_s
                )
                waiting.append(replace(stored, person=person))
                if len(waiting) == _AT_ONCE:
                    self._keep(transaction, waiting)
                    waiting.clear()
            self._keep(transaction, waiting)
            if number != len(self._draws) or read.digest() != self._read.digest():
                raise MalformedInput("intake.changed")

    def _keep(self, transaction: Transaction, handovers: Sequence[StoredHandover]) -> None:
        transaction.add_handovers(handovers)
        codes = [str(each.code) for each in handovers]
        transaction.note_each("offer", codes, at_s=self._now_s)

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


def _said(row: Row) -> bytes:
    return b"%d:%s\n" % (row.line, json_encoding.format(row.claims))
