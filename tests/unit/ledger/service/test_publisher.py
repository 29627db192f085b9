"""A publication, and what is left of it when it is killed anywhere."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final, TypeAlias

import pytest

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.keys import Ed25519PublicKey
from livret_core.keys.algorithm import ED25519
from livret_core.ledger.head import verify
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.witness import Response
from livret_ledger.batch import Appended
from livret_ledger.checking import check_store
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.service.asking import Cosigners
from livret_ledger.service.publisher import REFRESH_S, Publisher
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_scene import ORIGIN
from tests.ledger_works import Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works.founded(tmp_path)


def published(works: Works) -> SignedCheckpoint:
    found = works.web.checkpoint()
    assert found is not None
    return found


def test_readers_believe_what_is_published(works: Works) -> None:
    with works.running() as (sequencer, publisher):
        standing = publisher.publish()
        assert (standing.size, standing.has_quorum) == (sequencer.size, True)
    head = verify(published(works), works.chain)
    assert (head.size, head.witnesses, head.auditors) == (standing.size, 4, 4)
    assert standing.time_s == head.time_s == works.clock.now_s
    assert set(standing.answers.values()) == {""}


def test_every_entry_and_proof_can_be_had_from_the_files(works: Works) -> None:
    leaves = works.schemas(300)
    with works.running() as (sequencer, publisher):
        publisher.publish()
        for answer in [sequencer.submit_soon(leaf) for leaf in leaves]:
            answer.result()
        publisher.publish()
    reader = Reader(Folder(works.web.root))
    signed = reader.checkpoint()
    stored = works.leaves()
    assert signed.checkpoint.size == len(stored)
    assert list(reader.entries(0, len(stored), len(stored))) == stored
    for index in (0, 255, 256, len(stored) - 1):
        assert reader.entry(index, signed) == stored[index]
        reader.log_proof(index, signed).check(merkle.leaf_hash(stored[index]), works.policy)


def test_the_logs_of_dids_are_published_as_their_owners_made_them(works: Works) -> None:
    namur, *_ = works.scene.towns
    with works.running() as (sequencer, publisher):
        publisher.publish()
        works.follow()
        operation = works.scene.did_update(namur, namur.next_entry(works.scene.at_s))
        sequencer.submit(operation.leaf)
        publisher.publish()
    assert namur.log is not None
    lines = works.files()["/".join((*namur.log.did.path, "did.jsonl"))].splitlines()
    assert len(lines) == 2
    assert lines[1].decode() == operation.body["entry"]


def test_one_witness_that_is_down_holds_nobody_up(works: Works) -> None:
    works.witness(works.scene.towns[3]).is_down = True
    with works.running() as (_, publisher):
        standing = publisher.publish()
    assert standing.has_quorum
    assert standing.answers[str(works.scene.towns[3].witness.name)] == "net.unavailable"


def test_who_waits_is_told_when_a_quorum_has_answered_and_not_when_the_last_one_has(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, slow = Event(), works.witness(works.scene.towns[3])
    real = works.post

    def post(url: str, body: bytes) -> Any:
        if works.cosigners[url] is slow:
            assert released.wait(30)
        return real(url, body)

    monkeypatch.setattr(works, "post", post)
    with works.running() as (sequencer, publisher):
        outcome = sequencer.submit(works.schemas(1)[0])
        assert isinstance(outcome, Appended)
        waiting = publisher.cosigned(outcome.index)
        publishing = Thread(target=publisher.publish)
        publishing.start()
        signed = waiting.result(20)
        assert publishing.is_alive()
        verify(signed, works.chain)
        assert works.web.checkpoint() is None
        released.set()
        publishing.join(30)
    after = published(works)
    assert after.checkpoint == signed.checkpoint
    assert len(after.note.signatures) > len(signed.note.signatures)


def test_without_a_quorum_the_last_head_stays_and_the_next_one_includes_it(works: Works) -> None:
    one, two = works.schemas(2)
    down = [works.witness(town) for town in works.scene.towns[:2]]
    with works.running() as (sequencer, publisher):
        first = publisher.publish()
        for each in down:
            each.is_down = True
        sequencer.submit(one)
        failed = publisher.publish()
        assert (failed.has_quorum, failed.size > first.size) == (False, True)
        assert published(works).checkpoint.size == first.size
        waiting = publisher.cosigned(failed.size - 2)
        assert not waiting.done()
        sequencer.submit(two)
        for each in down:
            each.is_down = False
        last = publisher.publish()
        assert (last.has_quorum, last.size) == (True, failed.size + 2)
        assert waiting.result().checkpoint.size == last.size
    assert down[0].known is not None
    assert down[0].known.size == last.size


def test_a_head_without_a_quorum_is_asked_for_again_and_stays_the_same(works: Works) -> None:
    down = [works.witness(town) for town in works.scene.towns[:2]]
    for each in down:
        each.is_down = True
    with works.running() as (_, publisher):
        failed = publisher.publish()
        assert works.web.checkpoint() is None
        for each in down:
            each.is_down = False
        standing = publisher.publish()
    assert (standing.size, standing.has_quorum) == (failed.size, True)


def test_a_witness_is_asked_from_the_size_it_names(works: Works) -> None:
    witness = works.witness(works.scene.towns[0])
    [leaf] = works.schemas(1)
    with works.running() as (_, publisher):
        first = publisher.publish()
    witness.asked.clear()
    with works.running() as (sequencer, publisher):  # knows nothing of its witnesses any more
        sequencer.submit(leaf)
        publisher.publish()
    assert [request.old_size for request in witness.asked] == [0, first.size, first.size]


def test_keeping_a_head_fresh_does_not_make_it_grow(works: Works) -> None:
    with works.running() as (_, publisher):
        publisher.publish()
        before = published(works)
        works.clock.now_s += REFRESH_S
        standing = publisher.publish()
    after = published(works)
    assert standing.time_s == works.clock.now_s
    assert after.checkpoint == before.checkpoint
    assert len(after.note.signatures) == len(before.note.signatures) == 9


def test_what_no_witness_signed_is_not_kept(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that answers with another's line, or with rubbish, adds nothing and spoils nothing."""
    liar, honest = (works.witness(town) for town in works.scene.towns[:2])

    def lies(body: bytes) -> Response:
        real = type(honest).answer(honest, body)
        return Response(real.status, real.content_type, real.body.replace(b"A", b"B"))

    monkeypatch.setattr(liar, "answer", lies)
    with works.running() as (_, publisher):
        standing = publisher.publish()
    assert standing.has_quorum
    assert standing.answers[str(liar.key.name)] != ""


