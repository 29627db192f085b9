"""Many handed in at once: signatures are verified on all cores, and the rules say what they said."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from livret_core.encoding import base64url
from livret_core.errors import LivretError
from livret_core.keys import Ed25519PublicKey
from livret_core.ledger.apply import SIGNED_WITHIN_S, is_in_place
from livret_core.ledger.operation import Operation
from livret_ledger.batch import Appended, Known, Outcome
from livret_ledger.service import deciding
from livret_ledger.service.sequencer import Sequencer
from tests.ledger_scene import Scene, rewritten
from tests.ledger_works import Works

COUNT = 40


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works.founded(tmp_path)


@contextmanager
def held(sequencer: Sequencer) -> Iterator[None]:
    """Let what is handed in meanwhile wait, and be taken together."""
    is_held, go_on = Event(), Event()

    def hold() -> None:
        is_held.set()
        go_on.wait(10)

    busy = Thread(target=lambda: sequencer._ask(hold))
    busy.start()
    assert is_held.wait(10)
    try:
        yield
    finally:
        go_on.set()
        busy.join()


def at_once(sequencer: Sequencer, leaves: Sequence[bytes]) -> list[Outcome]:
    with held(sequencer):
        answers = [sequencer.submit_soon(leaf) for leaf in leaves]
    return [answer.result(10) for answer in answers]


def forged(leaf: bytes) -> bytes:
    operation = Operation.parse(leaf)
    [signature] = operation.sigs
    none = base64url.encode(bytes(64))
    other = type(signature)(signature.by, signature.key_id, signature.alg, none)
    return rewritten(operation, sigs=[other]).leaf


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The signatures that were verified, by what they are over."""
    asked: list[bytes] = []
    verify = Ed25519PublicKey.verify

    def noting(key: Ed25519PublicKey, message: bytes, signature: bytes) -> bool:
        asked.append(message)
        return verify(key, message, signature)

    monkeypatch.setattr(Ed25519PublicKey, "verify", noting)
    return asked


def test_of_many_at_once_each_signature_is_verified_once(
    works: Works, verified: list[bytes]
) -> None:
    leaves = works.schemas(COUNT)
    with works.writing() as sequencer:
        verified.clear()
        outcomes = at_once(sequencer, leaves)
    assert all(isinstance(outcome, Appended) for outcome in outcomes)
    assert sorted(verified) == sorted(Operation.parse(leaf).signed_bytes for leaf in leaves)


def test_a_forged_one_among_many_is_refused_and_no_other(works: Works) -> None:
    leaves = works.schemas(COUNT)
    leaves[7] = forged(leaves[7])
    with works.writing() as sequencer:
        outcomes = at_once(sequencer, leaves)
    refused = outcomes.pop(7)
    assert isinstance(refused, LivretError)
    assert refused.code == "ledger.signature"
    assert all(isinstance(outcome, Appended) for outcome in outcomes)


def test_nobody_makes_the_writer_verify_what_stands_there_already(
    works: Works, verified: list[bytes]
) -> None:
    leaves = works.schemas(COUNT)
    with works.writing() as sequencer:
        at_once(sequencer, leaves)
        verified.clear()
        assert all(isinstance(each, Known) for each in at_once(sequencer, leaves))
        assert verified == []


def test_what_cannot_be_verified_ahead_is_verified_in_its_turn(
    works: Works, monkeypatch: pytest.MonkeyPatch, verified: list[bytes]
) -> None:
    def no_threads(*_parts: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(deciding, "on_all_cores", no_threads)
    leaves = works.schemas(COUNT)
    with works.writing() as sequencer:
        verified.clear()
        outcomes = at_once(sequencer, leaves)
    assert all(isinstance(outcome, Appended) for outcome in outcomes)
    assert len(verified) == COUNT


def test_in_place_is_what_is_next_and_not_signed_too_long_ago() -> None:
    scene = Scene.founded()
    publish = scene.publish()
    assert is_in_place(scene.state, publish)
    assert not is_in_place(scene.state, rewritten(publish, seq=2))
    assert not is_in_place(scene.state, rewritten(publish, type="no.such"))
    assert not is_in_place(scene.state, rewritten(publish, body={}))
    scene.apply(publish)
    assert not is_in_place(scene.state, publish)
    late = scene.retire()
    scene.tick(SIGNED_WITHIN_S)
    assert is_in_place(scene.state, late)
    scene.tick()
    assert not is_in_place(scene.state, late)
