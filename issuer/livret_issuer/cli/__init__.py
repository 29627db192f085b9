"""`livret issuer`: a town hall hands over, signs, withdraws. On files.

opening.py     founds a town hall, and opens it
offering.py    hand-overs for a list, and answers to requests
counter.py     one person at the counter: code and PIN
keeping.py     withdraws, publishes, looks up
serving.py     answers wallets
sealing.py     comes by an electronic seal
ledger/        what it puts on the public ledger
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Final

from livret_core import limits
from livret_core.credential.typed_kind import kind, kinds
from livret_edge.arguments import (
    NEW_PASSPHRASE,
    PASSPHRASE,
    Argument,
    Asked,
    choice,
    home,
    path,
    url,
    whole,
)
from livret_edge.homes import default_home
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_edge.trust import Keeper, trust_program
from livret_issuer.cli import sealing
from livret_issuer.cli.counter import (
    address,
    listing,
    new_pin,
    offer_for_program,
    preview,
    preview_claims,
)
from livret_issuer.cli.four_eyes import decide, four_eyes, standing_word
from livret_issuer.cli.keeping import CHANGES, audit, cancel, change, publish, show
from livret_issuer.cli.naming import (
    AUTHORITY_CHARS,
    COMMUNE_NAMES,
    NAME_CHARS,
    code_of_who,
    endpoint,
    folders,
    issuer_url,
    name_of,
    names_of,
)
from livret_issuer.cli.offering import issue, offer
from livret_issuer.cli.opening import change as change_passphrase
from livret_issuer.cli.opening import found
from livret_issuer.cli.serving import LISTS_S, serve
from livret_issuer.pickup.acting import CAPACITIES, IDENTITY_CHECKS

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
_DRY_RUN: Final = Argument("--dry-run", default=False)
_LINE: Final = whole(2, lambda: limits.INTAKE_ROWS + 1)
_BY: Final = Argument("--by", "word", code_of_who)
_COPIES_ASKED: Final = Argument("--copies", "number", whole(1, _most_copies), default=_COPIES)
# Until when depends on how: a person at the counter takes it along at once.
_PROFILE: Final = Argument("--profile", "word", choice("did", "x509"), default="did")
_VALID: Final = Argument("--valid", "seconds", whole(1, _longest_s))

_SEEN: Final = (
    Argument("--identity-check", "word", choice(*IDENTITY_CHECKS)),
    Argument("--capacity", "word", choice(*CAPACITIES)),
    Argument("--justified-by", "word"),
)
_BY_PROGRAM: Final = (
    "livret issuer offer --claims {file} --type {type} \\\n"
    "    --identity-check id-card --capacity {capacity} --justified-by {by} --json"
)

PROGRAM: Final = Program(
    "livret issuer",
    "livret_issuer.words.help",
    (
        Command(
            "init",
            found,
            (
                "livret issuer init --name V --territory fr-insee:80999 --ledger l.example/lys",
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
                Argument("--url", "url", issuer_url),
                Argument("--database-file", "file", path),
                Argument("--lists-at", "address", endpoint, is_rare=True),
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
                Argument("--type", "type", kind, required=True, by_place=True),
                Argument("--from", "file", path, required=True, key="source"),
                Argument("--to", "folder", path),
                Argument("--codes", "file", path),
                _COPIES_ASKED,
                _VALID,
                Argument("--line", "number", _LINE, is_rare=True),
                Argument("--skip-refused", default=False),
                Argument("--again", default=False),
                _DRY_RUN,
                replace(_BY, is_rare=True),
                *(replace(each, is_rare=True) for each in _SEEN),
                _PROFILE,
            ),
        ),
        Command(
            "offer --claims",
            offer_for_program,
            (
                _BY_PROGRAM.format(
                    file="zoe.json", type="residency", capacity="guardian", by="lease"
                ),
                _BY_PROGRAM.format(file="-", type="birth", capacity="self", by="register"),
            ),
            (
                Argument("--claims", "file", required=True),
                Argument("--type", "type", kind, required=True, by_place=True),
                *_SEEN,
                Argument("--renews", "code"),
                replace(_BY, is_rare=True),
                replace(_PROFILE, is_rare=True),
                replace(_COPIES_ASKED, is_rare=True),
                _VALID,
            ),
        ),
        Command(
            "preview",
            preview,
            (
                "livret issuer preview residency --from residents.csv --line 2",
                "livret issuer preview birth --from births.csv --line 17 --json",
            ),
            (
                Argument("--type", "type", kind, required=True, by_place=True),
                Argument("--from", "file", path, required=True, key="source"),
                Argument("--line", "number", _LINE, required=True),
            ),
        ),
        Command(
            "preview --claims",
            preview_claims,
            (
                "livret issuer preview --claims claims.json --type residency",
                "livret issuer preview --claims - --type birth --json",
            ),
            (
                Argument("--claims", "file", required=True),
                Argument("--type", "type", kind, required=True, by_place=True),
            ),
        ),
        Command(
            "new-pin",
            new_pin,
            ("livret issuer new-pin 7KQ2-M9TD-F4X7", "livret issuer new-pin 7KQ2M9TDF4X7 --json"),
            (
                _CODE,
                *_SEEN,
                _BY,
            ),
        ),
        *(
            Command(
                verb,
                partial(decide, approves=verb == "approve"),
                (
                    f"livret issuer {verb} 7KQ2-M9TD-F4X7 --by desk-2",
                    f"livret issuer {verb} 7KQ2M9TDF4X7 --by desk-2 --json",
                ),
                (_CODE, replace(_BY, required=True)),
            )
            for verb in ("approve", "deny")
        ),
        Command(
            "four-eyes",
            four_eyes,
            ("livret issuer four-eyes birth,diploma", "livret issuer four-eyes none"),
            (Argument("types", "types", kinds("none"), required=True),),
        ),
        Command(
            "counter",
            standing_word,
            (
                "livret issuer counter --identity-check eid --capacity self \\\n    --justified-by register",
                "livret issuer counter --none",
            ),
            (*_SEEN, Argument("--none", default=False)),
        ),
        Command(
            "list",
            listing,
            ("livret issuer list", "livret issuer list --json"),
        ),
        Command(
            "address",
            address,
            (
                "livret issuer address https://verneuil.example",
                "livret issuer address https://region.example/verneuil --home hall",
            ),
            (Argument("url", "url", issuer_url, required=True),),
        ),
        Command(
            "seal",
            sealing.take,
            (
                "livret issuer seal --chain town-hall.pem --anchors authority.pem",
                "livret issuer seal --chain chain.pem --anchors root.pem --json",
            ),
            (
                Argument("--chain", "file", path, required=True),
                Argument("--anchors", "file", path, required=True),
            ),
        ),
        Command(
            "seal --request-to",
            sealing.request,
            (
                "livret issuer seal --request-to town-hall.csr",
                "livret issuer seal --request-to town-hall.csr --home hall",
            ),
            (Argument("--request-to", "file", path, required=True),),
        ),
        Command(
            "serve",
            serve,
            (
                "livret issuer serve --listen 0.0.0.0:443 \\\n    --certificate chain.pem --certificate-key key.pem",
                "livret issuer serve --listen 127.0.0.1:8080 --behind-proxy",
            ),
            (
                Argument("--listen", "listen", default="127.0.0.1:8443"),
                Argument("--certificate", "file", path),
                Argument("--certificate-key", "file", path),
                Argument("--behind-proxy", default=False),
                Argument("--inside", "listen", default="127.0.0.1:0"),
                Argument("--with", "folders", folders, key="others"),
                Argument("--address-to", "file", path),
                Argument("--publish-every", "seconds", whole(60, lambda: LISTS_S), default=LISTS_S),
                Argument("--submit", "url", url),
                Argument("--resolve", "pin"),
                Argument("--authorities", "file", path),
            ),
        ),
        Command(
            "issue",
            issue,
            (
                "livret issuer issue --requests requests/ --to proofs/",
                "livret issuer issue --requests requests/ --to proofs/ --dry-run",
            ),
            (Argument("--requests", "folder", path, required=True), _TO, _DRY_RUN),
        ),
        *(
            Command(
                verb,
                partial(change, verb),
                (f"livret issuer {verb} 7KQ2-M9T9", f"livret issuer {verb} 7KQ2-M9T9 --now"),
                (_CODE, Argument("--now", default=False), _BY, _DRY_RUN),
            )
            for verb in CHANGES
        ),
        Command(
            "cancel",
            cancel,
            ("livret issuer cancel 7KQ2-M9T9", "livret issuer cancel 7KQ2M9T9 --json"),
            (_CODE, _BY),
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
    sections={
        "/counter": ("offer", "preview", "new-pin", "approve", "deny", "cancel", "list", "show"),
        "/online": ("serve", "address"),
        "/files": ("issue",),
        "/change": ("revoke", "suspend", "resume"),
        "/daily": ("publish", "audit"),
        "/hall": ("init", "four-eyes", "counter", "seal", "passphrase", "ledger", "trust"),
    },
    groups={"ledger": _ledger, "trust": _trust},
)
run: Final = PROGRAM.run
