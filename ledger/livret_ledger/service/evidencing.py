"""Evidence of every institution with a right, and every service, as files, once an hour, for all.

``ledger.evidence`` lies beside each institution's ``did.jsonl``. It is written when the hour of
the head's time has turned and not before: whoever fetched one shows by it which hour they were
there in, and nothing more (LEDGER §6). ``evidence.json`` says which hour that is and lists
the files, so that all can be fetched without saying whose is meant; those of services are listed
again, for whoever wants to know who asks.

A suspicion does not wait for the hour: when a ``key.compromise`` is published, the files that
show that key are written anew, its DID's and those of DIDs that it took over from. Of these,
and of no others, a copy then tells which side of the report it was fetched on.

Nor does the first right of an institution wait, nor a service that is let ask: until it has a file,
nobody can take its proofs, or see what it may ask.
Nobody holds one of them yet, so there is nobody whose visit the file could tell of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, final

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import DidRecord
from livret_core.ledger.state import did_name
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_ledger import proving
from livret_ledger.proving import Records
from livret_ledger.publishing import EVIDENCE_INDEX, evidence_path
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Settled, Store
from livret_ledger.telling import Told, silent

HOUR_S: Final = 3_600
_EVERY: Final = 100
# As canonical form has them.
_SUSPICION: Final = b'"type":"key.compromise"'
#: After these somebody's evidence is looked for who had none.
_FIRST: Final = frozenset({"accredit.grant", "verifier.register"})


@final
class EvidenceFiles:
    """Writes the evidence files of one ledger. One thread at a time."""

    def __init__(self, web: WebRoot) -> None:
        self._web: Final = web
        self._hour: int | None = None
        self._looked = 0
        self._left_out: Mapping[str, LivretError] = {}

    @property
    def left_out(self) -> Mapping[str, LivretError]:
        """The institutions that the last hour's files leave out, by path, each with why."""
        return self._left_out

    def is_due(self, *, time_s: int) -> bool:
        """Say whether the evidence there is belongs to an earlier hour than a head of *time_s*."""
        if self._hour is None:
            self._hour, self._looked = self._written()
        return time_s // HOUR_S > self._hour

    def write(
        self,
        store: Store,
        signed: SignedCheckpoint,
        *,
        time_s: int,
        told: Told = silent,
    ) -> int | None:
        """Write the evidence of the hour if it is due, else that of who is suspected since.

        Args:
            store: opened for reading, or held by its writer, who is this thread.
            signed: the head that is published.
            time_s: its T.
            told: hears how it goes, now and then.

        Nothing is written while the state is beyond the head: the next head then is asked. One
        of which no bundle can be made is in nobody else's way: it is :attr:`left_out`.

        Returns:
            How many files; None when it was the time of none.

        Raises:
            Unavailable: ``home.unavailable``, ``store.unavailable``. Refused: ``ledger.damaged``.
        """
        size, is_due = signed.checkpoint.size, self.is_due(time_s=time_s)
        if not is_due and size <= self._looked:
            return None
        with store.snapshot():
            state = Settled(store)
            if state.size != size:
                return None
            due = published(state)
            if not is_due:
                due = self._since(store, state, due, size)
            dids, asking = [*due], [*services(state)]
            left_out = self._write_files(store, signed, dids, told)
        if is_due:
            self._hour, self._left_out = time_s // HOUR_S, left_out
            paths = sorted(path for path in map(evidence_path, dids) if path not in left_out)
            why: JsonObject = {path: error.code for path, error in left_out.items()}
            made: JsonObject = {"hour": self._hour, "size": size, "left_out": why}
            self._write_index(made | _listed(paths, asking))
        elif dids:
            self._left_out = {**self._left_out, **left_out}
            index = self._read_index()
            listed = index.get("files")
            known = {str(path) for path in listed} if isinstance(listed, list) else set()
            paths = sorted(known | {evidence_path(did) for did in dids} - left_out.keys())
            self._write_index(index | {"looked": size} | _listed(paths, asking))
        self._looked = size
        return len(dids) - len(left_out) if is_due or dids else None

    def _since(self, store: Store, state: Records, dids: Iterable[str], size: int) -> Iterator[str]:
        """Give those whose files do not wait for the hour: suspected ones, and ones without a file."""
        first = granted(store, self._looked, size)
        reported = _suspected(store, self._looked, size)
        if not first and not reported:
            return
        known = [*dids]
        suspected = {*_showing(state, known, reported)}
        for did in known:
            is_first = did in first and self._web.read(evidence_path(did)) is None
            if is_first or did in suspected:
                yield did

    def _write_files(
        self, store: Store, signed: SignedCheckpoint, dids: Sequence[str], told: Told
    ) -> Mapping[str, LivretError]:
        """Write a file for each of *dids*; say of which none could be made, and why."""
        left_out: dict[str, LivretError] = {}
        if not dids:
            return left_out
        size, state = signed.checkpoint.size, Settled(store)
        [last] = store.entries(size - 1, size)
        for done, did in enumerate(dids, start=1):
            try:
                raw = proving.evidence(
                    signed, last.leaf, state, [did], nodes=store.nodes, map_nodes=store.map_node
                ).format()
            except (MalformedInput, Refused) as error:
                left_out[evidence_path(did)] = error
            else:
                self._web.write(evidence_path(did), raw)
            if done % _EVERY == 0 or done == len(dids):
                told(done, len(dids))
        return left_out

    def _write_index(self, index: JsonObject) -> None:
        self._web.write(EVIDENCE_INDEX, json_encoding.format({"v": 1} | index))

    def _read_index(self) -> JsonObject:
        """Read the list that is there; whatever else is there is made again."""
        raw = self._web.read(EVIDENCE_INDEX)
        try:
            return {} if raw is None else json_encoding.parse_object(raw, max_bytes=len(raw))
        except LivretError:
            return {}

    def _written(self) -> tuple[int, int]:
        """Say which hour's evidence is there, and up to which entry suspicions are in it."""
        index = self._read_index()
        match index.get("hour"), index.get("looked", index.get("size")):
            case int(hour), int(looked) if bool not in {type(hour), type(looked)}:
                return hour, looked
        return -1, 0


