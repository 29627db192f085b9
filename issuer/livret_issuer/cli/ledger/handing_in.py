"""An operation leaves the town hall: as a file, over the network, or both."""

from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.ledger.operation import Operation
from livret_edge.arguments import Asked
from livret_edge.files import check_free, named_by, read_file, write_file
from livret_edge.saying import now_s
from livret_issuer.service import LedgerOffice
from livret_issuer.words.ledger import texts
from livret_ledger.client.fetcher import Fetcher, parse_pin
from livret_ledger.client.submitting import Taken, submit

_WAIT_S: Final = 30.0


def check_way(asked: Asked) -> None:
    """Check, before anything is made, that there is a way for it to leave.

    Raises:
        MalformedInput: ``usage.missing``, ``usage.file_exists``, ``input.https_uri``.
    """
    if asked.to is None and asked.submit is None:
        raise MalformedInput("usage.missing", option="--to, --submit")
    if asked.to is not None:
        check_free(asked.to, "--to")
    if asked.submit is not None:
        HttpsUri.parse(asked.submit)


def hand_in(asked: Asked, operation: Operation) -> Taken:
    """Hand one operation in, and wait until it is cosigned or the time is over.

    Raises:
        LivretError: what the ledger answered, or ``net.*``.
    """
    pins = dict(parse_pin(each) for each in (asked.resolve or "").split(",") if each)
    authorities = None
    if asked.authorities is not None:
        with named_by("--authorities"):
            authorities = read_file(asked.authorities, limits.PEM_BUNDLE_BYTES)
    fetcher = Fetcher(authorities=authorities, pins=pins, timeout_s=_WAIT_S)
    try:
        return submit(HttpsUri.parse(asked.submit), operation.leaf, fetcher, wait=True)
    finally:
        fetcher.close()


def leave(
    asked: Asked, office: LedgerOffice, operation: Operation, said: str, *, to: Path | None = None
) -> None:
    """Write an operation, hand it in where that was asked for, and say so.

    Args:
        asked: the command, with ``to`` and ``submit``.
        office: that made it.
        operation: whole.
        said: name of the sentence that says what was made.
        to: the file, where the command names none itself.
    """
    voice, words, to = asked.voice, texts(asked.voice.lang), to or asked.to
    if to is not None:
        write_file(to, operation.leaf, mode=0o644)
    taken = None if asked.submit is None else hand_in(asked, operation)
    if taken is not None:
        office.settle(operation, taken=True, proof=taken.proof, now_s=now_s())
    if voice.json:
        voice.event(
            "made",
            type=operation.type,
            id=operation.id,
            to=None if to is None else str(to),
            index=None if taken is None else taken.index,
            cosigned=taken is not None and taken.proof is not None,
        )
        return
    voice.tell("✓ " + words[said])
    if to is not None:
        voice.rows([(words["written"], str(to))])
    if taken is None:
        voice.tell(words["settle_next"].format(path=to))
    else:
        voice.tell("✓ " + words["taken"].format(index=taken.index))
        if taken.proof is None:
            voice.tell("! " + words["not_cosigned"])
