"""Sending a head to witnesses and auditors, all at once, and reading what they answer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Lock
from typing import Final, Protocol, TypeAlias, final

from livret_core import limits
from livret_core.errors import LivretError, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.tlog import cosignature
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureLine, VerifierKey
from livret_core.tlog.policy import Policy
from livret_core.tlog.witness import AddCheckpoint, Conflict, Rejection, Response, parse_answer
from livret_edge.fetcher import Fetcher
from livret_ledger.starting import Held, history_by

Prove: TypeAlias = Callable[[int], Sequence[bytes]]
"""From an older size to the proof that the head to be cosigned continues it."""

# A second time when somebody else was faster in between.
_TRIES: Final = 2
_BODY_TYPE: Final = "text/plain; charset=utf-8"


class Post(Protocol):
    """Sends a request to one witness: over the network, or in a test not at all."""

    def __call__(self, url: str, body: bytes) -> Response:
        """Send *body* to ``<url>/add-checkpoint``.

        Raises:
            LivretError: ``net.*`` when there is no answer.
        """
        ...


def post_with(fetcher: Fetcher) -> Post:
    """Send over https."""

    def post(url: str, body: bytes) -> Response:
        uri = HttpsUri.parse(f"{url.rstrip('/')}/add-checkpoint")
        got = fetcher.post(uri, body, content_type=_BODY_TYPE, max_bytes=limits.NOTE_BYTES)
        return Response(got.status, got.content_type, got.body)

    return post


class Show(Protocol):
    """Asks one witness for the head that it cosigned last; not every witness gives it."""

    def __call__(self, url: str, origin: str) -> bytes:
        """Fetch ``<url>/<SHA-256 of origin, in hexadecimal>/checkpoint``.

        Raises:
            LivretError: ``net.*`` when there is none to be had.
        """
        ...


def show_with(fetcher: Fetcher) -> Show:
    """Fetch over https."""

    def show(url: str, origin: str) -> bytes:
        name = sha256(origin.encode()).hexdigest()
        uri = HttpsUri.parse(f"{url.rstrip('/')}/{name}/checkpoint")
        got = fetcher.get(uri, max_bytes=limits.NOTE_BYTES)
        if got.status != 200:
            raise Unavailable("log.witness_unavailable", f"status {got.status}")
        return got.body

    return show


@final
@dataclass(frozen=True, slots=True)
class Answer:
    """What one of them said.

    Attributes:
        lines: its cosignatures, verified; empty when it did not cosign.
        size: that it holds now, as far as it said so.
        code: why it did not cosign, or empty.
    """

    lines: tuple[SignatureLine, ...] = ()
    size: int | None = None
    code: str = ""

    @property
    def held(self) -> Held:
        """What follows of what it holds."""
        return Held(self.size, history_by(self.code))


Answers: TypeAlias = Mapping[VerifierKey, Answer]


def _answered(asked: Mapping[VerifierKey, "Future[Answer]"]) -> Answers:
    return {key: answer.result() for key, answer in asked.items() if answer.done()}


@final
class Cosigners:
    """The witnesses and auditors of a policy, and the size that each was last known to hold."""

    def __init__(
        self,
        policy: Policy,
        post: Post,
        *,
        coming: Policy | None = None,
        show: Show | None = None,
        grace_s: float = 0.25,
    ) -> None:
        """Prepare to ask.

        Args:
            policy: whom, and where: those without an address are not asked.
            post: the way to them.
            coming: of the version that is to follow, whose cosigners are asked as well; of
                those in both, its address is the newer.
            show: the way to the head that each holds, if there is one.
            grace_s: how long to wait for the others when enough have answered.
        """
        asked = policy.witnesses + (() if coming is None else coming.witnesses)
        self._urls: Final = {
            each.key: each.url.decode("ascii", "replace") for each in asked if each.url is not None
        }
        self._post: Final = post
        self._show: Final = show
        self._grace_s: Final = grace_s
        self._held: dict[VerifierKey, int] = {}
        self._under_way: dict[VerifierKey, Future[Answer]] = {}
        self._last: dict[VerifierKey, Answer] = {}
        self._shown: dict[VerifierKey, bytes] = {}
        self._lock: Final = Lock()
        self._one_at_a_time: Final = Lock()  # whoever asks finds the others busy else
        self._pool: Final = ThreadPoolExecutor(
            max_workers=max(1, len(self._urls)), thread_name_prefix="cosigner"
        )

    def ask(
        self, signed: SignedCheckpoint, prove: Prove, enough: Callable[[Answers], bool]
    ) -> Answers:
        """Ask all of them to cosign a head.

        Args:
            signed: the head, with the log's signature.
            prove: makes consistency proofs; called by one thread at a time for each of them.
            enough: says of the answers so far whether the rest need not be waited for.

        Returns:
            The answers that came. One that is still busy with the last request is left alone.
        """

        def one(key: VerifierKey) -> Answer:
            return self._ask_one(key, signed, prove)

        with self._one_at_a_time:
            return self._of_each(one, enough)

    @property
    def last(self) -> Answers:
        """What each of them said last when it was asked to cosign, also after nobody waited for it."""
        with self._lock:
            return dict(self._last)

    def sizes(self, signed: SignedCheckpoint) -> Mapping[VerifierKey, int]:
        """Ask all of them what size they hold, by sending a head with ``old 0``."""

        def one(key: VerifierKey) -> Answer:
            return self._send(key, AddCheckpoint(0, (), signed))

        answers = self._of_each(one, lambda _: False)
        found = {key: answer.size for key, answer in answers.items() if answer.size is not None}
        with self._lock:
            self._held.update(found)
            # Who refuses to say has answered all the same: a witness that follows another key, say.
            self._last.update({key: answers[key] for key in answers.keys() - found.keys()})
        return found

    def answers_to(self, requests: Mapping[VerifierKey, AddCheckpoint]) -> Answers:
        """Send some of them a request of their own."""
        return self._of_each(
            lambda key: self._send(key, requests[key]), lambda _: False, requests.keys()
        )

    def shown(
        self, keys: Collection[VerifierKey], origin: str, *, is_patient: bool = True
    ) -> Mapping[VerifierKey, bytes]:
        """Ask some of them for the head that they cosigned last. Nothing of it is verified.

        Args:
            keys: of whom to ask.
            origin: of the ledger.
            is_patient: whether to wait for all. One that is not waited for holds up nobody:
                what it shows is given the next time.

        Returns:
            What each of them showed last.
        """
        show = self._show
        if show is None:
            return {}

        def one(key: VerifierKey) -> Answer:
            try:
                raw = show(self._urls[key], origin)
            except LivretError as error:
                return Answer(code=error.code)
            with self._lock:
                self._shown[key] = raw
            return Answer()

        self._of_each(one, lambda _: not is_patient, keys)
        with self._lock:
            return {key: self._shown[key] for key in keys if key in self._shown}

    def close(self) -> None:
        """Ask nobody any more; what is under way ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _of_each(
        self,
        one: Callable[[VerifierKey], Answer],
        enough: Callable[[Answers], bool],
        keys: Collection[VerifierKey] | None = None,
    ) -> Answers:
        asked = {
            key: self._pool.submit(one, key)
            for key in (self._urls if keys is None else self._urls.keys() & keys)
            if key not in self._under_way or self._under_way[key].done()
        }
        self._under_way.update(asked)
        waiting = set(asked.values())
        while waiting:
            is_enough = enough(_answered(asked))
            done, waiting = wait(
                waiting,
                timeout=self._grace_s if is_enough else None,
                return_when=FIRST_COMPLETED,
            )
            if is_enough and not done:
                break
        return _answered(asked)

    def _ask_one(self, key: VerifierKey, signed: SignedCheckpoint, prove: Prove) -> Answer:
        size = signed.checkpoint.size
        with self._lock:
            old = min(self._held.get(key, 0), size)
        answer = self._send(key, AddCheckpoint(old, tuple(prove(old)), signed))
        for _ in range(_TRIES):
            held = answer.size
            if not answer.code or held is None or held == old or held > size:
                break
            # It holds another size than was believed, and names it: once more from there.
            old = held
            answer = self._send(key, AddCheckpoint(old, tuple(prove(old)), signed))
            if answer.size is None:
                answer = replace(answer, size=old)
        if answer.code and answer.size is not None and answer.size > size:
            # It did answer; what it says is not proven by that.
            answer = replace(answer, code=Unavailable("ledger.claimed").code)
        with self._lock:
            self._last[key] = answer
            if answer.size is not None:
                self._held[key] = answer.size
        return answer

    def _send(self, key: VerifierKey, request: AddCheckpoint) -> Answer:
        try:
            said = parse_answer(self._post(self._urls[key], request.format()))
            match said:
                case Conflict(size):
                    return Answer(size=size, code="log.witness_unavailable")
                case Rejection(code):
                    # Whoever looked at the proof holds the size that it was from.
                    is_other = history_by(code) == "another"
                    return Answer(size=request.old_size if is_other else None, code=code)
                case lines:
                    with_them = cosignature.collect(request.signed, lines, [key])
        except LivretError as error:
            return Answer(code=error.code)
        theirs = with_them.note.signatures[len(request.signed.note.signatures) :]
        if not theirs:
            return Answer(code=Unavailable("log.witness_unavailable").code)
        return Answer(theirs, request.signed.checkpoint.size)
