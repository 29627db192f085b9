"""One look of a watch: from the ledger's files to alerts that somebody took.

A watch has a folder:

watch.db     what it remembers
replica.db   its own copy of the ledger, replayed
"""

import bisect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, TypeVar, final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger import trust_root
from livret_core.ledger.apply import is_too_late
from livret_core.ledger.head import CosignedHead
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import DidRecord
from livret_core.ledger.state import did_name
from livret_core.ledger.trust_chain import walk
from livret_core.ledger.watching import Watched, not_held
from livret_edge.files import HOME, make_folder
from livret_ledger.client.reading import Reader
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.telling import Told, silent
from livret_ledger.watch import alarms
from livret_ledger.watch.alarms import Alert
from livret_ledger.watch.journals import Known
from livret_ledger.watch.rehearsing import rehearse
from livret_ledger.watch.service.following import Follower, chain_of
from livret_ledger.watch.service.handing import Taker, hand_over
from livret_ledger.watch.service.looked import Looked, open_alerts
from livret_ledger.watch.store import Channel, Memory, Standing

_MEMORY: Final = "watch.db"
_REPLICA: Final = "replica.db"
_CHUNK: Final = 1_024
_T = TypeVar("_T")
_TIMED: Final = frozenset({"ledger.genesis", "state.commit"})
_TELL_TIME: Final = tuple(f'"type":"{each}"'.encode() for each in sorted(_TIMED))


@final
@dataclass(frozen=True, slots=True)
class Concerning:
    """An entry about the owner, or in the owner's name.

    Attributes:
        index: where it stands.
        operation: what it says.
        after_s: the ledger's time then: it was written after that.
    """

    index: int
    operation: Operation
    after_s: int


