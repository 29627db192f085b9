"""`livret issuer`: a town hall hands over, signs, withdraws. On files."""

import argparse
import getpass
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from livret_core.credential import catalogue
from livret_core.credential.types import CredentialType
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.homes import default_home
from livret_core.sealing import encode_passphrase
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_core.territory import Territory
from livret_core.words import (
    LANGUAGES,
    explain_error,
    labelled_lines,
    printable,
    printable_json,
    sentence_lines,
    stated,
)
from livret_core.words.manner import Manner
from livret_issuer.intake import Row, RowRefused, read_rows
from livret_issuer.words import texts

if TYPE_CHECKING:
    # The store behind it takes half a second to import, and no help needs it.
    from livret_issuer.service import Office

_EXAMPLES: Final = """\
examples:
  livret issuer init --name "Ville de Verneuil-sur-Lys" --territory fr-insee:80999 \\
      --at ledger.example/verneuil-sur-lys
  livret issuer offer --type residency --from residents.csv --to handovers/
  livret issuer issue --requests requests/ --to proofs/
  livret issuer revoke 7KQ2-M9T9
  livret issuer publish      # on a schedule: each hour, or each night
"""
_HANDOVER_LIFE_S: Final = 7 * 86_400
_MAX_REQUEST_BYTES: Final = 1 << 20
_CHUNK_BYTES: Final = 1 << 16
_ABOUT: Final = 28
_STATUS: Final = {
    "revoke": Status.INVALID,
    "suspend": Status.SUSPENDED,
    "resume": Status.VALID,
}
_SAID: Final = {"revoke": "revoked", "suspend": "suspended", "resume": "resumed"}


def run(argv: list[str]) -> int:
    """Run one of the town hall's commands; exit statuses as in ``livret --help``."""
    asked = _parser(Manner.from_env(os.environ)).parse_args(argv)
    status: int = asked.function(asked)
    return status


def _parser(manner: Manner) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="livret issuer",
        description="Hand over, sign and withdraw proofs for residents.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(manner=manner)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--home", type=Path, default=_home(), help="this town hall's folder")
    shared.add_argument("--lang", choices=LANGUAGES, default=manner.lang)
    shared.add_argument("--json", action="store_true", help="one object a line")
    shared.add_argument(
        "--passphrase-file", metavar="F", help="read the passphrase from F, or - for stdin"
    )

    init = commands.add_parser("init", parents=[shared], help="found a town hall")
    init.add_argument("--name", required=True, help='"Ville de Verneuil-sur-Lys"')
    init.add_argument("--territory", required=True, help="fr-insee:80999, be-nis:…, de-ags:…")
    init.add_argument("--authority", help="who signs, as certificates say it; default: the name")
    init.add_argument("--language", help="official language, where the law leaves a choice")
    init.add_argument(
        "--at", required=True, metavar="HOST[:PORT]/PATH", help="where it will publish"
    )
    init.add_argument("--recovery-to", type=Path, help="folder for the recovery keys")
    init.set_defaults(function=_init)

    offer = commands.add_parser("offer", parents=[shared], help="hand-overs from a list of people")
    offer.add_argument("--type", required=True, help="residency, birth, diploma")
    offer.add_argument("--from", dest="source", type=Path, required=True, help="CSV, UTF-8")
    offer.add_argument("--to", type=Path, required=True, help="folder for the hand-over files")
    offer.add_argument("--copies", type=int, default=10, help="at most so many copies each")
    offer.add_argument(
        "--valid", type=int, default=_HANDOVER_LIFE_S, metavar="SECONDS", help="default 7 days"
    )
    offer.add_argument("--line", type=int, help="only the person on this line of the file")
    offer.add_argument("--skip-refused", action="store_true", help="offer the rows that are good")
    offer.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
    offer.set_defaults(function=_offer)

    issue = commands.add_parser("issue", parents=[shared], help="answer wallets' requests")
    issue.add_argument("--requests", type=Path, required=True, help="folder of request files")
    issue.add_argument("--to", type=Path, required=True, help="folder for the answers")
    issue.set_defaults(function=_issue)

    for verb in _STATUS:
        change = commands.add_parser(
            verb, parents=[shared], help=f"{verb} a hand-over's copies, with the next list"
        )
        change.add_argument("code", help="7KQ2-M9T9")
        change.add_argument(
            "--now",
            action="store_true",
            help="publish at once; whoever compares lists then sees which copies belong together",
        )
        change.set_defaults(function=_change, verb=verb)
    cancel = commands.add_parser("cancel", parents=[shared], help="end an unused hand-over")
    cancel.add_argument("code")
    cancel.set_defaults(function=_cancel)
    publish = commands.add_parser(
        "publish", parents=[shared], help="sign the lists anew (on a schedule)"
    )
    publish.set_defaults(function=_publish)
    show = commands.add_parser("show", parents=[shared], help="who this is, and its hand-overs")
    show.set_defaults(function=_show)
    audit = commands.add_parser("audit", parents=[shared], help="check and print the audit log")
    audit.set_defaults(function=_audit)
    return parser