def _suspected(store: Store, begin: int, end: int) -> AbstractSet[str]:
    """Give the DIDs of which entries say that a key is suspected."""
    found = (entry.leaf for entry in store.entries(begin, end) if _SUSPICION in entry.leaf)
    reports = [each for each in map(Operation.parse, found) if each.type == "key.compromise"]
    return {each.subject.partition("#")[0] for each in reports}


def granted(store: Store, begin: int, end: int) -> AbstractSet[str]:
    """Give the DIDs to which entries grant a right, or which they let ask."""
    found = (entry.leaf for entry in store.entries(begin, end) if _is_first(entry.leaf))
    return {each.subject for each in map(Operation.parse, found) if each.type in _FIRST}


def _is_first(leaf: bytes) -> bool:
    return any(f'"type":"{kind}"'.encode() in leaf for kind in _FIRST)


def _showing(state: Records, dids: Iterable[str], suspected: AbstractSet[str]) -> Iterator[str]:
    """Give those of *dids* whose evidence shows keys of a suspected one: it, and whom it succeeds."""
    for did in dids if suspected else ():
        record = state.record(did_name(did))
        heir = record.successor if isinstance(record, DidRecord) else None
        if did in suspected or heir in suspected:
            yield did


def published(state: Records) -> Iterator[str]:
    """Give the DIDs that hold a right or held one, and those that may ask or might.

    What the first signed may be good still; of the second a wallet sees what they may ask.
    """
    before = None
    for name in state.record_names("accr/"):
        did = name.split("/")[1]
        if did != before and did.startswith("did:webvh:"):
            yield did
        before = did
    for did in services(state):
        if next(iter(state.record_names(f"accr/{did}/")), None) is None:
            yield did


def services(state: Records) -> Iterator[str]:
    """Give the DIDs that may ask, or might."""
    return (name.removeprefix("service/") for name in state.record_names("service/"))


def _listed(paths: Sequence[str], asking: Iterable[str]) -> JsonObject:
    """List the files there are, and which of them say what a service may ask."""
    written = frozenset(paths)
    found = sorted(path for path in map(evidence_path, asking) if path in written)
    return {"files": [*paths], "services": [*found]}
