"""An auditor at work: keeps a copy of a ledger, and lets only heads pass that it replayed."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, final

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.ledger.records import LogRecord
from livret_core.ledger.state import demand
from livret_core.tlog import merkle, note
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import Node, NodeReader
from livret_core.tlog.note import VerifierKey
from livret_edge.cores import on_all_cores
from livret_ledger import fraud
from livret_ledger.auditor.auditing import (
    Fault,
    Published,
    bad_entry,
    check_genuine,
    check_head,
    replay,
    split,
    step_end,
    translated,
)
from livret_ledger.batch import Batch
from livret_ledger.client.reading import as_published
from livret_ledger.fraud import NOT_LAST, Replica
from livret_ledger.fraud_file import Fraud
from livret_ledger.store import Store
from livret_ledger.telling import Told, silent
from livret_ledger.witness.service import keep_fraud
from livret_ledger.witness.store.memory import WitnessStore

#: For how long somebody who asks for a cosignature waits while the auditor catches up.
BUDGET_S: Final = 8.0


@final
class Auditor:
    """Follows one ledger. Its :meth:`approve` is a cosigner's approval."""

    def __init__(
        self,
        store: Store,
        memory: WitnessStore,
        read: Callable[[], Published],
        *,
        clock: Callable[[], int],
        stopwatch: Callable[[], float],
    ) -> None:
        """Take up the work.

        Args:
            store: the copy, held as its one writer.
            memory: where fraud is kept, and what is being worked towards.
            read: begins to read the ledger's files: anew each time, since a reader may
                remember what was damaged then, or another history's.
            clock: seconds since 1970.
            stopwatch: seconds since whenever, never going back.
        """
        self._store: Final = store
        self._memory: Final = memory
        self._read: Final = read
        self._published = read()
        self._clock: Final = clock
        self._stopwatch: Final = stopwatch
        self._turn: Final = threading.Lock()

    @property
    def origin(self) -> str:
        """Which ledger it follows."""
        return self._store.origin

    @property
    def size(self) -> int:
        """Entries replayed so far."""
        return self._store.frontier.size

    def replica(self) -> Replica:
        """Give the copy's entries to whoever checks a fraud file."""
        return lambda begin, end: (entry.leaf for entry in self._store.entries(begin, end))

    def approve(self, signed: SignedCheckpoint) -> None:
        """Replay up to a head and hold it against what comes out.

        Args:
            signed: verified to be the log's.

        Raises:
            Refused: what :func:`~livret_ledger.auditor.auditing.check_head` refuses, and the
                rule that an entry under the head breaks; kept as a fraud file where the
                log's own hand shows it.
            Unavailable: ``ledger.catching_up`` when it takes longer than somebody waits:
                what was done by then is kept. ``ledger.tiles``, and what reading raises.
        """
        with self._my_turn():
            try:
                self._catch_up(signed, self._stopwatch() + BUDGET_S)
            except MalformedInput as error:
                # Whoever asks did not write what is published.
                raise Unavailable("ledger.tiles", error.code) from None
            self._check(signed)

    def compare(self, signed: SignedCheckpoint) -> None:
        """Hold a head against what the copy was made from, and go nowhere after it.

        Raises:
            Refused: ``log.fork``, kept as a fraud file, when both cannot continue.
            Unavailable: ``ledger.catching_up``.
        """
        with self._my_turn():
            self._check_same_history(signed)

    def follow(self, told: Told = silent) -> SignedCheckpoint:
        """Read the newest head published, and replay up to it, however long it takes.

        Args:
            told: hears now and then how many entries are replayed, and of how many.

        Raises:
            Refused: ``log.unknown``, ``log.unsigned``, ``note.signature`` for a head that is
                not the log's. Otherwise as :meth:`approve`.
        """
        with as_published():
            signed = self._read().checkpoint()
        own = [key for key in self._memory.log_keys if key.name.text == self._store.origin]
        if signed.checkpoint.origin != self._store.origin:
            raise Refused("log.unknown")
        if not note.verify(signed.note, own):
            raise Refused("log.unsigned")
        while True:
            try:
                self.approve(signed)
            except Unavailable as error:
                if error.code != "ledger.catching_up":
                    raise
                told(self.size, signed.checkpoint.size)
            else:
                return signed

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=BUDGET_S):
            raise Unavailable("ledger.catching_up", size=self.size)
        try:
            self._published = self._read()
            yield
        finally:
            self._turn.release()

    def _catch_up(self, signed: SignedCheckpoint, until: float) -> None:
        target = signed.checkpoint.size
        if target > self.size:
            self._check_same_history(signed)
            self._memory.aim(signed)
        while self.size < target:
            self._step(signed)
            if self.size < target and self._stopwatch() > until:
                raise Unavailable("ledger.catching_up", size=self.size, target=target)

    def _step(self, signed: SignedCheckpoint) -> None:
        target = signed.checkpoint.size
        end = step_end(self.size, target)
        read = translated(self._published.nodes(target))
        leaves = list(self._published.entries(self.size, end, target))
        check_genuine(self._store, leaves, signed, read)
        taken = replay(self._store, leaves, each=on_all_cores)
        if taken.written.entries:
            self._store.write(taken.written)
        if taken.fault is not None:
            self._refuse(taken.fault, signed, read)

    def _check(self, signed: SignedCheckpoint) -> None:
        head = signed.checkpoint
        if head.size == 0:
            raise Refused(NOT_LAST)
        root = merkle.root(head.size, self._store.nodes)
        [last] = self._store.entries(head.size - 1, head.size)
        try:
            check_head(signed, root, last.leaf, now_s=self._clock())
        except Refused as error:
            if error.code == "log.fork":
                self._keep_split(signed)
            if error.code == NOT_LAST:
                self._keep(bad_entry(Fault(last.index, NOT_LAST, last.leaf), signed, self._nodes))
            raise
        if head.size == self.size:
            self._check_key(signed)
        self._store.note_head(head.size, head.root)
        self._store.keep_signed(head.size, signed.format())

    def _check_key(self, signed: SignedCheckpoint) -> None:
        """Check that a head is signed by the key that the ledger itself names by now.

        One that the members replaced may be in anybody's hands, also before this auditor was
        told to go over to the next.

        Raises:
            Refused: ``log.unsigned``.
        """
        log = demand(Batch(self._store), "log", LogRecord)
        if not note.verify(signed.note, [VerifierKey.parse(log.key_at(self._store.clock.at_s))]):
            raise Refused("log.unsigned", "not by the key that the ledger names")

    def _refuse(self, fault: Fault, signed: SignedCheckpoint, read: NodeReader) -> None:
        if not self._memory.has_fraud(self._store.origin, fault.subject):
            self._keep(bad_entry(fault, signed, read))
        raise fault.refusal()

    def _check_same_history(self, signed: SignedCheckpoint) -> None:
        """Check that a larger head goes on from what the copy stands on, or keep that it does not."""
        if self._keep_split(signed):
            raise Refused("log.fork", "two heads that cannot both continue")

    def _keep_split(self, signed: SignedCheckpoint) -> bool:
        """Hold a head against those the copy was made from; keep what two of them show."""
        size = signed.checkpoint.size
        read = translated(self._published.nodes(size)) if size > self.size else self._nodes
        for held in self._known_heads():
            try:
                shown = split(held, signed, self._nodes, read)
            except LivretError:
                continue  # what was published does not even make a proof
            if shown is not None and self._keep(shown):
                return True
        return False

    def _known_heads(self) -> Iterator[SignedCheckpoint]:
        newest = self._store.head()
        if newest is not None and newest.signed is not None:
            yield SignedCheckpoint.parse(newest.signed)
        target = self._memory.target(self._store.origin)
        if target is not None:
            yield target

    def _nodes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        return self._store.nodes(nodes)

    def _keep(self, shown: Fraud) -> bool:
        """Keep a fraud file, if it holds when it is checked as anybody would check it."""
        try:
            proven = fraud.check(shown, self._memory.log_keys, replica=self.replica())
        except LivretError:
            return False
        keep_fraud(self._memory, shown, proven, now_s=self._clock())
        return True
