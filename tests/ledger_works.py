"""A ledger at work on this machine: store, writer, publisher, and witnesses that do as they are told.

    works = Works.founded(tmp_path)                # 4 towns, genesis and DIDs in the store
    with works.running() as (sequencer, publisher):
        sequencer.submit(works.scene.commit(town).leaf)
        publisher.publish()
    works.follow()                                 # the scene takes what the ledger wrote

Witnesses and auditors answer in this process, with keys of the scene, by a witness's real
decision. Auditors are witnesses with another key, which is quick, until a test has them replay:

    with works.replaying():                        # from here on each has a copy of its own

The clock stands still until somebody waits or a test moves it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from livret_core.errors import LivretError, Unavailable
from livret_core.keys import Ed25519Signer
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain, begin
from livret_core.tlog import cosignature
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.policy import Policy, Witness
from livret_core.tlog.witness import AddCheckpoint, Cosign, Response, answer, decide
from livret_ledger.auditor.service import Auditor
from livret_ledger.batch import Batch
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.service.asking import Cosigners
from livret_ledger.service.paging import Pages
from livret_ledger.service.publisher import Publisher
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.service.serving import Parts, Service
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.minding import respond
from livret_ledger.witness.store.memory import WitnessStore
from tests.ledger_heads import first_root, policy_of
from tests.ledger_scene import ORIGIN, Scene, Town

LATER_S: Final = 100


@dataclass
class Clock:
    """Time that only a test moves, and waiting that moves it."""

    now_s: int

    def __call__(self) -> int:
        return self.now_s

    def pause(self, _wait_s: float) -> None:
        self.now_s += 1


@dataclass
class Cosigner:
    """One witness or auditor: what it holds, and whether it answers.

    Attributes:
        known: the head it cosigned last.
        held: the same, as it shows it.
        is_down: gives no answer at all.
        follows: another key than the log's; None: the log's.
        ahead_s: of the true time, by its clock.
        approve: has a further word on each head, as an auditor has.
        asked: every request it had.
    """

    key: VerifierKey
    signer: Ed25519Signer
    log_key: VerifierKey
    clock: Callable[[], int]
    known: Checkpoint | None = None
    held: bytes | None = None
    is_down: bool = False
    follows: VerifierKey | None = None
    ahead_s: int = 0
    approve: Callable[[SignedCheckpoint], None] | None = None
    asked: list[AddCheckpoint] = field(default_factory=list)

    def answer(self, body: bytes) -> Response:
        if self.is_down:
            raise Unavailable("net.unavailable", host=str(self.key.name))
        request = AddCheckpoint.parse(body)
        self.asked.append(request)
        decision = decide(self.known, request, [self.follows or self.log_key])
        if not isinstance(decision, Cosign):
            return answer(decision)
        if self.approve is not None:
            try:
                self.approve(request.signed)
            except LivretError as error:
                return respond(error)
        self.known = request.signed.checkpoint
        line = cosignature.sign(
            self.known, self.key.name, self.signer, now_s=self.clock() + self.ahead_s
        )
        self.held = request.signed.with_signatures(line).format()
        return answer([line])


class Works:
    """All that a ledger is made of, in one folder, opened as often as a test wants."""

    def __init__(self, root: Path, scene: Scene) -> None:
        self.root = root
        self.scene = scene
        self.clock = Clock(scene.at_s + LATER_S)
        self.cosigners = {
            f"https://{key.name}": Cosigner(key, town.key(role), scene.log_key, self.clock)
            for town in scene.towns
            for role, key in (("witness", town.witness), ("auditor", town.auditor))
        }
        self.policy = with_addresses(policy_of(scene, scene.towns, scene.policy.numbers))
        self.chain: TrustChain = begin(first_root(scene, policy=self.policy))
        self.signer: Any = scene.log_pen[2]
        self.web = WebRoot(root / "public")

    @classmethod
    def founded(cls, root: Path, scene: Scene | None = None) -> "Works":
        """Put a scene's ledger into a store: genesis, and each founder's DID."""
        works = cls(root, scene or Scene.founded())
        store = SqliteStore.create(works.path, ORIGIN)
        with store.writer():
            batch = Batch(store)
            for leaf in works.scene.leaves:
                batch.submit(Operation.parse(leaf))
            store.write(batch.result())
        store.close()
        return works

    @property
    def path(self) -> Path:
        return self.root / "ledger.db"

    def witness(self, town: Town) -> Cosigner:
        return self.cosigners[f"https://{town.witness.name}"]

    @property
    def auditors(self) -> list[Cosigner]:
        return [self.cosigners[f"https://{town.auditor.name}"] for town in self.scene.towns]

    @contextmanager
    def replaying(self) -> Iterator[None]:
        """Have every auditor replay what is published into a copy of its own, as real ones do."""
        with ExitStack() as stack:
            for number, each in enumerate(self.auditors):
                each.approve = self._replayer(stack, self.root / f"auditor-{number}", each).approve
            try:
                yield
            finally:
                for each in self.auditors:
                    each.approve = None

    def _replayer(self, stack: ExitStack, folder: Path, key: Cosigner) -> Auditor:
        folder.mkdir()
        memory = WitnessStore.create(folder / "memory.db", b"one of a test")
        stack.callback(memory.close)
        memory.add_log(key.log_key)
        store = SqliteStore.create(folder / "copy.db", ORIGIN)
        stack.callback(store.close)
        stack.enter_context(store.writer())
        return Auditor(
            store,
            memory,
            lambda: Reader(Folder(self.web.root)),
            clock=lambda: key.clock(),  # noqa: PLW0108  # a test may give it another
            stopwatch=time.monotonic,
        )

    def post(self, url: str, body: bytes) -> Response:
        return self.cosigners[url].answer(body)

    def show(self, url: str, origin: str) -> bytes:
        """The head that one of them cosigned last, as our witnesses give it."""
        cosigner = self.cosigners[url]
        if cosigner.is_down or cosigner.held is None or origin != ORIGIN:
            raise Unavailable("net.unavailable", host=str(cosigner.key.name))
        return cosigner.held

    def sequencer(self, store: Any) -> Sequencer:
        return Sequencer(store, self.signer, clock=self.clock, pause=self.clock.pause)

    def publisher(self, sequencer: Sequencer, reader: Any, pages: Pages | None = None) -> Publisher:
        return Publisher(
            sequencer,
            reader,
            self.web,
            self.chain,
            Cosigners(self.policy, self.post, grace_s=30),
            clock=self.clock,
            pages=pages,
        )

    @contextmanager
    def writing(self, store: Any = None) -> Iterator[Sequencer]:
        """A sequencer at work."""
        store = store or SqliteStore.open(self.path)
        sequencer = self.sequencer(store)
        sequencer.start()
        try:
            yield sequencer
        finally:
            sequencer.stop()
            store.close()

    @contextmanager
    def running(self, store: Any = None) -> Iterator[tuple[Sequencer, Publisher]]:
        """A sequencer and a publisher; nothing is published but on demand."""
        with self.writing(store) as sequencer:
            reader = SqliteStore.open(self.path, read_only=True)
            publisher = self.publisher(sequencer, reader)
            try:
                yield sequencer, publisher
            finally:
                publisher.stop()
                reader.close()

    def service(self, writes: Any = None, reads: Any = None, **more: Any) -> Service:
        """The whole ledger, over its own store or another; *more* is as :class:`Parts` has it."""
        parts = Parts(
            writes or SqliteStore.open(self.path),
            reads or SqliteStore.open(self.path, read_only=True),
            self.signer,
            self.chain,
            self.web,
            self.post,
            self.clock,
            self.clock.pause,
        )
        return Service(replace(parts, **more))

    @contextmanager
    def serving(self, **more: Any) -> Iterator[Service]:
        """The same, stopped at the end."""
        service = self.service(**more)
        try:
            yield service
        finally:
            service.stop()

    def leaves(self) -> list[bytes]:
        """Every entry that is durable."""
        store = SqliteStore.open(self.path, read_only=True)
        try:
            return [entry.leaf for entry in store.entries(0, store.frontier.size)]
        finally:
            store.close()

    def types(self) -> list[str]:
        return [Operation.parse(leaf).type for leaf in self.leaves()]

    def follow(self) -> None:
        """Let the scene take what the ledger wrote beyond it."""
        for leaf in self.leaves()[len(self.scene.leaves) :]:
            self.scene.apply(Operation.parse(leaf))

    def schemas(self, count: int, first: int = 1) -> list[bytes]:
        """So many operations that all can be taken, in any order."""
        return [self.scene.publish(f"type-{first + at}/1").leaf for at in range(count)]

    def files(self) -> dict[str, bytes]:
        """All that is published."""
        return {
            str(path.relative_to(self.web.root)): path.read_bytes()
            for path in sorted(self.web.root.rglob("*"))
            if path.is_file()
        }


def with_addresses(policy: Policy) -> Policy:
    """The same policy, each witness at an address made of its name."""
    return Policy(
        policy.logs,
        tuple(
            Witness(each.name, each.key, f"https://{each.key.name}".encode())
            for each in policy.witnesses
        ),
        policy.groups,
        policy.quorum,
    )
