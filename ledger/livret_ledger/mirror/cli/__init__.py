"""`livret ledger mirror` and `livret ledger recover`.

following.py    follows a ledger, keeps its copy fresh, serves it
recovering.py   makes a ledger's folder from a copy
reaching.py     the way to a copy and to the witnesses
"""

import importlib
from collections.abc import Callable
from functools import partial
from typing import Final

from livret_edge.arguments import PASSPHRASE, Argument, Asked, home, path, place, whole
from livret_edge.homes import default_home
from livret_edge.program import Command, Program
from livret_edge.serving.answering import listen

WORDS: Final = "livret_ledger.mirror.words"


def _late(module: str, name: str) -> Callable[[Asked], int]:
    """Import what a command needs when it is run: its help needs none of it."""

    def run(asked: Asked) -> int:
        found = getattr(importlib.import_module(f"livret_ledger.mirror.cli.{module}"), name)
        status: int = found(asked)
        return status

    return run


_NET: Final = (Argument("--resolve", "pin"), Argument("--authorities", "file", path))
_FROM: Final = Argument("--from", "place", place, key="source")
_TRUST: Final = Argument("--trust", "file", path)

PROGRAM: Final = Program(
    "livret ledger mirror",
    WORDS,
    (
        Command(
            "",
            _late("following", "mirror"),
            (
                "livret ledger mirror --from https://ledger.example/meuse --trust trust.json",
                "livret ledger mirror --home copy --once",
            ),
            (
                _FROM,
                _TRUST,
                Argument("--once", default=False),
                Argument("--every", "seconds", whole(1, lambda: 3_600), default=60),
                Argument("--listen", "listen", listen),
                Argument("--certificate", "file", path),
                Argument("--certificate-key", "file", path),
                Argument("--address-to", "file", path),
                *_NET,
                home(partial(default_home, "mirror")),
            ),
        ),
    ),
)
RECOVER: Final = Program(
    "livret ledger recover",
    WORDS,
    (
        Command(
            "",
            _late("recovering", "recover"),
            (
                "livret ledger recover --from copy/public --trust trust.json \\\n    --key old/log.sealed --to new",
                "livret ledger recover --from https://mirror.example --trust trust.json \\\n    --key-lost --to new",
            ),
            (
                Argument("--to", "folder", path, required=True),
                _FROM,
                _TRUST,
                Argument("--key", "file", path),
                Argument("--key-lost", default=False),
                Argument("--rotate", "file", path),
                Argument("--store", "url", is_rare=True),
                Argument("--dry-run", default=False, is_rare=True),
                *_NET,
                PASSPHRASE,
            ),
        ),
    ),
)
run: Final = PROGRAM.run
