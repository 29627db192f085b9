"""The one writer of a ledger: operations in, many at a time; heads out, one root for a size.

    sequencer = Sequencer(store, key, clock=now_s)
    sequencer.start()
    outcome = sequencer.submit(leaf)      # returns when it is durable, or refused
    head = sequencer.seal()               # ends what there is with its `state.commit`; signed

One at a time has the store (:mod:`livret_ledger.service.line`): a caller who waits for its answer
and finds nobody writing, or else the writer's thread. It takes what waits, up to 512 operations,
decides them one on top of the other, writes once, and only then answers. When writing fails nobody
was told anything, and the store is read again before the next batch.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Final, TypeVar, final

from livret_core.errors import LivretError, Unavailable
from livret_core.keys import Signer
from livret_core.ledger.operation import Operation
from livret_core.ledger.signed_ahead import NONE_AHEAD
from livret_ledger import sequencing
from livret_ledger.batch import Appended, Batch, Outcome
from livret_ledger.sequencing import ends_a_key
from livret_ledger.service.closing import TICK_S, TICKS, Closing
from livret_ledger.service.deciding import (
    answer_all,
    check_read,
    decide,
    parts,
    rehearse,
    verified_ahead,
)
from livret_ledger.service.line import Answer, Line, Submission, Task
from livret_ledger.service.timekeeping import Timekeeper
from livret_ledger.store import Store, StoredHead

GROUP: Final = 512

_RETRY_S: Final = 0.2
# Nothing was written, and the same may be handed in again as it is.
_NOT_NOW: Final = frozenset({"ledger.clock_ahead", "ledger.clock_behind", "ledger.few_witnesses"})
_T = TypeVar("_T")


@final
class Sequencer:
    """Writes one ledger. What is public may be called from any thread."""

    def __init__(
        self,
        store: Store,
        key: Signer,
        *,
        clock: Callable[[], int],
        pause: Callable[[float], None],
    ) -> None:
        """Prepare to write; :meth:`start` begins.

        Args:
            store: open for writing; this sequencer's alone from now on.
            key: the log's, Ed25519.
            clock: seconds since 1970.
            pause: waits so many seconds.
        """
        self._store: Final = store
        self._key: Final = key
        self._clock: Final = clock
        self._pause: Final = pause
        self._line: Final = Line()
        self._thread: Thread | None = None
        self.timekeeper: Final = Timekeeper(clock)
        self._closing: Final = Closing(store, key, self.timekeeper, clock=clock, pause=pause)
        self._is_ready = False  # to be written on; changed by whoever has the turn
        self._is_open = False
        self._halted: LivretError | None = None
        self._unopened: LivretError | None = None  # the store, by the last try to take it
        self._unwritten: LivretError | None = None  # what was handed in last

    def start(self) -> None:
        """Become the one writer.

        Raises:
            Unavailable: ``ledger.busy`` while another is. Refused: ``ledger.log_key``.
        """
        self.check_key()
        began: Future[None] = Future()
        self._thread = Thread(target=self._run, args=(began,), name="ledger writer", daemon=True)
        self._is_open = True
        self._thread.start()
        try:
            began.result()
        except BaseException:
            self._is_open = False
            raise

    def check_key(self) -> None:
        """Check that this key signs the ledger, by its own rules, or signed its newest head.

        One that gave way to another has that head confirmed yet, and writes nothing.

        Raises:
            Refused: ``ledger.log_key``.
        """
        self._closing.check_key()

    @property
    def gave_way(self) -> bool:
        """Whether another key signs by now, and nothing is written here under this one."""
        return self._closing.gave_way

    def is_own(self, head: StoredHead | None) -> bool:
        """Say whether a head bears a line of this key; it was verified when it was signed."""
        return self._closing.is_own(head)

    def stop(self) -> None:
        """Finish what is under way, and let others write."""
        if self._is_open and self._thread is not None:
            self._is_open = False
            self._line.join(None)
            self._line.ring()
            self._thread.join()
            self._refuse_rest()

    def halt(self, why: LivretError) -> None:
        """Write nothing any more, and say *why* to whoever asks."""
        self._halted = why

    @property
    def halted(self) -> LivretError | None:
        """Why nothing is written any more, if nothing is."""
        return self._halted

    @property
    def trouble(self) -> LivretError | None:
        """Why what was handed in last could not be written, or nobody can write; it is tried again."""
        return self._unopened or self._unwritten

    @property
    def size(self) -> int:
        """Entries that are durable."""
        return self._store.frontier.size

    def submit(self, leaf: bytes) -> Outcome:
        """Take one operation; returns when it is durable, or refused.

        Returns:
            Where it stands, or why not: what the rules refuse; ``ledger.signer`` for an
            entry that is the ledger's own to make, ``webvh.time_future`` for one of a DID that
            is dated ahead of this clock; ``store.unavailable`` when it could
            not be written, ``ledger.stopped``.
        """
        submission = self._received(leaf)
        if isinstance(submission, LivretError):
            return submission
        line, answer = self._line, submission.answer
        line.join(submission)
        if line.turn.acquire(blocking=False):
            try:
                # All that stands in front is written too: nobody is passed by.
                if self._is_ready:
                    self._append(line.take_submissions(GROUP))
            finally:
                line.turn.release()
        if not answer.done():
            line.ring()
        return answer.result()

    def submit_soon(self, leaf: bytes) -> "Future[Outcome]":
        """Hand in one operation without waiting; the answer comes as for :meth:`submit`."""
        submission = self._received(leaf)
        if isinstance(submission, LivretError):
            refused: Answer[Outcome] = Answer()
            refused.set_result(submission)
            return refused
        self._line.join(submission)
        self._line.ring()
        return submission.answer

    def rehearse(self, leaf: bytes) -> Outcome:
        """Say what :meth:`submit` would answer now; nothing is written.

        Raises:
            Unavailable: ``ledger.stopped``, ``store.unavailable``, or why nothing is written.
        """
        submission = self._received(leaf)
        if isinstance(submission, LivretError):
            return submission
        return self._ask(lambda: self._rehearse(submission.operation))

    def _rehearse(self, operation: Operation) -> Outcome:
        if self._closing.gives_way():
            return Unavailable("ledger.key_changed")
        return rehearse(self._store, operation)

    def _received(self, leaf: bytes) -> Submission | LivretError:
        """Read what was handed in, without the store."""
        try:
            operation = Operation.parse(leaf)
            sequencing.check_submitted(operation, now_s=self._clock())
        except LivretError as error:
            return error
        return self._why_not() or Submission(operation, Answer())

    def seal(self) -> StoredHead:
        """End what is there with a ``state.commit`` and sign the head, if that is not done yet.

        The head is noted, durably, before it is signed: a second root for a size is never
        signed, wherever this is killed. Waits for the next second of ledger time where it
        has to.

        Raises:
            Unavailable: ``store.unavailable``, ``ledger.stopped``; ``ledger.clock_behind``,
                ``ledger.clock_ahead`` and ``ledger.few_witnesses`` as long as it is not known
                that this machine's clock is right, and nothing is written then.
            Refused: ``log.fork``, ``ledger.damaged`` for a store that lost entries,
                ``ledger.log_key``. After the ledger's key was changed, what this one signed
                last is given again.
        """
        for _ in range(TICKS):
            head = self._ask(self._closing.seal_if_due)
            if head is not None:
                return head
            self._pause(TICK_S)
        raise self._closing.stands_still()

    def keep_signed(self, size: int, signed: bytes) -> None:
        """Keep a head with the cosignatures it has by now.

        Raises:
            Unavailable: ``store.unavailable``, ``ledger.stopped``.
        """
        self._ask(lambda: self._store.keep_signed(size, signed))

    # The writer's thread.

    def _run(self, began: "Future[None]") -> None:
        while self._is_open:
            try:
                with self._store.writer():
                    self._is_ready, self._unopened = True, None
                    if not began.done():
                        began.set_result(None)
                    self._work()
            except LivretError as error:
                if not began.done():
                    began.set_exception(error)
                    return
                self._unopened = error
                self._answer_with(error)

    def _work(self) -> None:
        """Do what stands in the line, until it ends or the store has to be read again."""
        line = self._line
        while True:
            with line.turn:
                while line and self._is_ready:
                    work = line.take_submissions(GROUP) or line.take()
                    if isinstance(work, list):
                        self._append(work)
                    elif isinstance(work, Task):
                        self._do(work)
                    else:
                        self._is_ready = False
                if not self._is_ready:
                    return
            line.listen()

    # Whoever has the turn.

    def _append(self, group: list[Submission]) -> None:
        for part in parts(group):
            self._append_part(part)

    def _append_part(self, group: list[Submission]) -> None:
        answers: list[Outcome | BaseException] = []
        halted = self._halted
        if halted is not None:
            # It was handed in before; what is written now would be lost.
            answer_all(group, halted)
            return
        try:
            if self._closing.gives_way():
                answer_all(group, Unavailable("ledger.key_changed"))
                return
            try:
                batch = self._begun_batch(group)
            except Unavailable as error:
                if error.code not in _NOT_NOW:
                    raise
                answer_all(group, error)
                return
            ahead = verified_ahead(batch, group)
            answers = [decide(batch, each.operation, ahead) for each in group]
            check_read(answers)
            if any(isinstance(answer, Appended) for answer in answers):
                self._store.write(batch.result())
                self._unwritten = None
                self._closing.unsettled += sum(isinstance(answer, Appended) for answer in answers)
                if ends_a_key(group[0].operation):
                    self._closing.gives_way()
        except BaseException as error:
            self._is_ready = False
            # Refusals too were decided on top of what is not there.
            why = error.code if isinstance(error, LivretError) else type(error).__name__
            lost = (
                error if isinstance(error, LivretError) else Unavailable("store.unavailable", why)
            )
            self._unwritten = lost.again()
            answer_all(group, Unavailable("store.unavailable", why))
            if not isinstance(error, Exception):
                raise
            return
        for each, answer in zip(group, answers, strict=True):
            if isinstance(answer, BaseException) and not isinstance(answer, LivretError):
                each.answer.set_exception(answer)
            else:
                each.answer.set_result(answer)

    def _do(self, task: Task) -> None:
        try:
            task.run()
        except Exception as error:  # noqa: BLE001  # told to whoever asked
            self._is_ready = False
            task.fail(error)

    def _begun_batch(self, group: Sequence[Submission]) -> Batch:
        """Begin a batch for operations, after what has to be written before them."""
        batch = Batch(self._store)
        # What cannot be dated would not be published either.
        self.timekeeper.check_ledger(batch.clock.at_s)
        first = group[0].operation
        if ends_a_key(first) and isinstance(decide(batch, first, NONE_AHEAD), Appended):
            self._closing.end_key()
        elif sequencing.is_gap(batch, now_s=self._clock()):
            self._closing.close()
            self._closing.sign_head()
        elif sequencing.is_full(batch, unsettled=self._closing.unsettled):
            self._closing.close()
        else:
            return batch
        return Batch(self._store)

    def _why_not(self) -> LivretError | None:
        if self._halted is not None:
            return self._halted.again()
        return None if self._is_open else Unavailable("ledger.stopped")

    def _ask(self, run: Callable[[], _T]) -> _T:
        why_not = self._why_not()
        if why_not is not None:
            raise why_not
        answer: Answer[_T] = Answer()
        self._line.join(Task(lambda: answer.set_result(run()), answer.set_exception))
        self._line.ring()
        return answer.result()

    def _answer_with(self, error: LivretError) -> None:
        """Say to the next who asks that nothing can be written, then let it be tried again."""
        line = self._line
        if not line:
            line.listen(_RETRY_S)
        with line.turn:
            if line:
                work = line.take()
                if work is None:
                    self._is_open = False
                else:
                    _answer(work, error.again())

    def _refuse_rest(self) -> None:
        """Answer those who asked while the writer was stopping."""
        with self._line.turn:
            while self._line:
                work = self._line.take()
                if work is not None:
                    _answer(work, Unavailable("ledger.stopped"))


def _answer(work: Submission | Task, why_not: LivretError) -> None:
    if isinstance(work, Submission):
        work.answer.set_result(why_not)
    else:
        work.fail(why_not)
