"""`livret wallet`: ask for a proof, keep it, show as much of it as you choose. On files."""

import argparse
import getpass
import os
import sys
import textwrap
import time
from pathlib import Path
from typing import Final

from livret_core.errors import MalformedInput, Refused
from livret_core.homes import default_home
from livret_core.sealing import encode_passphrase
from livret_core.words import (
    LANGUAGES,
    labelled_lines,
    printable,
    printable_json,
    sentence_lines,
)
from livret_core.words.manner import Manner
from livret_wallet.store import read_file, read_secret, write_file
from livret_wallet.vault import Vault
from livret_wallet.words import texts

_EXAMPLES: Final = """\
examples:
  livret wallet init
  livret wallet request 7KQ2-M9T9.handover.json --copies 10 --to request.json
  livret wallet receive 7KQ2-M9T9.proof.json --evidence published/
  livret wallet present request.jwt --to answer.json
"""
_MAX_BYTES: Final = 16 << 20
_ASKED_TIMES: Final = 3


def run(argv: list[str]) -> int:
    """Run one of the wallet's commands; exit statuses as in ``livret --help``."""
    asked = _parser(Manner.from_env(os.environ)).parse_args(argv)
    status: int = asked.function(asked)
    return status


def _parser(manner: Manner) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="livret wallet",
        description="Keep proofs, and decide who sees what.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(manner=manner)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--home", type=Path, default=_home(), help="this wallet's folder")
    shared.add_argument("--lang", choices=LANGUAGES, default=manner.lang)
    shared.add_argument("--json", action="store_true", help="one object a line")
    shared.add_argument(
        "--passphrase-file", metavar="F", help="read the passphrase from F, or - for stdin"
    )

    init = commands.add_parser("init", parents=[shared], help="make a wallet")
    init.set_defaults(function=_init)

    request = commands.add_parser("request", parents=[shared], help="ask for a proof")
    request.add_argument("handover", type=Path, help="the file from the counter")
    request.add_argument("--copies", type=int, default=10, help="single-use copies to ask for")
    request.add_argument("--to", type=Path, required=True)
    request.set_defaults(function=_request)

    receive = commands.add_parser("receive", parents=[shared], help="check a proof and keep it")
    receive.add_argument("answer", type=Path, help="the file the town hall gave back")
    receive.add_argument(
        "--evidence",
        type=Path,
        default=Path("published"),
        metavar="DIR",
        help="folder with what issuers publish (default: ./published)",
    )
    receive.set_defaults(function=_receive)

    forget = commands.add_parser("forget", parents=[shared], help="drop a request not answered")
    forget.add_argument("code", help="the hand-over's code, as `list` shows it")
    forget.set_defaults(function=_forget)

    listing = commands.add_parser("list", parents=[shared], help="the proofs you hold")
    listing.set_defaults(function=_list)
    show = commands.add_parser("show", parents=[shared], help="everything one proof says")
    show.add_argument("proof", nargs="?", help="its number in the list, or its id")
    show.set_defaults(function=_show)
    history = commands.add_parser("history", parents=[shared], help="what came and went")
    history.set_defaults(function=_history)

    present = commands.add_parser("present", parents=[shared], help="answer a service")
    present.add_argument("request", type=Path, help="the service's request file")
    present.add_argument("--to", type=Path, required=True, help="where to write the answer")
    present.add_argument("--proof", help="which proof, by id, where several would do")
    present.add_argument("--dry-run", action="store_true", help="show the sheet, send nothing")
    present.add_argument(
        "--yes-to", metavar="DIGEST", help="agree to the sheet of this digest, without a terminal"
    )
    present.set_defaults(function=_present)
    return parser


def _tell(asked: argparse.Namespace, text: str) -> None:
    """Print a sentence, wrapped for this reader."""
    print("\n".join(sentence_lines(text, plain=asked.manner.plain)))


def _init(asked: argparse.Namespace) -> int:
    Vault.create(_vault_path(asked), _passphrase(asked, twice=True)).close()
    if asked.json:
        _event("wallet", home=str(asked.home))
        return 0
    said = texts(asked.lang)
    _tell(asked, "✓ " + said["ready"])
    _tell(asked, said["no_account"])
    return 0