def _init(asked: argparse.Namespace) -> int:
    from livret_issuer.service import found_town_hall

    host, port, path = _place(asked.at)
    recovery = asked.recovery_to or asked.home.parent / f"{asked.home.name}-recovery"
    office = found_town_hall(
        asked.home,
        name=asked.name,
        authority=asked.authority or asked.name,
        territory=Territory.parse(asked.territory),
        language=asked.language,
        host=host,
        port=port,
        path=path,
        recovery=recovery,
        passphrase=_passphrase(asked, twice=True),
        now_s=int(time.time()),
    )
    did = office.hall.did.text
    if asked.json:
        _event("founded", did=did, public=str(office.home.public), recovery=str(recovery))
        return 0
    said = texts(asked.lang)
    _tell(asked, "✓ " + said["founded"].format(name=printable(asked.name)))
    _tell_hall(asked, did, office.home.public)
    _tell(asked, "! " + said["recovery"].format(path=recovery))
    return 0


def _tell(asked: argparse.Namespace, text: str, *, file: TextIO | None = None) -> None:
    """Print a sentence, wrapped for this reader."""
    print("\n".join(sentence_lines(text, plain=asked.manner.plain)), file=file)


def _tell_hall(asked: argparse.Namespace, did: str, public: Path) -> None:
    said = texts(asked.lang)
    rows = [(said["did"], did), (said["published"], str(public))]
    print("\n".join(labelled_lines(rows, asked.lang, plain=asked.manner.plain)))


def _offer(asked: argparse.Namespace) -> int:
    kind = catalogue.find(asked.type)
    office = _office(asked)
    now_s = int(time.time())
    said = texts(asked.lang)
    # Once through before anything is kept: a list that is damaged at its end must not
    # be half offered.
    refused = [
        outcome
        for outcome in _outcomes(asked, kind, office, now_s)
        if isinstance(outcome, RowRefused)
    ]
    for row in refused:
        _say_refused(asked, row)
    if refused and not asked.skip_refused:
        if not asked.json:
            _tell(asked, said["nothing_offered"], file=sys.stderr)
        return 1
    if not asked.dry_run:
        _make_folder(asked.to)
    count = 0
    for outcome in _outcomes(asked, kind, office, now_s):
        if isinstance(outcome, Row):
            count += 1
            if not asked.dry_run:
                _offer_one(asked, kind, office, outcome, now_s)
    if not count and not refused:
        raise MalformedInput("intake.nobody")
    if asked.json:
        _event("offered", count=count, refused=len(refused), dry_run=asked.dry_run)
    elif asked.dry_run:
        print(said["would_offer"].format(count=count))
    else:
        _tell(asked, "✓ " + said["offered"].format(count=count, path=asked.to))
        _tell(asked, said["handed"])
    return 1 if refused else 0


def _offer_one(
    asked: argparse.Namespace, kind: CredentialType, office: "Office", row: Row, now_s: int
) -> None:
    from livret_issuer.store.files import write_file

    handover = office.offer(
        kind,
        row.claims,
        source=f"{asked.source.name}, line {row.line}",
        max_copies=asked.copies,
        valid_s=asked.valid,
        now_s=now_s,
    )
    path = asked.to / f"{handover.code}.handover.json"
    write_file(path, handover.format() + b"\n")
    if asked.json:
        _event("handover", code=str(handover.code), line=row.line, to=str(path))
    else:
        said = texts(asked.lang)
        until = said["until"].format(time=_when(handover.expires_at_s))
        where = f"{said['row']} {row.line}"
        if asked.manner.plain:
            _tell(asked, stated(where, f"{handover.code}, {until}", asked.lang))
        else:
            print(f"  {where:<10}  {handover.code}  {until}")


