"""`livret desk`: the service that wallets speak with."""

from functools import partial
from typing import Final

from livret_edge.arguments import Argument, Asked, home, path
from livret_edge.homes import default_home
from livret_edge.program import Command, Program
from livret_edge.serving.running import listening

_PORT: Final = 8644


def _serve(asked: Asked) -> int:
    from livret_verifier.cli.online import serve

    return serve(asked)


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
    ),
    shared=(home(partial(default_home, "verify")),),
    examples=(
        "livret desk serve --certificate chain.pem --certificate-key key.pem",
        "livret desk serve --behind-proxy --home pool",
    ),
)
run: Final = PROGRAM.run
