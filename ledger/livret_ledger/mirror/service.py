"""A mirror at work: follows a ledger, publishes what it checked, and keeps the last head fresh."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, final

from livret_core.errors import LivretError, Unavailable
from livret_core.ledger import head as heads
from livret_core.ledger.head import CosignedHead
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureType, lines_by
from livret_ledger import cosigning
from livret_ledger.auditor.service import Auditor
from livret_ledger.client.reading import Reader, as_published
from livret_ledger.mirror.deciding import is_due, step
from livret_ledger.mirror.store import MirrorHome
from livret_ledger.service.asking import Answers, Cosigners, Post
from livret_ledger.service.evidencing import EvidenceFiles
from livret_ledger.service.paging import Pages
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Store
from livret_ledger.telling import Told, silent
from livret_ledger.witness.store.memory import WitnessStore


@final
@dataclass(frozen=True, slots=True)
class Parts:
    """What a mirror is put together from.

    Attributes:
        home: its folder.
        store: the copy, held as its one writer.
        memory: what is being worked towards, and fraud.
        read: begins to read the ledger's files, anew each time.
        post: the way to its witnesses.
        clock: seconds since 1970.
        stopwatch: seconds since whenever, never going back.
    """

    home: MirrorHome
    store: Store
    memory: WitnessStore
    read: Callable[[], Reader]
    post: Post
    clock: Callable[[], int]
    stopwatch: Callable[[], float]


@final
@dataclass(frozen=True, slots=True)
class Standing:
    """How a mirror stands.

    Attributes:
        size: of the head that it publishes.
        time_s: its T.
        grown: entries that came with the last look.
        restored: tiles, bundles and DID logs that were gone from the copy, and are there again.
    """

    size: int
    time_s: int
    grown: int = 0
    restored: int = 0


@final
class Mirror:
    """Follows one ledger. One thread at a time."""

    def __init__(self, parts: Parts) -> None:
        """Take up the work.

        Raises:
            As :meth:`MirrorHome.trust_chain`.
        """
        self._parts: Final = parts
        self._store: Final = parts.store
        self._chain = parts.home.trust_chain()
        self._auditor: Final = Auditor(
            parts.store, parts.memory, parts.read, clock=parts.clock, stopwatch=parts.stopwatch
        )
        self.web: Final = WebRoot(parts.home.public)
        self._evidence: Final = EvidenceFiles(self.web)
        self._pages = Pages(self.web, self._chain)
        self._named: set[Path] = set()
        self._left_out: dict[str, str] = {}
        self._is_looked_over = False
        self._know_keys()

    @property
    def chain(self) -> TrustChain:
        """The trust roots by which it judges."""
        return self._chain

    def follow(self, told: Told = silent, told_evidence: Told = silent) -> Standing:
        """Look once at what is published, check all that is new, and publish it here.

        Args:
            told: hears of the entries that are replayed.
            told_evidence: hears of the evidence that is written.

        Raises:
            Refused: ``log.fork``, ``log.consistency`` and what an entry under the head
                breaks, each kept as a fraud file where the log's own hand shows it;
                ``log.quorum``, ``log.unsigned``, ``log.unknown``.
            Unavailable: ``ledger.source`` for a head that cannot be read, and trust roots that do
                not follow; ``trust.expired``, ``ledger.older_head``, ``ledger.tiles``, what
                reading raises.
        """
        published = self._parts.read()
        with as_published():
            self._walk(published)
            signed = published.checkpoint()
        before = self._store.frontier.size
        held = self._held()
        try:
            # What the log signed may show fraud, whether readers would believe it or not.
            self._auditor.compare(signed)
            shown = heads.verify(signed, self._chain)
            if step(shown, None if held is None else heads.verify(held, self._chain)) == "forward":
                self._catch_up(signed, told)
                held = signed
        finally:
            self._parts.home.write_frauds(self._parts.memory.frauds())
        joined = self._joined(held or signed, signed)
        restored = self._publish(joined, told_evidence)
        grown = self._store.frontier.size - before
        return replace(self._standing(joined), grown=grown, restored=restored)

    def new_frauds(self) -> tuple[Path, ...]:
        """Give the fraud files that were not named yet since it was started.

        Raises:
            Unavailable: ``home.unavailable``, ``store.unavailable``.
        """
        there = self._parts.home.write_frauds(self._parts.memory.frauds())
        found = tuple(path for path in there if path not in self._named)
        self._named.update(found)
        return found

    def new_left_out(self) -> Mapping[str, LivretError]:
        """Give whom the last edition of evidence leaves out, by path, each with why.

        Once for each, until it is left out for another reason, or was back in between.
        """
        found, before = self._evidence.left_out, self._left_out
        self._left_out = {path: error.code for path, error in found.items()}
        return {path: error for path, error in found.items() if before.get(path) != error.code}

    def refresh(self, told_evidence: Told = silent) -> Standing | None:
        """Show the witnesses the last head again if it has grown old, and publish their times.

        No key of the log is needed: it is the head that they hold, of the same size and root.

        Returns:
            How it stands then; None when nothing was due.

        Raises:
            Unavailable: ``ledger.few_witnesses`` when too few of them answered.
        """
        held = self._held()
        if held is None:
            return None
        cosigned = heads.verify(held, self._chain)
        if not is_due(cosigned, now_s=self._parts.clock()):
            return None
        policy = cosigned.trust.policy
        bare = cosigning.bare(held, policy)

        def fresh(answers: Answers) -> SignedCheckpoint:
            lines = [line for answer in answers.values() for line in answer.lines]
            return cosigning.merged(bare, lines, policy.witness_keys)

        def enough(answers: Answers) -> bool:
            return cosigning.has_quorum(fresh(answers), policy)

        cosigners = Cosigners(policy, self._parts.post)
        try:
            answers = cosigners.ask(bare, self._prove_to(cosigned.size), enough)
        finally:
            cosigners.close()
        joined = self._joined(held, fresh(answers))
        self._publish(joined, told_evidence)
        if not enough(answers):
            found = sum(bool(answer.lines) for answer in answers.values())
            raise Unavailable("ledger.few_witnesses", needed=cosigned.trust.numbers.q, found=found)
        return self._standing(joined)

    def _walk(self, published: Reader) -> None:
        """Go on to newer trust roots, if the ledger has any."""
        chain = self._chain.extend(published.trust_roots(), now_s=self._parts.clock())
        if chain.newest.version == self._chain.newest.version:
            return
        self._parts.home.keep_trust(chain.roots)
        self._chain = chain
        self._pages = Pages(self.web, chain)
        self._know_keys()

    def _know_keys(self) -> None:
        for root in self._chain.roots:
            for key in root.log_keys:
                self._parts.memory.add_log(key)

    def _catch_up(self, signed: SignedCheckpoint, told: Told) -> None:
        while True:
            try:
                self._auditor.approve(signed)
            except Unavailable as error:
                if error.code != "ledger.catching_up":
                    raise
                told(self._auditor.size, signed.checkpoint.size)
            else:
                return

    def _held(self) -> SignedCheckpoint | None:
        """Give the newest head that the copy came to."""
        for each in self._store.heads(newest_first=True):
            if each.signed is not None:
                return SignedCheckpoint.parse(each.signed)
        return None

    def _joined(self, held: SignedCheckpoint, other: SignedCheckpoint) -> SignedCheckpoint:
        """Put the cosignatures of both under one head, the newest of each key."""
        keys = heads.verify(held, self._chain).trust.policy.witness_keys
        named = lines_by(other.note, keys, SignatureType.COSIGNATURE_V1)
        return cosigning.merged(held, [line for _, line in named], keys)

    def _publish(self, signed: SignedCheckpoint, told: Told) -> int:
        """Publish a head, and say how many files of it somebody had taken from the copy."""
        cosigned = heads.verify(signed, self._chain)
        self._store.keep_signed(cosigned.size, signed.format())
        self.web.write_tree(self._store, cosigned.size)
        restored = 0
        if not self._is_looked_over:
            # What is taken away while nobody is at work here, is found at the first publication.
            restored = self.web.restore_tree(self._store, cosigned.size)
            self._is_looked_over = True
        self.web.write_trust_roots([(root.version, root.raw) for root in self._chain.roots])
        self.web.write_checkpoint(signed)
        seen = self._pages.look(self._store, cosigned.size, now_s=self._parts.clock())
        if seen is not None:
            self._pages.write(seen, signed)
        now_s = self._parts.clock()
        self._evidence.write(self._store, signed, time_s=cosigned.time_s, now_s=now_s, told=told)
        return restored

    def _prove_to(self, size: int) -> Callable[[int], Sequence[bytes]]:
        return lambda old_size: merkle.prove_consistency(old_size, size, self._store.nodes)

    def _standing(self, signed: SignedCheckpoint) -> Standing:
        cosigned: CosignedHead = heads.verify(signed, self._chain)
        return Standing(cosigned.size, cosigned.time_s)
