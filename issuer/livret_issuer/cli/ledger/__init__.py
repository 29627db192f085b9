"""`livret issuer ledger`: what a town hall puts on the public ledger.

identity.py     its DID and keys, and their end
days.py         the day's digests, and what dates the copies of that day
inheriting.py   the lists of one whose identity it goes on for
vouching.py     drafts of others, signed; what was made
settling.py     how that ended
handing_in.py   a file, or the network
believing.py    whom it believes about its ledger
watching.py     what others wrote in its name: seen, noted
rebuilding.py   a new home, where the machine is gone
recovering.py   a recovery key undoes it; and which of its files counts
"""

import importlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from livret_core import limits
from livret_edge.arguments import (
    DRY_RUN,
    PASSPHRASE,
    RECOVERY_PASSPHRASE,
    Argument,
    Asked,
    home,
    instant,
    path,
    place,
    url,
    whole,
)
from livret_edge.homes import default_home
from livret_edge.program import Command, Program
from livret_edge.six_words import WORDS
from livret_issuer.cli.naming import (
    NAME_CHARS,
    code_of_who,
    endpoint,
    name_of,
)
from livret_ledger.watch.cli import LOOKING, WATCHING
from livret_ledger.watch.grouping import Wanted


def _late(module: str, name: str) -> Callable[[Asked], int]:
    """Import what a command needs when it is run: its help needs none of it."""

    def run(asked: Asked) -> int:
        found = getattr(importlib.import_module(f"livret_issuer.cli.ledger.{module}"), name)
        status: int = found(asked)
        return status

    return run


_FILE: Final = Argument("file", "file", path, required=True)
_TO: Final = Argument("--to", "file", path)
_MUST_TO: Final = Argument("--to", "file", path, required=True)
_FOLDER: Final = Argument("--to", "folder", path, required=True)
_BY: Final = Argument("--by", "code", code_of_who)
_RECOVERY: Final = Argument("--recovery", "file", path, required=True)
_TRUST: Final = Argument("--trust", "file", path)
_HANDED_IN: Final = (
    _TO,
    Argument("--submit", "url", url),
    Argument("--resolve", "pin"),
    Argument("--authorities", "file", path),
    _TRUST,
)