def _request(asked: argparse.Namespace) -> int:
    from livret_core.credential import catalogue
    from livret_core.openid4vci.handover import Handover
    from livret_wallet.rendering import issuer_place
    from livret_wallet.service import Wallet

    handover = Handover.parse(read_file(asked.handover, _MAX_BYTES))
    kind = catalogue.find(handover.vct)
    said = texts(asked.lang)
    if not asked.json:
        _tell(asked, said["hand_over"].format(issuer=printable(handover.issuer_name)))
        print(f"  {issuer_place(handover.issuer.text)}")
        _tell(asked, said["you_ask"].format(proof=kind.label(asked.lang)))
    with _vault(asked) as vault:
        request = Wallet(vault).request(handover, copies=asked.copies, now_s=_now_s())
    write_file(asked.to, request.format() + b"\n")
    if asked.json:
        _event("requested", code=str(handover.code), copies=asked.copies, to=str(asked.to))
        return 0
    _tell(asked, "✓ " + said["copies_keys"].format(copies=asked.copies))
    _tell(asked, "✓ " + said["request_written"].format(path=asked.to))
    _tell(asked, said["request_give"].format(issuer=printable(handover.issuer_name)))
    return 0


def _receive(asked: argparse.Namespace) -> int:
    from livret_core.credential import catalogue
    from livret_core.openid4vci.messages import CredentialResponse
    from livret_wallet.gather import Folder
    from livret_wallet.rendering import issuer_place
    from livret_wallet.service import Wallet

    response = CredentialResponse.parse(read_file(asked.answer, _MAX_BYTES))
    with _vault(asked) as vault:
        batch, is_checked = Wallet(vault).receive(response, Folder(asked.evidence), now_s=_now_s())
    if asked.json:
        _event("received", id=batch.id, copies=len(batch.copies), status_checked=is_checked)
        return 0
    said = texts(asked.lang)
    _tell(asked, "✓ " + said["received"].format(proof=catalogue.find(batch.vct).label(asked.lang)))
    _tell(asked, "✓ " + said["signed_by"].format(place=issuer_place(batch.issuer_did)))
    _tell(asked, "✓ " + said["not_withdrawn"] if is_checked else "! " + said["status_unknown"])
    _tell(asked, "✓ " + said["each_key"].format(copies=len(batch.copies)))
    _tell(asked, "! " + said["names_itself"].format(issuer=printable(batch.issuer_name)))
    return 0


def _forget(asked: argparse.Namespace) -> int:
    from livret_core.short_code import ShortCode
    from livret_wallet.service import Wallet

    code = ShortCode.parse(asked.code)
    with _vault(asked) as vault:
        count = Wallet(vault).forget(code)
    if asked.json:
        _event("forgotten", code=str(code), requests=count)
    else:
        _tell(asked, "✓ " + texts(asked.lang)["forgotten"].format(code=code))
    return 0


def _list(asked: argparse.Namespace) -> int:
    from livret_wallet.listing import expires_at_s, list_lines, unused
    from livret_wallet.vault import holdings

    with _vault(asked) as vault:
        batches = holdings.batches(vault)
        pending = [request for _, request in holdings.pending(vault)]
    if not asked.json:
        print("\n".join(list_lines(batches, pending, asked.lang, plain=asked.manner.plain)))
        return 0
    for batch in batches:
        _event(
            "proof",
            id=batch.id,
            type=batch.vct,
            issuer=batch.issuer_did,
            issuer_name=batch.issuer_name,
            expires_at=expires_at_s(batch),
            copies=len(batch.copies),
            unused=unused(batch),
        )
    for request in pending:
        _event("pending", code=request.code, type=request.vct, issuer=request.issuer_did)
    return 0


def _show(asked: argparse.Namespace) -> int:
    from livret_wallet.holder import open_copy
    from livret_wallet.rendering import proof_lines
    from livret_wallet.vault import holdings

    with _vault(asked) as vault:
        batches = holdings.batches(vault)
    batch = next(
        (
            batch
            for number, batch in enumerate(batches, 1)
            if asked.proof in (None, batch.id, str(number))
        ),
        None,
    )
    if batch is None:
        raise Refused("present.none")
    if asked.json:
        claims = open_copy(batch.copies[0]).claims
        _event("proof", id=batch.id, type=batch.vct, claims=claims)
    else:
        print("\n".join(proof_lines(batch, asked.lang, plain=asked.manner.plain)))
    return 0


