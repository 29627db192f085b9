"""A ledger at work, with real witnesses and auditors around it."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from livret_core.ledger.head import verify
from livret_core.tlog.witness import Response
from livret_ledger.auditor.service import Auditor
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.service import Cosigner
from livret_ledger.witness.store.memory import WitnessStore
from tests.ledger_works import Works
from tests.watching import INSTANCE


class Watched(Works):
    """The works of :mod:`tests.ledger_works`, whose cosigners have memories and copies."""

    def watch(self, stack: ExitStack) -> None:
        self.watchers: dict[str, Cosigner] = {}
        self.copies: list[Auditor] = []
        for number, town in enumerate(self.scene.towns):
            for role, key in (("witness", town.witness), ("auditor", town.auditor)):
                memory = WitnessStore.create(self.root / f"{number}-{role}.db", INSTANCE)
                stack.callback(memory.close)
                memory.add_log(self.scene.log_key)
                auditor = self._auditor(number, memory, stack) if role == "auditor" else None
                self.watchers[f"https://{key.name}"] = Cosigner(
                    memory,
                    name=key.name.text,
                    signer=town.key(role),
                    clock=self.clock,
                    approval=None if auditor is None else auditor.approve,
                )

    def _auditor(self, number: int, memory: WitnessStore, stack: ExitStack) -> Auditor:
        store = SqliteStore.create(self.root / f"{number}-replica.db", self.scene.state.origin)
        stack.callback(store.close)
        stack.enter_context(store.writer())
        made = Auditor(
            store,
            memory,
            lambda: Reader(Folder(self.web.root)),
            clock=self.clock,
            stopwatch=lambda: float(self.clock.now_s),
        )
        self.copies.append(made)
        return made

    def post(self, url: str, body: bytes) -> Response:
        return self.watchers[url].add(body)


@pytest.fixture
def works(tmp_path: Path) -> Iterator[Watched]:
    made = Watched.founded(tmp_path)
    assert isinstance(made, Watched)
    with ExitStack() as stack:
        made.watch(stack)
        yield made


def test_every_publication_has_both_quorums(works: Watched) -> None:
    with works.running() as (sequencer, publisher):
        for number in range(4):
            for leaf in works.schemas(90, first=1 + 90 * number):
                sequencer.submit(leaf)
            standing = publisher.publish()
            assert set(standing.answers.values()) == {""}, standing.answers
            published = works.web.checkpoint()
            assert published is not None
            head = verify(published, works.chain)
            assert (head.size, head.witnesses, head.auditors) == (sequencer.size, 4, 4)
    assert [copy.size for copy in works.copies] == [sequencer.size] * 4


def test_an_auditor_that_was_away_catches_up(works: Watched) -> None:
    away = next(url for url in works.watchers if url.endswith("/audit"))
    watcher = works.watchers[away]

    class Down:
        def add(self, _raw: bytes) -> Response:
            return Response(503, "text/plain", b"down\n")

    with works.running() as (sequencer, publisher):
        works.watchers[away] = Down()  # type: ignore[assignment]
        for leaf in works.schemas(300):
            sequencer.submit(leaf)
        assert publisher.publish().has_quorum
        assert {copy.size for copy in works.copies} == {0, sequencer.size}
        works.watchers[away] = watcher
        sequencer.submit(works.schemas(1, first=400)[0])
        assert set(publisher.publish().answers.values()) == {""}
    assert {copy.size for copy in works.copies} == {sequencer.size}
