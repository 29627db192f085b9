"""Hand-overs from a list of people, and answers to what their wallets ask."""

from array import array
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core.credential import catalogue
from livret_core.credential.types import CredentialType
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.short_code import ShortCode
from livret_core.words import printable, stated
from livret_edge.arguments import Asked
from livret_edge.files import (
    check_folder,
    check_free,
    check_may_be_folder,
    make_folder,
    named_by,
    open_file,
    read_chunks,
    read_file,
    remove_stale,
    write_into,
    write_named,
)
from livret_edge.saying import now_s
from livret_edge.staging import Staging
from livret_issuer.cli.counter import offer_at_counter
from livret_issuer.cli.opening import open_office, say_head, warn_of_right
from livret_issuer.handing import codes_csv
from livret_issuer.intake import RowRefused
from livret_issuer.people_list import PeopleList
from livret_issuer.pickup.acting import ACT_OPTIONS
from livret_issuer.pickup.going_on import check_by_file
from livret_issuer.words import texts

if TYPE_CHECKING:
    from livret_core.openid4vci.handover import Handover
    from livret_issuer.service import Office
    from livret_issuer.service.offering import OfferedTogether

_MAX_REQUEST_BYTES: Final = 1 << 20
_HANDOVER_LIFE_S: Final = 7 * 86_400
# More are seen to the disk together: that waits for whatever else is being written to it.
_FEW: Final = 64
_AT_ONCE: Final = 500
_SUFFIX: Final = ".handover.json"
_EXIT: Final = {"refused": 1, "malformed": 2, "unavailable": 3}


def offer(asked: Asked) -> int:
    """Make a hand-over for each person of a list, or for nobody when a row is bad.

    Without a folder to write them to: for one person, who stands at the counter.
    """
    if asked.to is None:
        return offer_at_counter(asked)
    _check_for_a_list(asked)
    voice, said, at_s = asked.voice, texts(asked.voice.lang), now_s()
    kind = catalogue.find(asked.type)
    with named_by("--from"):
        open_file(asked.source).close()  # before the passphrase is asked for
    if asked.codes is not None:
        check_free(asked.codes, "--codes")
    office = open_office(asked)
    check_by_file(kind.name, office.hall.four_eyes)
    warn_of_right(asked, office, kind, at_s=at_s)
    if asked.to.is_dir() and not asked.dry_run:
        _settle(asked, office)
    people = PeopleList(
        partial(read_chunks, asked.source),
        kind,
        standing=office.standing_claims(kind, now_s=at_s),
        now_s=at_s,
        communes=office.hall.communes,
    )
    # Once through before anything is kept: a list that is damaged at its end must not
    # be half offered.
    lines, refused = _look_through(asked, kind, office, people, at_s)
    if refused and not asked.skip_refused:
        if not voice.json:
            voice.complain(said["nothing_offered"])
        return 1
    if not lines and not refused:
        raise MalformedInput("intake.nobody" if asked.line else "intake.empty")
    if lines and not asked.dry_run:
        _offer_all(asked, kind, office, people, lines, at_s)
    count = len(lines)
    if voice.json:
        head = {} if asked.dry_run else {"audit_head": office.audit_head().format_whole()}
        voice.event("offered", count=count, refused=refused, dry_run=asked.dry_run, **head)
    elif asked.dry_run:
        voice.tell(said["would_offer"].format(count=count))
    else:
        voice.tell("✓ " + said["offered"].format(count=count, path=asked.to), said["handed"])
        say_head(asked, office)
    return 1 if refused else 0


def _check_for_a_list(asked: Asked) -> None:
    """Check that nothing was typed that only the counter knows.

    Raises:
        MalformedInput: ``usage.contradiction``.
    """
    seen = (asked.identity_check, asked.capacity, asked.justified_by)
    typed = [option for option, word in zip(ACT_OPTIONS, seen, strict=True) if word is not None]
    if asked.profile != "did":
        typed.append("--profile")
    if typed:
        raise MalformedInput("usage.contradiction", option=", ".join(("--to", *typed)))


def _look_through(
    asked: Asked, kind: CredentialType, office: "Office", people: PeopleList, at_s: int
) -> "tuple[array[int], int]":
    """Say what is wrong with which rows; give the lines of those that are good, and count the others."""
    offered = {} if asked.again else office.people_offered(kind, now_s=at_s)
    lines, refused = array("I"), 0
    with named_by("--from"):
        for row in people.look_through():
            if asked.line is not None and row.line != asked.line:
                continue
            if isinstance(row, RowRefused):
                _say_refused(asked, row)
                refused += 1
            elif offered and (code := offered.get(office.mark_of(kind, row.claims))):
                reason = Refused("intake.offered", line=row.line, column="", handover=str(code))
                _say_refused(asked, RowRefused(row.row, row.line, "", reason))
                refused += 1
            else:
                lines.append(row.line)
    return lines, refused


def _offer_all(
    asked: Asked,
    kind: CredentialType,
    office: "Office",
    people: PeopleList,
    lines: "array[int]",
    at_s: int,
) -> None:
    """Write every hand-over, record all of them in one, and put the files in their places."""
    together = office.offer_together(
        kind,
        source=asked.source.name,
        max_copies=asked.copies,
        valid_s=asked.valid or _HANDOVER_LIFE_S,
        now_s=at_s,
    )
    # What goes in is for one person each; whoever holds a hand-over may use it.
    make_folder(asked.to)
    with Staging.begin(asked.to, many=len(lines) > _FEW) as staging:
        try:
            for handover in together.draw(lines):
                staging.write(_name(handover), handover.format() + b"\n")
            staging.seal()
        except Unavailable as error:
            if "file" not in error.facts:
                raise
            raise Unavailable("offer.none", error.detail, **error.facts) from None
        with named_by("--from"):
            together.record(people, again=asked.again)
        staging.keep()  # recorded now: a file that stays behind is for the next run to place
        _place(staging)
    if asked.codes is not None:
        write_named(asked.codes, codes_csv(together.made(), office.hall.url), "--codes")
    _say_all(asked, together)


