"""`livret ledger`: keep a public ledger, write to it, and prove what it says.

opening.py     makes a ledger's home, and begins it with what its founders signed
founding.py    `livret ledger genesis`: how founders come to sign
working.py     serves it; hands operations in
desk/          what members decide, drafted: `livret ledger member`, `accredit` …
copies.py      a ledger as it stands at one head: from a home, a folder or the network
looking.py     says how it stands, what an entry means, what a bundle shows
redating.py    makes what dates old copies count again
paging.py      writes the public pages into a folder
"""

import importlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from livret_edge.arguments import (
    DRY_RUN,
    NEW_PASSPHRASE,
    PASSPHRASE,
    Argument,
    Asked,
    home,
    path,
    place,
    url,
    whole,
)
from livret_edge.homes import default_home
from livret_edge.program import Command, Program

_LAST_INDEX: Final = (1 << 53) - 1


def _late(module: str, name: str) -> Callable[[Asked], int]:
    """Import what a command needs when it is run: its help needs none of it."""

    def run(asked: Asked) -> int:
        found = getattr(importlib.import_module(f"livret_ledger.cli.{module}"), name)
        status: int = found(asked)
        return status

    return run


def _genesis() -> Program:
    from livret_ledger.cli.founding import PROGRAM as GENESIS

    return GENESIS


def _of_members(name: str) -> Callable[[], Program]:
    def program() -> Program:
        found: Program = importlib.import_module(f"livret_ledger.cli.desk.{name}").PROGRAM
        return found

    return program


def _witness() -> Program:
    from livret_ledger.witness.cli import PROGRAM as WITNESS

    return WITNESS


def _auditor() -> Program:
    from livret_ledger.auditor.cli import PROGRAM as AUDITOR

    return AUDITOR


def _mirror() -> Program:
    from livret_ledger.mirror.cli import PROGRAM as MIRROR

    return MIRROR


def _recover() -> Program:
    from livret_ledger.mirror.cli import RECOVER

    return RECOVER


def _prove_fraud() -> Program:
    from livret_ledger.auditor.cli import PROVE_FRAUD

    return PROVE_FRAUD


def _verify_fraud() -> Program:
    from livret_ledger.auditor.cli import VERIFY_FRAUD

    return VERIFY_FRAUD


def _watch() -> Program:
    from livret_ledger.watch.cli import PROGRAM as WATCH

    return WATCH


#: What has commands of its own behind it, each imported when it is asked for.
GROUPS: Final[Mapping[str, Callable[[], Program]]] = {
    "genesis": _genesis,
    **{
        name: _of_members(name)
        for name in (
            "member",
            "accredit",
            "verifier",
            "schema",
            "policy",
            "key",
            "lists",
            "log",
            "trust",
        )
    },
    "witness": _witness,
    "auditor": _auditor,
    "mirror": _mirror,
    "recover": _recover,
    "watch": _watch,
    "prove-fraud": _prove_fraud,
    "verify-fraud": _verify_fraud,
}

_HOME: Final = home(partial(default_home, "ledger"))
_NET: Final = (Argument("--resolve", "pin"), Argument("--authorities", "file", path))
_DRAFT: Final = Argument("file", "file", path, required=True)
_FROM: Final = Argument("--from", "place", place, key="source")
_TRUST: Final = Argument("--trust", "file", path)

