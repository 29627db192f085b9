"""The digests of a day go to the ledger, and what dates a day's copies goes to their holders."""

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import CommitRecord
from livret_core.ledger.state import commit_name
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import make_named_folder, remove_stale, write_into
from livret_edge.saying import now_s
from livret_issuer.cli.ledger.handing_in import TWO_WORDS, check_way, hand_in, leave
from livret_issuer.cli.ledger.identity import open_ledger_office
from livret_issuer.cli.ledger.settling import by_copy, tell_settled
from livret_issuer.cli.ledger.watching import folder_of, glance
from livret_issuer.cli.opening import open_office
from livret_issuer.records import StoredOperation
from livret_issuer.service import LedgerOffice, Office
from livret_issuer.words.ledger import texts
from livret_ledger.watch.service.looking import Watch


def commit(asked: Asked) -> int:
    """Make the day's commit, one's own or that of an identity taken over."""
    check_way(asked)
    commit_day(asked, open_office(asked))
    return 0


def commit_day(asked: Asked, opened: Office) -> None:
    """Make the day's commit for a town hall that is open; arguments as the command has them."""
    if glance(asked, opened, _note):
        opened = opened.as_of_now()  # a recovery that was noted brought other keys
        _follow(asked, opened)
    office = opened.on_ledger()
    try:
        _commit_now(asked, office)
    except Refused as refused:
        if refused.code == "ledger.day":
            opened.catch_up()  # another machine of this town hall made it, perhaps
        raise


def _commit_now(asked: Asked, office: LedgerOffice) -> None:
    left_over = office.left_over(now_s=now_s(), of=asked.of)
    if left_over is not None and asked.submit is not None:
        _hand_in_late(asked, office, left_over)
    if asked.of is not None:
        operation, said = office.commit_for(asked.of, now_s=now_s())[0], "committed_for"
    else:
        operation, said = office.commit(now_s=now_s())[0], "committed"
    try:
        leave(asked, office, operation, said)
    except Refused as refused:
        if refused.code == "ledger.sequence":
            asked.voice.complain("! " + texts(asked.voice.lang)["out_of_step"])
        raise


def _note(asked: Asked, opened: Office) -> bool:
    """Note how what was made before ended."""
    try:
        changed = by_copy(asked, opened, opened.on_ledger().unsettled())
    except LivretError as error:
        asked.voice.complain_of(printable(opened.hall.did.text), error)
        return False
    tell_settled(asked, opened.on_ledger(), [each for each in changed if not _is_day(each)])
    return bool(changed)


def _is_day(noted: StoredOperation) -> bool:
    return noted.operation.type == "commit"


def _follow(asked: Asked, opened: Office) -> None:
    """Note what others committed for one that this goes on for."""
    if asked.of is not None:
        record = commit_name(asked.of)
        with Watch.held(folder_of(asked.home)) as held:
            commit = held.store.record(record)
        if isinstance(commit, CommitRecord):
            opened.on_ledger().follow(asked.of, commit.seq, commit.last)


def _hand_in_late(asked: Asked, office: LedgerOffice, operation: Operation) -> None:
    """Find out how a commit of a day that is over ended: the ledger shows that it has it, or nothing.

    That it does not take it is nobody's proof: who says so may have it all the same.

    Raises:
        Unavailable: ``home.unproven_no``.
    """
    try:
        handed = hand_in(asked, operation)
    except Refused as refused:
        if refused.code in TWO_WORDS:
            raise
        office.turned_away(operation)
        raise Unavailable("home.unproven_no", reason=refused.code) from None
    if handed.proven is not None:
        office.settle(handed.proven, now_s=now_s())


def paths(asked: Asked) -> int:
    """Write one file for each hand-over whose day the ledger has."""
    voice, said = asked.voice, texts(asked.voice.lang)
    office, count = open_ledger_office(asked), 0
    make_named_folder(asked.to, "--to")
    remove_stale(asked.to, ".dating.json")
    for dating in office.datings(now_s=now_s(), all_of_them=asked.all):
        to = write_into(asked.to, f"{dating.code}.dating.json", dating.format(), "--to")
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
