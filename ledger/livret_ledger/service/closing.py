"""The end of what is written so far: a ``state.commit`` when it is due, and a head, signed.

Only whoever has the turn of the writer (:mod:`livret_ledger.service.line`) calls what writes here.
"""

from collections.abc import Callable
from typing import Final, final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.keys import Signer
from livret_core.ledger.records import LogRecord
from livret_core.ledger.state import demand
from livret_core.ledger.state_map import Overlay
from livret_core.tlog import note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import KeyName, SignatureType, VerifierKey, lines_by
from livret_ledger import sequencing
from livret_ledger.batch import Batch
from livret_ledger.service.timekeeping import Timekeeper
from livret_ledger.store import Store, StoredHead

#: How long one pause is, in seconds, of waiting for the next second of ledger time.
TICK_S: Final = 0.02
#: How many of them: more than that, and the clock stands still.
TICKS: Final = 250


@final
class Closing:
    """Ends what one store has, under one key of its log.

    Attributes:
        gave_way: whether another key signs by now, as it was last found.
        unsettled: entries of this run since a ``state.commit``.
    """

    def __init__(
        self,
        store: Store,
        key: Signer,
        timekeeper: Timekeeper,
        *,
        clock: Callable[[], int],
        pause: Callable[[float], None],
    ) -> None:
        self._store: Final = store
        self._key: Final = key
        self._timekeeper: Final = timekeeper
        self._clock: Final = clock
        self._pause: Final = pause
        self._is_vouched = False  # the clock, in this run
        self._overlay: Overlay | None = None  # of the state map that the store has
        self.unsettled = 0
        self.gave_way = False
        self._named: Final = VerifierKey.of(store.origin, SignatureType.ED25519, key)
        self._named_text: Final = self._named.format()

    def check_key(self) -> None:
        """Check that this key signs the ledger, by its own rules, or signed its newest head.

        Raises:
            Refused: ``ledger.log_key``.
        """
        self.gives_way()
        if self.gave_way and not self.is_own(self._newest_signed()):
            raise Refused("ledger.log_key")

    def gives_way(self) -> bool:
        """Find out whether another key signs by now, and note it."""
        self.gave_way = sequencing.gives_way(
            Batch(self._store), self._named_text, now_s=self._clock()
        )
        return self.gave_way

    def is_own(self, head: StoredHead | None) -> bool:
        """Say whether a head bears a line of this key; it was verified when it was signed."""
        if head is None or head.signed is None:
            return False
        signed = SignedCheckpoint.parse(head.signed)
        return any(True for _ in lines_by(signed.note, [self._named], SignatureType.ED25519))

    def end_key(self) -> None:
        """End all there is with a head: it is the last under the key that is about to give way."""
        if not self._ends_with_commit():
            for _ in range(TICKS):
                if self.close():
                    break
                self._pause(TICK_S)
            else:
                raise self.stands_still()
        self.sign_head()

    def seal_if_due(self) -> StoredHead | None:
        """End what is there and sign it, or give the head that was; None when time has to go on first.

        Raises:
            As :meth:`livret_ledger.service.sequencer.Sequencer.seal`.
        """
        store = self._store
        self._timekeeper.look(store.clock.at_s)
        if self.gives_way():
            head = self._newest_signed()
            if head is None:
                raise Refused("ledger.log_key")
            return head
        head = store.head()
        if head is not None and head.size > store.frontier.size:
            raise Refused("ledger.damaged", "a head of what is not there", what="head")
        if head is None or head.size < store.frontier.size:
            if not self._ends_with_commit() and not self.close():
                return None
        elif head.signed is not None:
            if self.is_own(head):
                return head
            # The last of the key before: this one begins with a head of its own.
            if not self.close():
                return None
        return self.sign_head()

    def close(self) -> bool:
        """Append a ``state.commit``; False when it has to wait for the next second.

        Before the first of this run, and before each that takes ledger time a leap on, the
        witnesses are asked what time it is: what they confirm once nobody takes back.
        """
        before = self._store.clock
        self._timekeeper.check_ledger(before.at_s)
        is_leap = sequencing.is_leap(before, self._clock())
        if is_leap or not self._is_vouched:
            # A smaller step, where too few answer, costs no more than the hour that it may be off.
            self._is_vouched = self._timekeeper.check_witnesses(is_needed=is_leap)
        at_s = sequencing.next_time_s(before, now_s=self._clock())
        if at_s is None:
            return False
        # Should anything fail, the next begins from the store alone.
        overlay, self._overlay = self._overlay, None
        batch = Batch(self._store, overlay)
        batch.close(at_s=at_s)
        self._store.write(batch.result())
        self._overlay = batch.overlay
        self.unsettled = 0
        return True

    def _ends_with_commit(self) -> bool:
        size = self._store.frontier.size
        return any(
            entry.operation_id == self._store.clock.last
            for entry in self._store.entries(size - 1, size)
        )

    def sign_head(self) -> StoredHead:
        """Sign all that is there; the head is noted, durably, before.

        Raises:
            Refused: ``ledger.log_key``, ``log.fork``. Unavailable: ``store.unavailable``.
        """
        store = self._store
        log = demand(Batch(store), "log", LogRecord)
        if log.key_at(store.clock.at_s) != self._named_text:
            raise Refused("ledger.log_key")
        noted = store.note_head(store.frontier.size, store.frontier.root)
        if noted.signed is not None:
            return noted
        text = Checkpoint(store.origin, noted.size, noted.root).format()
        signed = note.sign(text, KeyName(store.origin), self._key).format()
        store.keep_signed(noted.size, signed)
        return StoredHead(noted.size, noted.root, signed)

    def stands_still(self) -> LivretError:
        """Say that no next second of ledger time comes."""
        now_s = self._clock()
        return Unavailable("ledger.clock_behind", now_s=now_s, shown_s=now_s, by_min=0)

    def _newest_signed(self) -> StoredHead | None:
        heads = self._store.heads(newest_first=True)
        return next((head for head in heads if head.signed is not None), None)
