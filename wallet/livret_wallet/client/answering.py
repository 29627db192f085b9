"""Answering services over the network: fetch, verify, ask the holder, post. Effects, and no rules."""

import os
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar, final

from livret_core.credential.profile_x509 import X509Policy
from livret_core.dids.webvh import WebvhDid
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.jws import CompactJws
from livret_core.ledger.evidence import ProvenState
from livret_core.openid4vp import request_uri
from livret_core.openid4vp.client_id import DidClient, KnownClients
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_code import TypedRequest
from livret_core.openid4vp.request_members import POSTED
from livret_core.openid4vp.request_uri import Inline, Invocation
from livret_core.openid4vp.response import AuthorizationResponse
from livret_wallet.answering import Candidate
from livret_wallet.asked import flow, noted, standing
from livret_wallet.asked.flow import Delivered, Obtained
from livret_wallet.asked.standing import Standing
from livret_wallet.client.fetching import Network
from livret_wallet.consent import ConsentGiven, ConsentSheet
from livret_wallet.gather import checking
from livret_wallet.receiving.needs import Answer, Call, Need
from livret_wallet.request_record import AskedRecord
from livret_wallet.service import Wallet
from livret_wallet.vault import Vault, requests
from livret_wallet.vault.ledgers import Ledgers
from livret_wallet.vouching import OnLedger

T = TypeVar("T")


@final
@dataclass(frozen=True, slots=True)
class AskedBy:
    """A request that was verified, what stands behind it, and what is kept of it."""

    request: AuthorizationRequest
    standing: Standing
    record: AskedRecord