def _issue(asked: argparse.Namespace) -> int:
    from livret_issuer.store.files import read_file, write_file

    office = _office(asked)
    said = texts(asked.lang)
    paths = sorted(asked.requests.glob("*.json")) if asked.requests.is_dir() else []
    if not paths:
        raise Unavailable("file.unavailable", "no request", file=str(asked.requests))
    _make_folder(asked.to)
    worst = 0
    for path in paths:
        try:
            response = office.issue(read_file(path, _MAX_REQUEST_BYTES), now_s=int(time.time()))
        except LivretError as error:
            # One bad request must not keep the others waiting.
            worst = max(worst, {"refused": 1, "malformed": 2, "unavailable": 3}[error.branch])
            _say_error(asked, path.name, error)
            continue
        target = asked.to / f"{response.code}.proof.json"
        write_file(target, response.format() + b"\n")
        if asked.json:
            _event(
                "issued",
                code=str(response.code),
                copies=len(response.credentials),
                to=str(target),
            )
        else:
            line = said["answered"].format(
                code=response.code, copies=len(response.credentials), path=target
            )
            _tell(asked, "✓ " + line)
    return worst


def _change(asked: argparse.Namespace) -> int:
    from livret_issuer.status_lists import LIST_LIFE_S, LIST_TTL_S

    code, office, now_s = ShortCode.parse(asked.code), _office(asked), int(time.time())
    changed = office.set_status(code, _STATUS[asked.verb], now_s=now_s)
    if asked.now:
        office.publish(now_s=now_s)
    ask_again_s, until_s = (changed.listed_at_s + life_s for life_s in (LIST_TTL_S, LIST_LIFE_S))
    if asked.json:
        _event(
            _SAID[asked.verb],
            code=str(code),
            copies=changed.copies,
            published=asked.now,
            listed_at_s=changed.listed_at_s,
            asked_again_at_s=ask_again_s,
            believed_until_s=until_s,
        )
        return 0
    said = texts(asked.lang)
    _tell(asked, "✓ " + said[_SAID[asked.verb]].format(code=code, copies=changed.copies))
    _tell(asked, "! " + said["published_now" if asked.now else "with_next_list"])
    times = {"at": changed.listed_at_s, "again": ask_again_s, "until": until_s}
    _tell(asked, said["list_before"].format(**{name: _when(at) for name, at in times.items()}))
    return 0


def _cancel(asked: argparse.Namespace) -> int:
    code = ShortCode.parse(asked.code)
    _office(asked).cancel(code, now_s=int(time.time()))
    if asked.json:
        _event("cancelled", code=str(code))
    else:
        _tell(asked, "✓ " + texts(asked.lang)["cancelled"].format(code=code))
    return 0


def _publish(asked: argparse.Namespace) -> int:
    for path in _office(asked).publish(now_s=int(time.time())):
        if asked.json:
            _event("published", to=str(path))
        else:
            _tell(asked, "✓ " + texts(asked.lang)["list_published"].format(path=path))
    return 0


def _show(asked: argparse.Namespace) -> int:
    office = _office(asked)
    hall, said, now_s = office.hall, texts(asked.lang), int(time.time())
    if asked.json:
        _event("town_hall", name=hall.name, did=hall.did.text, public=str(office.home.public))
    else:
        _tell(asked, printable(hall.name))
        _tell_hall(asked, hall.did.text, office.home.public)
    for handover in office.handovers():
        used = handover.request_sha256 is not None
        state = "used" if used else "open" if now_s < handover.expires_at_s else "ended"
        kind = catalogue.find(handover.vct)
        if asked.json:
            _event("handover", code=str(handover.code), type=kind.name, state=state)
            continue
        name, when = kind.label(asked.lang), _when(handover.created_at_s)
        source = printable(handover.source)
        if asked.manner.plain:
            facts = f"{name}, {said[f'state_{state}']}, {when}, {source}"
            print("\n".join(labelled_lines([(str(handover.code), facts)], asked.lang, plain=True)))
        else:
            print(f"  {handover.code}  {name:<40}  {said[f'state_{state}']}")
            _tell(asked, f"             {when}  {source}")
    return 0


