"""Keepers, witnesses and auditors of one test, on a clock of their own."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from livret_core.tlog import cosignature
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureLine, VerifierKey
from livret_core.tlog.witness import AddCheckpoint, Response, parse_answer
from livret_ledger.auditor.service import Auditor
from livret_ledger.client.reading import Reader
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.service import Cosigner
from livret_ledger.witness.store.memory import WitnessStore
from livret_town.simulator.ledgers import Files, Keeper, cosigner_key, signer

INSTANCE = b"mark of one test"


@dataclass
class Watching:
    """Makes cosigners below *root*, and closes them.

    Attributes:
        now_s: what every clock shows.
        keeper: an honest ledger of three entries.
    """

    root: Path
    now_s: int = 0
    keeper: Keeper = field(default_factory=Keeper.founded)
    _stack: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.keeper.tick()
        self.now_s = self.now_s or self.keeper.at_s

    def clock(self) -> int:
        return self.now_s

    def memory(self, name: str = "w") -> WitnessStore:
        memory = WitnessStore.create(self.root / f"{name}.db", INSTANCE)
        memory.add_log(self.keeper.key)
        self._stack.callback(memory.close)
        return memory

    def witness(self, name: str = "w") -> Cosigner:
        key_name = f"{name}.example/witness"
        return Cosigner(self.memory(name), name=key_name, signer=signer(key_name), clock=self.clock)

    def auditor(self, name: str = "a") -> "Audited":
        memory = self.memory(name)
        store = SqliteStore.create(self.root / f"{name}-replica.db", self.keeper.origin)
        self._stack.callback(store.close)
        self._stack.enter_context(store.writer())
        shown = Shown(self.keeper.files())
        auditor = Auditor(
            store,
            memory,
            lambda: Reader(shown),
            clock=self.clock,
            stopwatch=lambda: float(self.now_s),
        )
        key_name = f"{name}.example/audit"
        cosigner = Cosigner(
            memory,
            name=key_name,
            signer=signer(key_name),
            clock=self.clock,
            approval=auditor.approve,
        )
        return Audited(auditor, cosigner, store, memory, shown)

    def close(self) -> None:
        self._stack.close()


class Shown:
    """What a keeper shows, which may be another thing each time."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def read(self, path: str, max_bytes: int) -> bytes:
        return self.files.read(path, max_bytes)


@dataclass
class Audited:
    """An auditor with all that belongs to it."""

    auditor: Auditor
    cosigner: Cosigner
    store: SqliteStore
    memory: WitnessStore
    shown: Shown

    def show(self, keeper: Keeper) -> None:
        """Let it see another history from now on."""
        self.shown.files = keeper.files()


def watching(root: Path) -> Iterator[Watching]:
    """A fixture's body."""
    made = Watching(root)
    yield made
    made.close()


def ask(cosigner: Cosigner, request: AddCheckpoint) -> Response:
    return cosigner.add(request.format())


def told(response: Response) -> tuple[int, str]:
    """Status and text of an answer."""
    return response.status, response.body.decode()


def line_of(cosigner: Cosigner, request: AddCheckpoint) -> SignatureLine:
    """The cosignature that an honest request is answered with, verified."""
    lines = parse_answer(ask(cosigner, request))
    assert isinstance(lines, tuple), lines
    [line] = lines
    verified = cosignature.verify(request.signed.with_signatures(line), [cosigner.key])
    assert list(verified) == [cosigner.key]
    return line


def time_of(cosigner: Cosigner, request: AddCheckpoint) -> int:
    """The time in that cosignature."""
    line = line_of(cosigner, request)
    return int.from_bytes(line.signature[:8], "big")


def cosigned(keeper: Keeper, size: int | None, *lines: SignatureLine) -> SignedCheckpoint:
    return keeper.signed(size).with_signatures(*lines)


def practice() -> dict[str, bytes]:
    """The ledger of docs/guides/run-a-witness.md: what is published, and what its keeper sends."""
    keeper = Keeper.founded()
    keeper.tick()
    files = {f"published/{path}": content for path, content in keeper.files().files.items()}
    fork = keeper.fork(2)
    fork.tick(2)
    return {
        **files,
        "first.request": keeper.request(0).format(),
        "other.request": fork.request(3, 3).format(),
    }


__all__ = [
    "INSTANCE",
    "Audited",
    "Shown",
    "VerifierKey",
    "Watching",
    "ask",
    "cosigned",
    "cosigner_key",
    "line_of",
    "practice",
    "time_of",
    "told",
    "watching",
]