def _settle(asked: Asked, office: "Office") -> None:
    """Put in their places the files of a run that was cut short after it was recorded."""
    count = 0
    for staging in Staging.left_in(asked.to):
        names = _recorded(office, staging.names)
        if names:
            _place(staging, *names)
        count += len(names)
    if not count:
        return
    if asked.voice.json:
        asked.voice.event("settled", count=count, to=str(asked.to))
    else:
        asked.voice.tell("✓ " + texts(asked.voice.lang)["settled"].format(count=count))


def _place(staging: Staging, *names: str) -> None:
    try:
        staging.put_in_place(*names)
    except Unavailable as error:
        raise Unavailable("offer.unfinished", error.detail, **error.facts) from None


def _recorded(office: "Office", names: Sequence[str]) -> list[str]:
    """Which files are of hand-overs that are recorded."""
    codes: dict[ShortCode, str] = {}
    for name in names:
        with suppress(MalformedInput):
            codes[ShortCode.parse(name.removesuffix(_SUFFIX))] = name
    found, left = [], iter(codes)
    while some := tuple(islice(left, _AT_ONCE)):
        known = office.known_handovers(some)
        found += [codes[code] for code in some if code in known]
    return found


def _name(handover: "Handover") -> str:
    return f"{handover.code}{_SUFFIX}"


def _say_all(asked: Asked, together: "OfferedTogether") -> None:
    voice, said = asked.voice, texts(asked.voice.lang)
    until = said["until"].format(time=voice.moment(together.expires_at_s))
    for line, handover in together.made():
        if voice.json:
            to = str(asked.to / _name(handover))
            voice.event("handover", code=str(handover.code), line=line, to=to)
            continue
        where = f"{said['row']} {line}"
        if voice.plain:
            voice.tell(stated(where, f"{handover.code}, {until}", voice.lang))
        else:
            voice.lines([f"  {where:<10}  {handover.code}  {until}"])


def _say_refused(asked: Asked, row: RowRefused) -> None:
    voice = asked.voice
    if voice.json:
        voice.event("row_refused", line=row.line, column=row.column, code=row.code)
        return
    where = f"{texts(voice.lang)['row']} {row.line}" + (f", {row.column}" if row.column else "")
    voice.complain_of(where, row.reason)


def issue(asked: Asked) -> int:
    """Answer every request of a folder; one that is bad does not stop the others."""
    voice = asked.voice
    requests = check_folder(asked.requests, "--requests") / "*.json"
    paths = sorted(asked.requests.glob(requests.name))
    if not paths:
        raise MalformedInput(
            "usage.no_file", option="--requests", file=str(requests), reason="missing"
        )
    check_may_be_folder(asked.to, "--to")
    office = open_office(asked)
    if asked.dry_run:
        return _examine_all(asked, office, paths)
    make_folder(asked.to)
    remove_stale(asked.to, ".proof.json")
    worst = 0
    for request in paths:
        try:
            answered = office.answer(read_file(request, _MAX_REQUEST_BYTES), now_s=now_s())
            response, again = answered.response, answered.is_repeated
            name, copies = f"{response.code}.proof.json", len(response.credentials)
            to = write_into(asked.to, name, response.format() + b"\n", "--to")
        except LivretError as error:
            # One bad request must not keep the others waiting.
            worst = max(worst, _say_request_refused(asked, request, error))
            continue
        if voice.json:
            voice.event(
                "issued",
                code=str(response.code),
                copies=copies,
                to=str(to),
                repeated=again,
                audit_head=office.audit_head().format_whole(),
            )
        else:
            line = texts(voice.lang)["answered_again" if again else "answered"]
            voice.tell("✓ " + line.format(code=response.code, copies=copies, path=to))
    if not voice.json:
        say_head(asked, office)
    return worst


def _examine_all(asked: Asked, office: "Office", paths: Sequence[Path]) -> int:
    """Say what would be answered, and sign nothing."""
    voice, said, worst = asked.voice, texts(asked.voice.lang), 0
    answered: dict[ShortCode, bytes] = {}
    for request in paths:
        try:
            raw = read_file(request, _MAX_REQUEST_BYTES)
            seen = office.examine(raw, now_s=now_s(), answered=answered)
        except LivretError as error:
            worst = max(worst, _say_request_refused(asked, request, error))
            continue
        code, again = seen.handover.code, seen.is_repeated
        answered.setdefault(code, sha256(raw).digest())
        if voice.json:
            told = {"copies": seen.copies, "repeated": again, "dry_run": True}
            voice.event("issued", code=str(code), **told)
        else:
            line = said["would_answer_again" if again else "would_answer"]
            voice.tell("· " + line.format(code=code, copies=seen.copies))
    return worst


def _say_request_refused(asked: Asked, request: Path, error: LivretError) -> int:
    """Say why a request has no answer, and give the exit status for that."""
    if asked.voice.json:
        asked.voice.event("request_refused", file=request.name, code=error.code)
    else:
        asked.voice.complain_of(printable(request.name), error)
    return _EXIT[error.branch]