def _audit(asked: argparse.Namespace) -> int:
    entries = _office(asked).audit()
    for number, at_s, action, about in entries:
        if asked.json:
            _event("audit", number=number, at_s=at_s, action=action, about=about)
        else:
            when, what = _when(at_s), _short(about)
            if asked.manner.plain:
                print(f"{number}: {when}, {action}, {what}")
            else:
                print(f"  {number:>6}  {when}  {action:14}  {what}")
    if not asked.json:
        _tell(asked, "✓ " + texts(asked.lang)["audit_holds"].format(count=len(entries)))
    return 0


def _short(about: str) -> str:
    return about if len(about) <= _ABOUT else about[: _ABOUT - 1] + "…"


def _outcomes(
    asked: argparse.Namespace, kind: CredentialType, office: "Office", now_s: int
) -> Iterator[Row | RowRefused]:
    standing = office.standing_claims(kind, now_s=now_s)
    from livret_issuer.store.files import open_file

    try:
        with open_file(asked.source) as file:
            chunks = iter(lambda: file.read(_CHUNK_BYTES), b"")
            for outcome in read_rows(chunks, kind, standing=standing, now_s=now_s):
                if asked.line is None or outcome.line == asked.line:
                    yield outcome
    except OSError as error:
        raise Unavailable(
            "file.unavailable", type(error).__name__, file=asked.source.name
        ) from None


def _say_refused(asked: argparse.Namespace, row: RowRefused) -> None:
    if asked.json:
        _event("row_refused", line=row.line, column=row.column, code=row.code)
        return
    where = f"{texts(asked.lang)['row']} {row.line}" + (f", {row.column}" if row.column else "")
    _complain(asked, where, row.reason)


def _say_error(asked: argparse.Namespace, name: str, error: LivretError) -> None:
    if asked.json:
        _event("request_refused", file=name, code=error.code)
        return
    _complain(asked, printable(name), error)


def _complain(asked: argparse.Namespace, where: str, error: LivretError) -> None:
    text = stated(f"✗ {where}", explain_error(error, asked.lang).what, asked.lang)
    _tell(asked, f"{text}  {error.code}", file=sys.stderr)


def _office(asked: argparse.Namespace) -> "Office":
    from livret_issuer.service import Office

    return Office.open(asked.home, _passphrase(asked))


def _passphrase(asked: argparse.Namespace, *, twice: bool = False) -> bytes:
    """Take the passphrase from a file or the terminal; never from the command line."""
    from livret_issuer.store.files import read_secret

    if asked.passphrase_file == "-":
        return encode_passphrase(sys.stdin.readline().rstrip("\r\n"))
    if asked.passphrase_file is not None:
        try:
            text = read_secret(Path(asked.passphrase_file), 4_096).decode("utf-8")
        except UnicodeDecodeError:
            raise MalformedInput("input.malformed", "a passphrase file that is not UTF-8") from None
        return encode_passphrase(text.rstrip("\r\n"))
    if not sys.stdin.isatty() or asked.json:
        raise MalformedInput("usage.passphrase")
    said = texts(asked.lang)
    first = getpass.getpass(f"{said['passphrase']}: ")
    if twice and getpass.getpass(f"{said['again']}: ") != first:
        raise Refused("usage.not_the_same")
    return encode_passphrase(first)


def _place(text: str) -> tuple[str, int | None, tuple[str, ...]]:
    """Read HOST[:PORT]/PATH; whether it will do is for the DID method to say."""
    place, _, rest = text.partition("/")
    host, colon, port = place.partition(":")
    if colon and not (port.isascii() and port.isdigit() and len(port) <= 5):
        raise MalformedInput("did.host", "the port is not a number")
    return host, int(port) if colon else None, tuple(filter(None, rest.split("/")))


def _home() -> Path:
    return Path(default_home("issuer", platform=sys.platform, env=os.environ, home=Path.home()))


def _when(at_s: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at_s))


def _event(event: str, **members: object) -> None:
    print(printable_json({"event": event, **members}, indent=None))


def _make_folder(path: Path) -> None:
    try:
        # What goes in is for one person each; whoever holds a hand-over may use it.
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("file.unavailable", type(error).__name__, file=path.name) from None
