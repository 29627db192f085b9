"""An operation leaves the town hall: as a file, over the network, or both."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, final

from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.ledger.operation import Operation
from livret_core.ledger.taken import ProvenEntry, Standing, verify_walking
from livret_core.ledger.trust_root import TrustRoot
from livret_core.ledger.trusting import Trusted, walked_on
from livret_core.tlog.proof import LogProof
from livret_edge.arguments import Asked
from livret_edge.fetcher import fetcher_of
from livret_edge.files import check_free, of_their_kind, remove_stale, write_into
from livret_edge.saying import now_s
from livret_edge.trust import tell_walked
from livret_issuer.cli.ledger.believing import believed, remember
from livret_issuer.cli.ledger.watching import look_for_key
from livret_issuer.hall_document import fragment_of
from livret_issuer.service import LedgerOffice
from livret_issuer.words.ledger import texts
from livret_ledger.client.reading import Reader, open_source
from livret_ledger.client.submitting import submit

#: It is said to be taken, and shown to be nothing of the kind: no word about how it ended.
TWO_WORDS: Final = frozenset({"ledger.unproven", "log.fork", "log.consistency"})

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


@final
@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of an operation that was handed in.

    Attributes:
        index: where it is, as whoever answered says.
        proven: that it is there; None where nobody showed it, or nobody can check it here.
        is_checked: whether somebody confirmed here whom to believe.
    """

    index: int
    proven: ProvenEntry | None
    is_checked: bool


def hand_in(asked: Asked, operation: Operation) -> HandedIn:
    """Hand one operation in, and wait until it is cosigned or the time is over.

    Raises:
        Refused: ``ledger.unproven`` for an answer whose proof is not of a ledger believed here.
        LivretError: what the ledger answered, or ``net.*``.
    """
    ledger = believed(asked)
    with closing(fetcher_of(asked, timeout_s=_WAIT_S)) as fetcher:
        taken = submit(HttpsUri.parse(asked.submit), operation.leaf, fetcher, wait=True)
        if ledger is None or taken.proof is None:
            return HandedIn(taken.index, None, ledger is not None)
        beside = Reader(open_source(asked.submit, fetcher))
        proven = prove_taken(
            asked, ledger, operation, taken.proof, beside.trust_roots, beside.standing
        )
        return HandedIn(proven.index, proven, is_checked=True)


def prove_taken(
    asked: Asked,
    ledger: Trusted,
    operation: Operation,
    proof: LogProof,
    newer: Callable[[], Iterable[TrustRoot]] = tuple,
    standing: Standing | None = None,
) -> ProvenEntry:
    """Have it shown that the ledger has an operation; what was seen of it is remembered.

    Args:
        asked: the command.
        ledger: as it is believed here.
        operation: that was handed in.
        proof: that came back.
        newer: reads trust roots that lie beside the ledger.
        standing: reads what stands where the proof leads.

    Raises:
        Refused, Unavailable: as :func:`livret_core.ledger.taken.verify`.
    """
    proven, chain = verify_walking(
        operation,
        proof,
        ledger.chain,
        newer,
        now_s=now_s(),
        remembered=ledger.remembered,
        standing=standing,
    )
    walked = walked_on(ledger, chain, now_s=now_s())
    remember(asked, walked.saw(proven.head))
    tell_walked(asked.voice, ledger, walked)
    return proven


def standing_at(asked: Asked, place: Callable[[], str]) -> Standing:
    """Read what stands where a proof leads, at a ledger's address; nobody is asked before that."""

    def read(proof: LogProof) -> bytes:
        with closing(fetcher_of(asked)) as fetcher:
            return Reader(open_source(place(), fetcher)).standing(proof)

    return read


def leave(
    asked: Asked,
    office: LedgerOffice,
    operation: Operation,
    said: str,
    *,
    to: Path | None = None,
    key: str | None = None,
) -> None:
    """Write an operation, hand it in where that was asked for, and say so.

    Nothing is noted that was not shown, and what is not noted is no success. Digests that it is
    over are published no more when the ledger would not take it.

    Args:
        asked: the command, with ``to`` and ``submit``.
        office: that made it.
        operation: whole.
        said: name of the sentence that says what was made.
        to: the file, where the command names none itself.
        key: the key that the sentence names, where it is not the one that the operation is about.

    Raises:
        Unavailable: ``ledger.not_proven`` for what was handed in and not shown to be taken.
        LivretError: as :func:`hand_in`.
    """
    voice, to = asked.voice, to or asked.to
    if to is not None:
        remove_stale(to.parent, of_their_kind(to.name))
        write_into(to.parent, to.name, operation.leaf, "--to", mode=0o644)
    try:
        handed = None if asked.submit is None else hand_in(asked, operation)
    except Refused as refused:
        if refused.code not in TWO_WORDS:
            _turned_away(office, operation)
        raise
    if handed is not None and handed.proven is not None:
        office.settle(handed.proven, now_s=now_s())
        look_for_key(asked, office)
    if voice.json:
        voice.event(
            "made",
            type=operation.type,
            id=operation.id,
            to=None if to is None else str(to),
            index=None if handed is None else handed.index,
            cosigned=handed is not None and handed.proven is not None,
            checked=handed is not None and handed.is_checked,
            **({} if key is None else {"key": key}),
        )
    else:
        named = key or fragment_of(operation.subject)
        asked.voice.tell("✓ " + texts(voice.lang)[said].format(key=named))
        _tell(asked, office, operation, handed, to)
    if handed is not None and handed.proven is None:
        raise Unavailable("ledger.not_proven", index=handed.index)


def _turned_away(office: LedgerOffice, operation: Operation) -> None:
    """Note what the ledger's word that it does not take an operation changes here.

    A report of a theft is made anew then, as the refusal says, and is not held up by the first:
    should the ledger have that all the same, a copy of it shows that, and it is noted.
    """
    office.turned_away(operation)
    if operation.type == "key.compromise":
        office.settle_refused(operation, now_s=now_s())


def _tell(
    asked: Asked,
    office: LedgerOffice,
    operation: Operation,
    handed: HandedIn | None,
    to: Path | None,
) -> None:
    voice, words = asked.voice, texts(asked.voice.lang)
    if to is not None:
        voice.rows([(words["written"], str(to))])
    if handed is None:
        voice.tell(words["settle_next"].format(path=to))
    elif handed.proven is not None:
        is_same = handed.proven.operation == operation
        said = "taken" if is_same else "taken_signed_otherwise"
        voice.tell("✓ " + words[said].format(index=handed.index))
        if office.took_back(operation):
            voice.tell("! " + words["spent"])
    else:
        voice.tell("! " + words["not_cosigned" if handed.is_checked else "unchecked"])
