"""Evidence of every accredited institution as files, once an hour, the same for all who ask.

``ledger.evidence`` lies beside each institution's ``did.jsonl``. It is written when the hour of
the head's time has turned and not before: whoever fetched one shows by it which hour they were
there in, and nothing more (LEDGER §6). ``evidence.json`` says which hour that is and lists
the files, so that all can be fetched without saying whose is meant.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias, final

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_ledger import proving
from livret_ledger.proving import Records
from livret_ledger.publishing import EVIDENCE_INDEX, evidence_path
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Settled, Store

Told: TypeAlias = Callable[[int, int], None]
"""Hears how many are written, and of how many."""

HOUR_S: Final = 3_600
_EVERY: Final = 100


@final
class EvidenceFiles:
    """Writes the evidence files of one ledger. One thread at a time."""

    def __init__(self, web: WebRoot) -> None:
        self._web: Final = web
        self._hour: int | None = None
        self._left_out: Mapping[str, LivretError] = {}

    @property
    def left_out(self) -> Mapping[str, LivretError]:
        """The institutions that the last hour's files leave out, by path, each with why."""
        return self._left_out

    def is_due(self, *, time_s: int) -> bool:
        """Say whether the evidence there is belongs to an earlier hour than a head of *time_s*."""
        if self._hour is None:
            self._hour = self._hour_written()
        return time_s // HOUR_S > self._hour

    def write(
        self,
        store: Store,
        signed: SignedCheckpoint,
        *,
        time_s: int,
        told: Told = lambda _done, _of: None,
    ) -> int | None:
        """Write the evidence of the hour, if it is due and the head is the last state there is.

        Args:
            store: opened for reading, or held by its writer, who is this thread.
            signed: the head that is published.
            time_s: its T.
            told: hears how it goes, now and then.

        One of which no bundle can be made is in nobody else's way: it is :attr:`left_out`.

        Returns:
            How many files; None when it was not the time. The next head then is asked.

        Raises:
            Unavailable: ``home.unavailable``, ``store.unavailable``. Refused: ``ledger.damaged``.
        """
        if not self.is_due(time_s=time_s):
            return None
        size = signed.checkpoint.size
        with store.snapshot():
            state = Settled(store)
            if state.size != size:
                return None
            paths = sorted((evidence_path(did), did) for did in accredited(state))
            [last] = store.entries(size - 1, size)
            left_out: dict[str, LivretError] = {}
            for done, (path, did) in enumerate(paths, start=1):
                try:
                    raw = proving.evidence(
                        signed,
                        last.leaf,
                        state,
                        [did],
                        nodes=store.nodes,
                        map_nodes=store.map_node,
                    ).format()
                except (MalformedInput, Refused) as error:
                    left_out[path] = error
                else:
                    self._web.write(path, raw)
                if done % _EVERY == 0 or done == len(paths):
                    told(done, len(paths))
        hour = time_s // HOUR_S
        files: list[JsonValue] = [path for path, _ in paths if path not in left_out]
        why: JsonObject = {path: error.code for path, error in left_out.items()}
        index: JsonObject = {"v": 1, "hour": hour, "size": size, "files": files, "left_out": why}
        self._web.write(EVIDENCE_INDEX, json_encoding.format(index))
        self._hour, self._left_out = hour, left_out
        return len(files)

    def _hour_written(self) -> int:
        raw = self._web.read(EVIDENCE_INDEX)
        try:
            match None if raw is None else json_encoding.parse_object(raw, max_bytes=len(raw)):
                case {"hour": int(hour)} if not isinstance(hour, bool):
                    return hour
        except LivretError:
            pass  # whatever it was, it is made again
        return -1


def accredited(state: Records) -> Iterator[str]:
    """Give the DIDs that hold a right or held one: what they signed may be good still."""
    before = None
    for name in state.record_names("accr/"):
        did = name.split("/")[1]
        if did != before and did.startswith("did:webvh:"):
            yield did
        before = did
