"""The folder of a ledger: made whole, begun once."""

from contextlib import closing
from pathlib import Path

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.sealing import FLOOR
from livret_ledger.attendance import Attendance
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store.home import Home
from livret_ledger.store.keys import new_key
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_heads import Seen, first_root, next_root, policy_of
from tests.ledger_scene import DAY_S, ORIGIN, Scene
from tests.ledger_stores import batch_of, operations
from tests.typed import WITH_SECRET, Run, run

__all__ = ["run"]

PASSPHRASE = b"a horse, a battery, a staple"


@pytest.fixture
def scene() -> Scene:
    return Scene.founded()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.create(tmp_path / "home", ORIGIN, new_key(), PASSPHRASE, kdf=FLOOR)


def begin(home: Home, scene: Scene, *, genesis: bool) -> None:
    policy = policy_of(scene, scene.towns, scene.policy.numbers)
    with closing(home.begin(first_root(scene, policy=policy))) as store:
        if genesis:
            with store.writer():
                store.write(batch_of(store, operations(scene)))


def test_a_ledger_begins_once(home: Home, scene: Scene) -> None:
    assert not home.has_begun()
    begin(home, scene, genesis=True)
    assert home.has_begun()
    with pytest.raises(Refused) as caught:
        begin(home, scene, genesis=True)
    assert caught.value.code == "home.exists"


def test_a_ledger_whose_database_is_gone_is_not_begun_anew(home: Home, scene: Scene) -> None:
    begin(home, scene, genesis=True)
    WebRoot(home.public).write("checkpoint", b"of what was published")
    (home.root / "ledger.db").unlink()
    for act in (home.has_begun, lambda: begin(home, scene, genesis=True)):
        with pytest.raises(Unavailable) as caught:
            act()
        assert caught.value.code == "ledger.store_lost"
    (home.public / "checkpoint").unlink()
    assert not home.has_begun()


def test_a_beginning_that_was_cut_short_is_taken_up(home: Home, scene: Scene) -> None:
    begin(home, scene, genesis=False)
    assert not home.has_begun()
    begin(home, scene, genesis=True)
    assert home.has_begun()
    assert home.trust_roots()[0].version == 1


def test_a_ledger_goes_on_when_its_first_trust_root_ended_years_ago(
    home: Home, scene: Scene
) -> None:
    first = first_root(scene, expires_s=scene.at_s)
    home.begin(first).close()
    scene.tick(DAY_S)
    joint = Seen(scene).head(at_s=scene.at_s)
    numbers = scene.policy.numbers
    second = next_root(first, scene, scene.towns, joint, by=scene.towns, numbers=numbers)
    home.add_trust_root(second)
    assert [root.version for root in home.trust_chain().roots] == [1, 2]


def test_a_home_that_cannot_be_made_whole_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_arguments: object, **_more: object) -> None:
        raise Unavailable("home.unavailable", "no room")

    monkeypatch.setattr("livret_ledger.store.home.write_new", no_room)
    with pytest.raises(Unavailable):
        Home.create(tmp_path / "home", ORIGIN, new_key(), PASSPHRASE, kdf=FLOOR)
    assert not (tmp_path / "home").exists()


def test_a_home_opens_as_it_was_made(home: Home) -> None:
    assert Home.open(home.root) == home
    assert home.address is None


@pytest.mark.parametrize(
    "mark",
    [
        b'{"version":2,"origin":"x"}',
        b'{"origin":"x","version":1,"store":7}',
        b'{"origin":"x","version":1,"stores":"postgresql://"}',
        b"[]",
    ],
)
def test_a_mark_that_says_something_else_is_none(home: Home, mark: bytes) -> None:
    (home.root / "ledger.json").write_bytes(mark)
    with pytest.raises(MalformedInput):
        Home.open(home.root)


def test_a_file_of_another_kind_in_its_place_is_not_taken_for_the_ledger(home: Home) -> None:
    (home.root / "ledger.db").write_bytes(b"no database at all " * 999)
    with pytest.raises(LivretError) as caught:
        home.has_begun()
    assert caught.value.code == "store.unavailable"
    (home.root / "ledger.db").unlink()
    SqliteStore.create(home.root / "ledger.db", ORIGIN).close()
    assert not home.has_begun()


def test_a_second_that_serves_a_folder_changes_nothing_in_it(
    home: Home, run: Run, tmp_path: Path
) -> None:
    """It may find no witness, and would say so in the first one's name."""
    home.keep_attendance(Attendance(problem="ledger.clock_ahead"))
    home.keep_halt(Unavailable("ledger.forked", by="metz.example/witness", size=1, own=1))
    words = ("serve", "--home", "home", "--listen", "127.0.0.1:0", *WITH_SECRET)
    with home.serving():
        before = {path.name: path.read_bytes() for path in home.root.iterdir() if path.is_file()}
        with pytest.raises(Unavailable) as caught, home.serving():
            raise AssertionError("two at once")
        assert caught.value.code == "ledger.busy"
        [refused] = run(*words, status=3)
        assert refused["code"] == "ledger.busy"
        after = {path.name: path.read_bytes() for path in home.root.iterdir() if path.is_file()}
        assert after == before
    # When the first has gone, it is for another reason that this one does not begin.
    [refused] = run(*words, status=3)
    assert refused["code"] == "ledger.no_genesis"
