"""The `livret` command: a table of names, and nothing imported before it is used.

Exit statuses, everywhere:

    0   accepted, or done
    1   refused: we know, and it is no
    2   usage, or an input that is not what it claims to be
    3   could not find out: says nothing against what was asked about
    70  our own fault
"""

import sys
from typing import Final

from livret_town import VERSION

DONE: Final = 0
REFUSED: Final = 1
UNAVAILABLE: Final = 3
OUR_FAULT: Final = 70
INTERRUPTED: Final = 130  # 128 + SIGINT, as a shell says it
PIPE_CLOSED: Final = 141  # 128 + SIGPIPE

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("livret_town.demo:run", "play a whole town on this machine"),
    "wallet": ("livret_wallet.cli:run", "keep proofs, and decide who sees what"),
    "issuer": ("livret_issuer.cli:run", "sign proofs for residents (town hall)"),
    "verify": ("livret_verifier.cli:run", "check a proof that was shown (service)"),
    "desk": ("livret_verifier.cli.desk:run", "ask wallets over the network (service)"),
    "ledger": ("livret_ledger.cli:run", "keep the public ledger of who may sign (towns)"),
    "types": ("livret_town.types_command:run", "list what can be attested"),
    "procedures": ("livret_town.procedures_command:run", "list who may ask for what"),
    "inspect": ("livret_town.inspect_command:run", "decode anything, trusting nothing"),
    "explain": ("livret_town.explain_command:run", "what a reason means, and who can mend it"),
    "doctor": ("livret_town.doctor:run", "what is missing here, and the remedy"),
}

_HELP: Final = """\
livret: proofs that a town hall signs, a citizen keeps and a service checks

  livret demo                      play a whole town on this machine
  livret explain status.revoked    what a reason means

usage: livret COMMAND ...

{commands}

livret COMMAND --help says more. Exit status: 0 accepted or done, 1 refused,
2 usage or unreadable, 3 could not find out, 70 our own fault.
"""


def help_text() -> str:
    """The one screen that `livret --help` prints."""
    return _HELP.format(
        commands="\n".join(f"  {name:10}  {line}" for name, (_, line) in COMMANDS.items())
    )


def main(argv: list[str] | None = None) -> int:
    """Run one command and say how it ended; see the table of exit statuses above."""
    arguments = sys.argv[1:] if argv is None else argv
    if not _streams_are_plain():
        from livret_town.terminal import prepare

        prepare(as_json="--json" in arguments)
    try:
        status = _run(arguments)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        status = _leave_quietly()
    except SystemExit as leaving:
        # An argument parser that has said its piece.
        status = leaving.code if isinstance(leaving.code, int) else DONE
    except Exception as error:  # noqa: BLE001  # the last line of defence: 70, never a traceback
        from livret_town.failure import report

        status = report(error, arguments)
    return _told(status, arguments)


def _run(arguments: list[str]) -> int:
    match arguments:
        case [] | ["-h" | "--help", *_] | ["help"]:
            sys.stdout.write(help_text())
            return DONE
        case ["--version", *_]:
            sys.stdout.write(f"livret {VERSION}\n")
            return DONE
        case ["help", name, *rest]:
            return _run_command(name, [*rest, "--help"])
        case [option, *_] if option.startswith("-"):
            return _run_behind(arguments)
        case [name, *rest]:
            return _run_command(name, rest)
        case _:  # pragma: no cover
            raise AssertionError(arguments)


def _run_behind(arguments: list[str]) -> int:
    """Run a command that stands behind what every command takes: ``livret --lang fr ledger``."""
    from livret_core.errors import MalformedInput
    from livret_edge.arguments import split_before

    before, rest = split_before(arguments)
    match rest:
        case [] | ["help"] | ["-h" | "--help" | "--version", *_]:
            return _run(list(rest))
        case [option, *_] if option.startswith("-"):
            option = option.partition("=")[0]
            raise MalformedInput("usage.option_place", option=option, command="livret")
        case ["help", name, *more]:
            return _run(["help", name, *before, *more])
        case [name, *more]:
            return _run_command(name, [*before, *more])
        case _:  # pragma: no cover
            raise AssertionError(rest)


def _run_command(name: str, arguments: list[str]) -> int:
    known = COMMANDS.get(name)
    if known is None:
        from livret_core.errors import MalformedInput
        from livret_core.words import like

        raise MalformedInput("usage.command", known=", ".join(COMMANDS), **like(name, COMMANDS))
    module_name, _, function_name = known[0].partition(":")
    import importlib

    run = getattr(importlib.import_module(module_name), function_name)
    status: int = run(arguments)
    return status


def _streams_are_plain() -> bool:
    """Whether all three streams are there, and can show every character."""
    return sys.stdin is not None and all(
        stream is not None
        and (getattr(stream, "encoding", None) or "").lower() in {"utf-8", "utf8"}
        for stream in (sys.stdout, sys.stderr)
    )


def _told(status: int, arguments: list[str]) -> int:
    """See what was said out of the door; what nobody got is not *done*."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        return _leave_quietly()
    except (OSError, ValueError) as error:
        from livret_town.failure import report

        lost = report(error, arguments)
        return lost if status == DONE else status
    return status


def _leave_quietly() -> int:
    """End when the reader of our output has gone (`livret … | head`)."""
    from livret_town.terminal import takes_no_more

    takes_no_more(sys.stdout)
    takes_no_more(sys.stderr)
    return PIPE_CLOSED
