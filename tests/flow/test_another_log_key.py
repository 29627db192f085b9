"""Another key signs the ledger, at once or in a week: with every command, and every reader after it."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.trust_chain import TAKEOVER_S
from livret_core.tlog import note
from livret_ledger.batch import Appended
from livret_ledger.client.reading import Folder
from livret_ledger.service.serving import Service
from tests.ledger_scene import DAY_S
from tests.passphrases import passphrases_at_once
from tests.rotating import HOME, SECRET, Rotating
from tests.typed import WITH_SECRET, Run, run

__all__ = ["passphrases_at_once", "run"]

pytestmark = pytest.mark.usefixtures("passphrases_at_once")


@pytest.fixture
def turn(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Rotating:
    return Rotating(tmp_path, run, monkeypatch)


def code(service: Service) -> str | None:
    """Why it does not begin."""
    try:
        reason = service.start()
    except LivretError as error:
        return error.code
    return None if reason is None else reason.code


def goes_on(turn: Rotating) -> None:
    """Under the key that lies in the folder: written, published, and followed by all who believed."""
    drill = turn.drill
    before = drill.trusted.remembered
    assert before is not None
    drill.works.clock.now_s += 3_600
    with turn.serving() as service:
        assert code(service) is None
        drill.works.follow()
        outcome = service.sequencer.submit(drill.works.scene.publish("type-ha/1").leaf)
        assert isinstance(outcome, Appended), outcome
        standing = service.publisher.publish()
        assert (standing.has_quorum, standing.problem) == (True, None)
        service.write_evidence()
    published = drill.works.web.checkpoint()
    assert published is not None
    assert published.checkpoint.size > outcome.index
    assert note.verify(published.note, [turn.key])
    # A desk and a wallet that believed before, and a mirror.
    assert drill.desk_refusal(turn.public) is None
    assert drill.desk.believed is not None
    assert drill.desk.believed.chain.newest.log_keys == {turn.key}
    after = drill.wallet(turn.public)
    assert after.chain.newest.version == 2
    assert drill.trusted.remembered is not None
    assert drill.trusted.remembered.size > before.size
    drill.mirrored.source = Folder(turn.public)
    assert drill.mirrored.mirror.follow().size == published.checkpoint.size
    drill.works.clock.now_s += 3_600
    drill.mirrored.mirror.refresh()
    [*_, looked] = watch(turn)
    assert looked["size"] == published.checkpoint.size
    status = turn.run("status", "--from", "public", "--trust", "trust/1.json")
    assert [each["size"] for each in status if "size" in each][:1] == [published.checkpoint.size]


def believe(turn: Rotating) -> None:
    """The wallet and the desk believe the ledger as it was before."""
    assert turn.drill.desk_refusal(turn.public) is None
    turn.drill.wallet(turn.public)
    (turn.root / "own.jsonl").write_bytes(b"")
    (turn.root / "one.jsonl").write_bytes(turn.drill.works.chain.roots[0].raw + b"\n")
    watch(turn)


def watch(turn: Rotating) -> list[dict[str, Any]]:
    """Look once for what others write in Metz' name: its own journal is empty, so all that is in it."""
    did = str(turn.drill.desk.metz.did)
    words = ("--did", did, "--journal", "own.jsonl", "--home", "watch", "--once")
    return turn.run("watch", *words, "--from", "public", "--trust", "one.jsonl", status=1)


def test_at_once_with_the_old_keys_word(turn: Rotating) -> None:
    index = turn.rotate(at_once=True)
    drill = turn.drill
    # The head that ends right there is the last of the key before, published and confirmed.
    last = drill.works.web.checkpoint()
    assert last is not None
    assert last.checkpoint.size == index
    believe(turn)
    # Until the new key is put to work nothing is written, and it is said why; also after a restart.
    with turn.serving() as service:
        assert service.start() is None
        drill.works.follow()
        refused = service.sequencer.submit(drill.works.scene.publish("type-ga/1").leaf)
        assert isinstance(refused, LivretError)
        assert refused.code == "ledger.key_changed"
        assert service.status()["writes"] is False
        with pytest.raises(LivretError) as caught:
            service.publisher.publish()
        assert caught.value.code == "ledger.key_changed"
        assert service.publisher.standing.has_quorum
    turn.renew()
    turn.move()
    turn.take_up()
    assert turn.home.read_key(SECRET).public_key == turn.key.public_key
    # At once: nobody waits a week.
    goes_on(turn)


def test_in_a_week_the_last_head_before_it_joins_both(turn: Rotating) -> None:
    index = turn.rotate(at_once=False)
    drill = turn.drill
    believe(turn)
    [early] = turn.run("trust", "next", "--to", "t2.json", *HOME, status=1)
    assert early["code"] == "trust.unchanged"
    # For the week the ledger goes on under the key that it has.
    drill.works.clock.now_s += 6 * DAY_S
    with turn.serving() as service:
        assert service.start() is None
        drill.works.follow()
        assert isinstance(
            service.sequencer.submit(drill.works.scene.publish("type-ga/1").leaf), Appended
        )
        assert service.publisher.publish().has_quorum
    drill.works.clock.now_s += 2 * DAY_S
    with turn.serving() as service:
        assert service.start() is None
        drill.works.follow()
        refused = service.sequencer.submit(drill.works.scene.publish("type-gb/1").leaf)
        assert isinstance(refused, LivretError)
        assert refused.code == "ledger.key_changed"
        with pytest.raises(LivretError) as caught:
            service.publisher.publish()
        assert caught.value.code == "ledger.key_changed"
        service.write_evidence()
    last = drill.works.web.checkpoint()
    assert last is not None
    assert last.checkpoint.size > index
    believe(turn)
    turn.renew()
    turn.move()
    turn.take_up()
    goes_on(turn)


def test_without_the_old_keys_word_readers_wait_a_week(turn: Rotating) -> None:
    turn.rotate(at_once=False)
    drill = turn.drill
    drill.works.clock.now_s += 7 * DAY_S + 60
    with turn.serving() as service:
        assert service.start() is None
        with pytest.raises(LivretError):
            service.publisher.publish()
        service.write_evidence()
    believe(turn)
    turn.renew(with_old_key=False)
    turn.move()
    turn.take_up()
    drill.works.clock.now_s += 3_600
    with turn.serving() as service:
        assert service.start() is None
        assert service.publisher.publish().has_quorum
        service.write_evidence()
    assert drill.desk_refusal(turn.public) == "trust.not_yet"
    drill.works.clock.now_s += TAKEOVER_S
    goes_on(turn)


def test_the_new_key_signs_nothing_before_a_trust_root_names_it(turn: Rotating) -> None:
    turn.rotate(at_once=True)
    [refused] = turn.run("log", "take-up", "next.sealed", *HOME, *WITH_SECRET, status=1)
    assert refused["code"] == "ledger.log_key"
    # Put there by hand, it does not begin either.
    turn.home.take_up_key((turn.root / "next.sealed").read_bytes())
    with turn.serving() as service:
        assert code(service) == "ledger.log_key"


def test_the_log_key_signs_no_trust_root_but_one_that_names_another(turn: Rotating) -> None:
    drill = turn.drill
    turn.rotate(at_once=True)
    turn.run("trust", "next", "--to", "t2.json", *HOME)
    turn.home.take_up_key((turn.root / "next.sealed").read_bytes())
    words = ("log", "sign", "t2.json", "--to", "s.json", *HOME, *WITH_SECRET)
    [refused] = turn.run(*words, status=1)
    assert refused["code"] == "ledger.log_key"
    assert drill.works.chain.newest.version == 1
