"""What a desk or a town hall keeps of the public ledger: whom it believes, the newest head it saw.

ledger-trust.jsonl   one version a line; there only once its words were confirmed
ledger-since.json    when they were
ledger-head.json     size, root and time of the newest head; nothing older is believed again
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.ledger import trust_root
from livret_core.ledger.head import Head, Remembered
from livret_core.ledger.trusting import Trusted, recall
from livret_edge.files import HOME, read_file, told, write_file

TRUST: Final = "ledger-trust.jsonl"
SINCE: Final = "ledger-since.json"
HEAD: Final = "ledger-head.json"

_MAX_BYTES: Final = 16 << 20


class TrustStore:
    """The one ledger that is believed here, if any.

    Args:
        root: the desk's folder, or the town hall's.
    """

    most: Final = 1

    def __init__(self, root: Path) -> None:
        self._root: Final = root

    def known(self) -> list[Trusted]:
        """Give the ledger, once its words were confirmed here.

        Raises:
            MalformedInput: ``home.malformed``, ``trust.malformed`` and its kin.
            Refused: as :mod:`livret_core.ledger.trust_root`.
            Unavailable: ``home.unavailable``.
        """
        path = self._root / TRUST
        if not path.exists():
            return []
        versions = trust_root.read_versions(read_file(path, _MAX_BYTES, code=HOME))
        return [recall(versions, since_s=self._since_s(), head=self._head())]

    def keep(self, trusted: Trusted) -> None:
        """Keep a ledger, in place of what was kept of it before; errors as :meth:`known`."""
        if trusted.remembered is None:
            # Left by a removal that was cut short: another ledger's, for all we know.
            (self._root / HEAD).unlink(missing_ok=True)
        else:
            self._write_head(trusted.remembered)
        self._write(SINCE, json_encoding.format({"confirmed": trusted.since_s}))
        # Last: now it is believed.
        self._write(TRUST, trust_root.format_versions(trusted.chain.roots))

    def forget(self, origin: str) -> None:
        """Believe the ledger no more; errors as :meth:`known`."""
        if all(each.origin != origin for each in self.known()):
            return
        for name in (TRUST, SINCE, HEAD):
            (self._root / name).unlink(missing_ok=True)

    def remember(self, head: Head) -> None:
        """Keep a head that was believed after the one that is kept.

        Two windows may be at it: what the other kept meanwhile stays, since this head was not
        held against it. The next one is.
        """
        with self._alone():
            kept = self._head()
            if kept == head.after:
                self._advance(kept, head.remember(kept))

    def remember_as(self, newest: Remembered) -> None:
        """Keep the newest head, unless what is kept is newer."""
        with self._alone():
            self._advance(self._head(), newest)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let nobody else write the head between reading and writing it."""
        with told(self._root, HOME):
            folder = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            with told(self._root, HOME):
                fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _advance(self, kept: Remembered | None, newest: Remembered) -> None:
        if kept is None or (newest.size, newest.time_s) > (kept.size, kept.time_s):
            self._write_head(newest)

    def _since_s(self) -> int:
        match json_encoding.parse_object(self._read(SINCE)):
            case {"confirmed": int(since_s)}:
                return since_s
        raise MalformedInput("home.malformed", SINCE)

    def _head(self) -> Remembered | None:
        if not (self._root / HEAD).exists():
            return None
        match json_encoding.parse_object(self._read(HEAD)):
            case {"size": int(size), "root": str(text), "time": int(time_s)}:
                return Remembered(size, base64url.decode(text), time_s)
        raise MalformedInput("home.malformed", HEAD)

    def _write_head(self, head: Remembered) -> None:
        value = {"size": head.size, "root": base64url.encode(head.root), "time": head.time_s}
        self._write(HEAD, json_encoding.format(value))

    def _read(self, name: str) -> bytes:
        return read_file(self._root / name, limits.JSON_BYTES, code=HOME)

    def _write(self, name: str, content: bytes) -> None:
        write_file(self._root / name, content, code=HOME)