PROGRAM: Final = Program(
    "livret issuer ledger",
    "livret_issuer.words.ledger_help",
    (
        Command(
            "register",
            _late("identity", "register"),
            (
                "livret issuer ledger register --to verneuil.draft.json",
                "livret issuer ledger register --to verneuil.draft.json --home hall",
            ),
            (_MUST_TO,),
        ),
        Command(
            "update",
            _late("identity", "update"),
            (
                "livret issuer ledger update --to update.json",
                "livret issuer ledger update --request-key pool.pem --to update.json",
            ),
            (
                Argument("--operation-key", default=False),
                Argument("--drop", "key"),
                Argument("--request-key", "file", path),
                Argument("--lists-at", "address", endpoint),
                Argument("--drop-lists", "address", endpoint),
                *_HANDED_IN,
            ),
        ),
        Command(
            "deactivate",
            _late("identity", "deactivate"),
            (
                "livret issuer ledger deactivate --recovery recovery-1.sealed --to end.json",
                "livret issuer ledger deactivate --recovery recovery-1.sealed \\\n    --submit https://ledger.example/meuse",
            ),
            (_RECOVERY, RECOVERY_PASSPHRASE, *_HANDED_IN),
        ),
        Command(
            "succeed",
            _late("identity", "succeed"),
            (
                "livret issuer ledger succeed did:webvh:Qm…:ledger.example:fr-insee:80998 \\\n    --recovery recovery-1.sealed --to succeed.json",
                "livret issuer ledger succeed --refuse --recovery recovery-1.sealed \\\n    --to refuse.json",
            ),
            (
                Argument("did", "did"),
                Argument("--refuse", default=False),
                _RECOVERY,
                RECOVERY_PASSPHRASE,
                *_HANDED_IN,
            ),
        ),
        Command(
            "compromise",
            _late("identity", "compromise"),
            (
                "livret issuer ledger compromise credential-1 --from 2026-11-20 --to key.json",
                "livret issuer ledger compromise operation-1 --from 2026-11-20T14:05:00Z \\\n    --recovery recovery-1.sealed --submit https://ledger.example/meuse",
            ),
            (
                Argument("key", "key", required=True),
                Argument("--from", "time", instant, required=True, key="from_s"),
                Argument("--recovery", "file", path),
                RECOVERY_PASSPHRASE,
                *_HANDED_IN,
            ),
        ),
        Command(
            "rights",
            _late("identity", "rights"),
            (
                "livret issuer ledger rights ledger.evidence",
                "livret issuer ledger rights ledger.evidence --json",
            ),
            (_FILE, _TRUST),
        ),
        Command(
            "commit",
            _late("days", "commit"),
            (
                "livret issuer ledger commit --submit https://ledger.example/meuse",
                (
                    "livret issuer ledger commit --for did:webvh:Qm…:ledger.example:v \\\n"
                    "    --to today.json"
                ),
            ),
            (Argument("--for", "did", key="of"), *_HANDED_IN),
        ),
        Command(
            "take-over",
            _late("inheriting", "take_over"),
            (
                "livret issuer ledger take-over old-hall/ --evidence ledger.evidence",
                "livret issuer ledger take-over published/ --evidence ledger.evidence",
            ),
            (
                Argument("folder", "folder", path, required=True),
                Argument("--evidence", "file", path, required=True),
                _TRUST,
            ),
        ),
        Command(
            "paths",
            _late("days", "paths"),
            (
                "livret issuer ledger paths --to datings/",
                "livret issuer ledger paths --to datings/ --all",
            ),
            (_FOLDER, Argument("--all", default=False)),
        ),
        Command(
            "sign",
            _late("vouching", "sign"),
            (
                "livret issuer ledger sign verneuil.draft.json --to signatures/namur.json",
                "livret issuer ledger sign namur.draft.json --key namur.key --to namur.json",
            ),
            (
                _FILE,
                Argument("--key", "file", path),
                Argument("--trust", "file", path),
                _MUST_TO,
                DRY_RUN,
            ),
        ),
        Command(
            "join",
            _late("vouching", "join"),
            (
                "livret issuer ledger join verneuil.draft.json \\\n    --signatures signatures/ --to verneuil.json",
                "livret issuer ledger join verneuil.draft.json \\\n    --signatures signatures/ --to verneuil.json --json",
            ),
            (_FILE, Argument("--signatures", "folder", path, required=True), _MUST_TO),
        ),
        Command(
            "settle",
            _late("settling", "settle"),
            (
                "livret issuer ledger settle today.json --proof today.tlog-proof",
                "livret issuer ledger settle --from published",
            ),
            (
                Argument("file", "file", path),
                Argument("--proof", "file", path),
                Argument("--refused", default=False),
                *LOOKING,
            ),
        ),
        Command(
            "watch",
            _late("watching", "watch"),
            (
                "livret issuer ledger watch --once --trust trust.jsonl",
                "livret issuer ledger watch --acknowledge 812-1501 --by clerk-2",
            ),
            (
                *WATCHING,
                Argument("--acknowledge", "entries", Wanted.parse),
                _BY,
            ),
        ),
        Command(
            "recover-identity",
            _late("recovering", "recover_identity"),
            (
                "livret issuer ledger recover-identity --recovery r1 --submit https://ledger.eu",
                "livret issuer ledger recover-identity --recovery recovery-1.sealed --to undo/",
            ),
            (
                _RECOVERY,
                replace(RECOVERY_PASSPHRASE, is_rare=True),
                Argument("--to", "folder", path),
                Argument("--submit", "url", url),
                Argument("--suspected-from", "time", instant, key="suspected_from_s"),
                Argument("--suspect", "key"),
                Argument("--lost-keys", default=False),
                replace(Argument("--recovery-to", "folder", path), is_rare=True),
                _BY,
                *LOOKING,
            ),
        ),
        Command(
            "rebuild",
            _late("rebuilding", "rebuild"),
            (
                "livret issuer ledger rebuild --name V --recovery r2 --trust t.jsonl --to e/",
                "livret issuer ledger rebuild --like old.json --recovery r2 --trust t --to e/",
            ),
            (
                Argument("--name", "name", name_of(NAME_CHARS)),
                Argument("--like", "file", path),
                _RECOVERY,
                _TRUST,
                Argument("--from", "place", place, key="source"),
                Argument("--published", "folder", path),
                Argument("--to", "folder", path),
                Argument("--submit", "url", url),
                Argument("--own", "number", whole(1, lambda: limits.DID_LOG_BYTES)),
                Argument("--suspected-from", "time", instant, key="suspected_from_s"),
                *(
                    replace(each, is_rare=True)
                    for each in (
                        RECOVERY_PASSPHRASE,
                        *WORDS,
                        Argument("--resolve", "pin"),
                        Argument("--authorities", "file", path),
                        Argument("--suspect", "key"),
                        Argument("--recovery-to", "folder", path),
                    )
                ),
            ),
        ),
        Command(
            "recovery-keys",
            _late("recovering", "recovery_keys"),
            (
                "livret issuer ledger recovery-keys hall-recovery/",
                "livret issuer ledger recovery-keys hall-recovery/ --from published",
            ),
            (Argument("folder", "folder", path, required=True), RECOVERY_PASSPHRASE, *LOOKING),
        ),
        Command(
            "journal",
            _late("vouching", "journal"),
            (
                "livret issuer ledger journal",
                "livret issuer ledger journal --to open/",
            ),
            (Argument("--to", "folder", path), Argument("--all", default=False)),
        ),
    ),
    shared=(home(partial(default_home, "issuer")), PASSPHRASE),
    sections={
        "/daily": ("commit", "paths", "rights"),
        "/own": ("register", "update", "succeed", "take-over", "deactivate"),
        "/sign": ("sign", "join", "settle", "journal"),
        "/theft": ("watch", "compromise", "recover-identity", "rebuild", "recovery-keys"),
    },
    examples=(
        "livret issuer ledger register --to verneuil.draft.json",
        "livret issuer ledger commit --submit https://ledger.example/meuse",
    ),
)
