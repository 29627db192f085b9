"""A ledger followed for the sake of one name: believed as a reader believes, replayed as an auditor does.

The head needs both quorums under the trust roots, must continue what was seen, and every
entry under it is taken by the rules once more, into a copy of one's own. Only then is it looked
at. An old head is looked at too: it may hold the theft. That it is old is told besides.
"""

from collections.abc import Collection, Sequence
from typing import Final, final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger import head as heads
from livret_core.ledger import trust_root
from livret_core.ledger.head import CosignedHead, Head, Remembered
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain, walk
from livret_core.ledger.trust_root import Ages
from livret_core.ledger.watching import not_made_by
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import NodeReader
from livret_edge.cores import on_all_cores
from livret_ledger.auditor.auditing import check_genuine, check_head, replay, step_end, translated
from livret_ledger.client.reading import Reader, as_published
from livret_ledger.store import Store
from livret_ledger.telling import Told, silent
from livret_ledger.watch import alarms
from livret_ledger.watch.store import Channel, Memory, Standing

_YEAR_S: Final = 366 * 86_400
_ANY_AGE: Final = Ages(_YEAR_S, _YEAR_S)
_CHUNK: Final = 1_024


@final
class Follower:
    """Follows one ledger for one name."""

    def __init__(self, store: Store, memory: Memory, reader: Reader, source: str) -> None:
        """Take up the work.

        Args:
            store: the copy, held as its one writer.
            memory: where the watch stood.
            reader: begins to read the ledger's files.
            source: where those are, to be remembered.
        """
        self._store: Final = store
        self._memory: Final = memory
        self._reader: Final = reader
        self._source: Final = source

    def look(
        self,
        journal: Collection[str],
        owed_to: Sequence[Channel],
        *,
        now_s: int,
        told: Told = silent,
    ) -> CosignedHead:
        """Look through what is new, and note what the owner did not make.

        Args:
            journal: ids of all operations that the owner made or signed.
            owed_to: who is to be told of what is found.
            now_s: seconds since 1970.
            told: hears how many entries are replayed, and of how many.

        Returns:
            The head up to which was looked.

        Raises:
            Refused: ``log.*``, ``ledger.*``: a head without quorum, another history, an entry
                that breaks a rule. The ledger is not to be believed.
            Unavailable: ``ledger.older_head``, ``ledger.clock``, ``ledger.tiles``,
                ``trust.expired``, ``ledger.source``, ``net.*``, ``file.*``: what is
                there could not be found out.
        """
        standing = self._memory.standing()
        with as_published():
            signed = self._reader.checkpoint()
            chain = self._chain(standing, now_s)
            head = self._believed(standing, signed, chain, now_s)
            self._catch_up(signed, told)
        size = signed.checkpoint.size
        root = merkle.root(size, self._store.nodes)
        [last] = self._store.entries(size - 1, size)
        check_head(signed, root, last.leaf, now_s=now_s)
        self._find(standing, head.cosigned, journal, owed_to)
        trust = trust_root.format_versions(chain.roots)
        self._memory.believe(head.remember(standing.remembered), trust, self._source)
        return head.cosigned

    def _chain(self, standing: Standing, now_s: int) -> TrustChain:
        """Give the trust roots believed, walked on to those that lie beside the ledger."""
        chain = chain_of(standing.trust)
        try:
            return chain.extend(self._reader.trust_roots(), now_s=now_s)
        except LivretError as error:
            if isinstance(error, Unavailable) and error.code != "trust.expired":
                raise
            # Whoever serves the files can put anything there.
            raise Unavailable("ledger.source", error.code, reason=error.code) from None

    def _believed(
        self, standing: Standing, signed: SignedCheckpoint, chain: TrustChain, now_s: int
    ) -> Head:
        head = heads.verify(signed, chain)
        before, consistency = standing.remembered, None
        if signed.checkpoint.origin != standing.origin:
            raise Refused("log.unknown")
        if before is not None and before.size < head.size:
            read = translated(self._reader.nodes(head.size))
            consistency = before.size, _proof_from(before, head, read)
        return heads.accept(
            head,
            chain,
            ages=_ANY_AGE,
            now_s=now_s,
            remembered=before,
            consistency=consistency,
        )

    def _catch_up(self, signed: SignedCheckpoint, told: Told) -> None:
        """Replay up to a head; what was done by then is kept, however that ends."""
        target = signed.checkpoint.size
        while (size := self._store.frontier.size) < target:
            end = step_end(size, target)
            leaves = list(self._reader.entries(size, end, target))
            check_genuine(self._store, leaves, signed, translated(self._reader.nodes(target)))
            taken = replay(self._store, leaves, each=on_all_cores)
            if taken.written.entries:
                self._store.write(taken.written)
            if taken.fault is not None:
                raise taken.fault.refusal()
            told(self._store.frontier.size, target)

    def _find(
        self,
        standing: Standing,
        head: CosignedHead,
        journal: Collection[str],
        owed_to: Sequence[Channel],
    ) -> None:
        watched, position = standing.watched, standing.position
        while position < head.size:
            end = min(position + _CHUNK, head.size)
            entries = [
                (each.index, Operation.parse(each.leaf))
                for each in self._store.entries(position, end)
            ]
            found, watched = not_made_by(watched, journal, entries)
            alerts = [
                alarms.of_entry(each, did=watched.did, origin=standing.origin, head=head)
                for each in found
            ]
            self._memory.found(position, end, watched, alerts, owed_to)
            position = end


def _proof_from(before: Remembered, head: CosignedHead, read: NodeReader) -> tuple[bytes, ...]:
    """Make the proof that a head continues the remembered one, of tiles that nobody signed.

    Raises:
        Refused: ``log.consistency`` when the tiles show another beginning under the head.
        Unavailable: ``ledger.tiles`` when they are not the head's.
    """
    proof = merkle.prove_consistency(before.size, head.size, read)
    root = merkle.root(before.size, read)
    try:
        merkle.check_consistency(before.size, head.size, proof, root, head.root)
    except Refused:
        raise Unavailable("ledger.tiles") from None
    if root != before.root:
        raise Refused("log.consistency")
    return proof


def chain_of(trust: bytes) -> TrustChain:
    """Read trust roots that were believed before, one a line.

    Raises:
        MalformedInput, Refused: as :func:`livret_core.ledger.trust_root.read_versions` and
            :meth:`~livret_core.ledger.trust_chain.TrustChain.extend`.
    """
    return walk(trust_root.read_versions(trust))
