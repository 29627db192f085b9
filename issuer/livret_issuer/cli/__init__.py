"""`livret issuer`: a town hall hands over, signs, withdraws. On files.

opening.py     founds a town hall, and opens it
offering.py    hand-overs, and answers to requests
keeping.py     withdraws, publishes, looks up
ledger/        what it puts on the public ledger
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from livret_core import limits
from livret_edge.arguments import NEW_PASSPHRASE, PASSPHRASE, Argument, Asked, home, path, whole
from livret_edge.homes import default_home
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_edge.trust import Keeper, trust_program
from livret_issuer.cli.keeping import CHANGES, audit, cancel, change, publish, show
from livret_issuer.cli.naming import AUTHORITY_CHARS, COMMUNE_NAMES, NAME_CHARS, name_of, names_of
from livret_issuer.cli.offering import issue, offer
from livret_issuer.cli.opening import change as change_passphrase
from livret_issuer.cli.opening import found

_HANDOVER_LIFE_S: Final = 7 * 86_400
_COPIES: Final = 10


def _ledger() -> Program:
    from livret_issuer.cli.ledger import PROGRAM as LEDGER

    return LEDGER


@contextmanager
def _own_ledger(asked: Asked) -> Iterator[Keeper]:
    from livret_issuer.cli.ledger.believing import own_ledger

    with own_ledger(asked) as kept:
        yield kept


def _trust() -> Program:
    return trust_program("livret issuer", _own_ledger, (_HOME,))


def _longest_s() -> int:
    return limits.LATEST_S - now_s()


def _most_copies() -> int:
    from livret_core.openid4vci.handover import MAX_COPIES

    return MAX_COPIES


_HOME: Final = home(partial(default_home, "issuer"))
_CODE: Final = Argument("code", "code", required=True)
_TO: Final = Argument("--to", "folder", path, required=True)

PROGRAM: Final = Program(
    "livret issuer",
    "livret_issuer.words.help",
    (
        Command(
            "init",
            found,
            (
                "livret issuer init --name Verneuil --territory fr-insee:80999 \\\n    --ledger ledger.example/meuse",
                "livret issuer init --name Verneuil --territory fr-insee:80999 --at a.example/v",
            ),
            (
                Argument("--name", "name", name_of(NAME_CHARS), required=True),
                Argument("--territory", "territory", required=True),
                Argument("--ledger", "address"),
                Argument("--who", "territory"),
                Argument("--at", "address"),
                Argument("--authority", "name", name_of(AUTHORITY_CHARS)),
                Argument("--language", "language"),
                Argument("--commune", "name", names_of(COMMUNE_NAMES, AUTHORITY_CHARS)),
                Argument("--recovery-to", "folder", path),
            ),
        ),
        Command(
            "offer",
            offer,
            (
                "livret issuer offer residency --from residents.csv --to handovers/",
                "livret issuer offer birth --from births.csv --to handovers/ --dry-run",
            ),
            (
                Argument("--type", "type", required=True, by_place=True),
                Argument("--from", "file", path, required=True, key="source"),
                _TO,
                Argument("--copies", "number", whole(1, _most_copies), default=_COPIES),
                Argument("--valid", "seconds", whole(1, _longest_s), default=_HANDOVER_LIFE_S),
                Argument("--line", "number", whole(2, lambda: limits.INTAKE_ROWS + 1)),
                Argument("--skip-refused", default=False),
                Argument("--again", default=False),
                Argument("--dry-run", default=False),
            ),
        ),
        Command(
            "issue",
            issue,
            (
                "livret issuer issue --requests requests/ --to proofs/",
                "livret issuer issue --requests requests/ --to proofs/ --json",
            ),
            (Argument("--requests", "folder", path, required=True), _TO),
        ),
        *(
            Command(
                verb,
                partial(change, verb),
                (f"livret issuer {verb} 7KQ2-M9T9", f"livret issuer {verb} 7KQ2-M9T9 --now"),
                (_CODE, Argument("--now", default=False)),
            )
            for verb in CHANGES
        ),
        Command(
            "cancel",
            cancel,
            ("livret issuer cancel 7KQ2-M9T9", "livret issuer cancel 7KQ2M9T9 --json"),
            (_CODE,),
        ),
        Command(
            "publish",
            publish,
            (
                "livret issuer publish",
                "livret issuer publish --home hall --passphrase-file secret",
            ),
        ),
        Command(
            "show",
            show,
            ("livret issuer show", "livret issuer show 7KQ2-M9T9"),
            (Argument("code", "code"),),
        ),
        Command(
            "audit",
            audit,
            (
                "livret issuer audit",
                "livret issuer audit --since 42-1f3a-9c0d-77e1-20ab-5c5d-9e01",
            ),
            (Argument("--since", "head"),),
        ),
        Command(
            "passphrase",
            change_passphrase,
            (
                "livret issuer passphrase",
                "livret issuer passphrase --passphrase-file old --new-passphrase-file new",
            ),
            (NEW_PASSPHRASE,),
        ),
    ),
    shared=(_HOME, PASSPHRASE),
    examples=(
        "livret issuer offer residency --from residents.csv --to handovers/",
        "livret issuer issue --requests requests/ --to proofs/",
    ),
    groups={"ledger": _ledger, "trust": _trust},
)
run: Final = PROGRAM.run
