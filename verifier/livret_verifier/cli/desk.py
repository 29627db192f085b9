"""`livret desk`: the service that wallets speak with, and the page of its staff."""

from functools import partial
from typing import Final

from livret_edge.arguments import Argument, Asked, home, path, whole
from livret_edge.homes import default_home
from livret_edge.program import Command, Program
from livret_edge.serving.running import listening

_PORT: Final = 8644


def _serve(asked: Asked) -> int:
    from livret_verifier.cli.serving import serve

    return serve(asked)


def _count(asked: Asked) -> int:
    from livret_verifier.cli.staff import count

    return count(asked)


def _staff() -> Program:
    from livret_verifier.cli.staff import staff_program

    return staff_program(_SHARED)


_SHARED: Final = (home(partial(default_home, "verify")),)

PROGRAM: Final = Program(
    "livret desk",
    "livret_verifier.words.desk_help",
    (
        Command(
            "serve",
            _serve,
            (
                "livret desk serve --certificate chain.pem --certificate-key key.pem",
                "livret desk serve --behind-proxy --listen 127.0.0.1:8644 --home pool",
            ),
            (
                *listening(_PORT),
                Argument("--resolve", "pin"),
                Argument("--authorities", "file", path),
            ),
        ),
        Command(
            "count",
            _count,
            ("livret desk count", "livret desk count --days 30 --json"),
            (Argument("--days", "number", whole(1, lambda: 400), default=7),),
        ),
    ),
    shared=_SHARED,
    examples=(
        "livret desk serve --certificate chain.pem --certificate-key key.pem",
        "livret desk count --days 30",
    ),
    groups={"staff": _staff},
)
run: Final = PROGRAM.run
