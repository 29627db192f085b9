"""The library: ask, hand out, check, inside an application of somebody else's.

The application keeps what was asked (``Asked.text``, a secret, it opens the answer) where it
keeps its sessions, and sees to it that a request is answered once. Who would rather have that
done runs ``livret desk serve``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple, Self, final

from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.ledger.head import Head
from livret_core.ledger.trusting import Believed
from livret_core.openid4vp.receipt import Receipt
from livret_core.openid4vp.wallet_metadata import RequestUriPost
from livret_edge.fetcher import AsyncFetcher, Fetcher
from livret_edge.saying import now_s
from livret_verifier import transaction_form
from livret_verifier.answered import Answer
from livret_verifier.client.asynchronous import AsyncNetworkGatherer
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.deciding import begin_answer
from livret_verifier.evidence import Evidence, LedgerNeed, Missing, TilesNeed
from livret_verifier.handed import check_kind
from livret_verifier.memo import Memo
from livret_verifier.on_ledger import tiles_need
from livret_verifier.policy import Policy
from livret_verifier.purpose import bound_by, check_registered
from livret_verifier.store import Desk
from livret_verifier.store.drawing import for_request
from livret_verifier.transaction import Pen, Transaction, make
from livret_verifier.verdict import Verdict
from livret_verifier.verify import Step, Waiting, advance

VALID_S: Final = 900
#: What a wallet is told of an answer that has arrived, good or not (``application/json``).
RECEIVED: Final = Receipt().format()


@final
@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        link: for the wallet, as a link or a QR code.
        code: stands in the addresses that the wallet calls.
        text: to be kept until it was answered; whoever has it can read the answer.
        transaction: what it says.
    """

    link: str
    code: str
    text: str = field(repr=False)
    transaction: Transaction


_A_REQUEST: Final = "a request is what ask() or kept() gave"
_A_NAME: Final = "a procedure is called by its name in the policy, a text, as 'pool'"
_A_TIME: Final = "valid_s is a whole number of seconds"
_A_FOLDER: Final = "a folder of `livret verify init` is a text or a path"
_A_BODY: Final = "a body is bytes, as they were posted (Flask: request.get_data())"


class _Lookup(NamedTuple):
    """What a service's registration is read from, by the ledger as it was believed then."""

    did: str
    evidence: Evidence
    believed: Believed | None
    links: TilesNeed | None


class _Asking:
    def __init__(
        self,
        policy: Policy,
        pen: Pen,
        *,
        believed: Callable[[], Believed | None] = lambda: None,
        remember: Callable[[Head], object] = lambda _: None,
        registration: Callable[[int], Evidence | None] = lambda _: None,
        clock: Callable[[], int] = now_s,
    ) -> None:
        self._policy: Final = policy
        self._pen: Final = pen
        self._believed: Final = believed
        self._remember: Final = remember
        self._registration: Final = registration
        self._clock: Final = clock
        self._memo: Final = Memo()
        self._lock: Final = Lock()

    @classmethod
    def open(cls, folder: str | Path, **more: Any) -> Self:
        """Take policy, request key and believed ledger from a folder of ``livret verify init``.

        Raises:
            MalformedInput: ``policy.malformed``, ``policy.no_address``, ``home.malformed``.
            Unavailable: ``home.unavailable``.
            TypeError: for what is no folder's name.
        """
        check_kind(folder, (str, Path), _A_FOLDER)
        desk = Desk.open(Path(folder))
        policy = desk.policy()
        return cls(
            policy,
            desk.pen(policy),
            believed=lambda: desk.ledgers.believed(policy.ledger),
            remember=desk.ledgers.remember,
            registration=lambda at_s: desk.registration(now_s=at_s),
            **more,
        )

    def kept(self, text: str | None) -> Asked:
        """Take up again what was kept of a request.

        Args:
            text: of :class:`Asked`; None for a request that is not there, or no more.

        Raises:
            Refused: ``request.gone`` for None.
            MalformedInput: ``home.malformed``, ``input.base64url``.
            TypeError: for what is no text.
        """
        if text is None:
            raise Refused("request.gone", "nothing was kept under that code")
        check_kind(text, str, "the text that was kept is `Asked.text`")
        made = transaction_form.parse(base64url.decode(text))
        return Asked(made.link(self._pen, self._policy.service), made.code, text, made)

    def request(self, asked: Asked, posted: bytes | None = None) -> str:
        """Sign what the wallet fetches (``application/oauth-authz-req+jwt``).

        Args:
            asked: the request.
            posted: the body, where the wallet used POST.

        Raises:
            MalformedInput: ``wallet.malformed``. Refused: ``request.expired``.
            MalformedInput, Unavailable: ``desk.*``, for a certificate that no wallet believes.
            TypeError: for what is no request, or no body.
        """
        check_kind(asked, Asked, _A_REQUEST)
        if posted is not None:
            check_kind(posted, bytes, _A_BODY)
        at_s = self._clock()
        self._pen.check(at_s)
        asked.transaction.check_open(at_s)
        nonce = None if posted is None else RequestUriPost.parse(posted).wallet_nonce
        return self._pen.sign(asked.transaction.request(self._policy.service, wallet_nonce=nonce))

    def _looks_up(self, procedure: str, valid_s: int) -> LedgerNeed | None:
        """Say what has to be had of the ledger before anything is asked."""
        check_kind(procedure, str, _A_NAME)
        check_kind(valid_s, int, _A_TIME)
        did = bound_by(self._policy)
        return None if did is None or self._registration(self._clock()) else LedgerNeed(did)

    def _lookup(self, found: Evidence | None) -> "_Lookup | None":
        """Say what the service's own registration is read from, and what else that needs."""
        if (did := bound_by(self._policy)) is None:
            return None
        evidence = found or self._registration(self._clock()) or Missing(did, "not looked up")
        believed = self._believed()
        with self._lock:
            return _Lookup(did, evidence, believed, tiles_need(evidence, believed, self._memo))

    def _make(
        self, procedure: str, lookup: "_Lookup | None", tiles: Evidence | None, *, valid_s: int
    ) -> Asked:
        chosen, at_s = self._policy.procedure(procedure), self._clock()
        if lookup is not None:
            with self._lock:
                head = check_registered(
                    chosen,
                    lookup.did,
                    lookup.evidence,
                    lookup.believed,
                    self._memo,
                    now_s=at_s,
                    tiles=tiles,
                )
                self._remember(head)
        drawn = for_request(chosen.response_mode)
        made = make(chosen, self._pen, drawn, now_s=at_s, valid_s=valid_s)
        link = made.link(self._pen, self._policy.service)
        text = base64url.encode(transaction_form.format(made))
        return Asked(link, made.code, text, made)

    def _begin(self, asked: Asked, posted: bytes) -> Step:
        check_kind(asked, Asked, _A_REQUEST)
        check_kind(posted, bytes, _A_BODY)
        at_s = self._clock()
        asked.transaction.check_open(at_s)
        shown = asked.transaction.read(posted)
        believed = self._believed()
        with self._lock:
            return begin_answer(
                asked.transaction, shown, self._policy, self._memo, now_s=at_s, believed=believed
            )

    def _advance(self, step: Waiting, evidence: Evidence) -> Step:
        with self._lock:
            return advance(step, evidence)

    def _told(self, verdict: Verdict) -> Answer:
        if verdict.head is not None:
            with self._lock:
                self._remember(verdict.head)
        return Answer.of(verdict)


