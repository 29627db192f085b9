"""Answer the verifying machine's needs from a folder that mirrors the web."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from livret_core.errors import LivretError, MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.mirror_path import mirror_path
from livret_edge.files import read_file
from livret_verifier.evidence import Evidence, Found, Missing, Need
from livret_verifier.keeping import joined, parts_of
from livret_verifier.verdict import Verdict
from livret_verifier.verify import Step, Waiting, advance

_MAX_BYTES: Final = 64 << 20


class FolderGatherer:
    """Reads published files from a folder: a copy, a mounted share, a USB stick."""

    def __init__(self, root: Path, *, clock: Callable[[], int]) -> None:
        self._root: Final = root
        self._clock: Final = clock

    def gather(self, need: Need) -> Evidence:
        """Fetch one thing; word that it could not be had is an answer too."""
        return joined(need, *(self._read(part.uri) for part in parts_of(need)))

    def _read(self, uri: str) -> Evidence:
        try:
            path = self._root / mirror_path(HttpsUri.parse(uri))
        except MalformedInput as error:
            return Missing(uri, error.code)
        try:
            content = read_file(path, _MAX_BYTES)
            # A copy is as old as it is, however lately somebody looks at it.
            written_s = min(int(path.stat().st_mtime), self._clock())
            return Found(content, str(path), written_s)
        except OSError as error:
            return Missing(str(path), type(error).__name__)
        except LivretError as error:
            return Missing(str(path), str(error.facts.get("reason", error.code)))


def drive(step: Step, gather: Callable[[Need], Evidence]) -> Verdict:
    """Run the machine to its verdict, one need at a time."""
    while isinstance(step, Waiting):
        step = advance(step, gather(step.need))
    return step
