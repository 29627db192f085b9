"""A command of livret that ends when whoever began it has gone, however that came about.

    python -m livret_town.processes.leash DESCRIPTOR COMMAND ...

The descriptor is the reading end of a pipe whose other end nobody writes to: it ends with the
process that holds it, also where that one was killed and could tell nobody.
"""

import os
import signal
import sys
from threading import Thread


def _follow(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main(arguments: list[str]) -> int:
    """Run a command on a leash; its exit status."""
    from livret_town.command import main as run

    descriptor, *words = arguments
    Thread(target=_follow, args=(int(descriptor),), name="leash", daemon=True).start()
    return run(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
