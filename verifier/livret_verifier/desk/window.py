"""A window of a service: asks, hands out what it asks, takes what is answered."""

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Final, final

from livret_core.credential.presentation import Presentation
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, Refused
from livret_core.openid4vp.receipt import Receipt
from livret_core.openid4vp.response_error import ErrorResponse
from livret_core.openid4vp.wallet_metadata import RequestUriPost
from livret_core.short_code import ShortCode
from livret_verifier.asking import check_answers_in_time
from livret_verifier.deciding import begin_answer, is_decided, unreadable
from livret_verifier.desk.freshness import Standing, Watched, first_needs
from livret_verifier.evidence import Evidence, LedgerNeed, Need
from livret_verifier.memo import Memo
from livret_verifier.on_ledger import tiles_need
from livret_verifier.policy import RETENTION_S, Policy, Procedure
from livret_verifier.purpose import bound_by, check_registered
from livret_verifier.question import Question
from livret_verifier.shown import check_fits
from livret_verifier.shown import parse as parse_shown
from livret_verifier.store import Desk, OpenRequest
from livret_verifier.store.drawing import digest_of, for_request, fresh_code, token
from livret_verifier.store.statements import ANSWERED
from livret_verifier.store.transactions import Kept, Transactions
from livret_verifier.told import kept_object
from livret_verifier.transaction import Pen, Transaction, make
from livret_verifier.verdict import Verdict
from livret_verifier.verify import Step, Waiting, advance, begin


