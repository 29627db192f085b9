"""Evidence of every institution with a right, and every service, as files, all of one head.

``ledger.evidence`` lies beside each institution's ``did.jsonl``. All of them are written at once:
an *edition*. One begins when the hour of the head's time has turned, and else not before somebody
would be harmed by waiting: whoever fetched one shows by it which edition they were there in, and
nothing more (LEDGER §6). ``evidence.json`` says which hour that is and lists the files, so that all
can be fetched without saying whose is meant; those of services are listed again, for whoever wants
to know who asks. It is written last: an edition that was cut short is begun anew.

A suspicion does not wait for the hour: when a ``key.compromise`` is published, an edition begins
at once, with the files that show that key. Nor does the first right of an institution wait, nor a
service that is let ask: until it has a file, nobody can take its proofs, or see what it may ask.
These wait for a moment, the longer the more files there are (:func:`pause_s`).

Never a few files alone: a reader that has read a newer head believes no older one any more, so
it could check nobody else until the hour is over (ADR 0026).
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
from livret_ledger.publishing import EVIDENCE_INDEX, WEBVH, evidence_path
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Settled, Store
from livret_ledger.telling import Told, silent

HOUR_S: Final = 3_600
_EVERY: Final = 100
#: So many files are written for each second that passes between two editions within an hour.
_FILES_A_SECOND: Final = 10
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
        self._cleared = 0
        self._listed: AbstractSet[str] = frozenset()
        self._begun_s: int | None = None
        self._left_out: Mapping[str, LivretError] = {}

    @property
    def left_out(self) -> Mapping[str, LivretError]:
        """The institutions that the last edition leaves out, by path, each with why."""
        return self._left_out

    def is_due(self, *, time_s: int) -> bool:
        """Say whether the evidence there is belongs to an earlier hour than a head of *time_s*."""
        if self._hour is None:
            self._hour, self._looked, self._listed, self._begun_s = self._written()
        return time_s // HOUR_S > self._hour

    def write(
        self,
        store: Store,
        signed: SignedCheckpoint,
        *,
        time_s: int,
        now_s: int,
        told: Told = silent,
    ) -> int | None:
        """Write an edition, if it is time for one: all files, of one head.

        Args:
            store: opened for reading, or held by its writer, who is this thread.
            signed: the head that is published.
            time_s: its T.
            now_s: seconds since 1970, by the clock of who writes.
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
            dids = [*published(state)] if is_due else self._within(store, state, size, now_s)
            if dids is None:
                return None
            asking = [*services(state)]
            left_out = self._write_files(store, signed, dids, told)
        hour = time_s // HOUR_S
        paths = sorted(path for path in map(evidence_path, dids) if path not in left_out)
        why: JsonObject = {path: error.code for path, error in left_out.items()}
        made: JsonObject = {"v": 1, "hour": hour, "size": size, "time": time_s, "left_out": why}
        index = made | _listed(paths, asking)
        self._web.write(EVIDENCE_INDEX, json_encoding.format(index))
        self._hour, self._looked, self._listed = hour, size, frozenset(paths) | left_out.keys()
        self._left_out, self._begun_s = left_out, now_s
        return len(paths)

    def _within(self, store: Store, state: Records, size: int, now_s: int) -> Sequence[str] | None:
        """Give whose files an edition within the hour has, who is suspected first; None for no edition."""
        suspected = _suspected(store, max(self._looked, self._cleared), size)
        known = [*published(state)] if suspected else None
        shown = [*_showing(state, known or (), suspected)]
        if known is not None and shown:
            return [*dict.fromkeys([*shown, *known])]
        self._cleared = size  # who waits below for a moment asks many times
        first = self._new(granted(store, self._looked, size))
        if first and self._is_early(len(first), now_s):
            return None
        known = known or ([*published(state)] if first else [])
        if first.isdisjoint(known):
            self._looked = size
            return None
        return known

    def _new(self, dids: AbstractSet[str]) -> AbstractSet[str]:
        """Give those of *dids* that the edition there is does not know."""
        named = (did for did in dids if did.startswith(WEBVH))
        return {did for did in named if evidence_path(did) not in self._listed}

    def _is_early(self, more: int, now_s: int) -> bool:
        """Say whether the edition there is, is too young for one of so many *more* files."""
        begun_s = self._begun_s
        wait_s = pause_s(len(self._listed) + more)
        return begun_s is not None and begun_s <= now_s < begun_s + wait_s

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

    def _written(self) -> tuple[int, int, AbstractSet[str], int | None]:
        """Say of which hour and head the evidence there is, whose was tried, and its T; else, of none.

        From that time on the next one waits, also for a writer that was started anew. One of
        which a file is gone is none: it is made again.
        """
        raw = self._web.read(EVIDENCE_INDEX)
        try:
            found = {} if raw is None else json_encoding.parse_object(raw, max_bytes=len(raw))
        except LivretError:
            found = {}
        match found:
            case {
                "hour": int(hour),
                "size": int(size),
                "files": list(files),
                "left_out": dict(left_out),
                "time": int(time_s),
            } if bool not in {type(hour), type(size), type(time_s)} and all(
                self._web.has(str(path)) for path in files
            ):
                return hour, size, {str(path) for path in files} | left_out.keys(), time_s
        return -1, 0, frozenset(), None


def pause_s(files: int) -> int:
    """Say how long a first right waits after the last edition, where there are so many *files*.

    With 10 it is a second, with 2,000 three minutes: so the ledger is busy with them for a
    small part of its time at any size, and the more proofs there are to be dated by an edition,
    the longer that is.
    """
    return min(files // _FILES_A_SECOND, HOUR_S)


def _suspected(store: Store, begin: int, end: int) -> frozenset[str]:
    """Give the DIDs of which entries say that a key is suspected."""
    found = (entry.leaf for entry in store.entries(begin, end) if _SUSPICION in entry.leaf)
    reports = [each for each in map(Operation.parse, found) if each.type == "key.compromise"]
    return frozenset(each.subject.partition("#")[0] for each in reports)


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
        if did != before and did.startswith(WEBVH):
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