PROGRAM: Final = Program(
    "livret ledger",
    "livret_ledger.words.help",
    (
        Command(
            "init",
            _late("opening", "init"),
            (
                "livret ledger init --origin ledger.example/meuse",
                "livret ledger init --origin ledger.example/meuse \\\n    --store postgresql://ledger@db.example/ledger",
                "livret ledger init --genesis genesis.json",
            ),
            (
                Argument("--origin", "address"),
                Argument("--store", "url"),
                Argument("--genesis", "file", path),
                _HOME,
                PASSPHRASE,
            ),
        ),
        Command(
            "serve",
            _late("working", "serve"),
            (
                "livret ledger serve",
                "livret ledger serve --listen 0.0.0.0:443 \\\n    --certificate chain.pem --certificate-key key.pem",
            ),
            (
                Argument("--listen", "listen", default="127.0.0.1:8642"),
                Argument("--certificate", "file", path),
                Argument("--certificate-key", "file", path),
                Argument("--address-to", "file", path),
                *_NET,
                _HOME,
                PASSPHRASE,
            ),
        ),
        Command(
            "submit",
            _late("working", "submit"),
            (
                "livret ledger submit operation.json --at https://ledger.example/meuse",
                "livret ledger submit operation.json --at https://ledger.example/meuse \\\n    --trust trust.json --to operation.proof",
            ),
            (
                Argument("file", "file", path, required=True),
                Argument("--at", "url", url, required=True),
                Argument("--wait", default=False),
                Argument("--to", "file", path),
                _TRUST,
                DRY_RUN,
                *_NET,
            ),
        ),
        Command(
            "review",
            _late("desk.drafted", "review"),
            (
                "livret ledger review grant.json",
                "livret ledger review grant.json --signatures signatures/ --from copy/",
            ),
            (_DRAFT, Argument("--signatures", "folder", path), _FROM, _TRUST, *_NET, _HOME),
        ),
        Command(
            "join",
            _late("desk.drafted", "join"),
            (
                "livret ledger join grant.json --signatures signatures/ --to ready.json",
                "livret ledger join grant.json --signatures signatures/ \\\n    --to ready.json --from copy/ --trust trust.json",
            ),
            (
                _DRAFT,
                Argument("--signatures", "folder", path, required=True),
                Argument("--to", "file", path, required=True),
                DRY_RUN,
                _FROM,
                _TRUST,
                *_NET,
                _HOME,
            ),
        ),
        Command(
            "prove",
            _late("looking", "prove"),
            (
                "livret ledger prove policy log --to now.evidence",
                "livret ledger prove did:webvh:Qm…:ledger.example:v --to v.evidence",
            ),
            (
                Argument("name", "name", required=True, many=True),
                Argument("--to", "file", path, required=True),
                _FROM,
                *_NET,
                _HOME,
            ),
        ),
        Command(
            "verify",
            _late("looking", "verify"),
            (
                "livret ledger verify v.evidence --trust trust.json",
                "livret ledger verify v.evidence --trust trust.json --json",
            ),
            (
                Argument("file", "file", path, required=True),
                Argument("--trust", "file", path, required=True),
            ),
        ),
        Command(
            "redate",
            _late("redating", "run"),
            (
                "livret ledger redate 7KQ2-M9T9.dating.json --to newer/ \\\n    --from copy/ --trust trust.jsonl",
                "livret ledger redate datings/*.dating.json --to newer/",
            ),
            (
                Argument("file", "file", path, required=True, many=True),
                Argument("--to", "folder", path, required=True),
                _FROM,
                _TRUST,
                *_NET,
                _HOME,
            ),
        ),
        Command(
            "status",
            _late("looking", "status"),
            ("livret ledger status", "livret ledger status --from copy/ --trust trust.json"),
            (_FROM, _TRUST, *_NET, _HOME),
        ),
        Command(
            "pages",
            _late("paging", "pages"),
            (
                "livret ledger pages --to pages/",
                "livret ledger pages --to pages/ --from copy/ --trust trust.json",
            ),
            (Argument("--to", "folder", path, required=True), _FROM, _TRUST, *_NET, _HOME),
        ),
        Command(
            "explain",
            _late("looking", "explain"),
            (
                "livret ledger explain 0",
                "livret ledger explain 4711 --from copy/ --trust trust.json",
            ),
            (
                Argument("index", "number", whole(0, lambda: _LAST_INDEX), required=True),
                _FROM,
                _TRUST,
                *_NET,
                _HOME,
            ),
        ),
        Command(
            "passphrase",
            _late("opening", "change"),
            (
                "livret ledger passphrase",
                "livret ledger passphrase --passphrase-file old --new-passphrase-file new",
            ),
            (_HOME, PASSPHRASE, NEW_PASSPHRASE),
        ),
        Command(
            "fsck",
            _late("checking", "fsck"),
            ("livret ledger fsck --home /var/lib/ledger", "livret ledger fsck --mend"),
            (Argument("--mend", default=False), DRY_RUN, _HOME),
        ),
    ),
    examples=("livret ledger status", "livret ledger explain 0 --from copy/"),
    groups=GROUPS,
    sections={
        "/read": ("status", "explain", "prove", "verify", "redate", "pages"),
        "/write": ("submit", "review", "join"),
        "/decide": ("member", "accredit", "verifier", "schema", "policy", "key", "lists", "trust"),
        "/keep": ("genesis", "init", "serve", "fsck", "passphrase", "log"),
        "/watch": ("witness", "auditor", "mirror", "watch"),
        "/fail": ("recover", "prove-fraud", "verify-fraud"),
    },
)
run: Final = PROGRAM.run
