"""A machine is lost between the first cosignature of a head and its quorum: it is gone on from there."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.sealing import FLOOR
from livret_core.tlog import note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import KeyName
from livret_ledger.batch import Appended
from livret_ledger.checking import check_store
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.service.recovering import Found, look, rebuild
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store.home import Home
from tests.ledger_scene import ORIGIN, ed25519
from tests.ledger_works import Works
from tests.mirrors import Mirrored

PASSPHRASE = b"a horse, a battery, a staple"


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """Six entries are published; two more are under a head that one witness of four confirmed."""
    (tmp_path / "ledger").mkdir()
    made = Works.founded(tmp_path / "ledger")
    with made.running() as (sequencer, publisher):
        assert publisher.publish().has_quorum
        made.web.write_trust_roots([(1, made.chain.newest.raw)])
        Mirrored(made).mirror.follow()
        made.clock.now_s += 1
        down = [*(made.witness(town) for town in made.scene.towns[1:]), *made.auditors]
        for each in down:
            each.is_down = True
        assert isinstance(sequencer.submit(made.schemas(1, first=9)[0]), Appended)
        assert not publisher.publish().has_quorum
        for each in down:
            each.is_down = False
    return made


def found(works: Works, folder: Path | None = None, *, has_key: bool = True) -> Found:
    reader, now_s = Reader(Folder(folder or works.web.root)), works.clock.now_s
    return look(reader, works.chain, works.post, has_key=has_key, now_s=now_s, show=works.show)


def refusal(works: Works, folder: Path | None = None) -> str:
    with pytest.raises(LivretError) as caught:
        found(works, folder)
    return caught.value.code


def test_the_ledgers_own_folder_is_gone_on_from_at_the_head_that_one_confirmed(
    works: Works, tmp_path: Path
) -> None:
    published = works.web.checkpoint()
    assert published is not None
    copy = found(works)
    assert (copy.size, copy.cosigned.size) == (published.checkpoint.size + 2, 6)
    assert works.signer is not None
    home = rebuild(
        copy, tmp_path / "new", works.signer, PASSPHRASE, now_s=works.clock.now_s, kdf=FLOOR
    )
    with closing(home.store(read_only=True)) as store:
        check_store(store)
        assert store.frontier.size == copy.size
    # Readers see what has a quorum, until the rest has one.
    assert WebRoot(home.public).checkpoint() == published
    served(works, home, copy.size)


def served(works: Works, home: Home, size: int) -> None:
    works.web = WebRoot(home.public)
    with works.serving(writes=home.store(), reads=home.store(read_only=True)) as service:
        assert service.try_start() is None
        assert service.publisher.publish().has_quorum
    head = WebRoot(home.public).checkpoint()
    assert head is not None
    assert head.checkpoint.size >= size


def test_twin_a_copy_without_those_entries_is_behind(works: Works) -> None:
    assert refusal(works, works.root / "mirror/public") == "ledger.behind"


def test_entries_that_are_others_are_found_and_nothing_is_made(
    works: Works, tmp_path: Path
) -> None:
    [bundle] = (works.web.root / "tile/entries/000.p").glob("8")
    bundle.write_bytes(bundle.read_bytes().replace(b"schema", b"schemb"))
    copy = found(works)
    assert works.signer is not None
    with pytest.raises(LivretError) as caught:
        rebuild(
            copy, tmp_path / "new", works.signer, PASSPHRASE, now_s=works.clock.now_s, kdf=FLOOR
        )
    assert (caught.value.branch, caught.value.code) == ("unavailable", "ledger.tiles")
    assert not (tmp_path / "new").exists()


def test_a_head_that_the_ledgers_key_did_not_sign_is_nobodys(works: Works) -> None:
    holder = works.witness(works.scene.towns[0])
    assert holder.held is not None
    held = SignedCheckpoint.parse(holder.held).checkpoint
    forged = Checkpoint(ORIGIN, held.size, held.root)
    stranger = note.sign(forged.format(), KeyName(ORIGIN), ed25519("a stranger"))
    holder.held = SignedCheckpoint.of(stranger).format()
    assert refusal(works) == "ledger.behind"


def test_one_who_says_that_he_holds_more_than_he_shows_is_believed(works: Works) -> None:
    holder = works.witness(works.scene.towns[0])
    assert holder.known is not None
    holder.known = replace(holder.known, size=holder.known.size + 1, root=bytes(32))
    assert refusal(works) == "ledger.behind"


def test_another_key_leaves_it_behind(works: Works) -> None:
    copy = found(works, has_key=False)
    assert copy.size == copy.cosigned.size
    assert copy.ahead == (works.witness(works.scene.towns[0]).key.name.text,)
