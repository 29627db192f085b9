"""Key and memory of a cosigner, in one folder."""

from pathlib import Path

import pytest

from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.sealing import FLOOR, KdfParameters
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.store.home import CosignerHome, Kind
from livret_ledger.witness.store.memory import WitnessStore
from tests.typed import WITH_SECRET, Run, run

__all__ = ["run"]

PASSPHRASE = b"four words to keep"
CHEAP: KdfParameters = FLOOR


def make(root: Path, kind: Kind = "witness") -> CosignerHome:
    return CosignerHome.create(root, kind, "w.example/witness", PASSPHRASE, kdf=CHEAP)


def test_key_and_memory_open_together(tmp_path: Path) -> None:
    home = make(tmp_path / "home")
    signer, memory = home.unlock(PASSPHRASE)
    memory.close()
    assert home.identity("witness").key.public_key == signer.public_key


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        make(tmp_path / "home").unlock(b"other words")
    assert caught.value.code == "vault.passphrase"


def test_a_folder_that_holds_something_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "letter").touch()
    with pytest.raises(Refused) as caught:
        make(tmp_path)
    assert caught.value.code == "home.exists"
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


def test_an_auditors_home_is_no_witnesss(tmp_path: Path) -> None:
    with pytest.raises(MalformedInput) as caught:
        make(tmp_path / "home", "auditor").identity("witness")
    assert caught.value.code == "home.malformed"


def test_a_name_with_blanks_is_no_key_name(tmp_path: Path) -> None:
    with pytest.raises(MalformedInput) as caught:
        CosignerHome.create(tmp_path / "home", "witness", "a b", PASSPHRASE, kdf=CHEAP)
    assert caught.value.code == "key.malformed"
    assert not (tmp_path / "home").exists()


def test_what_a_run_cut_short_left_is_no_home(tmp_path: Path) -> None:
    home = make(tmp_path / "home")
    (home.root / "cosigner.json").unlink()
    with pytest.raises(Unavailable) as caught:
        CosignerHome.open(home.root)
    assert caught.value.code == "home.unavailable"


def test_nobody_else_may_read_key_or_memory(tmp_path: Path) -> None:
    home = make(tmp_path / "home")
    modes = {path.name: path.stat().st_mode & 0o777 for path in home.root.iterdir()}
    assert modes["key.sealed"] == modes["memory.db"] == 0o600
    assert home.root.stat().st_mode & 0o777 == 0o700


def test_a_memory_is_looked_at_without_the_key(tmp_path: Path) -> None:
    memory = make(tmp_path / "home").memory()
    assert (list(memory.heads()), list(memory.frauds())) == ([], [])
    memory.close()


def test_a_memory_that_knows_that_it_forgot_can_still_be_looked_at(tmp_path: Path) -> None:
    home = make(tmp_path / "home")
    memory = home.memory()
    memory.mark_lost()
    memory.close()
    WitnessStore.open(home.root / "memory.db").close()
    with pytest.raises(Refused) as caught:
        home.unlock(PASSPHRASE)
    assert caught.value.facts == {"what": "behind"}


def test_a_home_that_cannot_be_made_whole_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_arguments: object, **_more: object) -> None:
        raise Unavailable("home.unavailable", "no room")

    monkeypatch.setattr("livret_ledger.witness.store.home.write_new", no_room)
    with pytest.raises(Unavailable):
        make(tmp_path / "home")
    assert not (tmp_path / "home").exists()
    monkeypatch.undo()
    make(tmp_path / "home").unlock(PASSPHRASE)[1].close()


def test_a_memory_of_another_kind_is_none(tmp_path: Path) -> None:
    SqliteStore.create(tmp_path / "memory.db", "ledger.example").close()
    with pytest.raises(Unavailable) as caught:
        WitnessStore.open(tmp_path / "memory.db")
    assert caught.value.code == "store.unavailable"


def test_a_damaged_file_is_named_and_called_no_wallet(tmp_path: Path) -> None:
    home = make(tmp_path / "home")
    found = [path for path in (tmp_path / "home").iterdir() if path.suffix != ".db"]
    assert len(found) == 2
    for path in found:
        whole = path.read_bytes()
        path.write_bytes(whole[:-9])
        with pytest.raises(MalformedInput) as caught:
            home.unlock(PASSPHRASE)
        assert (caught.value.code, caught.value.facts) == ("home.malformed", {"file": str(path)})
        path.write_bytes(whole)
    home.unlock(PASSPHRASE)[1].close()


@pytest.mark.parametrize("kind", ["witness", "auditor"])
def test_a_second_that_answers_from_a_folder_is_refused_in_words(
    kind: Kind, run: Run, tmp_path: Path
) -> None:
    """It would answer as the first does: an operator means another folder, or forgot the first."""
    home = CosignerHome.create(
        tmp_path / "home", kind, "w.example/witness", PASSPHRASE, source=str(tmp_path), kdf=CHEAP
    )
    SqliteStore.create(home.replica, "ledger.example/meuse").close()
    words = (kind, "serve", "--home", "home", "--listen", "127.0.0.1:0", *WITH_SECRET)
    with home.serving():
        with pytest.raises(Unavailable) as caught, home.serving():
            raise AssertionError("two at once")
        assert caught.value.code == "witness.busy"
        [refused] = run(*words, status=3)
        assert refused["code"] == "witness.busy"
    # When the first has gone, it is for its passphrase that this one does not begin.
    [refused] = run(*words, status=1)
    assert refused["code"] == "vault.passphrase"
