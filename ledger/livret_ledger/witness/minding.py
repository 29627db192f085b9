"""What a cosigner's memory has to do with what it may sign. Pure.

:func:`livret_core.tlog.witness.decide` holds a new head against the remembered one. Here is
what follows from remembering at all: a memory that is older than the own signatures is none,
and time, which every cosignature states, does not go back.
"""

from typing import Final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.tlog import cosignature, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import SignatureLine, VerifierKey
from livret_core.tlog.witness import Conflict, Rejection, Response, answer

#: By how much a clock may have been set back without a word: what time servers correct.
STEP_S: Final = 300

_TEXT: Final = "text/plain; charset=utf-8"


def check_memory(held: Checkpoint | None, signed: SignedCheckpoint, own: VerifierKey) -> None:
    """Check that nothing bears our own signature that we do not remember.

    A database put back from a copy, or lost, forgets heads; a log that it then shows an
    older one, or another, would have both cosigned. Whoever sends the newest head along
    with our line on it tells us in time. Nobody else can make that line.

    Raises:
        Refused: ``witness.memory_lost``: this key must not sign again.
    """
    try:
        is_ours = bool(cosignature.verify(signed, [own]))
    except Refused:
        return  # somebody's joke: a line in our name that is not ours says nothing
    if not is_ours:
        return
    checkpoint = signed.checkpoint
    if (
        held is None
        or checkpoint.size > held.size
        or (checkpoint.size == held.size and checkpoint.root != held.root)
    ):
        raise Refused("witness.memory_lost", "signed, and not remembered", what="behind")


def stamp(now_s: int, last_s: int | None) -> int:
    """Choose the time to sign at: now, and not before the last time signed at.

    A cosignature says that at its time no larger head was known. One of an earlier time on
    a larger head would make the one before it untrue.

    Args:
        now_s: by this machine's clock.
        last_s: of the last cosignature on this log.

    Raises:
        Unavailable: ``ledger.clock`` for a clock that is well behind it.
    """
    if last_s is None or now_s >= last_s:
        return now_s
    if last_s - now_s > STEP_S:
        raise Unavailable("ledger.clock", now_s=now_s, seen_s=last_s)
    return last_s


def kept(signed: SignedCheckpoint, log_keys: frozenset[VerifierKey]) -> SignedCheckpoint:
    """Leave of a checkpoint's signatures those of its own log: what is remembered of it.

    Args:
        signed: verified to be signed by one of *log_keys*.
        log_keys: of its log.
    """
    lines = [
        line
        for key in sorted(log_keys, key=lambda key: key.key_id)
        for _, line in note.lines_by(signed.note, [key], key.signature_type)
    ]
    return SignedCheckpoint.of(note.Note(signed.note.text, tuple(dict.fromkeys(lines))))


def respond(decision: Conflict | Rejection | tuple[SignatureLine, ...] | LivretError) -> Response:
    """Write the response to a request, of whatever came of it.

    Statuses are those of the specification; for what it knows nothing of, 422 says that
    this head will not be cosigned, and 503 that it could not be found out.
    """
    if isinstance(decision, LivretError):
        status = {"malformed": 400, "refused": 422, "unavailable": 503}[decision.branch]
        if decision.code == "witness.memory_lost":
            status = 503  # says nothing against the head
        return Response(status, _TEXT, f"{decision.code}\n".encode())
    return answer(decision)