def _history(asked: argparse.Namespace) -> int:
    from livret_wallet.vault import holdings

    with _vault(asked) as vault:
        entries = holdings.history(vault)
    said = texts(asked.lang)
    for entry in entries:
        paths = [".".join(map(str, path)) for path in entry.disclosed]
        if asked.json:
            _event(
                "history",
                at_s=entry.at_s,
                kind=entry.kind,
                counterparty=entry.counterparty,
                disclosed=paths,
            )
            continue
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.at_s))
        what, whom = said[f"history_{entry.kind}"], printable(entry.counterparty, max_chars=60)
        if asked.manner.plain:
            facts = ", ".join(filter(None, (what, whom, *paths)))
            print("\n".join(labelled_lines([(when, facts)], asked.lang, plain=True)))
            continue
        print(f"  {when}  {what:<20}  {whom:<30}".rstrip())
        if paths:
            print(
                "\n".join(
                    textwrap.wrap(
                        ", ".join(paths), 54, initial_indent=" " * 20, subsequent_indent=" " * 20
                    )
                )
            )
    if not entries and not asked.json:
        print(said["no_history"])
    return 0


def _present(asked: argparse.Namespace) -> int:
    from livret_core.openid4vp.request import AuthorizationRequest
    from livret_wallet.consent import ConsentGiven, ConsentSheet, agree
    from livret_wallet.rendering import sheet_digest, sheet_lines, sheet_object
    from livret_wallet.service import Wallet

    text = read_file(asked.request, _MAX_BYTES).decode("ascii", "replace").strip()
    request = AuthorizationRequest.verify(text, now_s=_now_s())
    said = texts(asked.lang)

    def ask(sheet: ConsentSheet) -> ConsentGiven | None:
        digest = sheet_digest(sheet)
        if asked.json:
            print(printable_json(sheet_object(sheet), indent=None))
        else:
            print("\n".join(sheet_lines(sheet, asked.lang, plain=asked.manner.plain)))
            print()
        if asked.dry_run:
            if not asked.json:
                print(f"--yes-to {digest}")
            return None
        if asked.yes_to is not None:
            # The digest stands for having read this very sheet. Another sheet's is no no.
            if asked.yes_to != digest:
                raise Refused("present.no_consent", "the digest is another sheet's")
            return agree(sheet, "yes")
        if asked.json or not sys.stdin.isatty():
            raise MalformedInput("usage.consent")
        return agree(sheet, _typed(said["question"]))

    with _vault(asked) as vault:
        wallet = Wallet(vault)
        found = wallet.candidates(request, now_s=_now_s())
        candidate = next((one for one in found if asked.proof in (None, one.batch.id)), None)
        if candidate is None:
            raise Refused("present.none")
        if asked.dry_run:
            wallet.preview(candidate, request, language=asked.lang, show=ask)
            return 0
        answer = wallet.present(
            candidate,
            request,
            language=asked.lang,
            ask=ask,
            deliver=lambda answer: write_file(asked.to, answer.format() + b"\n"),
            now_s=_now_s,
        )
    if asked.json:
        _event("answered", to=str(asked.to), state=answer.state)
        return 0
    _tell(asked, "✓ " + said["sent"].format(path=asked.to))
    _tell(asked, said["give_back"])
    return 0


def _typed(question: str) -> str:
    """Ask, and ask again after an empty answer: Enter alone is neither yes nor no."""
    for _ in range(_ASKED_TIMES):
        try:
            typed = input(question)
        except EOFError:
            break
        if typed.strip():
            return typed
    return ""


def _vault(asked: argparse.Namespace) -> Vault:
    return Vault.open(_vault_path(asked), _passphrase(asked))


def _vault_path(asked: argparse.Namespace) -> Path:
    path: Path = asked.home / "wallet.vault"
    return path


def _passphrase(asked: argparse.Namespace, *, twice: bool = False) -> bytes:
    """Take the passphrase from a file or the terminal; never from the command line."""
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


def _home() -> Path:
    return Path(default_home("wallet", platform=sys.platform, env=os.environ, home=Path.home()))


def _now_s() -> int:
    return int(time.time())


def _event(event: str, **members: object) -> None:
    print(printable_json({"event": event, **members}, indent=None))