def test_a_witness_that_answers_after_the_end_finds_nothing_to_read(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reads a database that was closed takes the whole process down."""
    slow, told = works.witness(works.scene.towns[0]), Event()

    def late(_body: bytes) -> Response:
        told.wait(20)
        return Response(409, "text/x.tlog.size", b"1\n")  # ask again, with a proof from there

    monkeypatch.setattr(slow, "answer", late)
    cosigners = Cosigners(works.policy, works.post, grace_s=0.05)
    reader = SqliteStore.open(works.path, read_only=True)
    with works.writing() as sequencer:
        publisher = Publisher(
            sequencer, reader, works.web, works.chain, cosigners, clock=works.clock
        )
        standing = publisher.publish()
        publisher.stop()
    reader.close()
    told.set()
    why = cosigners._under_way[slow.key].exception(20)
    assert standing.has_quorum
    assert standing.answers[str(slow.key.name)] == "log.witness_unavailable"
    assert isinstance(why, Unavailable)
    assert why.code == "ledger.stopped"


def test_a_writer_that_others_have_overtaken_stops(works: Works) -> None:
    [leaf] = works.schemas(1)
    with works.running() as (sequencer, publisher):
        publisher.publish()
        before = works.files()
        for town in works.scene.towns[2:]:
            works.witness(town).known = Checkpoint(ORIGIN, 10**6, b"e" * 32)
        with pytest.raises(Unavailable) as caught:
            publisher.publish()
        assert caught.value.code == "ledger.behind"
        assert caught.value.facts["size"] == 10**6
        outcome = sequencer.submit(leaf)
        assert isinstance(outcome, LivretError)
        assert outcome.code == "ledger.behind"
    assert works.files() == before


def test_a_web_root_that_was_emptied_or_damaged_is_made_again(works: Works) -> None:
    [leaf] = works.schemas(1)
    with works.running() as (sequencer, publisher):
        publisher.publish()
        sequencer.submit(leaf)
        publisher.publish()
        whole = works.files()
        shutil.rmtree(works.web.root)
        publisher.publish()
        partial = {f"tile/0/000.p/{size}" for size in range(256)}
        partial |= {f"tile/entries/000.p/{size}" for size in range(256)}
        assert {name: raw for name, raw in whole.items() if name not in partial}.items() <= {
            **works.files()
        }.items()


# Killed anywhere.


class KilledError(Exception):
    """From here on nothing happens any more."""


class Death:
    """Counts the steps that change something outside, and ends everything at one of them."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.steps: list[str] = []

    def step(self, name: str) -> None:
        self.steps.append(name)
        if self.at is not None and len(self.steps) > self.at:
            raise KilledError(name)


class MortalStore:
    def __init__(self, path: Path, death: Death) -> None:
        self._real = SqliteStore.open(path)
        self._death = death

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if name not in {"write", "note_head", "keep_signed"}:
            return found

        def mortal(*arguments: Any) -> Any:
            self._death.step(name)
            done = found(*arguments)
            self._death.step(f"{name} done")
            return done

        return mortal


class MortalSigner:
    algorithm = ED25519

    def __init__(self, real: Any, death: Death, signed: dict[int, set[bytes]]) -> None:
        self._real, self._death, self._signed = real, death, signed

    @property
    def public_key(self) -> Ed25519PublicKey:
        key: Ed25519PublicKey = self._real.public_key
        return key

    def sign(self, message: bytes) -> bytes:
        self._death.step("sign")
        checkpoint = Checkpoint.parse(message.decode())
        self._signed.setdefault(checkpoint.size, set()).add(checkpoint.root)
        octets: bytes = self._real.sign(message)
        return octets


class MortalWeb(WebRoot):
    death: Death

    def _write(self, path: str, content: bytes) -> bool:
        self.death.step(f"file {path}")
        return super()._write(path, content)


class Life:
    """One ledger that is killed once, at a given step, and then lives on."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True)
        self.works = Works.founded(root)
        self.signed: dict[int, set[bytes]] = {}
        self.leaves = self.works.schemas(3)
        self._signer, self._post = self.works.signer, self.works.post

    def live(self, death: Death, doing: "Deed") -> None:
        """Do something; what is killed is killed quietly."""
        works = self.works
        works.signer = MortalSigner(self._signer, death, self.signed)
        works.web = MortalWeb(works.root / "public")
        works.web.death = death

        def post(url: str, body: bytes) -> Response:
            if url == f"https://{works.scene.towns[0].witness.name}":
                death.step("ask")
            return self._post(url, body)

        works.post = post  # type: ignore[method-assign]
        with (
            suppress(KilledError, Unavailable),
            works.running(MortalStore(works.path, death)) as (sequencer, publisher),
        ):
            doing(self, sequencer, publisher)


Deed: TypeAlias = Callable[[Life, Sequencer, Publisher], None]


def day(life: Life, sequencer: Sequencer, publisher: Publisher) -> None:
    """Publish, take three more, publish again."""
    publisher.publish()
    for leaf in life.leaves:
        outcome = sequencer.submit(leaf)
        if isinstance(outcome, LivretError):
            raise outcome
    publisher.publish()


def publication(_life: Life, _sequencer: Sequencer, publisher: Publisher) -> None:
    publisher.publish()


def evening(root: Path) -> Life:
    """A day whose second publication is still to come."""
    life = Life(root)
    with life.works.running() as (sequencer, publisher):
        publisher.publish()
        for leaf in life.leaves:
            sequencer.submit(leaf)
    life.works.clock.now_s += 5
    return life


def kill_everywhere(root: Path, begin: Callable[[Path], Life], doing: Deed, dead_s: int) -> int:
    """Live once for each step, killed there, then once more to the end.

    Returns:
        How many steps there are; the lives are in :data:`LIVES`.
    """
    whole = Death(None)
    LIVES["whole"] = begin(root / "whole")
    LIVES["whole"].live(whole, doing)
    for at in range(len(whole.steps)):
        life = LIVES[f"killed at {at}, {whole.steps[at]}"] = begin(root / str(at))
        death = Death(at)
        life.live(death, doing)
        assert len(death.steps) > at
        life.works.clock.now_s += dead_s
        life.live(Death(None), doing)
    print(f"killed at each of {len(whole.steps)} steps")
    return len(whole.steps)


LIVES: Final[dict[str, Life]] = {}


@pytest.fixture(autouse=True)
def nobody_lives() -> None:
    LIVES.clear()


def test_the_steps_of_a_publication_are_in_the_order_that_makes_them_safe(tmp_path: Path) -> None:
    death = Death(None)
    Life(tmp_path / "life").live(death, publication)
    steps = [step for step in death.steps if not step.startswith("file tile/")]
    dids = [step for step in steps if step.endswith("did.jsonl")]
    assert len(dids) == 4
    assert [step for step in steps if step not in dids] == [
        "write",
        "write done",
        "note_head",
        "note_head done",
        "sign",
        "keep_signed",
        "keep_signed done",
        "ask",
        "keep_signed",
        "keep_signed done",
        "file checkpoint",
    ]


@pytest.mark.slow
def test_wherever_it_is_killed_no_size_has_two_roots(tmp_path: Path) -> None:
    """Time goes on while it lies dead: whatever is made anew is made with another time."""
    assert kill_everywhere(tmp_path, Life, day, dead_s=7) >= 30
    for name, life in LIVES.items():
        assert [roots for roots in life.signed.values() if len(roots) != 1] == [], name
        store = SqliteStore.open(life.works.path, read_only=True)
        check_store(store)
        store.close()
        assert published(life.works).checkpoint.size == len(life.works.leaves()), name
        assert all(life.works.leaves().count(leaf) == 1 for leaf in life.leaves), name


@pytest.mark.slow
def test_killed_and_run_again_it_comes_to_the_same_files(tmp_path: Path) -> None:
    assert kill_everywhere(tmp_path, evening, publication, dead_s=0) >= 14
    expected = LIVES["whole"].works.files()
    assert [name for name, life in LIVES.items() if life.works.files() != expected] == []


def test_a_noted_head_is_never_signed_with_another_root(works: Works) -> None:
    store = SqliteStore.open(works.path)
    with store.writer():
        store.note_head(store.frontier.size, b"another root that was noted once")
    store.close()
    with works.writing() as sequencer:
        with pytest.raises(Refused) as caught:
            sequencer.seal()
        assert caught.value.code == "log.fork"


def test_a_store_that_lost_entries_signs_nothing(works: Works) -> None:
    store = SqliteStore.open(works.path)
    with store.writer():
        store.note_head(store.frontier.size + 1, b"the root of what is not there an")
    store.close()
    with works.writing() as sequencer:
        with pytest.raises(Refused) as caught:
            sequencer.seal()
        assert caught.value.code == "ledger.damaged"
