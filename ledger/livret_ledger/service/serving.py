"""A whole ledger at work: store, writer, publisher and the reason when it only reads."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import Final, final

from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.keys import Signer
from livret_core.ledger import head as heads
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog import note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.merkle import EMPTY_ROOT
from livret_core.tlog.note import KeyName, SignatureType, VerifierKey
from livret_ledger import starting
from livret_ledger.attendance import Attendance, Codes
from livret_ledger.checking import check_standing
from livret_ledger.histories import Lost
from livret_ledger.service import judging
from livret_ledger.service.asking import Cosigners, Post, Show
from livret_ledger.service.evidencing import EvidenceFiles
from livret_ledger.service.paging import Pages
from livret_ledger.service.publisher import Publisher
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Store
from livret_ledger.telling import Told, silent

_AGAIN_S: Final = 10.0
_EVIDENCE_S: Final = 1.0
# What may turn out otherwise when more of them answer.
_ASKED_AGAIN: Final = frozenset(
    {"ledger.few_witnesses", "ledger.other_key", "ledger.claimed", "ledger.forked"}
)
_TOO_FEW: Final = frozenset({"ledger.few_witnesses", "ledger.other_key"})
_SILENT: Final = "log.witness_unavailable"


def _silent(_reason: LivretError | None) -> None:
    """Tell nobody."""


@final
@dataclass(frozen=True, slots=True)
class Parts:
    """What a ledger is put together from.

    Attributes:
        store: open for writing.
        reader: the same, open for reading.
        key: the log's.
        chain: trust roots.
        web: where it publishes.
        post: the way to its cosigners.
        clock: seconds since 1970.
        pause: waits so many seconds.
        evidence_reader: the same store once more, for what is written for every institution;
            None for a ledger that writes no evidence.
        show: the way to the heads that its cosigners hold, if there is one.
        halt: keeps why nothing is written any more, or that it is again.
        told: hears the same, whenever it changes after the start.
        attended: hears who of the witnesses and auditors does not confirm, whenever that changes.
    """

    store: Store
    reader: Store
    key: Signer
    chain: TrustChain
    web: WebRoot
    post: Post
    clock: Callable[[], int]
    pause: Callable[[float], None]
    evidence_reader: Store | None = None
    show: Show | None = None
    halt: Callable[[LivretError | None], None] = _silent
    told: Callable[[LivretError | None], None] = _silent
    attended: Callable[[Attendance], None] = lambda _: None


@final
class Service:
    """One ledger, begun and ended as a whole."""

    def __init__(self, parts: Parts) -> None:
        self._parts: Final = parts
        self._root: Final = parts.chain.newest
        self._cosigners: Final = Cosigners(self._root.policy, parts.post, show=parts.show)
        self.sequencer: Final = Sequencer(
            parts.store, parts.key, clock=parts.clock, pause=parts.pause
        )
        self.publisher: Final = Publisher(
            self.sequencer,
            parts.reader,
            parts.web,
            parts.chain,
            self._cosigners,
            clock=parts.clock,
            pages=Pages(parts.web, parts.chain),
            halted=self._halt,
            attended=parts.attended,
        )
        self._evidence: Final = EvidenceFiles(parts.web)
        self._writing_evidence: Final = Lock()
        self._evidence_writer: Thread | None = None
        self._evidence_problem: LivretError | None = None
        self._reason: LivretError | None = Unavailable("ledger.few_witnesses")
        self._ended: Final = Event()
        self._again: Thread | None = None

    @property
    def web(self) -> WebRoot:
        """What it publishes."""
        return self._parts.web

    def start(self, told: Told = silent) -> LivretError | None:
        """Begin to write, if the witnesses let it; else read only, and say why.

        Where too few of them answered, they are asked again until enough do. First the store is
        held against its own hashes: what is decided on a record that a disk changed is signed, and
        no auditor ever confirms anything behind it.

        Args:
            told: hears how many entries are hashed, and of how many.

        Raises:
            Unavailable: ``ledger.busy``. Refused: ``ledger.log_key``, ``ledger.damaged``.
        """
        check_standing(self._parts.reader, told)
        roots = [(root.version, root.raw) for root in self._parts.chain.roots]
        self.web.write_trust_roots(roots)
        self._reason = self.try_start()
        if self._reason is not None and self._reason.code in _ASKED_AGAIN:
            self._again = Thread(target=self._ask_again, name="ledger start", daemon=True)
            self._again.start()
        return self._reason

    def try_start(self) -> LivretError | None:
        """Ask the witnesses once, and begin to write if they let it (LEDGER §10)."""
        self.sequencer.check_key()
        own = VerifierKey.of(self._parts.store.origin, SignatureType.ED25519, self._parts.key)
        if own not in self._root.log_keys:
            # No reader knows it yet, or none believes it any more.
            raise Refused("ledger.log_key", "not the key of the newest trust root")
        reason = self._why_not()
        if reason is None or reason.code in starting.HALTS:
            self._keep(reason)
        if reason is not None:
            if reason.code in _TOO_FEW:
                said = {str(key.name): each.code for key, each in self._cosigners.last.items()}
                names = str(reason.facts["missing"]).split(", ")
                self._miss({name: said.get(name) or _SILENT for name in names}, reason)
            elif reason.code == "ledger.claimed":
                self._miss({str(reason.facts["by"]): reason.code}, reason)
            return reason
        self.sequencer.start()
        self.publisher.start()
        if self._parts.evidence_reader is not None:
            self._evidence_writer = Thread(
                target=self._keep_evidence, name="ledger evidence", daemon=True
            )
            self._evidence_writer.start()
        return None

    def _miss(self, codes: Codes, reason: LivretError) -> None:
        """Note who did not confirm at the start, so that it is told as any other day.

        With the reason: nothing that is handed in is written, as it would be on another day.
        """
        self.publisher.attend(codes, is_held_up=True, problem=reason)

    def _why_not(self) -> LivretError | None:
        """Ask the cosigners what they hold, and whether it is this store's history."""
        store, origin = self._parts.reader, self._parts.store.origin
        key = VerifierKey.of(origin, SignatureType.ED25519, self._parts.key)
        own = self._newest()
        own_size = 0 if own is None else own.checkpoint.size
        held = judging.ask(store, self._shown(key), key, self._cosigners)
        start = judging.judge(
            own,
            own_size,
            held,
            nodes=store.nodes,
            root=self._root,
            chain=self._parts.chain,
            cosigners=self._cosigners,
        )
        said = {key: each.code for key, each in self._cosigners.last.items()}
        return starting.reason(start, own_size, said)

    def _keep(self, reason: LivretError | None) -> None:
        # Where it cannot be kept it is said all the same, and found again at the next start.
        with suppress(LivretError):
            self._parts.halt(reason)

    def _halt(self, reason: LivretError) -> None:
        self._keep(reason)
        self._parts.told(reason)

    @property
    def lost(self) -> tuple[Lost, ...]:
        """What was answered here and stands in no ledger, when nothing is written any more."""
        if _code(self.reason) not in starting.HALTS:
            return ()
        return self.publisher.unconfirmed()

    @property
    def replication(self) -> starting.Replication | None:
        """Whether another machine has what is written here; None for a file."""
        return self._parts.store.replication

    @property
    def reason(self) -> LivretError | None:
        """Why nothing can be written, when nothing can."""
        if self._reason is None and self.sequencer.halted is None and self.sequencer.gave_way:
            return Unavailable("ledger.key_changed")
        return self._reason or self.sequencer.halted or self.sequencer.timekeeper.problem

    def stop(self) -> None:
        """Finish what is under way and let go of everything."""
        self._ended.set()
        if self._again is not None:
            self._again.join()
        self.publisher.stop()
        self.sequencer.stop()
        if self._evidence_writer is not None:
            self._evidence_writer.join()
        # The writer last: who closes a file alone leaves all of it in one piece.
        if self._parts.evidence_reader is not None:
            self._parts.evidence_reader.close()
        self._parts.reader.close()
        self._parts.store.close()

    def status(self) -> JsonObject:
        """Say how it stands, for programs; nothing in it is proved."""
        standing, published = self.publisher.standing, self.web.checkpoint()
        # What failed is tried again with what comes next, so nobody is turned away for it.
        reason = self.reason or self.sequencer.trouble
        return {
            "origin": self._parts.store.origin,
            "entries": self.sequencer.size,
            "published": None if published is None else published.checkpoint.size,
            "last": {
                "size": standing.size,
                "has_quorum": standing.has_quorum,
                "time": standing.time_s,
                "problem": None if standing.problem is None else standing.problem.code,
            },
            "numbers": {
                "n": self._root.numbers.n,
                "q": self._root.numbers.q,
                "a": self._root.numbers.a,
            },
            "attendance": self.publisher.attendance.format(),
            "cosigners": dict(sorted(standing.answers.items())),
            "evidence": self._evidence_standing(),
            "writes": reason is None,
            "lost": [each.index for each in self.lost],
            "reason": None
            if reason is None
            else {"code": reason.code, "facts": dict(reason.facts)},
        }

    def write_evidence(self) -> int | None:
        """Write an edition of the evidence, if one is due; None when it is not.

        Raises:
            Unavailable: ``store.unavailable``, ``home.unavailable``, ``ledger.stopped``.
            Refused: ``ledger.damaged``.
        """
        reader, published = self._parts.evidence_reader, self.web.checkpoint()
        if reader is None or published is None:
            return None
        time_s = heads.verify(published, self._parts.chain).time_s
        with self._writing_evidence:
            now_s = self._parts.clock()
            return self._evidence.write(
                reader, published, time_s=time_s, now_s=now_s, told=self._go_on
            )

    def _go_on(self, _done: int, _of: int) -> None:
        if self._ended.is_set():
            raise Unavailable("ledger.stopped")

    def _keep_evidence(self) -> None:
        """Look now and then; what could not be written is written at the next look."""
        while not self._ended.wait(_EVIDENCE_S):
            try:
                self.write_evidence()
                self._evidence_problem = None
            except LivretError as error:
                self._evidence_problem = error

    def _evidence_standing(self) -> JsonObject:
        problem, left_out = self._evidence_problem, self._evidence.left_out
        return {
            "problem": None if problem is None else problem.code,
            "left_out": {path: error.code for path, error in sorted(left_out.items())},
        }

    def _newest(self) -> SignedCheckpoint | None:
        """Give the newest head that was signed for this ledger, by whichever key."""
        heads = self._parts.store.heads(newest_first=True)
        raw = next((head.signed for head in heads if head.signed is not None), None)
        return None if raw is None else SignedCheckpoint.parse(raw)

    def _shown(self, key: VerifierKey) -> SignedCheckpoint:
        """Give a head to ask for sizes with: one that may be taken by who holds nothing.

        That is the one published, which had a quorum: nobody is led on to a head that may be
        nobody else's. Where this key signed none, it is the empty one: the root of an empty log
        is a constant, so signing it commits to nothing.
        """
        published = self.web.checkpoint()
        if published is not None and note.verify(published.note, [key]):
            return published
        origin = self._parts.store.origin
        text = Checkpoint(origin, 0, EMPTY_ROOT).format()
        return SignedCheckpoint.of(note.sign(text, KeyName(origin), self._parts.key))

    def _ask_again(self) -> None:
        while not self._ended.wait(_AGAIN_S):
            before = self._reason
            try:
                self._reason = self.try_start()
            except LivretError as error:
                self._reason = error
            if _code(before) != _code(self._reason):
                self._parts.told(self._reason)
            if _code(self._reason) not in _ASKED_AGAIN:
                return


def _code(reason: LivretError | None) -> str:
    return "" if reason is None else reason.code
