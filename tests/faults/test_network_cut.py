"""The network between members is cut: no new head, nothing written twice; healed, all goes on."""

from collections.abc import Collection, Iterator
from itertools import combinations
from pathlib import Path

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_core.ledger.head import verify
from livret_core.tlog.witness import Response
from livret_ledger.batch import Appended, Known
from livret_ledger.mirror.deciding import REFRESH_S
from tests.faults.lives import Diary, SeenWorks
from tests.mirrors import Mirrored


class CutWorks(SeenWorks):
    """The sequencer's side of a network that can be cut."""

    cut: frozenset[str] = frozenset()

    def post(self, url: str, body: bytes) -> Response:
        if url in self.cut:
            raise Unavailable("net.unavailable", host=url)
        return super().post(url, body)

    def beyond(self, url: str, body: bytes) -> Response:
        """The way of those on the other side."""
        return SeenWorks.post(self, url, body)

    def cut_off(self, towns: Collection[int]) -> None:
        """Let the sequencer reach neither the witness nor the auditor of these founders."""
        self.cut = frozenset(
            f"https://{key.name}"
            for number in towns
            for key in (self.scene.towns[number].witness, self.scene.towns[number].auditor)
        )


@pytest.fixture
def works(tmp_path: Path) -> Iterator[CutWorks]:
    made = CutWorks.founded(tmp_path)
    assert isinstance(made, CutWorks)
    made.see(Diary(tmp_path / "diary"))
    with made.replaying():
        with made.running() as (_, publisher):
            assert publisher.publish().has_quorum
        yield made


@pytest.fixture
def mirrored(works: CutWorks) -> Iterator[Mirrored]:
    made = Mirrored(works)
    made.way = works.beyond
    made.mirror.follow()
    yield made
    made.close()


CUTS = [cut for count in range(5) for cut in combinations(range(4), count)]


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: "".join(map(str, cut)) or "none")
def test_a_new_head_takes_a_quorum_and_healed_all_goes_on(
    works: CutWorks, cut: tuple[int, ...]
) -> None:
    before = works.web.checkpoint()
    leaves = works.schemas(2)
    works.cut_off(cut)
    with works.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(leaves[0]), Appended)
        has_quorum = publisher.publish().has_quorum
        assert has_quorum == (len(cut) <= 1)
        if not has_quorum:
            assert works.web.checkpoint() == before
        # Who was not told in time sends it again: it stands once.
        assert isinstance(sequencer.submit(leaves[0]), Known)
        works.cut = frozenset()
        assert isinstance(sequencer.submit(leaves[1]), Appended)
        works.clock.now_s += 1
        assert publisher.publish().has_quorum
    written = works.leaves()
    assert [written.count(leaf) for leaf in leaves] == [1, 1]
    assert all(len(roots) == 1 for roots in works.signed_roots().values())
    found = works.web.checkpoint()
    assert found is not None
    assert verify(found, works.chain).size == len(written)


def test_started_while_it_is_cut_off_it_writes_nothing_until_it_is_healed(works: CutWorks) -> None:
    works.cut_off((0, 1))
    running = works.service()
    try:
        reason = running.try_start()
        assert reason is not None
        assert reason.code == "ledger.few_witnesses"
        size = len(works.leaves())
        assert isinstance(running.sequencer.submit(works.schemas(1)[0]), Unavailable)
        assert len(works.leaves()) == size
        works.cut = frozenset()
        assert running.try_start() is None
        assert isinstance(running.sequencer.submit(works.schemas(1)[0]), Appended)
    finally:
        running.stop()


def test_the_other_side_keeps_the_last_head_fresh(works: CutWorks, mirrored: Mirrored) -> None:
    """The sequencer reaches one witness, the mirror all: desks there do not notice."""
    works.cut_off((1, 2, 3))
    size = mirrored.published.checkpoint.size
    with works.running() as (sequencer, publisher):
        sequencer.submit(works.schemas(1)[0])
        assert not publisher.publish().has_quorum
    works.clock.now_s += REFRESH_S
    # The one witness that was reached holds more by now, and cosigns the old head no more.
    assert mirrored.mirror.refresh() is not None
    head = verify(mirrored.published, works.chain)
    assert (head.size, head.time_s) == (size, works.clock.now_s)
    works.cut = frozenset()
    with works.running() as (_, publisher):
        assert publisher.publish().has_quorum
    assert mirrored.mirror.follow().grown == 2


def test_a_mirror_that_is_cut_off_says_so_and_keeps_what_it_has(
    works: CutWorks, mirrored: Mirrored
) -> None:
    def nowhere(url: str, body: bytes) -> Response:
        raise Unavailable("net.unavailable", host=url)

    before = mirrored.files()
    mirrored.way = nowhere
    works.clock.now_s += REFRESH_S
    with pytest.raises(LivretError) as caught:
        mirrored.mirror.refresh()
    assert caught.value.code == "ledger.few_witnesses"
    assert mirrored.files()["checkpoint"] == before["checkpoint"]
