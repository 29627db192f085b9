"""Attack 45: an old copy of the ledger's store is put back, and would sign another history."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from livret_core.errors import Unavailable
from livret_ledger.batch import Appended
from livret_ledger.service.serving import Parts, Service
from livret_ledger.store.sqlite import SqliteStore
from tests.faults.lives import Diary, SeenWorks


@pytest.fixture
def works(tmp_path: Path) -> SeenWorks:
    """A ledger that was copied one evening, and published more the next day."""
    made = SeenWorks.founded(tmp_path)
    assert isinstance(made, SeenWorks)
    made.see(Diary(tmp_path / "diary"))
    with made.running() as (_, publisher):
        assert publisher.publish().has_quorum
    shutil.copy(made.path, tmp_path / "copy.db")
    with made.running() as (sequencer, publisher):
        for leaf in made.schemas(3):
            sequencer.submit(leaf)
        assert publisher.publish().has_quorum
    made.clock.now_s += 100
    return made


def put_back(works: SeenWorks) -> None:
    shutil.copy(works.root / "copy.db", works.path)


@contextmanager
def service(works: SeenWorks) -> Iterator[Service]:
    made = Service(
        Parts(
            SqliteStore.open(works.path),
            SqliteStore.open(works.path, read_only=True),
            works.signer,
            works.chain,
            works.web,
            works.post,
            works.clock,
            works.clock.pause,
        )
    )
    try:
        yield made
    finally:
        made.stop()


def signed_roots(works: SeenWorks) -> dict[str, set[str]]:
    roots: dict[str, set[str]] = {}
    for size, root in works.diary.read("signed"):
        roots.setdefault(size, set()).add(root)
    return roots


def test_attack_45_twin_the_store_that_was_not_put_back_goes_on(works: SeenWorks) -> None:
    with service(works) as running:
        assert running.start() is None
        assert isinstance(running.sequencer.submit(works.schemas(1, first=9)[0]), Appended)
        assert running.publisher.publish().has_quorum
    assert all(len(roots) == 1 for roots in signed_roots(works).values())


def test_attack_45_an_old_copy_is_not_written_on(works: SeenWorks) -> None:
    before = signed_roots(works)
    put_back(works)
    with service(works) as running:
        reason = running.start()
        assert reason is not None
        assert reason.code == "ledger.behind"
        assert (reason.facts["own"], reason.facts["size"]) == (6, 10)
        outcome = running.sequencer.submit(works.schemas(1, first=9)[0])
        assert isinstance(outcome, Unavailable)
    assert signed_roots(works) == before


def test_attack_45_where_too_few_witnesses_answer_nothing_is_written(works: SeenWorks) -> None:
    """Whoever puts back a copy and cuts the line to those who know."""
    before = signed_roots(works)
    put_back(works)
    for cosigner in works.cosigners.values():
        cosigner.is_down = True
    with service(works) as running:
        reason = running.start()
        assert reason is not None
        assert reason.code == "ledger.few_witnesses"
        outcome = running.sequencer.submit(works.schemas(1, first=9)[0])
        assert isinstance(outcome, Unavailable)
    assert signed_roots(works) == before


def test_attack_45_a_copy_put_back_without_asking_gets_no_cosignature(works: SeenWorks) -> None:
    """The writer is started past the question: its first publication ends it."""
    put_back(works)
    published = works.web.checkpoint()
    with works.running() as (sequencer, publisher):
        sequencer.submit(works.schemas(1, first=9)[0])
        with pytest.raises(Unavailable) as caught:
            publisher.publish()
        assert caught.value.code == "ledger.behind"
        refused = sequencer.submit(works.schemas(1, first=10)[0])
        assert isinstance(refused, Unavailable)
    assert works.web.checkpoint() == published
    assert len(works.diary.read("cosigned")) == 16
