"""A publication, step by step, and those who wait to see their operation in one.

    seal      the `state.commit`, written; the head noted, signed, kept      (the writer's thread)
    files     tiles, bundles and DID logs, for whoever is to check the head
    ask       witnesses and auditors, all at once
    keep      the head with its cosignatures
    point     `checkpoint`, if readers will believe the head
    pages     those that the head changes, for people

Killed after any of them and run again, it comes to the same files: every step finds what is
done already. A head without a quorum is not pointed to; the next one includes it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Lock, Thread
from typing import Final, final

from livret_core.errors import LivretError, Unavailable
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import Node
from livret_ledger import cosigning
from livret_ledger.attendance import Attendance, Codes, attended
from livret_ledger.histories import Lost
from livret_ledger.service import judging
from livret_ledger.service.asking import Answers, Cosigners
from livret_ledger.service.paging import Pages
from livret_ledger.service.publication import (
    Standing,
    lines_of,
    standing_of,
    times_of,
    wrong_clocks,
)
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.service.timekeeping import Enough, Times
from livret_ledger.service.web_root import WebRoot
from livret_ledger.standing import people
from livret_ledger.store import Settled, Store

#: A head is cosigned anew when it is this old and nothing has come after it.
REFRESH_S: Final = 3_600

_LONGEST_RETRY_S: Final = 16.0
_STEP_S: Final = 1.0


@final
class Publisher:
    """Publishes one ledger: on demand, or by a thread of its own."""

    def __init__(
        self,
        sequencer: Sequencer,
        reader: Store,
        web: WebRoot,
        chain: TrustChain,
        cosigners: Cosigners,
        *,
        clock: Callable[[], int],
        pages: Pages | None = None,
        halted: Callable[[LivretError], None] = lambda _: None,
        attended: Callable[[Attendance], None] = lambda _: None,
    ) -> None:
        """Prepare to publish.

        Args:
            sequencer: that writes the ledger.
            reader: the same store, opened for reading.
            web: where to.
            chain: the trust roots by which readers judge.
            cosigners: those of the newest of them.
            clock: seconds since 1970.
            pages: the public pages; None for a ledger without.
            halted: told when nothing is written any more, and why.
            attended: told when others confirm, or fewer, than before.
        """
        self._sequencer: Final = sequencer
        self._reader: Final = reader
        self._web: Final = web
        self._chain: Final = chain
        self._cosigners: Final = cosigners
        self._clock: Final = clock
        self._pages: Final = pages
        self._halted: Final = halted
        self._tell_attended: Final = attended
        self._attendance = Attendance()
        self._told: tuple[object, ...] = self._attendance.gist
        self._one_at_a_time: Final = Lock()
        self._reading: Final = Lock()
        self._telling: Final = Lock()
        self._waiting: list[tuple[int, Future[SignedCheckpoint]]] = []
        self._wake: Final = Event()
        self._ended: Final = Event()
        self._thread: Thread | None = None
        self._standing = Standing()
        sequencer.timekeeper.ask_with(self._times)

    @property
    def standing(self) -> Standing:
        """How the last publication went."""
        return self._standing

    @property
    def attendance(self) -> Attendance:
        """Who of the witnesses and auditors does not confirm, and since when."""
        return self._attendance

    def attend(
        self,
        codes: Codes | None = None,
        *,
        is_held_up: bool = False,
        problem: LivretError | None = None,
    ) -> Attendance:
        """Look who confirms now, and tell whoever is to hear of a change.

        Args:
            codes: of the answers; None: those to the last request of each.
            is_held_up: whether there are too few for anything, as before a ledger begins.
            problem: why nothing is written yet, before a ledger begins.
        """
        standing = self._standing
        if codes is None:
            codes = {str(key.name): each.code for key, each in self._cosigners.last.items()}
            is_held_up = bool(standing.size) and not standing.has_quorum
        before = self._attendance
        self._attendance = now = attended(
            before,
            codes,
            now_s=self._clock(),
            is_held_up=is_held_up,
            problem=problem or standing.problem or self._sequencer.trouble,
            people=self._people() if any(codes.values()) or standing.clocks else {},
            clocks=standing.clocks,
        )
        if now.gist != self._told:
            self._told = now.gist
            self._tell_attended(now)
        return now

    def _people(self) -> Mapping[str, tuple[str, str | None]]:
        """Say of each key whose it is and who runs its machine; nothing where it cannot be read."""
        try:
            with self._store_to_read() as store, store.snapshot():
                return people(Settled(store), at_s=self._clock())
        except LivretError:
            return {}

    def publish(self) -> Standing:
        """Publish all there is, or the last head once more with fresh cosignatures.

        Raises:
            Unavailable: ``store.unavailable``, ``home.unavailable``, ``ledger.stopped``;
                ``ledger.behind`` when a cosigner holds more than this ledger has,
                ``ledger.forked`` when they hold another history, ``ledger.overtaken`` when so many
                hold more that no quorum is left, and then nothing is written
                here any more; ``ledger.clock_ahead`` and ``ledger.clock_behind`` as long as this
                machine's clock is wrong; ``ledger.key_changed`` when another key signs by now, and the
                last head of this one is published.
            Refused: ``ledger.log_key``, ``log.fork``.
        """
        with self._one_at_a_time:
            try:
                self._standing, write_pages = self._publish()
            except LivretError as error:
                self._standing = Standing(self._standing.size, problem=error)
                raise
            try:
                write_pages()
            except LivretError as error:
                # The head is published, and stays so.
                self._standing = replace(self._standing, problem=error)
                raise
            return self._standing

    def _publish(self) -> tuple[Standing, Callable[[], object]]:
        """Publish, and say what is left to do for people, whom no program waits for."""
        head = self._sequencer.seal()
        if head.signed is None:
            raise AssertionError("a sealed head is signed")
        kept = SignedCheckpoint.parse(head.signed)
        root = self._chain.root_for(head.size)
        keys = root.policy.witness_keys
        bare = cosigning.bare(kept, root.policy)
        kept_by = cosigning.newest_times(kept, root.witnesses).keys()
        # A head that has its quorum is published for fresh times: those that there are, are old.
        ground = bare if cosigning.has_quorum(kept, root.policy) else kept
        with self._store_to_read() as store:
            self._web.write_tree(store, head.size)
            # As of this head: while its cosigners are asked, the ledger goes on.
            pages = self._pages
            seen = None if pages is None else pages.look(store, head.size, now_s=self._clock())

        def joined(answers: Answers) -> SignedCheckpoint:
            return cosigning.merged(kept, lines_of(answers), keys)

        asked = judging.Published(
            bare, frozenset(kept_by), root, self._chain, self._nodes, self._cosigners
        )

        def enough(answers: Answers) -> bool:
            so_far = joined(answers)
            if cosigning.has_quorum(so_far, root.policy):
                # Who waits for a proof has it now: its head is durable, its files are written,
                # and what the slow ones have to add is for the others.
                self._tell(so_far)
                return ground is kept or cosigning.has_quorum(
                    cosigning.merged(ground, lines_of(answers), keys), root.policy
                )
            # Some of them say nothing of how the others will answer, unless nothing can change it.
            return asked.halts(answers) is not None

        answers = self._cosigners.ask(bare, self._prove_to(head.size), enough)
        halting = asked.halts(answers)
        if halting is not None:
            self._halt_if(asked.halts_when_shown(answers, is_patient=True) or halting)
        signed = joined(answers)
        self._sequencer.keep_signed(head.size, signed.format())
        has_quorum = cosigning.has_quorum(signed, root.policy)
        if has_quorum:
            self._web.write_checkpoint(signed)
            self._tell(signed)
        # Nobody that is asked for proof keeps back a head that has its quorum.
        self._halt_if(asked.halts_when_shown(answers))

        def write_pages() -> None:
            if has_quorum and pages is not None and seen is not None:
                pages.write(seen, signed)
            if has_quorum and self._sequencer.gave_way:
                # All that this key signed is confirmed. The rest is the next one's.
                why = Unavailable("ledger.key_changed")
                self._disappoint(why)
                raise why

        times_s, now_s = times_of(answers, root), self._clock()
        problem = self._sequencer.timekeeper.held_against(times_s, root.numbers)
        # Where this clock itself is wrong, it says nothing of another's.
        clocks = {} if problem is not None else wrong_clocks(times_s, now_s=now_s)
        standing = standing_of(signed, root, answers, has_quorum=has_quorum)
        return replace(standing, problem=problem, clocks=clocks), write_pages

    def _times(self, enough: Enough) -> tuple[Times, Quorums] | None:
        """Ask the witnesses what time it is, by having them confirm once more what they know.

        A head that was signed here before commits nobody to anything new.
        """
        with self._store_to_read() as store:
            signed = (head for head in store.heads(newest_first=True) if head.signed is not None)
            head = next(signed, None)
        if head is None or head.signed is None or not self._sequencer.is_own(head):
            return None
        kept, newest = SignedCheckpoint.parse(head.signed), self._chain.newest
        bare = cosigning.bare(kept, self._chain.root_for(head.size).policy)
        answers = self._cosigners.ask(
            bare,
            self._prove_to(head.size),
            lambda answers: enough(times_of(answers, newest), newest.numbers),
        )
        return times_of(answers, newest), newest.numbers

    def _halt_if(self, reason: LivretError | None) -> None:
        """Stop writing."""
        if reason is None:
            return
        self._sequencer.halt(reason)
        self._halted(reason)
        self._disappoint(reason)
        raise reason

    def _nodes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        with self._store_to_read() as store:
            return store.nodes(nodes)

    def _prove_to(self, size: int) -> Callable[[int], Sequence[bytes]]:
        def prove(old_size: int) -> Sequence[bytes]:
            with self._store_to_read() as store:
                return merkle.prove_consistency(old_size, size, store.nodes)

        return prove

    @contextmanager
    def _store_to_read(self) -> Iterator[Store]:
        """Read the store, one thread at a time and never after the end.

        A witness that was slow may be answered when all else is over; what reads a closed
        database then takes the whole process down.
        """
        with self._reading:
            if self._ended.is_set():
                raise Unavailable("ledger.stopped")
            yield self._reader

    # Waiting for a publication.

    def cosigned(self, index: int) -> "Future[SignedCheckpoint]":
        """Give the first head with a quorum over entry *index*, once there is one."""
        answer: Future[SignedCheckpoint] = Future()
        published = self._web.checkpoint()
        if published is not None and published.checkpoint.size > index:
            answer.set_result(published)
            return answer
        with self._telling:
            self._waiting.append((index, answer))
        # It may have been published between the two, or never will be.
        published = self._web.checkpoint()
        if published is not None:
            self._tell(published)
        if self._sequencer.halted is not None:
            self._disappoint(self._sequencer.halted)
        self._wake.set()
        return answer

    def proof(self, index: int, size: int) -> tuple[bytes, ...]:
        """Prove that entry *index* is under the head of *size*."""
        with self._store_to_read() as store:
            return merkle.prove_inclusion(index, size, store.nodes)

    def unconfirmed(self) -> tuple[Lost, ...]:
        """Give the operations that were answered and are under no head that is published."""
        with self._store_to_read() as store:
            return judging.lost(store, self._web.checkpoint())

    def _tell(self, signed: SignedCheckpoint) -> None:
        size = signed.checkpoint.size
        with self._telling:
            told = [answer for index, answer in self._waiting if index < size]
            self._waiting = [each for each in self._waiting if each[0] >= size]
        for answer in told:
            # Who waited may have gone.
            if answer.set_running_or_notify_cancel():
                answer.set_result(signed)

    def _disappoint(self, why: LivretError) -> None:
        """Say to all who wait that no head will be cosigned."""
        with self._telling:
            told, self._waiting = self._waiting, []
        for _, answer in told:
            if answer.set_running_or_notify_cancel():
                answer.set_exception(why.again())

    # A thread of its own.

    def start(self) -> None:
        """Publish whenever there is something new, and keep the last head fresh."""
        self._thread = Thread(target=self._run, name="ledger publisher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the publication that is under way."""
        self._ended.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self._cosigners.close()
        with self._reading:
            pass  # whoever reads now has done when the store may be closed
        self._disappoint(Unavailable("ledger.stopped"))

    def wake(self) -> None:
        """Say that there is something new."""
        self._wake.set()

    def _run(self) -> None:
        failures = 0
        while not self._ended.is_set():
            if self._is_due():
                try:
                    standing = self.publish()
                    is_done = standing.has_quorum and standing.problem is None
                except LivretError:
                    is_done = False
                failures = 0 if is_done else failures + 1
            if self._standing.size or failures:
                self.attend()
            if failures:
                # Without a quorum: soon again, then less and less often.
                self._ended.wait(min(_STEP_S * 2 ** (failures - 1), _LONGEST_RETRY_S))
            else:
                self._wake.wait(_STEP_S)
            self._wake.clear()

    def _is_due(self) -> bool:
        standing = self._standing
        if not standing.has_quorum or self._sequencer.size > standing.size:
            return True
        if standing.problem is not None or self._sequencer.timekeeper.problem is not None:
            return True
        return standing.time_s is not None and self._clock() - standing.time_s >= REFRESH_S
