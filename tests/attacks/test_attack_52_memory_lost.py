"""Attack 52: a witness that lost its database, or has an old one, and would sign once more."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from livret_core.errors import Refused
from livret_core.sealing import FLOOR
from livret_core.tlog.witness import AddCheckpoint
from livret_ledger.witness.service import Cosigner
from livret_ledger.witness.store.home import CosignerHome
from livret_town.simulator.ledgers import Keeper
from tests.watching import ask, line_of, told

PASSPHRASE = b"four words to keep"
NAME = "w.example/witness"
KEEPER = Keeper.founded()
KEEPER.tick(times=9)


def at_work(home: CosignerHome) -> Cosigner:
    signer, memory = home.unlock(PASSPHRASE)
    return Cosigner(memory, name=NAME, signer=signer, clock=lambda: KEEPER.at_s)


@pytest.fixture
def home(tmp_path: Path) -> CosignerHome:
    made = CosignerHome.create(tmp_path / "home", "witness", NAME, PASSPHRASE, kdf=FLOOR)
    memory = made.memory()
    memory.add_log(KEEPER.key)
    memory.close()
    return made


def lost(home: CosignerHome) -> str:
    with pytest.raises(Refused) as caught:
        home.unlock(PASSPHRASE)
    assert caught.value.code == "witness.memory_lost"
    return str(caught.value.facts["what"])


def wipe(home: CosignerHome) -> None:
    for path in home.root.glob("memory.db*"):
        path.unlink()


def test_attack_52_the_database_is_gone(home: CosignerHome) -> None:
    wipe(home)
    assert lost(home) == "missing"


def test_attack_52_the_database_is_an_empty_file(home: CosignerHome) -> None:
    wipe(home)
    (home.root / "memory.db").touch()
    assert lost(home) == "missing"


def test_attack_52_a_new_database_stands_beside_the_old_key(
    home: CosignerHome, tmp_path: Path
) -> None:
    other = CosignerHome.create(tmp_path / "other", "witness", NAME, PASSPHRASE, kdf=FLOOR)
    wipe(home)
    shutil.copy(other.root / "memory.db", home.root / "memory.db")
    assert lost(home) == "other"


def restored(home: CosignerHome) -> Cosigner:
    """The witness cosigned 5 entries, then 8; its database is put back from in between."""
    witness = at_work(home)
    line_of(witness, KEEPER.request(0, 5))
    with (
        closing(sqlite3.connect(home.root / "memory.db")) as memory,
        closing(sqlite3.connect(home.root / "copy")) as copy,
    ):
        memory.backup(copy)
    restored.line = line_of(witness, KEEPER.request(5, 8))  # type: ignore[attr-defined]
    witness.store.close()
    wipe(home)
    shutil.copy(home.root / "copy", home.root / "memory.db")
    return at_work(home)


def newest() -> AddCheckpoint:
    """What mirrors send every hour: the newest head, with all its cosignatures."""
    line = restored.line  # type: ignore[attr-defined]
    return AddCheckpoint(0, (), KEEPER.signed(8).with_signatures(line))


def test_attack_52_an_old_database_is_put_back(home: CosignerHome) -> None:
    witness = restored(home)
    assert told(ask(witness, newest())) == (503, "witness.memory_lost\n")


def test_attack_52_what_knows_that_it_forgot_signs_nothing_more(home: CosignerHome) -> None:
    witness = restored(home)
    ask(witness, newest())
    fork = KEEPER.fork(5)
    fork.tick(9)
    assert told(ask(witness, fork.request(5))) == (503, "witness.memory_lost\n")
    witness.store.close()
    assert lost(home) == "behind"


def test_attack_52_twin_a_witness_with_its_memory_goes_on(home: CosignerHome) -> None:
    witness = at_work(home)
    line = line_of(witness, KEEPER.request(0, 5))
    witness.store.close()
    again = at_work(home)
    with_ours = AddCheckpoint(0, (), KEEPER.signed(5).with_signatures(line))
    assert told(ask(again, with_ours)) == (409, "5\n")
    line_of(again, KEEPER.request(5))
    again.store.close()


def test_attack_52_twin_a_new_key_begins_a_new_memory(home: CosignerHome, tmp_path: Path) -> None:
    other = CosignerHome.create(tmp_path / "other", "witness", NAME, PASSPHRASE, kdf=FLOOR)
    assert other.identity().key != home.identity().key
    memory = other.memory()
    memory.add_log(KEEPER.key)
    memory.close()
    witness = at_work(other)
    line_of(witness, KEEPER.request(0))
    witness.store.close()
