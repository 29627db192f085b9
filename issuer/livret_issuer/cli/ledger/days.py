"""The digests of a day go to the ledger, and what dates a day's copies goes to their holders."""

from typing import Final

from livret_core.errors import Refused
from livret_core.ledger.operation import Operation
from livret_edge.arguments import Asked
from livret_edge.files import make_folder, write_file
from livret_edge.saying import now_s
from livret_issuer.cli.ledger.handing_in import check_way, hand_in, leave
from livret_issuer.cli.ledger.identity import open_ledger_office
from livret_issuer.cli.ledger.watching import glance
from livret_issuer.cli.opening import open_office
from livret_issuer.service import LedgerOffice
from livret_issuer.words.ledger import texts

# It is said to be taken, and shown to be nothing of the kind: no word about how it ended.
_TWO_WORDS: Final = frozenset({"ledger.unproven", "log.fork", "log.consistency"})


def commit(asked: Asked) -> int:
    """Make the day's commit, one's own or that of an identity taken over."""
    check_way(asked)
    opened = open_office(asked)
    office, at_s = opened.on_ledger(), now_s()
    glance(asked, opened)
    left_over = office.left_over(now_s=at_s, of=asked.of)
    if left_over is not None and asked.submit is not None:
        _hand_in_late(asked, office, left_over)
    if asked.of is not None:
        operation, _ = office.commit_for(asked.of, now_s=at_s)
        leave(asked, office, operation, "committed_for")
        return 0
    operation, _ = office.commit(now_s=at_s)
    leave(asked, office, operation, "committed")
    return 0


def _hand_in_late(asked: Asked, office: LedgerOffice, operation: Operation) -> None:
    """Find out how a commit of a day that is over ended: the ledger knows it, or takes it no more."""
    try:
        handed = hand_in(asked, operation)
    except Refused as refused:
        if refused.code in _TWO_WORDS:
            raise
        office.settle_refused(operation, now_s=now_s())
        return
    if handed.proven is not None:
        office.settle(handed.proven, now_s=now_s())


def paths(asked: Asked) -> int:
    """Write one file for each hand-over whose day the ledger has."""
    voice, said = asked.voice, texts(asked.voice.lang)
    office, count = open_ledger_office(asked), 0
    make_folder(asked.to)
    for dating in office.datings(now_s=now_s(), all_of_them=asked.all):
        to = asked.to / f"{dating.code}.dating.json"
        write_file(to, dating.format())
        count += 1
        if voice.json:
            voice.event(
                "dated",
                code=str(dating.code),
                copies=len(dating.paths),
                day=dating.commit.day,
                proven=dating.proof is not None,
                to=str(to),
            )
        else:
            voice.lines([f"  {dating.code}  {to}"])
    if voice.json:
        voice.event("paths", count=count)
    else:
        voice.tell("✓ " + said["paths"].format(count=count, path=asked.to))
        if count:
            voice.tell(said["paths_next"])
    return 0
