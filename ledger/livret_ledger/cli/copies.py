"""A ledger as it stands at one head: in its home, in a folder, or somewhere on the network."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.records import AnyRecord
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import Frontier, NodeReader
from livret_edge.arguments import Asked
from livret_edge.fetcher import fetcher_of
from livret_edge.pacing import paced
from livret_ledger import proving
from livret_ledger.attendance import Attendance
from livret_ledger.checking import check_published
from livret_ledger.client.reading import Reader, open_source
from livret_ledger.proving import ReadMap, Records
from livret_ledger.replay import Replay
from livret_ledger.service.mending import Readers, read_checkpoint
from livret_ledger.service.paging import newest_heads
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Settled, Store
from livret_ledger.store.home import Home, check_begun
from livret_ledger.telling import Told

_CHUNK: Final = 1_024


@final
class Replayed:
    """The records that a replay came to."""

    def __init__(self, replay: Replay) -> None:
        self._replay: Final = replay

    def record(self, name: str) -> AnyRecord | None:
        return self._replay.records.get(name)

    def record_names(self, prefix: str) -> Iterator[str]:
        return (name for name in sorted(self._replay.records) if name.startswith(prefix))


@final
@dataclass(frozen=True, slots=True)
class Copy:
    """What can be read of a ledger.

    Attributes:
        signed: the head that is published.
        entries: gives leaves *begin* up to *end* under it.
        nodes: of the tree.
        size_now: entries there are by now, published or not; None where only those under the
            head can be seen.
        trust_roots: that lie beside it, believed by nobody yet.
        state: gives the records and the map as of the head.
        heads: gives the newest heads that are known, in any order.
        told: hears how far a replay has come.
        halt: why nothing was written any more when it was served last, if that was so.
        attendance: says who did not confirm when it was served last, or is served now: the
            word of the place that it is read from, which nothing proves.
    """

    signed: SignedCheckpoint
    entries: Callable[[int, int], Iterable[bytes]]
    nodes: NodeReader
    size_now: int | None
    trust_roots: Callable[[], Iterable[TrustRoot]]
    state: Callable[[], tuple[Records, ReadMap]]
    heads: Callable[[], Iterable[SignedCheckpoint]]
    told: Told
    halt: LivretError | None = None
    attendance: Callable[[], Attendance] = Attendance

    def entry(self, index: int) -> bytes:
        """Give one entry, proved to stand under the head.

        Raises:
            Unavailable: ``ledger.not_shown``. Refused: ``log.inclusion``.
        """
        head = self.signed.checkpoint
        if index >= head.size:
            raise Unavailable("ledger.not_shown", "no such entry under this head")
        [leaf] = self.entries(index, index + 1)
        return self.proved(index, leaf)

    def proved(self, index: int, leaf: bytes) -> bytes:
        """Give an entry that was read of the copy back, proved to stand there under the head.

        Raises:
            Refused: ``log.inclusion``.
        """
        head = self.signed.checkpoint
        hashes = merkle.prove_inclusion(index, head.size, self.nodes)
        merkle.check_inclusion(merkle.leaf_hash(leaf), index, head.size, hashes, head.root)
        return leaf

    def replayed(self) -> tuple[Records, ReadMap]:
        """Apply every entry again, and check that they are those of the head.

        Raises:
            Refused: ``log.inclusion`` when they are not, and what the rules refuse.
        """
        head = self.signed.checkpoint
        replay, frontier = Replay(head.origin), Frontier()
        for begin in range(0, head.size, _CHUNK):
            leaves = list(self.entries(begin, min(begin + _CHUNK, head.size)))
            frontier, _ = frontier.extended(merkle.leaf_hash(leaf) for leaf in leaves)
            for leaf in leaves:
                replay.take(leaf)
            self.told(frontier.size, head.size)
        if (frontier.size, frontier.root) != (head.size, head.root):
            raise Refused("log.inclusion", "the entries are not those of the head")
        replay.map_root()
        return Replayed(replay), replay.nodes.__getitem__


@contextmanager
def open_copy(asked: Asked) -> Iterator[Copy]:
    """Open what was asked for, ``--from`` or else the home, as it is at this moment.

    Raises:
        Unavailable: ``ledger.no_head``, ``ledger.no_genesis``, ``ledger.short``,
            ``home.unavailable``, ``file.unavailable``, ``net.unavailable``.
        Refused: ``ledger.other_store``, ``ledger.published_damaged``.
    """
    if asked.source is not None:
        yield _of_source(Reader(open_source(asked.source, fetcher_of(asked))), paced(asked))
        return
    opened = Home.open(asked.home)
    check_begun(opened)
    store = opened.store(read_only=True)
    try:
        # Somebody may be writing to it meanwhile.
        with store.snapshot():
            yield _of_home(opened, store, paced(asked))
    finally:
        store.close()


def _of_source(reader: Reader, told: Told) -> Copy:
    signed = reader.checkpoint()
    size = signed.checkpoint.size
    copy = Copy(
        signed,
        lambda begin, end: reader.entries(begin, end, size),
        reader.nodes(size),
        None,
        reader.trust_roots,
        lambda: copy.replayed(),  # noqa: PLW0108  # it is not there yet
        lambda: (signed,),
        told,
        attendance=reader.attendance,
    )
    return copy


def _of_home(opened: Home, store: Store, told: Told) -> Copy:
    published = read_checkpoint(WebRoot(opened.public), Readers(opened.trust_roots()))
    signed = proving.check_published(published)
    check_published(store, signed)

    def state() -> tuple[Records, ReadMap]:
        # The store has the state as of its last `state.commit`. Of an earlier one, under a
        # head that found no quorum since, it is made again.
        settled = Settled(store)
        if settled.size == signed.checkpoint.size:
            return settled, store.map_node
        return copy.replayed()

    copy = Copy(
        signed,
        lambda begin, end: (entry.leaf for entry in store.entries(begin, end)),
        store.nodes,
        store.frontier.size,
        opened.trust_roots,
        state,
        lambda: newest_heads(store).values(),
        told,
        opened.halt(),
        opened.attendance,
    )
    return copy