@final
class Answering:
    """One wallet's dealings with services over the network."""

    def __init__(
        self,
        vault: Vault,
        network: Network,
        *,
        clock: Callable[[], int],
        x509: X509Policy | None = None,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """Begin; *x509* has the authorities whose word on services the holder takes."""
        self._vault: Final = vault
        self._network: Final = network
        self._clock: Final = clock
        self._x509: Final = x509
        self._random: Final = random

    def ask(self, link: str) -> AskedBy:
        """Get the request that a link, or an address with a code, leads to, and verify it.

        Raises:
            MalformedInput, Refused, Unavailable: as :meth:`TypedRequest.parse`,
                :meth:`TypedRequest.read`, :func:`livret_core.openid4vp.request_uri.parse`, :func:`~.flow.obtain`,
                :meth:`AuthorizationRequest.verify`, and for a service on a ledger as
                :func:`livret_wallet.gather.checking.voucher_for`.
        """
        typed = TypedRequest.parse(link)
        invocation: Invocation = (
            request_uri.parse(link) if typed is None else self._drive(flow.look_up(typed))
        )
        obtained: Obtained | None = self._drive(
            flow.obtain(invocation, random=self._random(flow.NONCE_BYTES))
        )
        now_s = self._clock()
        if obtained is None:
            if not isinstance(invocation, Inline):
                raise TypeError("only a link that holds its request leads to none")
            request = AuthorizationRequest.parse_unsigned(invocation.parameters, now_s=now_s)
            return self._asked(request, None, link, is_signed=False)
        known, state = self._known(obtained.text, now_s)
        request = AuthorizationRequest.verify(
            obtained.text,
            now_s=now_s,
            modes=POSTED,
            known=known,
            client_id=obtained.client_id,
            request_uri=obtained.request_uri,
            wallet_nonce=obtained.wallet_nonce,
        )
        return self._asked(request, state, obtained.text)

    def choose(self, asked: AskedBy, proof: str | None) -> Candidate:
        """Find what to show: the proof that was named, else what the wallet offers first.

        Raises:
            Refused: ``present.none``, ``present.asked``, ``present.other_proof``. MalformedInput: ``usage.proof``.
        """
        return Wallet(self._vault).choose(asked.request, proof, now_s=self._clock())

    def sheet(self, candidate: Candidate, asked: AskedBy, *, language: str) -> ConsentSheet:
        """Write what would leave. Nothing does, and the service is told nothing."""
        return standing.sheet_of(
            candidate, asked.request, asked.standing, language=language, now_s=self._clock()
        )

    def answer(
        self,
        candidate: Candidate,
        asked: AskedBy,
        *,
        again: bool,
        language: str,
        ask: Callable[[ConsentSheet], ConsentGiven | None],
    ) -> Delivered:
        """Show the sheet, take the answer and, on a yes, post what was agreed.

        Args:
            candidate: the proofs that would leave.
            asked: as :meth:`ask` gives it.
            again: whether a copy may be shown that was shown before.
            language: the holder's.
            ask: has a yes to the sheet, or None for a no; raises for what is neither.

        Raises:
            Refused: ``present.used_up``; ``present.declined`` where the holder said no and the
                service was told so, ``present.untold`` where nobody knows whether it heard.
            Unavailable: ``present.undelivered`` where nobody knows whether it arrived.
        """
        wallet, request = Wallet(self._vault), asked.request
        self._check_copies(candidate, again=again)
        said: list[Delivered] = []
        has_declined = False

        def asking(sheet: ConsentSheet) -> ConsentGiven | None:
            nonlocal has_declined
            given = ask(self._held_against(asked, sheet))
            has_declined = given is None
            return given

        def deliver(answer: AuthorizationResponse) -> None:
            try:
                said.append(self._drive(flow.deliver(request, answer)))
            except (MalformedInput, Unavailable) as error:
                # What was answered to it could not be read: it left all the same, perhaps.
                raise Unavailable("present.undelivered", error.code) from None

        try:
            wallet.present(
                candidate,
                request,
                language=language,
                ask=asking,
                deliver=deliver,
                now_s=self._clock,
                standing=asked.standing,
                record=asked.record,
            )
        except Refused as error:
            # What was raised instead of an answer is no no: the service hears nothing then.
            if not has_declined:
                raise
            is_told = self._decline(request)
            raise Refused("present.declined" if is_told else "present.untold") from error
        return said[0]

    def refuse(self, asked: AskedBy) -> None:
        """Say no to a service, and note it; nothing that is held is looked at.

        Raises:
            Unavailable: ``net.unavailable``, ``request.unavailable``. Refused: ``net.address``,
                ``request.gone``.
        """
        self._drive(flow.decline(asked.request))
        self._note_no(asked)

    def say_no(self, asked: AskedBy) -> bool:
        """Note the holder's no, and say it to the service; whether that heard it."""
        self._note_no(asked)
        return self._decline(asked.request)

    def leave(self, asked: AskedBy, *, is_first: bool = True) -> None:
        """Note that a request was looked at and not answered; nobody is told anything.

        Args:
            asked: as :meth:`ask` gives it.
            is_first: whether the history says so; it does once of each link.
        """
        digest = asked.record.digest
        with self._vault.transaction():
            requests.note(self._vault, replace(asked.record, unanswered=None))
            if is_first:
                entry = noted.entry_of(
                    "unanswered", asked.request, now_s=self._clock(), digest=digest
                )
                self._vault.put("history", None, entry.format())

    def _note_no(self, asked: AskedBy) -> None:
        entry = noted.entry_of(
            "refused", asked.request, now_s=self._clock(), digest=asked.record.digest
        )
        with self._vault.transaction():
            requests.note(self._vault, asked.record)
            self._vault.put("history", None, entry.format())

    def _asked(
        self,
        request: AuthorizationRequest,
        state: ProvenState | None,
        text: str,
        *,
        is_signed: bool = True,
    ) -> AskedBy:
        behind = standing.of_request(request, state)
        record = noted.record_of(text, request, behind, now_s=self._clock(), is_signed=is_signed)
        return AskedBy(request, behind, record)

    def _held_against(self, asked: AskedBy, sheet: ConsentSheet) -> ConsentSheet:
        return standing.held_against(asked.standing, sheet, now_s=self._clock())

    def _decline(self, request: AuthorizationRequest) -> bool:
        try:
            self._drive(flow.decline(request))
        except (Refused, Unavailable):
            return False  # a courtesy; the holder's no stands
        return True

    @staticmethod
    def _check_copies(candidate: Candidate, *, again: bool) -> None:
        if not again and any(part.opened.copy.used_at_s is not None for part in candidate.parts):
            raise Refused("present.used_up")

    def _known(self, text: str, now_s: int) -> tuple[KnownClients, ProvenState | None]:
        """Look up who a request object claims to be of, on a ledger that is believed."""
        client = request_uri.client_of(text)
        known = KnownClients(x509=self._x509)
        if not isinstance(client, DidClient) or client.did.method != "webvh":
            return known, None
        if not Ledgers(self._vault).known():
            raise Unavailable("trust.unconfirmed")
        did = WebvhDid.parse(client.did.text)
        voucher = checking.voucher_for(self._vault, did, self._network, now_s=now_s)
        kid = CompactJws.parse(text).header.get("kid")
        if not isinstance(voucher, OnLedger) or not isinstance(kid, str):
            return known, None
        found = standing.keys_of(voucher.state, did.text, kid, now_s=now_s)
        return replace(known, did_keys=found.did_keys), voucher.state

    def _drive(self, asked: Generator[Need, Any, T]) -> T:
        given: Answer | None = None
        while True:
            try:
                need = asked.send(given)
            except StopIteration as done:
                return done.value  # type: ignore[no-any-return]
            if not isinstance(need, Call):
                raise TypeError("an answer needs nothing but the network")
            given = self._network.carry(need)
