"""What a wallet reads from outside: published files, in a folder that mirrors the web or there."""

from pathlib import Path
from typing import Final, Protocol

from livret_core.errors import MalformedInput, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.mirror_path import mirror_path
from livret_edge.files import read_file

EVIDENCE: Final = "ledger.evidence"  # beside the DID's own log

_MAX_BYTES: Final = 64 << 20


class Source(Protocol):
    """Where published files are read."""

    def read(self, uri: str, code: str) -> bytes:
        """Read what is published at *uri*.

        Raises:
            Unavailable: *code*, when it is not there or cannot be read.
            MalformedInput: ``input.https_uri``.
        """


class Folder:
    """A copy of what issuers publish."""

    def __init__(self, root: Path) -> None:
        self._root: Final = root

    def read(self, uri: str, code: str) -> bytes:
        """Read what is published at *uri*.

        Raises:
            Unavailable: *code*, with the ``issuer`` as its address has it and the
                ``reason``, when it is not there or cannot be read.
            MalformedInput: ``input.https_uri``.
        """
        place = HttpsUri.parse(uri)
        at = self._root / mirror_path(place)
        try:
            return read_file(at, _MAX_BYTES)
        except (MalformedInput, Unavailable) as error:
            facts = {"issuer": place.host, "file": str(at), "reason": error.facts["reason"]}
            raise Unavailable(code, error.detail, **facts) from None
