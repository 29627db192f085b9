"""Ledgers to measure: issuers who put down a digest a day, with a `state.commit` for each day.

ledger = Ledger(folder)                  # 300 issuers, their DIDs on the disk
ledger.grow(1_000_000)                   # through all rules; says on stderr how far it is
with ledger.aside() as copy:             # to write on, and throw away
"""

import copy
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import msgspec

from livret_core import limits
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation
from livret_core.ledger.trust_chain import begin
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_ledger import proving
from livret_ledger.batch import Appended, Batch, Outcome
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.store import Settled
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_heads import first_root
from tests.ledger_scene import DAY_S, DIGEST, NAMES, ORIGIN, Scene, Town
from tests.ledger_works import Clock, Works

ISSUERS: Final = 300
TYPES: Final = ("residency", "birth", "diploma")
#: Every so many-th issuer holds its rights from a department, which has them from a region.
DELEGATED: Final = 10
_A_DAY: Final = 300
_REGION: Final = "fr-insee:*"
_TOLD_S: Final = 10.0


def tell(text: str) -> None:
    """Say on stderr what is under way: some of it takes minutes."""
    print(f"  {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _communes() -> Iterator[str]:
    """Numbers of communes that are not in the scene, as many as France has and more."""
    founders = set(NAMES.values())
    for department in range(1, 96):
        for commune in range(1, 700):
            who = f"fr-insee:{department:02}{commune:03}"
            if department != 20 and who not in founders:
                yield who


class Ledger:
    """A ledger on disk, and the issuers who write to it.

    Attributes:
        issuers: who write.
        voted: an issuer with rights to three types, by vote of members.
        delegated: one that has its three from a department, which has them from a region.
    """

    def __init__(
        self, root: Path, issuers: int = ISSUERS, *, are_all_accredited: bool = False
    ) -> None:
        scene = Scene.founded()
        for name in TYPES:
            scene.apply(scene.publish(f"{name}/1"))
        communes = _communes()
        self._region = _region(scene, next(communes))
        self._departments: dict[str, Town] = {}
        self.issuers: list[Town] = []
        for number, who in zip(range(issuers), communes, strict=False):
            if number % _A_DAY == _A_DAY - 1:
                scene.tick(DAY_S)
            # A host has four digits at most.
            issuer = Town(f"issuer-{number:x}", who, operator="")
            scope = _department_of(issuer)
            if scope not in self._departments:
                self._departments[scope] = _department(scene, self._region, next(communes), scope)
            scene.settle(issuer, scene.towns[number % 4])
            self.issuers.append(issuer)
            if are_all_accredited or number < DELEGATED:
                self._accredit(scene, issuer, number)
            if number % 5_000 == 4_999:
                tell(f"{number + 1:,} of {issuers:,} issuers have their DIDs and rights")
        self.voted, self.delegated = self.issuers[0], self.issuers[DELEGATED - 1]
        self.works = Works.founded(root, scene)
        # 10^6 entries of 300 issuers are nine years, longer than a first trust root holds.
        first = first_root(scene, policy=self.works.policy, expires_s=limits.LATEST_S)
        self.works.chain = begin(first)
        self.day = scene.at_s // DAY_S
        self.last = dict.fromkeys((each.did or "" for each in self.issuers), NO_PREDECESSOR)
        self.seq = 0
        self._map_new = 0

    def _accredit(self, scene: Scene, issuer: Town, number: int) -> None:
        for name in TYPES:
            if number % DELEGATED == DELEGATED - 1:
                scope = _department_of(issuer)
                above = self._departments[scope]
                parent = (above, name, scope)
                right = scene.grant(issuer, above, type_name=name, parent=parent, days=(0, 100))
            else:
                right = scene.grant(issuer, *scene.towns[1:3], type_name=name)
            scene.apply(right)

    @property
    def size(self) -> int:
        with self.open() as store:
            return store.frontier.size

    @contextmanager
    def open(self, *, read_only: bool = True) -> Iterator[SqliteStore]:
        store = SqliteStore.open(self.works.path, read_only=read_only)
        try:
            yield store
        finally:
            store.close()

    def next_day(self) -> list[bytes]:
        """What every issuer hands in today."""
        self.day += 1
        self.seq += 1
        leaves = []
        for issuer in self.issuers:
            did, key_id, signer = issuer.pen
            draft = Draft(
                ORIGIN,
                "commit",
                did,
                self.seq,
                self.last[did],
                self.day * DAY_S,
                {"day": self.day, "root": DIGEST},
            )
            operation = draft.signed([draft.sign(signer, by=did, key_id=key_id)])
            self.last[did] = operation.id
            leaves.append(operation.leaf)
        return leaves

    def close_day(self, store: SqliteStore, *, day: int | None = None) -> None:
        """Let the day after *day* begin, so that its digests can be taken."""
        at_s = ((self.day if day is None else day) + 1) * DAY_S
        batch = Batch(store)
        batch.close(at_s=at_s)
        written = batch.result()
        self._map_new = 0 if written.settled is None else len(written.settled.map_added)
        store.write(written)
        self.works.clock.now_s = at_s + 60

    def a_day(self, store: SqliteStore) -> int:
        """Let a day begin and every issuer write; how many nodes of the state map are new."""
        self.close_day(store)
        _take(store, self.next_day())
        return self._map_new

    def grow(self, size: int) -> None:
        """Go on, a day after the other, to so many entries at least.

        What the issuers sign is made in a process of its own, as it is in truth.
        """
        with self.open(read_only=False) as store, store.writer():
            missing = size - store.frontier.size
            count = -(-missing // (len(self.issuers) + 1))
            if count > 0:
                began = told = time.perf_counter()
                for leaves in self._days_to_come(count):
                    self.close_day(store, day=self.day - 1)
                    _take(store, leaves)
                    now = time.perf_counter()
                    if now - told > _TOLD_S:
                        told, done = now, store.frontier.size
                        left_s = (now - began) / (done - size + missing) * (size - done)
                        tell(f"{done:,} of {size:,} entries, {left_s / 60:.1f} min left")
            batch = Batch(store)
            batch.close(at_s=store.clock.at_s + 2)
            store.write(batch.result())

    def _days_to_come(self, count: int) -> Iterator[list[bytes]]:
        context = multiprocessing.get_context("fork")
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=self._make_days, args=(there, count), daemon=True)
        process.start()
        there.close()
        for _ in range(count):
            self.day += 1
            self.seq += 1
            yield msgspec.msgpack.decode(here.recv_bytes(), type=list[bytes])
        self.last = msgspec.msgpack.decode(here.recv_bytes(), type=dict[str, str])
        process.join()

    def _make_days(self, there: Connection, count: int) -> None:
        for _ in range(count):
            there.send_bytes(msgspec.msgpack.encode(self.next_day()))
        there.send_bytes(msgspec.msgpack.encode(self.last))

    @contextmanager
    def aside(self) -> Iterator["Ledger"]:
        """A copy that may be written on; this ledger stays as it is."""
        with tempfile.TemporaryDirectory(dir=self.works.root.parent) as folder:
            made = copy.copy(self)
            made.last = dict(self.last)
            made.works = copy.copy(self.works)
            made.works.clock = Clock(self.works.clock.now_s)
            made.works.root = Path(folder)
            shutil.copy(self.works.path, made.works.path)
            # Now: else the disk is busy with the copy while something on it is timed.
            descriptor = os.open(made.works.path, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
            if self.works.web.root.exists():
                # What is published is replaced and never written into.
                shutil.copytree(
                    self.works.web.root, made.works.root / "public", copy_function=_link
                )
            made.works.web = type(self.works.web)(made.works.root / "public")
            yield made

    @contextmanager
    def sequencer(self) -> Iterator[tuple[SqliteStore, Sequencer]]:
        store = SqliteStore.open(self.works.path)
        sequencer = self.works.sequencer(store)
        sequencer.start()
        try:
            yield store, sequencer
        finally:
            sequencer.stop()
            store.close()

    def head(self) -> SignedCheckpoint:
        """Have the newest head signed and cosigned."""
        with self.works.running() as (_, publisher):
            publisher.publish()
        signed = self.works.web.checkpoint()
        if signed is None:
            raise AssertionError("no quorum")
        return signed


def _region(scene: Scene, who: str) -> Town:
    """Settle a region with rights from a root accreditor."""
    region = Town("region", who, operator="")
    scene.settle(region, scene.towns[1])
    for name in TYPES:
        right = scene.grant(region, scene.towns[0], type_name=name, scope=_REGION, depth=2)
        scene.apply(right)
    return region


def _department(scene: Scene, region: Town, who: str, scope: str) -> Town:
    """Settle a department with rights from a region."""
    department = Town(f"department-{scope[-2]}", who, operator="")
    scene.settle(department, scene.towns[1])
    for name in TYPES:
        parent = (region, name, _REGION)
        right = scene.grant(
            department,
            region,
            type_name=name,
            scope=scope,
            depth=1,
            parent=parent,
            days=(0, 200),
        )
        scene.apply(right)
    return department


def _department_of(issuer: Town) -> str:
    """All communes whose code begins as this one's."""
    return issuer.who[: len("fr-insee:0")] + "*"


def _link(source: str, target: str) -> str:
    Path(target).hardlink_to(source)
    return target


def _take(store: SqliteStore, leaves: Sequence[bytes]) -> None:
    batch = Batch(store)
    for leaf in leaves:
        check(batch.submit(Operation.parse(leaf)))
    store.write(batch.result())


def days(ledger: Ledger, count: int) -> Iterator[Sequence[bytes]]:
    """Days of digests, until there are *count*; the writer begins each with its time."""
    done = 0
    while done < count:
        leaves = ledger.next_day()
        ledger.works.clock.now_s = ledger.day * DAY_S
        done += len(leaves)
        yield leaves


def check(outcome: Outcome) -> None:
    """A figure of refusals would be a good one, and mean nothing."""
    if type(outcome) is not Appended:
        raise AssertionError(outcome)


@dataclass
class Maker:
    """Makes evidence from a store, as of a head."""

    store: SqliteStore
    signed: SignedCheckpoint

    def of(self, *asked: str) -> Evidence:
        size = self.signed.checkpoint.size
        [last] = self.store.entries(size - 1, size)
        return proving.evidence(
            self.signed,
            last.leaf,
            Settled(self.store),
            asked,
            nodes=self.store.nodes,
            map_nodes=self.store.map_node,
        )
