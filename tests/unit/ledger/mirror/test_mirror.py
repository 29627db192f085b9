"""A mirror: the same files as the ledger's, all checked, and a head that does not grow old."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.head import verify
from livret_core.tlog import merkle, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import KeyName
from livret_core.tlog.tiles import Bundle
from livret_core.words import explain
from livret_ledger import fraud, fraud_file
from livret_ledger.checking import check_store
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.mirror.deciding import REFRESH_S
from livret_ledger.mirror.store import MirrorHome
from livret_ledger.store.sqlite import SqliteStore
from livret_town.simulator.ledgers import Files
from tests.evidence_files import Hall
from tests.ledger_scene import ORIGIN
from tests.ledger_works import Works
from tests.mirrors import Mirrored


@pytest.fixture
def works(tmp_path: Path) -> Works:
    made = Works.founded(tmp_path)
    with made.running() as (sequencer, publisher):
        for leaf in made.schemas(3):
            sequencer.submit(leaf)
        assert publisher.publish().has_quorum
    return made


@pytest.fixture
def mirrored(works: Works) -> Iterator[Mirrored]:
    made = Mirrored(works)
    yield made
    made.close()


def grow(works: Works, first: int = 10, count: int = 2) -> None:
    with works.running() as (sequencer, publisher):
        for leaf in works.schemas(count, first=first):
            sequencer.submit(leaf)
        assert publisher.publish().has_quorum


def code(mirrored: Mirrored) -> str:
    with pytest.raises(LivretError) as caught:
        mirrored.mirror.follow()
    return caught.value.code


def test_it_has_all_files_that_the_ledger_has(mirrored: Mirrored, works: Works) -> None:
    standing = mirrored.mirror.follow()
    assert (standing.size, standing.grown) == (len(works.leaves()), len(works.leaves()))
    ours, theirs = mirrored.files(), works.files()
    assert theirs.items() <= ours.items()
    check_store(mirrored.store)


def test_it_goes_on_from_where_it_stands(mirrored: Mirrored, works: Works) -> None:
    mirrored.mirror.follow()
    grow(works)
    assert mirrored.again().follow().grown == 3
    assert mirrored.published == works.web.checkpoint()
    assert mirrored.mirror.follow().grown == 0


@pytest.mark.parametrize("what", ["tile", "tile/entries", "tile/0/000.p/8"])
def test_files_that_are_gone_from_the_copy_are_there_again_after_a_start(
    mirrored: Mirrored, what: str
) -> None:
    mirrored.mirror.follow()
    whole = mirrored.files()
    gone = mirrored.home.public / what
    if gone.is_dir():
        shutil.rmtree(gone)
    else:
        [gone] = (mirrored.home.public / "tile/0/000.p").iterdir()
        gone.unlink()
    count = len(whole) - len(mirrored.files())
    assert count
    again = mirrored.again()
    standing = again.follow()
    assert (standing.restored, standing.grown) == (count, 0)
    assert mirrored.files() == whole
    assert again.follow().restored == 0


def test_dids_that_are_gone_from_the_copy_are_there_again_after_a_start(
    mirrored: Mirrored,
) -> None:
    mirrored.mirror.follow()
    whole = mirrored.files()
    logs = sorted(mirrored.home.public.rglob("did.jsonl"))
    assert len(logs) > 1
    for each in logs[1:]:
        each.unlink()
    again = mirrored.again()
    assert again.follow().restored == len(logs) - 1
    assert mirrored.files() == whole
    assert again.follow().restored == 0


def test_all_else_that_is_gone_from_the_copy_is_there_again_after_a_start(
    tmp_path: Path,
) -> None:
    hall = Hall(tmp_path)
    hall.write()
    mirrored = Mirrored(hall.works)
    mirrored.mirror.follow()
    whole = mirrored.files()
    for path in whole.keys() - {"checkpoint"}:
        (mirrored.home.public / path).unlink()
    again = mirrored.again()
    again.follow()
    assert whole.keys() - mirrored.files().keys() == set()
    assert any(path.endswith("ledger.evidence") for path in whole)
    assert "trust/1.json" in whole


@pytest.mark.parametrize("name", ["memory.db", "ledger.db", "trust/1.json"])
def test_a_copy_of_which_a_part_is_gone_has_no_key_to_replace(
    mirrored: Mirrored, name: str
) -> None:
    mirrored.mirror.follow()
    mirrored.close()
    root = mirrored.home.root
    MirrorHome.open(root)
    (root / name).unlink()
    with pytest.raises(LivretError) as caught:
        MirrorHome.open(root)
    assert (caught.value.code, caught.value.facts) == ("mirror.lost", {"file": name})
    assert "policy.change" not in explain("mirror.lost").step


def test_a_copy_whose_mark_is_gone_is_not_taken_for_a_folder_in_use(mirrored: Mirrored) -> None:
    root = mirrored.home.root
    MirrorHome.check_free(root)
    MirrorHome.check_free(root / "nowhere")
    (root / "mirror.json").unlink()
    with pytest.raises(LivretError) as caught:
        MirrorHome.check_free(root)
    assert (caught.value.code, caught.value.facts) == ("mirror.lost", {"file": "mirror.json"})


@pytest.mark.parametrize(
    ("file", "raw", "reason"),
    [
        ("checkpoint", b"ledger.example/meuse\n5\n", "note.malformed"),
        ("trust/2.json", b"{", "input.json"),
        ("trust/2.json", b"the first", "trust.version"),
    ],
)
def test_what_is_damaged_at_the_source_is_said_of_the_source(
    mirrored: Mirrored, works: Works, file: str, raw: bytes, reason: str
) -> None:
    """A keeper is not told to compare six words at a counter, nor to ask for a paper."""
    first = works.chain.roots[0]
    works.web.write_trust_roots([(1, first.raw)])
    works.web.write(file, first.raw if raw == b"the first" else raw)
    with pytest.raises(LivretError) as caught:
        mirrored.mirror.follow()
    assert (caught.value.code, caught.value.facts) == ("ledger.source", {"reason": reason})
    assert "--from" in explain("ledger.source").step


def test_another_mirror_can_be_made_from_it(mirrored: Mirrored, works: Works) -> None:
    mirrored.mirror.follow()
    second = Mirrored(works, "second", Folder(mirrored.home.public))
    assert second.mirror.follow().size == len(works.leaves())
    assert second.files() == mirrored.files()
    second.close()


def test_what_came_is_kept_when_it_is_stopped_between(mirrored: Mirrored, works: Works) -> None:
    """The entries are there and the head is not pointed to: the next look goes on."""
    mirrored.mirror.follow()
    grow(works)
    newest = works.web.checkpoint()
    assert newest is not None
    mirrored.mirror._auditor.approve(newest)
    mirrored.again().follow()
    assert mirrored.published == newest


# Fresh times, without the log's key.


def test_the_last_head_is_kept_fresh_without_the_ledger(mirrored: Mirrored, works: Works) -> None:
    mirrored.mirror.follow()
    before = mirrored.published
    works.clock.now_s += REFRESH_S
    standing = mirrored.mirror.refresh()
    assert standing is not None
    head = verify(mirrored.published, works.chain)
    assert head.time_s == standing.time_s == works.clock.now_s
    assert mirrored.published.checkpoint == before.checkpoint
    assert len(mirrored.published.note.signatures) == len(before.note.signatures)


def test_nobody_is_asked_before_the_hour(mirrored: Mirrored, works: Works) -> None:
    mirrored.mirror.follow()
    works.clock.now_s += REFRESH_S - 1
    asked = [len(each.asked) for each in works.cosigners.values()]
    assert mirrored.mirror.refresh() is None
    assert [len(each.asked) for each in works.cosigners.values()] == asked


def test_before_it_has_a_head_there_is_nothing_to_keep_fresh(mirrored: Mirrored) -> None:
    assert mirrored.mirror.refresh() is None


def test_too_few_fresh_times_leave_the_head_as_old_as_it_is(
    mirrored: Mirrored, works: Works
) -> None:
    mirrored.mirror.follow()
    before_s = verify(mirrored.published, works.chain).time_s
    for town in works.scene.towns[:2]:
        works.witness(town).is_down = True
    works.clock.now_s += REFRESH_S
    with pytest.raises(LivretError) as caught:
        mirrored.mirror.refresh()
    assert caught.value.code == "ledger.few_witnesses"
    assert verify(mirrored.published, works.chain).time_s == before_s
    for town in works.scene.towns[:2]:
        works.witness(town).is_down = False
    assert mirrored.mirror.refresh() is not None
    assert verify(mirrored.published, works.chain).time_s == works.clock.now_s


def test_fresh_times_are_not_undone_by_an_older_file(mirrored: Mirrored, works: Works) -> None:
    mirrored.mirror.follow()
    works.clock.now_s += REFRESH_S
    mirrored.mirror.refresh()
    mirrored.mirror.follow()  # the ledger's own file is an hour old
    assert verify(mirrored.published, works.chain).time_s == works.clock.now_s


def test_it_follows_another_mirror_that_is_fresher(mirrored: Mirrored, works: Works) -> None:
    mirrored.mirror.follow()
    second = Mirrored(works, "second", Folder(mirrored.home.public))
    second.mirror.follow()
    works.clock.now_s += REFRESH_S
    mirrored.mirror.refresh()
    assert second.mirror.follow().time_s == works.clock.now_s
    second.close()


# What it does not follow.


def forked(works: Works, *, size: int | None = None) -> SignedCheckpoint:
    """Another root, signed by the log and cosigned by all, as if they all lied."""
    published = works.web.checkpoint()
    assert published is not None
    checkpoint = Checkpoint(ORIGIN, size or published.checkpoint.size, b"\7" * 32)
    signed = SignedCheckpoint.of(note.sign(checkpoint.format(), KeyName(ORIGIN), works.signer))
    from livret_core.tlog import cosignature

    return signed.with_signatures(
        *(
            cosignature.sign(checkpoint, each.key.name, each.signer, now_s=works.clock.now_s)
            for each in works.cosigners.values()
        )
    )


def shown(works: Works, signed: SignedCheckpoint) -> Files:
    return Files({**works.files(), "checkpoint": signed.format()})


def test_a_fork_is_not_followed_and_proved(mirrored: Mirrored, works: Works) -> None:
    mirrored.mirror.follow()
    before = mirrored.files()
    mirrored.source = shown(works, forked(works))
    assert code(mirrored) == "log.fork"
    assert mirrored.files() == before
    [path] = (mirrored.home.root / "fraud").iterdir()
    proven = fraud.check(fraud_file.parse(path.read_bytes()), [works.scene.log_key])
    assert proven.sizes == (len(works.leaves()),) * 2
    assert mirrored.mirror.new_frauds() == (path,)
    assert mirrored.mirror.new_frauds() == ()


def test_a_fork_is_named_again_by_who_is_started_anew(mirrored: Mirrored, works: Works) -> None:
    mirrored.mirror.follow()
    mirrored.source = shown(works, forked(works))
    assert code(mirrored) == "log.fork"
    assert len(mirrored.mirror.new_frauds()) == 1
    again = mirrored.again()
    assert len(again.new_frauds()) == 1
    assert again.new_frauds() == ()


def test_a_fork_that_too_few_cosigned_is_proved_as_well(mirrored: Mirrored, works: Works) -> None:
    mirrored.mirror.follow()
    signed = forked(works)
    bare = SignedCheckpoint(
        type(signed.note)(signed.note.text, signed.note.signatures[:1]), signed.checkpoint
    )
    mirrored.source = shown(works, bare)
    assert code(mirrored) == "log.fork"
    assert len(list((mirrored.home.root / "fraud").iterdir())) == 1


def test_an_older_head_is_not_followed(mirrored: Mirrored, works: Works) -> None:
    old = works.files()
    grow(works)
    mirrored.mirror.follow()
    before = mirrored.files()
    mirrored.source = Files(old)
    assert code(mirrored) == "ledger.older_head"
    assert mirrored.files() == before
    assert not (mirrored.home.root / "fraud").exists()


def test_a_head_without_a_quorum_is_not_followed(mirrored: Mirrored, works: Works) -> None:
    newest = works.web.checkpoint()
    assert newest is not None
    lines = [line for line in newest.note.signatures if "witness" not in line.name.text]
    few = SignedCheckpoint(type(newest.note)(newest.note.text, tuple(lines)), newest.checkpoint)
    mirrored.source = shown(works, few)
    assert code(mirrored) == "log.quorum"
    assert mirrored.store.frontier.size == 0


def test_a_damaged_file_is_nobodys_fraud(mirrored: Mirrored, works: Works) -> None:
    path = Bundle(0, len(works.leaves())).format()
    raw = works.files()[path]
    mirrored.source = Files({**works.files(), path: raw[:-1] + bytes([raw[-1] ^ 1])})
    assert code(mirrored) == "ledger.tiles"
    assert not (mirrored.home.root / "fraud").exists()
    mirrored.source = Folder(works.web.root)
    assert mirrored.mirror.follow().size == len(works.leaves())


def test_an_entry_that_breaks_a_rule_is_not_followed_and_proved(tmp_path: Path) -> None:
    works = Works.founded(tmp_path)
    # The writer takes whatever it is given, and all cosign.
    leaf = works.scene.leaves[0]
    leaves = [*works.scene.leaves, leaf]
    works.scene.leaves[:] = leaves
    keeper = Keeper(works, leaves)
    mirrored = Mirrored(works, source=keeper.files())
    assert code(mirrored) == "ledger.exists"
    [path] = (mirrored.home.root / "fraud").iterdir()
    assert path.name == f"entry-{len(leaves) - 1}.json"
    mirrored.close()


class Keeper:
    """A log whose entries nobody checked, and cosigners who do not look."""

    def __init__(self, works: Works, leaves: list[bytes]) -> None:
        from livret_town.simulator.ledgers import Keeper as Simulated

        self._works = works
        self._log = Simulated(ORIGIN, leaves[:-1], key=works.signer)
        self._log.append(leaves[-1], unruly=True)

    def files(self) -> Files:
        from livret_core.tlog import cosignature

        head = self._log.head()
        lines = [
            cosignature.sign(head, each.key.name, each.signer, now_s=self._works.clock.now_s)
            for each in self._works.cosigners.values()
        ]
        return self._log.files(self._log.sign(head).with_signatures(*lines))


def test_the_copy_is_the_ledgers_own_tree(mirrored: Mirrored, works: Works) -> None:
    mirrored.mirror.follow()
    reader = Reader(Folder(mirrored.home.public))
    signed = reader.checkpoint()
    store = SqliteStore.open(works.path, read_only=True)
    assert merkle.root(signed.checkpoint.size, store.nodes) == signed.checkpoint.root
    assert list(reader.entries(0, signed.checkpoint.size, signed.checkpoint.size)) == works.leaves()
    store.close()
