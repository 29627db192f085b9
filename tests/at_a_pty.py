"""A program at a terminal of its own: what is typed when something is seen, and how it ended.

said = talked([sys.executable, "-m", "livret_town", "wallet"], [("Passphrase", "secret\r")])
"""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence

_WAIT_S = 30
_SHOWN = re.compile(r"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[()][0-9A-B]|\x1b\][^\x07]*\x07|\x1b[=>]")


def talked(
    argv: Sequence[str], story: Sequence[tuple[str, str]], *, env: Mapping[str, str]
) -> tuple[int, str]:
    """Type each answer once its question was seen behind the one before; status, and all that was said."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        argv, stdin=slave, stdout=slave, stderr=slave, env=dict(env), start_new_session=True
    )
    os.close(slave)
    said, left, ends_s = "", list(story), time.monotonic() + _WAIT_S
    behind = 0
    try:
        while time.monotonic() < ends_s:
            ready, _, _ = select.select([master], [], [], 0.2)
            try:
                piece = os.read(master, 65_536) if ready else b""
            except OSError:  # it has gone
                break
            said += piece.decode("utf-8", "replace")
            if left and left[0][0] in _SHOWN.sub("", said[behind:]):
                behind = len(said)
                os.write(master, left.pop(0)[1].encode())
            if process.poll() is not None and not ready:
                break
        assert not left, f"never seen: {left[0][0]!r}\n{_SHOWN.sub('', said)[-2000:]}"
        return process.wait(20), said
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(master)
