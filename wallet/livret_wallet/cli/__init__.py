"""`livret wallet`: ask for a proof, keep it, show as much of it as you choose."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from livret_core.errors import MalformedInput
from livret_core.words import quoted
from livret_edge.arguments import (
    PASSPHRASE,
    Argument,
    Asked,
    home,
    path,
    whole,
)
from livret_edge.files import check_folder, check_free, named_by, read_file, write_named
from livret_edge.homes import default_home
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_edge.trust import Keeper, trust_program
from livret_wallet.cli import holding, keeping, linking, online, rescuing, showing
from livret_wallet.cli.arguments import ASKED_ONLINE, TO
from livret_wallet.cli.opening import MAX_BYTES, open_vault, read_named, vault_path
from livret_wallet.cli.telling import tell_dated, tell_received
from livret_wallet.words import texts

_COPIES: Final = 10


def _init(asked: Asked) -> int:
    from livret_wallet.vault import Vault

    passphrase = take_passphrase(asked.passphrase_file, asked.voice, twice=True)
    Vault.create(vault_path(asked), passphrase).close()
    if asked.voice.json:
        asked.voice.event("wallet", home=str(asked.home))
        return 0
    said = texts(asked.voice.lang)
    asked.voice.tell("✓ " + said["ready"], said["no_account"])
    return 0


def _request(asked: Asked) -> int:
    from livret_core.credential import catalogue
    from livret_core.openid4vci.handover import Handover
    from livret_wallet.called import issuer_place
    from livret_wallet.service import Wallet

    handover = Handover.parse(read_named(asked, "handover"))
    check_free(asked.to, "--to")
    kind = catalogue.find(handover.vct)
    voice, said, issuer = asked.voice, texts(asked.voice.lang), handover.issuer_name
    if not voice.json:
        voice.tell(said["hand_over"].format(issuer=quoted(issuer, voice.lang)))
        voice.lines([f"  {issuer_place(handover.issuer.text)}"])
        voice.tell(said["you_ask"].format(proof=kind.label(voice.lang)))
    copies = min(_COPIES, handover.max_copies) if asked.copies is None else asked.copies
    with open_vault(asked) as vault:
        request = Wallet(vault).request(handover, copies=copies, now_s=now_s())
    write_named(asked.to, request.format() + b"\n", "--to")
    if voice.json:
        voice.event("requested", code=str(handover.code), copies=copies, to=str(asked.to))
        return 0
    voice.tell(
        "✓ " + said["copies_keys"].format(copies=copies),
        "✓ " + said["request_written"].format(path=asked.to),
        said["request_give"].format(issuer=quoted(issuer, voice.lang)),
    )
    return 0


def _receive(asked: Asked) -> int:
    from livret_core.openid4vci.messages import CredentialResponse
    from livret_wallet.gather import Folder
    from livret_wallet.receiving.invitation import is_like_a_link
    from livret_wallet.service import Wallet

    if is_like_a_link(asked.answer) and not Path(asked.answer).exists():
        return online.receive(asked)
    with named_by(asked.named("answer")):
        response = CredentialResponse.parse(read_file(Path(asked.answer), MAX_BYTES))
    folder = Folder(check_folder(asked.evidence, "--evidence"))
    with open_vault(asked) as vault:
        batch, is_checked = Wallet(vault).receive(response, folder, now_s=now_s())
    tell_received(asked.voice, batch, is_checked=is_checked)
    return 0


def _dating(asked: Asked) -> int:
    from livret_core.ledger.dating import Dating
    from livret_wallet.service import Wallet

    dating = Dating.parse(read_named(asked, "file"))
    with open_vault(asked) as vault:
        batch, held = Wallet(vault).keep_dating(dating, now_s=now_s())
    tell_dated(asked.voice, batch, held)
    return 0


def _forget(asked: Asked) -> int:
    from livret_core.short_code import ShortCode
    from livret_wallet.service import Wallet

    with open_vault(asked) as vault:
        if keeping.is_proof(vault, asked.code):
            return keeping.drop(asked.also(proof=asked.code), vault)
        if asked.dry_run:
            raise MalformedInput("usage.arguments", option="--dry-run")
        wallet = Wallet(vault)
        count, code = wallet.give_up(asked.code), asked.code
        if not count:
            code = ShortCode.parse(asked.code)
            count = wallet.forget(code)
    if asked.voice.json:
        asked.voice.event("forgotten", code=str(code), requests=count)
    else:
        asked.voice.tell("✓ " + texts(asked.voice.lang)["forgotten"].format(code=code))
    return 0


@contextmanager
def _ledgers(asked: Asked) -> Iterator[Keeper]:
    from livret_wallet.vault.ledgers import Ledgers

    with open_vault(asked) as vault:
        yield Ledgers(vault)


def _trust() -> Program:
    return trust_program("livret wallet", _ledgers, _SHARED)


def _alone(asked: Asked) -> int:
    from livret_wallet.cli.application import start

    return start(asked)


def _most_copies() -> int:
    from livret_core.openid4vci.handover import MAX_COPIES

    return MAX_COPIES


_SHARED: Final = (home(partial(default_home, "wallet")), PASSPHRASE)

PROGRAM: Final = Program(
    "livret wallet",
    "livret_wallet.words.help",
    (
        Command(
            "init", _init, ("livret wallet init", "livret wallet init --home usb-stick/wallet")
        ),
        Command(
            "request",
            _request,
            (
                "livret wallet request 7KQ2-M9T9.handover.json --to request.json",
                "livret wallet request 7KQ2-M9T9.handover.json --to request.json --copies 3",
            ),
            (
                Argument("handover", "handover", path, required=True),
                TO,
                Argument("--copies", "number", whole(1, _most_copies)),
            ),
        ),
        Command(
            "receive",
            _receive,
            (
                "livret wallet receive verneuil.example/o/7KQ2-M9T9",
                "livret wallet receive 7KQ2-M9T9.proof.json --evidence published/",
            ),
            (
                Argument("answer", "offered", required=True),
                Argument("--evidence", "folder", path, default=Path("published")),
                Argument("--copies", "number", whole(1, _most_copies)),
                Argument("--tx-code-file", "file"),
                *ASKED_ONLINE,
            ),
        ),
        Command(
            "receive --continue",
            online.go_on,
            (
                "livret wallet receive --continue",
                "livret wallet receive --continue --json",
            ),
            (Argument("--continue", default=False), *ASKED_ONLINE),
        ),
        Command(
            "renew",
            online.renew,
            ("livret wallet renew", "livret wallet renew 2 --json"),
            (Argument("proof", "proof"), *ASKED_ONLINE),
        ),
        Command(
            "renew --due",
            online.pass_by,
            ("livret wallet renew --due", "livret wallet renew --due --json"),
            (Argument("--due", default=False), *ASKED_ONLINE),
        ),
        Command(
            "dating",
            _dating,
            (
                "livret wallet dating 7KQ2-M9T9.dating.json",
                "livret wallet dating 7KQ2-M9T9.dating.json --json",
            ),
            (Argument("file", "file", path, required=True),),
        ),
        Command(
            "dating --fetch",
            online.fetch_dating,
            ("livret wallet dating --fetch", "livret wallet dating --fetch 2"),
            (Argument("proof", "proof"), Argument("--fetch", default=False), *ASKED_ONLINE),
        ),
        Command(
            "forget",
            _forget,
            ("livret wallet forget 7KQ2-M9T9 --dry-run", "livret wallet forget 2 --yes --json"),
            (
                Argument("code", "code", required=True),
                Argument("--yes", default=False),
                Argument("--dry-run", default=False),
            ),
        ),
        *holding.COMMANDS,
        Command(
            "present",
            showing.present,
            (
                "livret wallet present 'openid4vp://?client_id=…&request_uri=…'",
                "livret wallet present request.jwt --to answer.json --proof 2",
            ),
            (
                Argument("request", "request", required=True),
                Argument("--to", "file", path),
                Argument("--proof", "proof"),
                Argument("--dry-run", default=False),
                Argument("--consent", "digest"),
                Argument("--yes", default=False),
                Argument("--again", default=False),
                Argument("--yes-to", "digest"),
                Argument("--with-dating", "file", path),
                *(replace(each, is_rare=True) for each in ASKED_ONLINE),
            ),
        ),
        Command(
            "refuse",
            showing.refuse,
            (
                "livret wallet refuse 'openid4vp://?client_id=…&request_uri=…'",
                "livret wallet refuse link.txt --json",
            ),
            (Argument("request", "request", required=True), *ASKED_ONLINE),
        ),
        *linking.COMMANDS,
        *keeping.COMMANDS,
        *rescuing.COMMANDS,
    ),
    shared=_SHARED,
    examples=(
        "livret wallet",
        "livret wallet --plain",
        "livret wallet receive 7KQ2-M9T9.proof.json --evidence published/",
        "livret wallet present request.jwt --to answer.json",
    ),
    sections={
        "/fetch": ("init", "receive", "request", "renew", "dating"),
        "/held": ("list", "show", "history", "forget", "trust"),
        "/answer": ("present", "refuse", "open", "register-links"),
        "/kept": ("backup", "restore", "passphrase", "doctor"),
    },
    groups={"trust": _trust},
    alone=Command(
        "",
        _alone,
        ("livret wallet", "livret wallet --plain"),
        (Argument("--plain", default=False), *ASKED_ONLINE),
    ),
)
run: Final = PROGRAM.run
