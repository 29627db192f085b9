"""A ledger's key was changed: its witnesses take the new one, and the old one no more."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.tlog import note
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.tlog.witness import AddCheckpoint
from livret_ledger.auditor.cli import PROGRAM as AUDITOR
from livret_ledger.witness.cli import PROGRAM as WITNESS
from livret_ledger.witness.store.memory import WitnessStore
from livret_town.simulator.ledgers import Keeper, signer
from tests.watching import INSTANCE, Watching, ask, line_of, told

NEW = signer("a key of after")


def new_key(keeper: Keeper) -> VerifierKey:
    return VerifierKey.of(keeper.origin, SignatureType.ED25519, NEW)


def anew(keeper: Keeper, request: AddCheckpoint) -> AddCheckpoint:
    """The same request, its head signed by the new key alone."""
    checkpoint = request.signed.checkpoint
    signed = SignedCheckpoint.of(note.sign(checkpoint.format(), new_key(keeper).name, NEW))
    return AddCheckpoint(request.old_size, request.hashes, signed)


def test_after_a_rotation_only_the_new_key_is_taken(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0, 2))
    assert told(ask(witness, anew(keeper, keeper.request(2)))) == (403, "log.unsigned\n")
    assert witness.store.rotate_log(new_key(keeper)) == 1
    assert told(ask(witness, keeper.request(2))) == (403, "log.unsigned\n")
    line_of(witness, anew(keeper, keeper.request(2)))


def test_the_new_key_begins_no_other_history(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    line_of(witness, keeper.request(0))
    witness.store.rotate_log(new_key(keeper))
    fork = keeper.fork(1)
    fork.tick(2, times=4)
    status, _ = told(ask(witness, anew(keeper, fork.request(keeper.size))))
    assert status == 422
    held = witness.store.held(keeper.origin)
    assert held is not None
    assert held.checkpoint == keeper.head()


def test_rotating_twice_is_rotating_once(watch: Watching) -> None:
    store = watch.witness().store
    assert (store.rotate_log(new_key(watch.keeper)), store.rotate_log(new_key(watch.keeper))) == (
        1,
        0,
    )
    assert store.log_keys == {new_key(watch.keeper)}


def test_another_ledgers_key_stays(watch: Watching) -> None:
    store, other = watch.witness().store, Keeper.founded("ledger.example/other")
    store.add_log(other.key)
    store.rotate_log(new_key(watch.keeper))
    assert store.log_keys == {new_key(watch.keeper), other.key}


def test_a_log_that_is_not_watched_is_not_rotated(tmp_path: Path) -> None:
    store = WitnessStore.create(tmp_path / "memory.db", INSTANCE)
    with pytest.raises(LivretError) as caught:
        store.rotate_log(new_key(Keeper.founded()))
    assert caught.value.code == "log.unknown"
    assert store.log_keys == frozenset()
    store.close()


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Keeper]:
    from livret_core.sealing import FLOOR
    from livret_ledger.witness.store.home import CosignerHome

    def make() -> Keeper:
        monkeypatch.chdir(tmp_path)
        keeper = Keeper.founded()
        for kind in ("witness", "auditor"):
            home = CosignerHome.create(Path(kind), kind, f"{kind}.example/w", b"words", kdf=FLOOR)
            memory = home.memory()
            memory.add_log(keeper.key)
            memory.close()
        return keeper

    return make


def test_one_command_does_it_for_a_witness_and_for_an_auditor(
    made: Callable[[], Keeper], capsys: pytest.CaptureFixture[str]
) -> None:
    keeper = made()
    key = new_key(keeper).format()
    for program, home in ((WITNESS, "witness"), (AUDITOR, "auditor")):
        assert program.run(["rotate-log", "--home", home, "--key", key, "--dry-run", "--json"]) == 0
        would = json.loads(capsys.readouterr().out)
        assert (would["retired"], would["dry_run"]) == (1, True)
        memory = WitnessStore.open(Path(home) / "memory.db")
        assert memory.log_keys == {keeper.key}
        memory.close()
        assert program.run(["rotate-log", "--home", home, "--key", key, "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said == {
            "event": "rotated",
            "origin": keeper.origin,
            "key": key,
            "retired": 1,
            "dry_run": False,
        }