@final
class Verifier(_Asking):
    """For threads; one for the whole application."""

    def __init__(
        self, policy: Policy, pen: Pen, *, fetcher: Fetcher | None = None, **more: Any
    ) -> None:
        """Make one; :meth:`open` is the usual way.

        Args:
            policy: whom the service believes.
            pen: signs its requests.
            fetcher: the way out.
            more: *believed* gives the public ledger and *remember* keeps its newest head,
                *registration* gives what it shows of the service itself, where that is not
                to be looked up, *clock* the time.
        """
        super().__init__(policy, pen, **more)
        self._gatherer: Final = NetworkGatherer(fetcher or Fetcher(), clock=self._clock)

    def ask(self, procedure: str, *, valid_s: int = VALID_S) -> Asked:
        """Make a request of one of the policy's procedures.

        A service that is known by its DID on a ledger asks for what it registered there.

        Raises:
            MalformedInput: ``policy.no_procedure``, ``request.malformed``.
            Refused: ``request.over_purpose``; as believing the ledger.
            Unavailable: ``ledger.unavailable`` and the like.
            TypeError: for a procedure that is no text, or a time that is no whole number.
        """
        need = self._looks_up(procedure, valid_s)
        lookup = self._lookup(None if need is None else self._gatherer.gather(need))
        links = None if lookup is None else lookup.links
        tiles = None if links is None else self._gatherer.gather(links)
        return self._make(procedure, lookup, tiles, valid_s=valid_s)

    def check(self, asked: Asked, posted: bytes) -> Answer:
        """Check what was posted to ``…/answers/CODE``.

        Call it for a request that was not answered yet, and note that it is before telling
        anybody, in one step: two answers may come at once.

        Raises:
            MalformedInput, Refused: for what is no answer to this request; nothing is
                decided then, and the wallet is told 400.
            TypeError: for what is no request, or no body.
        """
        step = self._begin(asked, posted)
        while isinstance(step, Waiting):
            step = self._advance(step, self._gatherer.gather(step.need))
        return self._told(step)


@final
class AsyncVerifier(_Asking):
    """For an event loop; otherwise as :class:`Verifier`."""

    def __init__(
        self, policy: Policy, pen: Pen, *, fetcher: AsyncFetcher | None = None, **more: Any
    ) -> None:
        """Make one; see :class:`Verifier`."""
        super().__init__(policy, pen, **more)
        self._gatherer: Final = AsyncNetworkGatherer(fetcher or AsyncFetcher(), clock=self._clock)

    async def ask(self, procedure: str, *, valid_s: int = VALID_S) -> Asked:
        """Make a request; see :meth:`Verifier.ask`."""
        need = self._looks_up(procedure, valid_s)
        lookup = self._lookup(None if need is None else await self._gatherer.gather(need))
        links = None if lookup is None else lookup.links
        tiles = None if links is None else await self._gatherer.gather(links)
        return self._make(procedure, lookup, tiles, valid_s=valid_s)

    async def check(self, asked: Asked, posted: bytes) -> Answer:
        """Check what was posted; see :meth:`Verifier.check`."""
        step = self._begin(asked, posted)
        while isinstance(step, Waiting):
            step = self._advance(step, await self._gatherer.gather(step.need))
        return self._told(step)
