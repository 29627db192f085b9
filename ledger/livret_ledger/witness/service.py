"""A cosigner at work: ``POST /add-checkpoint`` and ``GET /<hash of origin>/checkpoint``.

The same for witnesses and auditors; an auditor has a further word to say on each head
(:data:`Approval`) before it is remembered and cosigned.
"""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from typing import Final, TypeAlias, final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response as HttpResponse
from starlette.routing import Route

from livret_core import limits
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.keys import Signer
from livret_core.tlog import cosignature
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureLine, SignatureType, VerifierKey
from livret_core.tlog.witness import AddCheckpoint, Conflict, Cosign, Rejection, Response, decide
from livret_ledger import fraud, fraud_file
from livret_ledger.witness.minding import check_memory, kept, respond, stamp
from livret_ledger.witness.store.memory import Held, StoredFraud, WitnessStore

#: Lets a head pass that may be cosigned; raises the reason why not.
Approval: TypeAlias = Callable[[SignedCheckpoint], None]

BODY_BYTES: Final = 64 * (limits.LOG_PROOF_HASHES + 2) + limits.NOTE_BYTES
_BODY_SECONDS: Final = 10
#: What is wrong here, and not with what was asked.
_OWN_FAULTS: Final = frozenset({"ledger.clock", "store.unavailable", "witness.memory_lost"})
_TRIES: Final = 8
_TEXT: Final = "text/plain; charset=utf-8"


def _unheard(_: LivretError) -> None:
    """Tell nobody."""


@final
class Cosigner:
    """Decides on heads by what it remembers, remembers them, and cosigns, in this order."""

    def __init__(
        self,
        store: WitnessStore,
        *,
        name: str,
        signer: Signer,
        clock: Callable[[], int],
        approval: Approval | None = None,
        told: Callable[[LivretError], None] = _unheard,
    ) -> None:
        """Take up the work.

        Args:
            store: the memory.
            name: of the key, a URL without its scheme.
            signer: Ed25519.
            clock: seconds since 1970.
            approval: has a further word on each head.
            told: hears once what is wrong here, and keeps this one from confirming anything.
        """
        self.store: Final = store
        self.key: Final = VerifierKey.of(name, SignatureType.COSIGNATURE_V1, signer)
        self._signer: Final = signer
        self._clock: Final = clock
        self._approval: Final = approval
        self._told: Final = told
        self._said: str | None = None

    def add(self, raw: bytes) -> Response:
        """Answer the body of one request."""
        try:
            decided = self._decide(AddCheckpoint.parse(raw))
        except LivretError as error:
            if error.code in _OWN_FAULTS and error.code != self._said:
                self._said = error.code
                self._told(error)
            return respond(error)
        if isinstance(decided, tuple):
            self._said = None
        return respond(decided)

    def checkpoint(self, origin_hash: str) -> bytes | None:
        """Give the head cosigned last of the log whose origin has that SHA-256, in hexadecimal."""
        for held in self.store.heads():
            if sha256(held.checkpoint.origin.encode()).hexdigest() == origin_hash:
                return held.signed.format()
        return None

    def _decide(self, request: AddCheckpoint) -> Conflict | Rejection | tuple[SignatureLine, ...]:
        origin = request.signed.checkpoint.origin
        self.store.check_kept()
        for _ in range(_TRIES):
            held = self.store.held(origin)
            log_keys = self.store.log_keys
            known = None if held is None else held.checkpoint
            decision = decide(known, request, log_keys)
            if isinstance(decision, Rejection) and decision.code == "log.unknown":
                return decision
            self._check_memory(held, request)
            if not isinstance(decision, Cosign):
                if isinstance(decision, Rejection):
                    self._keep_fraud(held, request, log_keys)
                return decision
            if self._approval is not None:
                self._approval(decision.signed)
            line = self._remember(held, decision, log_keys)
            if line is not None:
                return (line,)
        raise Unavailable("store.unavailable", "others were faster each time")

    def _remember(
        self, held: Held | None, decision: Cosign, log_keys: frozenset[VerifierKey]
    ) -> SignatureLine | None:
        """Cosign and store; None when another request came first, and the line is forgotten."""
        checkpoint = decision.signed.checkpoint
        at_s = stamp(self._clock(), None if held is None else held.stamped_s)
        line = cosignature.sign(checkpoint, self.key.name, self._signer, now_s=at_s)
        own = frozenset(key for key in log_keys if key.name.text == checkpoint.origin)
        signed = kept(decision.signed, own).with_signatures(line)
        return line if self.store.replace(decision.replaces, Held(signed, at_s)) else None

    def _check_memory(self, held: Held | None, request: AddCheckpoint) -> None:
        try:
            check_memory(None if held is None else held.checkpoint, request.signed, self.key)
        except Refused:
            self.store.mark_lost()
            raise

    def _keep_fraud(
        self, held: Held | None, request: AddCheckpoint, log_keys: frozenset[VerifierKey]
    ) -> None:
        shown = fraud.forked_by(None if held is None else held.signed, request)
        if shown is None:
            return
        try:
            proven = fraud.check(shown, log_keys)
        except LivretError:
            return  # not by the log's own hand: shows nothing
        keep_fraud(self.store, shown, proven, now_s=self._clock())


def keep_fraud(
    store: WitnessStore, shown: fraud_file.Fraud, proven: fraud.ProvenFraud, *, now_s: int
) -> None:
    """Keep what was proven against a log, one file a subject."""
    sizes = "-".join(map(str, proven.sizes))
    subject = f"heads/{sizes}" if proven.index is None else f"entry/{proven.index}"
    store.keep_fraud(StoredFraud(proven.origin, subject, now_s, shown.format()))


def make_app(cosigner: Cosigner) -> Starlette:
    """Make the web application of a cosigner. It speaks HTTP; a proxy or uvicorn adds TLS."""

    async def add_checkpoint(request: Request) -> HttpResponse:
        try:
            body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return HttpResponse("input.malformed\n", 408, media_type=_TEXT)
        if body is None:
            return HttpResponse("input.too_large\n", 400, {"connection": "close"}, _TEXT)
        answered = await run_in_threadpool(cosigner.add, body)
        return _http(answered)

    async def checkpoint(request: Request) -> HttpResponse:
        found = await run_in_threadpool(cosigner.checkpoint, request.path_params["origin_hash"])
        if found is None:
            return HttpResponse("log.unknown\n", 404, media_type=_TEXT)
        return HttpResponse(found, media_type=_TEXT, headers={"cache-control": "max-age=60"})

    return Starlette(
        routes=[
            Route("/add-checkpoint", add_checkpoint, methods=["POST"]),
            Route("/{origin_hash}/checkpoint", checkpoint, methods=["GET"]),
        ]
    )


def _http(answered: Response) -> HttpResponse:
    # Not by `media_type`: Starlette would add a charset to what the specification spells out.
    return HttpResponse(
        answered.body, answered.status, headers={"content-type": answered.content_type}
    )


async def _body(request: Request) -> bytes | None:
    """Read a body within its bounds of size and time; None when it is larger."""
    parts: list[bytes] = []
    count = 0
    async with asyncio.timeout(_BODY_SECONDS):
        async for part in request.stream():
            count += len(part)
            if count > BODY_BYTES:
                return None
            parts.append(part)
    return b"".join(parts)