@final
@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was made.

    Attributes:
        handle: a secret by which its maker asks what became of it.
        transaction: what was asked.
        link: what a wallet is called by.
        session: a secret of the browser that began it, if one did.
    """

    handle: str
    transaction: Transaction
    link: str
    session: str | None = None


@final
class Window:
    """One service's window. May be used by several threads, and stand in several processes."""

    def __init__(
        self,
        desk: Desk,
        gather: Callable[[Need], Evidence],
        *,
        clock: Callable[[], int],
        transactions: Transactions | None = None,
    ) -> None:
        """Open it.

        Args:
            desk: its policy, its keys, the ledger it believes.
            gather: gets what the verifying machine needs.
            clock: seconds since 1970.
            transactions: of this desk; opened when none are given.

        Raises:
            MalformedInput: ``policy.malformed``, ``policy.no_address``, ``home.malformed``.
            Unavailable: ``home.unavailable``, ``store.unavailable``, ``store.no_driver``.
        """
        self._desk: Final = desk
        self._gather: Final = Watched(gather, clock)
        self._clock: Final = clock
        self._policy = desk.policy()
        self._read_as = desk.policy_mark()
        self.pen: Final[Pen] = desk.pen(self._policy)
        tenant = self._policy.on_network().tenant
        self.transactions: Final = transactions or desk.transactions(tenant)
        self._memo: Final = Memo()
        self._lock: Final = Lock()
        self._checking: Final[set[str]] = set()

    def policy(self) -> Policy:
        """Give the policy as it is now; who edits the file need not start the service anew.

        Raises:
            MalformedInput, Unavailable: as :meth:`Desk.policy`. With rules that cannot be
                read nobody is let in by those of before.
        """
        mark = self._desk.policy_mark()
        if mark != self._read_as:
            self._policy = self._desk.policy()
            self._read_as = mark
        return self._policy

    def ask(self, procedure: Procedure, *, valid_s: int, session: bool = False) -> Asked:
        """Make a request.

        Args:
            procedure: what it is for.
            valid_s: seconds in which it may be answered.
            session: whether a browser begins it, which alone may end it.

        Raises:
            MalformedInput, Refused: as :func:`livret_verifier.transaction.make`;
                ``request.over_purpose`` for more than this service registered to ask.
            Unavailable: ``store.unavailable``; as believing the ledger, where that says.
        """
        at_s = self._clock()
        self.check_purpose(procedure)
        made = make(
            procedure, self.pen, for_request(procedure.response_mode), now_s=at_s, valid_s=valid_s
        )
        link = made.link(self.pen, self.policy().service)
        asked = Asked(token(), made, link, token() if session else None)
        self.transactions.add(made, handle=asked.handle, session=asked.session, now_s=at_s)
        return asked

    def hand_out(self, code: str, posted: RequestUriPost | None) -> str:
        """Give the signed request that a wallet fetches.

        Args:
            code: of the request.
            posted: what the wallet said of itself, if it did.

        Raises:
            Refused: ``request.unknown``, ``request.expired``, ``holder.replayed``.
            MalformedInput, Unavailable: as :meth:`livret_verifier.transaction.Pen.check`.
        """
        at_s = self._clock()
        self.pen.check(at_s)
        asked = self._open(self.transactions.find(code), at_s)
        nonce = None if posted is None else posted.wallet_nonce
        signed = self.pen.sign(asked.request(self.policy().service, wallet_nonce=nonce))
        self.transactions.mark_opened(code, now_s=at_s)
        return signed

    def take(self, code: str, posted: bytes) -> Receipt:
        """Take an answer, and decide on it, once.

        What the decision was the answer to the answer does not say: whether a proof was
        good is told at the window, to whoever asked.

        Raises:
            Refused: ``request.unknown``, ``request.expired``, ``holder.replayed``, and as
                :meth:`livret_verifier.transaction.Transaction.read`. Nothing has changed then.
            MalformedInput: as there.
            Unavailable: ``store.unavailable``.
        """
        at_s = self._clock()
        kept = self.transactions.find(code)
        asked = self._open(kept, at_s)
        shown = asked.read(posted)
        # Whoever sends the answer brings the browser back that began; one that did not is
        # told nothing by coming.
        return_code = None if kept.session_sha256 is None else token()
        with self._alone(code, at_s):
            verdict = self._decide(asked, shown, at_s)
            is_settled = self.transactions.settle(
                code,
                _kept(verdict, asked.procedure),
                now_s=at_s,
                retention_s=asked.procedure.retention_s,
                return_code=return_code,
                final=is_decided(verdict.report.outcome, kept.tries),
            )
        if not is_settled:
            raise Refused("holder.replayed", answered_at_s=at_s)
        if return_code is None:
            return Receipt()
        return Receipt.to_browser(self.pen.address.uri(f"/visits/{code}"), return_code)

    def read(self, shown: bytes, *, chosen: str | None) -> str:
        """Decide on what was shown at the desk itself; the code by which it is told there.

        Args:
            shown: as it was read; a code of a request of this desk is that request.
            chosen: the procedure that staff chose, if any.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        at_s, procedure = self._clock(), None
        try:
            what = parse_shown(shown)
            if isinstance(what, ShortCode):
                return self.begun_here(what.text).code
            asked = self._desk.find(what.state)
            check_fits(what, asked.procedure, chosen)
            procedure = self.policy().procedure(asked.procedure)
            verdict = self._decide_filed(what.presentation, asked, procedure, at_s)
        except LivretError as error:
            verdict = unreadable(error, now_s=at_s)
        return self.keep(verdict, procedure)

    def keep(self, verdict: Verdict, procedure: Procedure | None) -> str:
        """Keep a verdict for the page; the code by which it is told there.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        named, at_s = fresh_code().text, self._clock()
        kept_s = RETENTION_S if procedure is None else procedure.retention_s
        self.transactions.add_told(
            named, token(), _kept(verdict, procedure), now_s=at_s, retention_s=kept_s
        )
        return named

    def came_back(self, code: str, *, session: str, response_code: str) -> Kept:
        """Give what became of a request to the browser that began it (attack 36).

        Raises:
            Refused: ``request.unknown`` for another browser, or a code that was not sent.
        """
        kept = self.begun_by(code, session=session)
        if kept.return_sha256 is None or not hmac.compare_digest(
            kept.return_sha256, digest_of(response_code)
        ):
            raise Refused("request.unknown")
        return kept

    def begun_by(self, code: str, *, session: str) -> Kept:
        """Find a request for the browser that began it.

        Raises:
            Refused: ``request.unknown`` for another browser.
        """
        kept = self.transactions.find(code)
        begun = kept.session_sha256
        if begun is None or not hmac.compare_digest(begun, digest_of(session)):
            raise Refused("request.unknown")
        return kept

    def begun_here(self, code: str) -> Kept:
        """Find a request that staff made, or what they read.

        Raises:
            Refused: ``request.unknown``, for a visitor's own too.
        """
        kept = self.transactions.find(code)
        if kept.session_sha256 is not None:
            raise Refused("request.unknown")
        return kept

    def find_link(self, code: str) -> str:
        """Give the link of a request that may still be answered, to who typed its code.

        Raises:
            Refused: ``request.unknown``, ``request.expired``, ``holder.replayed``.
            Unavailable: ``store.unavailable``.
        """
        return self.link(self._open(self.transactions.find(code), self._clock()))

    def link(self, asked: Transaction) -> str:
        """Write what a wallet is called by."""
        return asked.link(self.pen, self.policy().service)

    def is_over(self, kept: Kept) -> bool:
        """Whether nobody can answer it any more."""
        return self._clock() >= kept.ends_at_s

    def now_s(self) -> int:
        """The time, in seconds since 1970."""
        return self._clock()

    def standing(self) -> Standing:
        """Say how old is what it goes by."""
        return self._gather.standing()

    def look(self) -> Standing:
        """Look for what its policy names, so that the first page says whether it can be had.

        Raises:
            MalformedInput, Unavailable: as :meth:`Desk.policy`.
        """
        for need in first_needs(self.policy()):
            self._gather(need)
        return self.standing()

    def count_open(self) -> float:
        """Count the requests that wait for an answer."""
        return self.transactions.count_open(self._clock())

    def check(self) -> None:
        """Check that it can do its work.

        Raises:
            LivretError: why it cannot.
        """
        self.policy()
        self.pen.check(self._clock())
        self.count_open()

    def check_purpose(self, procedure: Procedure) -> None:
        """Hold a procedure to what the ledger has of this service, if it is known by a DID there.

        Raises:
            Refused: ``request.over_purpose``. Unavailable: as believing the ledger, where that says.
        """
        at_s, policy = self._clock(), self.policy()
        did = bound_by(policy)
        if did is None:
            return
        believed = self._desk.ledgers.believed(policy.ledger)
        evidence = self._desk.registration(now_s=at_s) or self._gather(LedgerNeed(did))
        with self._lock:
            need = tiles_need(evidence, believed, self._memo)
        tiles = None if need is None else self._gather(need)
        with self._lock:
            head = check_registered(
                procedure, did, evidence, believed, self._memo, now_s=at_s, tiles=tiles
            )
            self._desk.ledgers.remember(head)

    def _open(self, kept: Kept, at_s: int) -> Transaction:
        if kept.stand == ANSWERED or kept.asked is None:
            raise Refused("holder.replayed", answered_at_s=kept.answered_at_s or at_s)
        kept.asked.check_open(at_s)
        return kept.asked

    @contextmanager
    def _alone(self, code: str, at_s: int) -> Iterator[None]:
        """Check no two answers to one request at a time; only one can be settled anyway."""
        with self._lock:
            if code in self._checking:
                raise Refused("holder.replayed", answered_at_s=at_s)
            self._checking.add(code)
        try:
            yield
        finally:
            with self._lock:
                self._checking.discard(code)

    def _decide(self, asked: Transaction, shown: str | ErrorResponse, at_s: int) -> Verdict:
        policy = self.policy()
        believed = self._desk.ledgers.believed(policy.ledger)
        return self._drive(
            lambda: begin_answer(asked, shown, policy, self._memo, now_s=at_s, believed=believed)
        )

    def _decide_filed(
        self, shown: str, asked: OpenRequest, procedure: Procedure, at_s: int
    ) -> Verdict:
        presentation = Presentation.parse(shown)
        check_answers_in_time(presentation, expires_at_s=asked.expires_at_s)
        policy = self.policy()
        believed = self._desk.ledgers.believed(policy.ledger)

        def decide(answered_at_s: int | None) -> Verdict:
            question = Question(
                policy, procedure, asked.client_id, asked.nonce, answered_at_s, at_s, believed
            )
            return self._drive(lambda: begin(presentation, question, self._memo))

        verdict = decide(asked.answered_at_s)
        # Two windows may be reading the same answer: whoever marks it first has it.
        if verdict.presentation is None or self._desk.mark_answered(asked.state, now_s=at_s):
            return verdict
        return decide(at_s)

    def _drive(self, first: Callable[[], Step]) -> Verdict:
        with self._lock:
            step = first()
        while isinstance(step, Waiting):
            evidence = self._gather(step.need)
            with self._lock:
                step = advance(step, evidence)
        if step.head is not None:
            with self._lock:
                self._desk.ledgers.remember(step.head)
        return step


def _kept(verdict: Verdict, procedure: Procedure | None) -> bytes:
    vct, name = ("", "") if procedure is None else (procedure.type.vct, procedure.name)
    return json_encoding.format(kept_object(verdict, vct, name))
