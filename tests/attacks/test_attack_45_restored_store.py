"""Attack 45: an old copy of the ledger's store is put back, and would sign another history."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from livret_core.errors import Unavailable
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.witness import Conflict, Response, answer
from livret_ledger.batch import Appended
from livret_ledger.service.serving import Service
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
    with works.serving(show=works.show) as made:
        yield made


def test_attack_45_twin_the_store_that_was_not_put_back_goes_on(works: SeenWorks) -> None:
    with service(works) as running:
        assert running.start() is None
        assert isinstance(running.sequencer.submit(works.schemas(1, first=9)[0]), Appended)
        assert running.publisher.publish().has_quorum
    assert all(len(roots) == 1 for roots in works.signed_roots().values())


def test_attack_45_an_old_copy_is_not_written_on(works: SeenWorks) -> None:
    before = works.signed_roots()
    put_back(works)
    with service(works) as running:
        reason = running.start()
        assert reason is not None
        assert reason.code == "ledger.behind"
        assert (reason.facts["own"], reason.facts["size"]) == (6, 10)
        outcome = running.sequencer.submit(works.schemas(1, first=9)[0])
        assert isinstance(outcome, Unavailable)
    assert works.signed_roots() == before


def test_attack_45_where_too_few_witnesses_answer_nothing_is_written(works: SeenWorks) -> None:
    """Whoever puts back a copy and cuts the line to those who know."""
    before = works.signed_roots()
    put_back(works)
    for cosigner in works.cosigners.values():
        cosigner.is_down = True
    with service(works) as running:
        reason = running.start()
        assert reason is not None
        assert reason.code == "ledger.few_witnesses"
        outcome = running.sequencer.submit(works.schemas(1, first=9)[0])
        assert isinstance(outcome, Unavailable)
    assert works.signed_roots() == before


@pytest.mark.parametrize(
    ("count", "code"), [(1, "ledger.behind"), (3, "ledger.forked"), (6, "ledger.forked")]
)
def test_attack_45_a_copy_put_back_without_asking_gets_no_cosignature(
    works: SeenWorks, count: int, code: str
) -> None:
    """The writer is started past the question: its first publication ends it.

    Whether it comes out shorter than what the witnesses hold, as long, or longer.
    """
    put_back(works)
    published, cosigned = works.web.checkpoint(), works.diary.read("cosigned")
    with works.running() as (sequencer, publisher):
        for leaf in works.schemas(count, first=9):
            sequencer.submit(leaf)
        with pytest.raises(Unavailable) as caught:
            publisher.publish()
        assert caught.value.code == code
        refused = sequencer.submit(works.schemas(1, first=20)[0])
        assert isinstance(refused, Unavailable)
        assert refused.code == code
    assert works.web.checkpoint() == published
    assert works.diary.read("cosigned") == cosigned


@pytest.mark.parametrize("count", [3, 6])
def test_attack_45_what_signed_another_root_is_not_written_when_it_is_started_again(
    works: SeenWorks, count: int
) -> None:
    """It is no shorter than what the witnesses hold: their size alone says nothing."""
    put_back(works)
    with works.running() as (sequencer, publisher):
        for leaf in works.schemas(count, first=9):
            sequencer.submit(leaf)
        with pytest.raises(Unavailable):
            publisher.publish()
    before, cosigned = works.signed_roots(), len(works.diary.read("cosigned"))
    with service(works) as running:
        reason = running.start()
        assert reason is not None
        assert reason.code == "ledger.forked"
        assert (reason.facts["size"], reason.facts["own"]) == (10, 7 + count)
        assert isinstance(running.sequencer.submit(works.schemas(1, first=20)[0]), Unavailable)
    assert works.signed_roots() == before
    assert len(works.diary.read("cosigned")) == cosigned


def test_attack_45_a_witness_that_stayed_behind_is_not_led_onto_it_by_the_question(
    works: SeenWorks,
) -> None:
    """It would take the other head, whose beginning it holds; it is not shown it."""
    late = works.witness(works.scene.towns[0])
    early = late.known = _early(works)
    put_back(works)
    with works.writing() as sequencer:
        for leaf in works.schemas(6, first=9):
            sequencer.submit(leaf)
        sequencer.seal()
    with service(works) as running:
        reason = running.start()
    assert reason is not None
    assert reason.code == "ledger.forked"
    assert late.known == early


def test_attack_45_who_says_a_size_and_no_more_does_not_count(works: SeenWorks) -> None:
    """Whoever puts back a copy, and lets through the witnesses' sizes and not what they say of it."""
    put_back(works)
    asked: set[str] = set()

    def post(url: str, body: bytes) -> Response:
        if url in asked:
            raise Unavailable("net.unavailable", host=url)
        asked.add(url)
        return answer(Conflict(6))

    works.post = post  # type: ignore[method-assign]
    with service(works) as running:
        reason = running.try_start()
    assert reason is not None
    assert reason.code == "ledger.few_witnesses"


def _early(works: SeenWorks) -> Checkpoint:
    return SignedCheckpoint.parse(_signed_first(works)).checkpoint


def _signed_first(works: SeenWorks) -> bytes:
    store = SqliteStore.open(works.path, read_only=True)
    signed = next(head.signed for head in store.heads() if head.signed is not None)
    store.close()
    return signed