@final
@dataclass(frozen=True, slots=True)
class Watch:
    """The folder of one watch, held by one process.

    Attributes:
        memory: what it remembers.
        store: its copy of the ledger.
    """

    memory: Memory
    store: SqliteStore

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Say whether a watch lives there."""
        return (folder / _MEMORY).is_file()

    @classmethod
    def standing_of(cls, folder: Path) -> Standing | None:
        """Give where the watch of a folder stands, whoever holds it; None where there is none.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        if not cls.is_in(folder):
            return None
        memory = Memory.open(folder / _MEMORY)
        try:
            return memory.standing()
        finally:
            memory.close()

    @classmethod
    @contextmanager
    def held(cls, folder: Path) -> Iterator[Self]:
        """Open the watch of a folder, for nobody else meanwhile.

        A replica that is gone is begun anew: it is only a copy, and the next look follows the
        ledger from its start.

        Raises:
            Unavailable: ``watch.damaged``, ``store.unavailable``, ``ledger.busy``.
        """
        memory = _usable(_remembering, folder / _MEMORY)
        try:
            if not (folder / _REPLICA).exists():
                SqliteStore.create(folder / _REPLICA, memory.standing().origin).close()
            store = _usable(SqliteStore.open, folder / _REPLICA)
            try:
                with store.writer():
                    yield cls(memory, store)
            finally:
                store.close()
        finally:
            memory.close()

    @staticmethod
    def check_unforgotten(folder: Path) -> None:
        """Check that no watch was here whose memory is gone; a beginning cut short read nothing yet.

        What was acknowledged, who is owed an alert, and the newest head are in no copy of the
        ledger: begun again without a word, it would ask for all that, or go back, and nobody knew.

        Raises:
            Unavailable: ``watch.damaged``, ``store.unavailable``.
        """
        if (folder / _MEMORY).exists() or not (folder / _REPLICA).exists():
            return
        store = _usable(SqliteStore.open, folder / _REPLICA)
        try:
            if store.frontier.size:
                raise Unavailable("watch.damaged", file=str(folder / _MEMORY))
        finally:
            store.close()

    @staticmethod
    def begin(folder: Path, did: str, trust: bytes, source: str, *, now_s: int) -> None:
        """Begin to watch a name.

        Args:
            folder: to be made.
            did: whose name.
            trust: trust roots that somebody vouches for, one a line, from version 1 on.
            source: where the ledger is read: a folder, or an https address.
            now_s: seconds since 1970.

        Raises:
            MalformedInput: ``trust.malformed``. Refused: ``trust.*``.
            Unavailable: ``home.unavailable``, ``store.unavailable``.
        """
        origin = chain_of(trust).newest.origin
        make_folder(folder, mode=0o700, code=HOME)
        # The memory last: a folder without it is no watch, and is begun again.
        if not (folder / _REPLICA).exists():
            SqliteStore.create(folder / _REPLICA, origin).close()
        Memory.create(
            folder / _MEMORY, did=did, origin=origin, source=source, trust=trust, now_s=now_s
        ).close()

    @property
    def is_short(self) -> bool:
        """Whether the copy ends before what was looked at here: it was begun anew since."""
        return self.store.frontier.size < self.memory.standing().position

    def check_is_of(self, did: str) -> None:
        """Check whose name is watched here.

        Raises:
            Refused: ``watch.other``.
        """
        standing = self.memory.standing()
        if standing.watched.did != did or standing.origin != self.store.origin:
            raise Refused("watch.other")

    def walk_on(self, trust: bytes) -> None:
        """Believe newer trust roots that somebody vouches for and that follow those believed.

        Raises:
            MalformedInput: ``trust.malformed``. Refused: ``watch.other`` for another
                ledger's, ``trust.*``.
        """
        versions = trust_root.read_versions(trust)
        if versions[0].origin != self.store.origin:
            raise Refused("watch.other")
        chain = walk((*chain_of(self.memory.standing().trust).roots, *versions))
        self.memory.walk_on(trust_root.format_versions(chain.roots))

    def look(
        self,
        reader: Reader,
        source: str,
        journal: Collection[str],
        takers: Mapping[Channel, Taker],
        *,
        now_s: int,
        quiet_s: int,
        told: Told = silent,
    ) -> Looked:
        """Look once, and hand over what is owed.

        Args:
            reader: begins to read the ledger.
            source: where that is.
            journal: ids of all operations that the owner made or signed.
            takers: who is to be told; when nobody is named, those named last are owed it.
            now_s: seconds since 1970.
            quiet_s: how long nothing may be heard of the ledger, in seconds.
            told: hears how many entries are replayed, and of how many.

        Raises:
            Unavailable: ``store.unavailable``, ``ledger.busy``: of its own files.
        """
        memory = self.memory
        if takers:
            memory.owe_to(tuple(takers))
        # Somebody who looks in between, with nobody to tell, keeps nothing from those who are.
        owed_to = memory.standing().channels
        before, head, error = len(memory.alerts()), None, None
        try:
            follower = Follower(self.store, memory, reader, source)
            head = follower.look(journal, owed_to, now_s=now_s, told=told)
        except LivretError as raised:
            error = raised
        missing = () if head is None else self._missing(journal, head, owed_to)
        standing = memory.standing()
        heard_s = standing.heard_s
        trouble = alarms.lasting_trouble(
            standing.trouble, error, heard_s, now_s=now_s, quiet_s=quiet_s
        )
        if trouble != standing.trouble:
            alert = None
            if trouble:
                alert = alarms.of_trouble(
                    trouble, did=standing.watched.did, origin=standing.origin, since_s=heard_s
                )
            memory.trouble(trouble, alert, owed_to)
        is_silent = alarms.is_silent(heard_s, now_s=now_s, quiet_s=quiet_s)
        alerts = memory.alerts()
        still_open = open_alerts(alerts, journal)
        return Looked(
            head,
            tuple(alerts[before:]),
            still_open,
            error,
            heard_s if is_silent else None,
            hand_over(memory, takers),
            missing,
            self._succession(still_open),
        )

    def _succession(self, still_open: Sequence[Alert]) -> Alert | None:
        """Find the last succession that was told, if it still stands."""
        record = self.store.record(did_name(self.memory.standing().watched.did))
        if not isinstance(record, DidRecord) or record.successor is None:
            return None
        told = [each for each in still_open if alarms.read(each)["type"] == "did.succeed"]
        return told[-1] if told else None

    def _missing(
        self, journal: Collection[str], head: CosignedHead, owed_to: Sequence[Channel]
    ) -> tuple[Alert, ...]:
        """Find what the owner takes to be on the ledger, and is not; note what is new of it."""
        claims = journal.claims if isinstance(journal, Known) else ()
        standing = self.memory.standing()
        absent = not_held(
            claims, lambda index: self.operation(index).id, size=head.size, time_s=head.time_s
        )
        found = tuple(
            alarms.of_missing(each, did=standing.watched.did, origin=standing.origin, head=head)
            for each in absent
        )
        told = {each.operation for each in self.memory.alerts() if each.is_missing}
        for alert in found:
            if alert.operation not in told:
                self.memory.note(alert, owed_to)
        return found

    def rehearse(self, operations: Sequence[Operation], *, now_s: int) -> None:
        """Say what the ledger would say of operations, as far as the copy goes.

        Raises:
            As :func:`livret_ledger.watch.rehearsing.rehearse`.
        """
        rehearse(self.store, operations, now_s=now_s)

    def index_of(self, operation: Operation) -> int | None:
        """Say where an operation stands on the copy; None where it does not."""
        return self.store.index_of(operation.id, operation.issued_at_s)

    def is_too_late(self, operation: Operation, record: str) -> bool:
        """Say whether the ledger will never take an operation that the copy does not have.

        Args:
            operation: the operation.
            record: name of the one that it would advance.
        """
        at_s = self.store.clock.at_s
        return is_too_late(operation, self.store.record(record), at_s=at_s)

    def operations_about(self, did: str) -> Iterator[tuple[int, Operation]]:
        """Give the operations on the copy whose subject is a DID or a key of it, in order."""
        size = self.store.frontier.size
        for begin in range(0, size, _CHUNK):
            for entry in self.store.entries(begin, min(begin + _CHUNK, size)):
                operation = Operation.parse(entry.leaf)
                if operation.subject.partition("#")[0] == did:
                    yield entry.index, operation

    def index_after(self, time_s: int) -> int:
        """Give the index of the first entry that may have been written at a time, or after it.

        The ledger's time stands between two ``state.commit``: that is the first entry behind
        the last of them that is earlier.
        """
        every = range(self.store.frontier.size)
        told = bisect.bisect_left(every, time_s, key=self._time_s)
        if told == 0:
            return 0
        # Where the clock stood before: entries behind that one wait for the next to tell theirs.
        return bisect.bisect_left(every, self._time_s(told - 1), key=self._time_s) + 1

    def concerning(self, begin: int, whom: Watched | None = None) -> Iterator[Concerning]:
        """Give the entries from *begin* on that are about the owner, or in the owner's name.

        Args:
            begin: index of the first that is looked at.
            whom: another than the one watched here.
        """
        watched, size = whom or self.memory.standing().watched, self.store.frontier.size
        names = [each.encode() for each in (watched.did, watched.who) if each]
        for first in range(begin, size, _CHUNK):
            for entry in self.store.entries(first, min(first + _CHUNK, size)):
                # Reading an operation takes a hundred times as long as not finding a name in it.
                if any(name in entry.leaf for name in names):
                    operation = Operation.parse(entry.leaf)
                    if watched.concerns(operation):
                        yield Concerning(entry.index, operation, self._time_s(entry.index))

    def _time_s(self, index: int) -> int:
        """Give the ledger's time at an entry: before it, or its own if it tells the time."""
        for end in range(index + 1, 0, -_CHUNK):
            for entry in reversed(list(self.store.entries(max(0, end - _CHUNK), end))):
                if any(each in entry.leaf for each in _TELL_TIME):
                    operation = Operation.parse(entry.leaf)
                    at_s = operation.body.get("at")
                    if operation.type in _TIMED and isinstance(at_s, int):
                        return at_s
        return 0

    def operation(self, index: int) -> Operation:
        """Give one operation of the copy.

        Raises:
            Refused: ``watch.unknown``.
        """
        found = list(self.store.entries(index, index + 1))
        if not found:
            raise Refused("watch.unknown", index=index)
        return Operation.parse(found[0].leaf)


def _remembering(path: Path) -> Memory:
    memory = Memory.open(path)
    try:
        memory.standing()
    except BaseException:
        memory.close()
        raise
    return memory


def _usable(opened: Callable[[Path], _T], path: Path) -> _T:
    """Open a file of a watch, and name it where that fails.

    Raises:
        Unavailable: ``watch.damaged``; ``store.unavailable`` where the disk has no room.
    """
    try:
        return opened(path)
    except (Refused, Unavailable) as error:
        if error.facts.get("reason") == "full":
            raise
        raise Unavailable("watch.damaged", error.code, file=str(path)) from None
