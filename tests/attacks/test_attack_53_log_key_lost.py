"""Attack 53: the log's key is lost and its operator gone; or somebody says so who wants the log."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TAKEOVER_S
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.service.recovering import look, take_over
from livret_ledger.store.home import Home
from tests.drill import NEW, NEW_KEY, Drill
from tests.ledger_scene import ORIGIN, ed25519


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    made = Drill(tmp_path)
    yield made
    made.mirrored.close()


def code(act: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(LivretError) as caught:
        act(*arguments, **named)
    return caught.value.code


def test_attack_53_twin_the_members_rotate_and_all_go_on_from_a_mirror(drill: Drill) -> None:
    mirror = drill.mirrored.home.public
    assert drill.desk_refusal(mirror) is None
    drill.wallet(mirror)
    home = drill.prepared()
    # A week in which nothing is written; desks go on by the mirror's fresh times.
    drill.hourly(TAKEOVER_S)
    assert drill.desk_refusal(mirror) is None
    drill.go_on(home)
    with drill.service(home) as running:
        assert running.start() is None
        town = drill.works.scene.towns[2]
        drill.works.scene.leaves = _leaves(home)
        _catch_up(drill)
        commit = drill.works.scene.commit(town)
        outcome = running.sequencer.submit(commit.leaf)
        assert not isinstance(outcome, LivretError), outcome
        assert running.publisher.publish().has_quorum
        assert running.write_evidence() == 1
    # The desk and the wallet walk on, and remember where they had been.
    assert drill.desk_refusal(home.public) is None
    assert drill.desk.believed is not None
    assert drill.desk.believed.chain.newest.version == 2
    before = drill.trusted.remembered
    assert drill.wallet(home.public).chain.newest.version == 2
    after = drill.trusted.remembered
    assert before is not None
    assert after is not None
    assert after.size > before.size
    # The mirror follows whoever goes on.
    drill.mirrored.source = Folder(home.public)
    assert drill.mirrored.mirror.follow().size == after.size
    assert drill.mirrored.published.checkpoint.size == after.size


def _leaves(home: Home) -> list[bytes]:
    store = home.store(read_only=True)
    try:
        return [entry.leaf for entry in store.entries(0, store.frontier.size)]
    finally:
        store.close()


def _catch_up(drill: Drill) -> None:
    """Let the scene take what was written under the new key."""
    from livret_core.ledger.apply import apply

    for leaf in drill.works.scene.leaves:
        operation = Operation.parse(leaf)
        try:
            drill.works.scene.state.take(apply(drill.works.scene.state, operation))
        except LivretError:
            continue  # it has it


def test_attack_53_too_few_members_take_nothing_over(drill: Drill) -> None:
    """Two of four say that the key is lost."""
    home = drill.prepared()
    drill.works.clock.now_s += TAKEOVER_S
    two = drill.works.scene.towns[:2]
    second, rotate = drill.voted(home, two)
    assert code(drill.works.chain.extend, [second], now_s=drill.now_s) == "trust.signatures"
    # A trust root by enough, and a log.rotate by too few.
    second, _ = drill.voted(home)
    chain = drill.works.chain.extend([second], now_s=drill.now_s)
    assert code(take_over, home, rotate, chain, NEW, now_s=drill.now_s) == "ledger.threshold"


def test_attack_53_nothing_is_taken_over_before_a_week_has_passed(drill: Drill) -> None:
    """Whoever still has the key has the time to say so."""
    home = drill.prepared()
    drill.works.clock.now_s = drill.died_s + TAKEOVER_S - 1
    assert code(drill.go_on, home) == "trust.not_yet"
    drill.works.clock.now_s += 1
    drill.go_on(home)


def test_attack_53_fresh_times_do_not_begin_the_week_again(drill: Drill) -> None:
    home = drill.prepared()
    drill.hourly(TAKEOVER_S)
    drill.go_on(home)


def test_attack_53_the_new_key_writes_nothing_without_its_rotation(drill: Drill) -> None:
    home = drill.prepared()
    drill.works.clock.now_s += TAKEOVER_S
    with drill.service(home) as running:
        assert code(running.start) == "ledger.log_key"


def test_attack_53_another_key_than_the_voters_named_takes_nothing_over(drill: Drill) -> None:
    home = drill.prepared()
    drill.works.clock.now_s += TAKEOVER_S
    second, rotate = drill.voted(home)
    chain = drill.works.chain.extend([second], now_s=drill.now_s)
    other = ed25519("somebody else's")
    assert code(take_over, home, rotate, chain, other, now_s=drill.now_s) == "ledger.log_key"
    elsewhere = drill.works.scene.rotate(
        VerifierKey.of(ORIGIN, SignatureType.ED25519, other), *drill.works.scene.towns[:3]
    )
    assert code(take_over, home, elsewhere, chain, NEW, now_s=drill.now_s) == "ledger.log_key"
    assert code(take_over, home, elsewhere, chain, other, now_s=drill.now_s) == "ledger.log_key"


def test_attack_53_it_is_taken_over_once(drill: Drill) -> None:
    home = drill.prepared()
    drill.works.clock.now_s += TAKEOVER_S
    drill.go_on(home)
    assert code(drill.go_on, home) == "ledger.taken_over"


def test_attack_53_twin_of_another_rotation_it_is_not_said_that_it_stands_there(
    drill: Drill,
) -> None:
    home, scene = drill.prepared(), drill.works.scene
    drill.works.clock.now_s += TAKEOVER_S
    second, rotate = drill.voted(home)
    chain = drill.works.chain.extend([second], now_s=drill.now_s)
    drill.go_on(home)
    new = VerifierKey.of(ORIGIN, SignatureType.ED25519, NEW)
    other = scene.rotate(new, *scene.towns[:3], at_once=True)
    assert other.id != rotate.id
    assert code(take_over, home, other, chain, NEW, now_s=drill.now_s) == "ledger.moved"


def test_attack_53_a_mirror_that_is_behind_is_not_gone_on_from(drill: Drill) -> None:
    """It would write another history over what a quorum has seen."""
    drill.works.signer = drill.old_signer
    with drill.works.running() as (sequencer, publisher):
        sequencer.submit(drill.works.scene.commit(drill.works.scene.towns[2]).leaf)
        assert publisher.publish().has_quorum
    assert code(drill.prepared) == "ledger.behind"
    assert not (drill.root / "new").exists()
    drill.mirrored.mirror.follow()
    assert drill.prepared().has_begun()


def test_attack_53_where_too_few_witnesses_answer_nothing_is_made(drill: Drill) -> None:
    for town in drill.works.scene.towns[:2]:
        drill.works.witness(town).is_down = True
    assert code(drill.prepared) == "ledger.few_witnesses"


def test_attack_53_the_old_key_that_comes_back_signs_nothing_more(drill: Drill) -> None:
    """The operator finds the key again, and its machine writes on."""
    home = drill.prepared()
    drill.hourly(TAKEOVER_S)
    drill.go_on(home)
    with drill.service(home) as running:
        assert running.start() is None
        assert running.publisher.publish().has_quorum
    drill.works.signer = drill.old_signer
    drill.works.clock.now_s += 100
    with drill.works.running() as (sequencer, _):
        # As it is, it finds nobody who tells it the time, and writes nothing.
        outcome = sequencer.submit(drill.works.schemas(1, first=7)[0])
        assert getattr(outcome, "code", None) == "ledger.few_witnesses"
    with drill.works.running() as (sequencer, publisher):
        sequencer.timekeeper.ask_with(lambda _: None)  # so it was changed not to ask
        sequencer.submit(drill.works.schemas(1, first=7)[0])
        standing = publisher.publish()
    assert not standing.has_quorum
    assert set(standing.answers.values()) == {"log.unsigned"}
    # A cosigner that was not told knows the old key still, and the history that went on without it.
    late = drill.works.witness(drill.works.scene.towns[3])
    late.log_key = drill.works.scene.log_key
    with drill.works.running() as (_, publisher):
        standing = publisher.publish()
    assert not standing.has_quorum
    assert standing.answers[late.key.name.text] == "log.consistency"


def test_attack_53_begun_before_enough_witnesses_know_the_key_it_waits_for_them(
    drill: Drill,
) -> None:
    home = drill.prepared()
    drill.hourly(TAKEOVER_S)
    drill.go_on(home)
    two = [drill.works.witness(town) for town in drill.works.scene.towns[:2]]
    for witness in two:
        witness.log_key = drill.works.scene.log_key
    with drill.service(home) as running:
        reason = running.try_start()
        assert reason is not None
        assert reason.code == "ledger.other_key"
        two[0].log_key = NEW_KEY
        assert running.try_start() is None


def test_attack_53_what_one_witness_alone_has_seen_is_left_behind_with_the_old_key(
    drill: Drill,
) -> None:
    """The operator died between the first cosignature and the quorum; or that witness lies."""
    held = drill.mirrored.published.checkpoint
    one = drill.works.witness(drill.works.scene.towns[3])
    one.known = replace(held, size=held.size + 2, root=b"\1" * 32)
    reader = Reader(Folder(drill.mirrored.home.public))
    asked = (reader, drill.works.chain, drill.works.post)
    # With the old key a second root would be signed for a size.
    assert code(look, *asked, has_key=True, now_s=drill.now_s) == "ledger.behind"
    found = look(*asked, has_key=False, now_s=drill.now_s)
    assert found.ahead == (one.key.name.text,)
    # Two are more than this quorum can spare: three may have seen it.
    drill.works.witness(drill.works.scene.towns[2]).known = one.known
    assert code(look, *asked, has_key=False, now_s=drill.now_s) == "ledger.behind"
