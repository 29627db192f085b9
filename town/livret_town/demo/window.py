"""The pool's desk of the town, over the network: what it asks, how it is answered, what it decides."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, final

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Unavailable
from livret_core.openid4vp.client_id import KnownClients
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import POSTED
from livret_core.openid4vp.request_uri import ByReference, parse, read_fetched
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.openid4vp.wallet_metadata import RequestUriPost, WalletMetadata
from livret_edge.fetcher import Fetcher
from livret_town.demo.pool import token
from livret_town.demo.stage import PROCEDURE, Stage
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.desk.window import Asked, Window
from livret_wallet.client.answering import Answering
from livret_wallet.client.web import Web
from livret_wallet.consent import ConsentGiven, ConsentSheet

_LIFE_S: Final = 900
_FORM: Final = "application/x-www-form-urlencoded"
_MAX_BYTES: Final = 1 << 16


@final
@dataclass(frozen=True, slots=True)
class Verdict:
    """What the desk decided, as it keeps it.

    Attributes:
        outcome: ``accepted``, ``refused`` …
        code: why not; empty for what was accepted.
        passed, checks: how many checks passed, of how many.
        claims: what was shown, of what was accepted.
        elapsed_ms: from the sheet to the receipt of what was sent.
    """

    outcome: str
    code: str
    passed: int
    checks: int
    claims: JsonObject
    elapsed_ms: float

    @classmethod
    def of(cls, said: JsonObject, elapsed_ms: float) -> "Verdict":
        """Read one that was kept."""
        match said:
            case {
                "outcome": str(outcome),
                "code": code,
                "passed": int(passed),
                "checks": int(checks),
            }:
                claims = said.get("claims")
                return cls(
                    outcome,
                    str(code or ""),
                    passed,
                    checks,
                    claims if isinstance(claims, dict) else {},
                    elapsed_ms,
                )
        raise MalformedInput("input.malformed", "not a verdict")


@final
class Visit:
    """One request of the pool, and somebody's answer to it."""

    def __init__(self, stage: Stage, window: Window, fetcher: Fetcher) -> None:
        """Let the pool ask, as ``livret verify request`` does."""
        self._stage: Final = stage
        self._fetcher: Final = fetcher
        self._window: Final = window
        procedure = self._window.policy().procedure(PROCEDURE)
        self.asked: Final[Asked] = self._window.ask(procedure, valid_s=_LIFE_S)
        self._elapsed_ms = 0.0

    def open(self) -> AuthorizationRequest:
        """Open the link, as any wallet does.

        Raises:
            LivretError: as fetching and verifying a request.
        """
        invocation = parse(self.asked.link)
        if not isinstance(invocation, ByReference):
            raise MalformedInput("request.malformed", "a link that leads nowhere")
        asking = RequestUriPost(WalletMetadata(), token())
        got = self._fetcher.post(
            invocation.request_uri,
            asking.format().encode(),
            content_type=_FORM,
            max_bytes=_MAX_BYTES,
        )
        signed = read_fetched(got.status, got.content_type, got.body)
        self._stage.pass_on("request.jwt", signed.encode("ascii"))
        return AuthorizationRequest.verify(
            signed,
            now_s=self._stage.now_s(),
            modes=POSTED,
            client_id=invocation.client_id,
            request_uri=invocation.request_uri,
            wallet_nonce=asking.wallet_nonce,
            known=self._known(),
        )

    def _known(self) -> KnownClients:
        """The pool's key as it has it: whoever forges takes no pains to look it up."""
        kid = self._window.policy().on_network().kid
        key = self._stage.desk.signer().public_key
        return KnownClients(did_keys={} if kid is None else {kid: key})

    def present(self, answer: Callable[[ConsentSheet], ConsentGiven | None]) -> "Verdict":
        """Let Camille's wallet look, ask her and send; what the desk decided.

        Raises:
            LivretError: as :meth:`Answering.ask` and :meth:`Answering.answer`.
        """
        stage = self._stage
        answering = Answering(stage.vault, Web(self._fetcher), clock=stage.now_s)
        asked_by = answering.ask(self.asked.link)
        started = time.perf_counter()
        candidate = answering.choose(asked_by, None)
        answering.answer(candidate, asked_by, again=False, language=stage.lang, ask=answer)
        self._elapsed_ms = (time.perf_counter() - started) * 1e3
        return self.verdict()

    def send(self, request: AuthorizationRequest, answer: AuthorizationResponse) -> None:
        """Send an answer to where the request wants it.

        Raises:
            Unavailable: ``net.unavailable`` when it is not taken.
        """
        if request.response_uri is None:
            raise MalformedInput("request.malformed", "nowhere to answer to")
        if request.encryption is None:
            body = answer.format_form()
        else:
            body = answer.encrypt(request.encryption)
        got = self._fetcher.post(
            request.response_uri, body.encode(), content_type=_FORM, max_bytes=_MAX_BYTES
        )
        if got.status != 200:
            host = request.response_uri.host
            raise Unavailable("net.unavailable", f"status {got.status}", host=host)

    def verdict(self) -> Verdict:
        """Read what the desk decided, as ``livret verify result`` does.

        Raises:
            Unavailable: ``answer.none``.
        """
        kept = self._window.transactions.find_by_handle(self.asked.handle)
        if kept.verdict is None:
            raise Unavailable("answer.none")
        return Verdict.of(json_encoding.parse_object(kept.verdict), self._elapsed_ms)


def open_window(stage: Stage, fetcher: Fetcher) -> Window:
    """Open the desk's store, to ask and to read what was decided; its service checks.

    What it may ask it looks up on the ledger.
    """
    return Window(stage.desk, NetworkGatherer(fetcher, clock=stage.now_s).gather, clock=stage.now_s)
