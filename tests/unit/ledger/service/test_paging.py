"""The public pages beside a publication."""

import re
from pathlib import Path

import pytest

from livret_core.errors import Unavailable
from livret_core.ledger.operation import SEGMENT
from livret_ledger.publishing import OWN_NAMES
from livret_ledger.service.asking import Cosigners
from livret_ledger.service.paging import Pages
from livret_ledger.service.publisher import Publisher
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_scene import DAY_S, ORIGIN
from tests.ledger_works import Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works.founded(tmp_path)


def publishing(works: Works, sequencer: object, reader: SqliteStore) -> Publisher:
    return Publisher(
        sequencer,  # type: ignore[arg-type]
        reader,
        works.web,
        works.chain,
        Cosigners(works.policy, works.post, grace_s=30),
        clock=works.clock,
        pages=Pages(works.web, works.chain),
    )


def test_a_publication_writes_the_pages_that_it_changes(works: Works) -> None:
    namur = works.scene.towns[0]
    reader = SqliteStore.open(works.path, read_only=True)
    with works.writing() as sequencer:
        publisher = publishing(works, sequencer, reader)
        publisher.publish()
        first = works.files()
        works.follow()
        begun = len(works.scene.leaves)
        works.scene.apply(works.scene.publish("residency/1"))
        pool = works.scene.settle(works.scene.town("sedan"))
        for leaf in works.scene.leaves[begun:]:
            sequencer.submit(leaf)
        publisher.publish()
        works.follow()
        second = works.files()
        sequencer.submit(works.scene.register(pool, namur).leaf)
        publisher.publish()
        third = works.files()
        publisher.stop()
    reader.close()
    assert "fr/members.html" in first
    origins = ORIGIN.partition("/")[2]
    own = {path.partition("/")[0] for path in third} - {origins}
    assert {name for name in own if re.fullmatch(SEGMENT, name)} == OWN_NAMES - {"trust"}
    assert "INSEE 08409" in third["fr/services.html"].decode()
    changed = {path for path in third if path.endswith(".html") and third[path] != second[path]}
    assert changed == {
        f"{language}/{page}.html"
        for language in ("fr", "nl", "de", "en")
        for page in ("index", "services", "checkpoints")
    }


def test_pages_are_made_anew_on_another_day(works: Works) -> None:
    reader = SqliteStore.open(works.path, read_only=True)
    with works.writing() as sequencer:
        publisher = publishing(works, sequencer, reader)
        publisher.publish()
        before = works.files()["de/members.html"]
        works.clock.now_s += DAY_S
        publisher.publish()
        publisher.stop()
    reader.close()
    assert works.files()["de/members.html"] != before


def test_a_ledger_that_went_on_past_its_head_still_makes_the_pages_of_it(works: Works) -> None:
    pages = Pages(works.web, works.chain)
    reader = SqliteStore.open(works.path, read_only=True)
    with works.writing() as sequencer:
        size = sequencer.seal().size
        before = pages.look(reader, size, now_s=works.clock.now_s)
        sequencer.submit(works.schemas(1)[0])
        assert sequencer.size > size
        seen = pages.look(reader, size, now_s=works.clock.now_s)
        assert before is not None
        assert seen is not None
        assert "schema/type-b/1" not in set(seen.excerpt.record_names("schema/"))
        works.clock.now_s += 10
        assert sequencer.seal().size > size
        assert pages.look(reader, size, now_s=works.clock.now_s) is None
    reader.close()


def test_pages_that_cannot_be_written_hold_up_no_head(works: Works) -> None:
    works.web.root.mkdir()
    (works.web.root / "nl").write_text("in the way")
    reader = SqliteStore.open(works.path, read_only=True)
    with works.writing() as sequencer:
        publisher = publishing(works, sequencer, reader)
        with pytest.raises(Unavailable) as caught:
            publisher.publish()
        assert caught.value.code == "home.unavailable"
        assert works.web.checkpoint() is not None
        publisher.stop()
    reader.close()
