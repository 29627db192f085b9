"""A ledger is served, and operations are handed in."""

import time
from contextlib import closing, suppress
from threading import Event
from typing import Final

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.ledger import draft
from livret_core.ledger.operation import Operation
from livret_core.ledger.taken import verify_walking
from livret_core.ledger.trust_chain import TrustChain
from livret_edge.arguments import Asked
from livret_edge.fetcher import fetcher_of
from livret_edge.files import check_free, named_by, read_file, write_named
from livret_edge.pacing import paced
from livret_edge.passphrase import take_passphrase
from livret_edge.saying import now_s
from livret_edge.serving.answering import answer, has_tls, listen
from livret_edge.trust import tell_newer
from livret_edge.trust_file import trusted
from livret_ledger.attendance import Attendance
from livret_ledger.cli import attendances, halts, standbys
from livret_ledger.client.reading import Reader, open_source
from livret_ledger.client.submitting import rehearse
from livret_ledger.client.submitting import submit as hand_in
from livret_ledger.starting import HALTS
from livret_ledger.store.home import Home, check_begun
from livret_ledger.words import texts

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_WAIT_S: Final = 30.0
_TOO_LARGE: Final = frozenset({"input.too_large", "input.too_deep"})


def serve(asked: Asked) -> int:
    """Serve a ledger until told to stop."""
    host, port = listen("--listen", asked.listen)
    if not has_tls(asked) and host not in _LOOPBACK:
        raise MalformedInput(
            "usage.missing", "plain HTTP beyond this machine", option="--certificate"
        )
    opened = Home.open(asked.home)
    with opened.serving():  # before anything is written: what stands here is the other's word
        return _serve(asked, opened, host, port)


def _serve(asked: Asked, opened: Home, host: str, port: int) -> int:
    from livret_ledger.service.asking import post_with, show_with
    from livret_ledger.service.http import make_app
    from livret_ledger.service.serving import Parts, Service
    from livret_ledger.service.web_root import WebRoot

    voice, said = asked.voice, texts(asked.voice.lang)
    check_begun(opened)
    chain = opened.trust_chain()
    key = opened.read_key(take_passphrase(asked.passphrase_file, voice))
    fetcher = fetcher_of(asked)
    listening = Event()

    def attended(attendance: Attendance) -> None:
        # Where it cannot be kept it is said all the same, and nothing before where it answers.
        with suppress(LivretError):
            opened.keep_attendance(attendance)
        if listening.is_set():
            attendances.tell_change(voice, attendance, opened.root)

    service = Service(
        Parts(
            opened.store(),
            opened.store(read_only=True),
            key,
            chain,
            WebRoot(opened.public),
            post_with(fetcher),
            now_s,
            time.sleep,
            opened.store(read_only=True),
            show_with(fetcher),
            opened.keep_halt,
            lambda reason: halts.tell_change(voice, reason),
            attended,
        )
    )
    try:
        reason = service.start(paced(asked))
        attended(service.publisher.attendance)  # what the last serving left is not how it is now

        def say(url: str) -> None:
            _listens(url)
            listening.set()
            if not (attendance := service.publisher.attendance).is_whole:
                attendances.tell_change(voice, attendance, opened.root)

        def _listens(url: str) -> None:
            replication = service.replication
            if voice.json:
                code = None if reason is None else reason.code
                voice.event(
                    "listening",
                    url=url,
                    writes=reason is None,
                    reason=code,
                    **standbys.fields(replication),
                )
                return
            voice.tell("✓ " + said["listening"].format(url=url))
            standbys.tell(voice, replication)
            if reason is not None:
                halts.tell(voice, reason)

        answer(asked, make_app(service), (host, port), say)
        reason = service.reason
    finally:
        service.stop()
        fetcher.close()
    if reason is not None and reason.code in HALTS:
        raise reason.again()
    return 0


def submit(asked: Asked) -> int:
    """Hand in one operation.

    Raises:
        Unavailable: ``ledger.not_proven`` where a proof was asked for, and none came.
        LivretError: what the ledger answered, or ``net.*``.
    """
    base = HttpsUri.parse(asked.at)
    if asked.to is not None:
        check_free(asked.to, "--to")
    chain = before = None if asked.trust is None else trusted(asked)
    operation = _operation(asked)
    leaf = operation.leaf
    if asked.dry_run:
        return _rehearse(asked, base, operation, chain)
    wait = asked.wait or asked.to is not None or chain is not None
    with closing(fetcher_of(asked, timeout_s=_WAIT_S)) as fetcher:
        taken = hand_in(base, leaf, fetcher, wait=wait)
        index, proof, is_proven, is_same = taken.index, taken.proof, False, True
        if chain is not None and proof is not None:
            # What answers is not the ledger because it says so.
            beside = Reader(open_source(base.text, fetcher))
            proven, chain = verify_walking(
                operation,
                proof,
                chain,
                beside.trust_roots,
                now_s=now_s(),
                standing=beside.standing,
            )
            index, is_proven = proven.index, True
            is_same = proven.operation == operation
    if asked.to is not None and proof is not None:
        write_named(asked.to, proof.format(), "--to", mode=0o644)
    voice, said = asked.voice, texts(asked.voice.lang)
    if voice.json:
        voice.event(
            "taken",
            index=index,
            new=taken.is_new,
            cosigned=is_proven,
            checked=chain is not None,
            same_signatures=is_same if is_proven else None,
            trust_version=None if chain is None else chain.newest.version,
            proof=None if asked.to is None or proof is None else str(asked.to),
        )
    if wait and proof is None:
        raise Unavailable("ledger.not_proven", index=index)
    if voice.json:
        return 0
    if is_proven:
        stands = "taken" if taken.is_new else "taken_before"
        voice.tell("✓ " + said[stands if is_same else "taken_signed_otherwise"].format(index=index))
        voice.tell(said["cosigned"])
        if before is not None and chain is not None:
            tell_newer(voice, before.newest, chain.newest)
    else:
        voice.tell("! " + said["said_taken"].format(index=index))
        voice.tell(said["unchecked"])
    if asked.to is not None:
        voice.tell(said["proof_in"].format(path=asked.to))
    return 0


def _operation(asked: Asked) -> Operation:
    """Read what is to be handed in; what is none is nobody's proof that could be had on paper."""
    with named_by(asked.named("file")):
        raw = read_file(asked.file, limits.OPERATION_BYTES + draft.AROUND_BYTES)
        try:
            return Operation.parse(raw)
        except MalformedInput as error:
            if draft.is_draft(raw):
                raise MalformedInput("ledger.draft") from None
            if error.code in _TOO_LARGE or not error.code.startswith("input."):
                raise
            raise MalformedInput("ledger.operation", error.code) from None


def _rehearse(asked: Asked, base: HttpsUri, operation: Operation, chain: TrustChain | None) -> int:
    """Say what the ledger would answer; nothing is handed in."""
    if chain is not None and operation.ledger != chain.newest.origin:
        raise Refused("ledger.origin")
    with closing(fetcher_of(asked, timeout_s=_WAIT_S)) as fetcher:
        index = rehearse(base, operation.leaf, fetcher)
    if asked.voice.json:
        asked.voice.event(
            "rehearsed", type=operation.type, id=operation.id, index=index, dry_run=True
        )
        return 0
    said = texts(asked.voice.lang)
    asked.voice.tell(
        said["would_take"] if index is None else said["stands_already"].format(index=index),
        said["dry_run"],
    )
    return 0
