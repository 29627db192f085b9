"""Attack 53: the log's key was stolen, the members let another sign, and the thief signs on."""

import json
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from livret_core.encoding import jcs
from livret_core.errors import LivretError
from livret_core.keys import Signer
from livret_core.ledger import head
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog import cosignature, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import KeyName
from livret_ledger import renewing
from livret_ledger.batch import Appended
from livret_ledger.service.serving import Service
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Settled
from livret_ledger.store.sqlite import SqliteStore
from tests.drill import NEW, NEW_KEY
from tests.ledger_scene import ORIGIN
from tests.ledger_works import Cosigner, Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """A ledger in which the members have just let another key sign, at once."""
    made = Works.founded(tmp_path)
    with made.running() as (sequencer, publisher):
        assert publisher.publish().has_quorum
        rotation = made.scene.rotate(NEW_KEY, *made.scene.towns[:3], made.scene.log_pen)
        made.clock.now_s += 1
        assert isinstance(sequencer.submit(rotation.leaf), Appended)
        with pytest.raises(LivretError):
            publisher.publish()
    made.follow()
    return made


def renewed(works: Works, consent: Sequence[Signer]) -> TrustRoot:
    """The next version, signed by three voters and whoever consents."""
    [first] = works.chain.roots
    joint = works.web.checkpoint()
    assert joint is not None
    size = joint.checkpoint.size
    addresses: dict[str, str] = {}
    with closing(SqliteStore.open(works.path, read_only=True)) as store:
        beyond = next(iter(store.entries(size, size + 1)))
        assert Settled(store).size == size
    operation = Operation.parse(beyond.leaf)
    ground = renewing.ground_of(works.scene.state, first, [], addresses, (size, operation))
    draft = renewing.next_root(
        works.scene.state, ground, first, joint, now_s=works.clock.now_s, valid_days=730
    )
    return draft.signed([*(town.pen[2] for town in works.scene.towns[:3]), *consent])


def rotated(works: Works) -> None:
    """Cosigners and the ledger go over to the new key."""
    works.chain = works.chain.extend(
        [renewed(works, [works.scene.log_pen[2]])], now_s=works.clock.now_s
    )
    works.signer = NEW
    for each in works.cosigners.values():
        each.log_key = NEW_KEY


def code(service: Service) -> str | None:
    try:
        reason = service.try_start()
    except LivretError as error:
        return error.code
    return None if reason is None else reason.code


def cosigned(checkpoint: Checkpoint, by: Signer, works: Works) -> SignedCheckpoint:
    """A head signed by a log key, under which all witnesses and auditors put their names."""
    bare = SignedCheckpoint.of(note.sign(checkpoint.format(), KeyName(ORIGIN), by))
    lines = [
        cosignature.sign(checkpoint, each.key.name, each.signer, now_s=works.clock.now_s)
        for each in works.cosigners.values()
    ]
    return bare.with_signatures(*lines)


def test_attack_53_twin_the_new_key_signs_and_all_who_believed_believe_it(works: Works) -> None:
    rotated(works)
    with works.serving() as service:
        assert code(service) is None
        assert isinstance(service.sequencer.submit(works.schemas(1)[0]), Appended)
        assert service.publisher.publish().has_quorum
    published = works.web.checkpoint()
    assert published is not None
    seen = head.verify(published, works.chain)
    assert (seen.trust.version, seen.counts_from_s) == (2, 0)


@pytest.mark.parametrize("signer", ["old", "new"])
def test_attack_53_readers_believe_nothing_more_under_the_stolen_key_whoever_cosigned(
    works: Works, signer: str
) -> None:
    """Every witness and every auditor lies for the thief; or they sign what the new key signed."""
    old, joint = works.signer, works.web.checkpoint()
    rotated(works)
    assert joint is not None
    assert head.verify(joint, works.chain).size == joint.checkpoint.size
    beyond = Checkpoint(ORIGIN, joint.checkpoint.size + 5, b"\4" * 32)
    signed = cosigned(beyond, old if signer == "old" else NEW, works)
    if signer == "new":
        assert head.verify(signed, works.chain).size == beyond.size
        return
    with pytest.raises(LivretError) as caught:
        head.verify(signed, works.chain)
    assert caught.value.code == "log.unsigned"


def test_attack_53_the_stolen_key_begins_no_ledger_and_finds_no_cosigner(
    works: Works, tmp_path: Path
) -> None:
    """On the very store; and on one that ends before the rotation, with the roots of then."""
    old, before = works.signer, works.chain
    rotated(works)
    works.signer = old
    with works.serving() as service:
        assert code(service) == "ledger.log_key"
    thief = Works.founded(_folder(tmp_path / "thief"), type(works.scene).founded())
    thief.cosigners, thief.clock, thief.web = works.cosigners, works.clock, WebRoot(tmp_path / "t")
    thief.chain = before
    with thief.serving() as service:
        assert code(service) == "ledger.other_key"
    with thief.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(thief.schemas(1, first=5)[0]), Appended)
        standing = publisher.publish()
    assert not standing.has_quorum
    assert set(standing.answers.values()) == {"log.unsigned"}
    assert thief.web.checkpoint() is None


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize("signer", ["old", "new"])
def test_attack_53_an_auditor_that_was_not_told_refuses_what_the_stolen_key_signs_over_the_rotation(
    works: Works, signer: str
) -> None:
    """It has the old key still, and the ledger's own word that another signs."""
    old = works.signer
    rotated(works)
    with works.serving() as service:
        assert code(service) is None
        assert service.publisher.publish().has_quorum
    published = works.web.checkpoint()
    assert published is not None
    late: Cosigner = works.auditors[0]
    late.log_key = works.scene.log_key
    signed = cosigned(published.checkpoint, old if signer == "old" else NEW, works)
    with ExitStack() as stack:
        auditor = works._replayer(stack, works.root / "late", late)
        if signer == "new":
            auditor.approve(signed)
            return
        with pytest.raises(LivretError) as caught:
            auditor.approve(signed)
    assert caught.value.code == "log.unsigned"


def test_attack_53_the_thief_cannot_say_yes_for_the_members(works: Works) -> None:
    """His consent is worth a week, and no vote."""
    old = works.signer
    version = renewed(works, [old])
    chain: TrustChain = works.chain.extend([version], now_s=works.clock.now_s)
    assert chain.counts_from_s(version) == 0
    without = renewed(works, [])
    chain = works.chain.extend([without], now_s=works.clock.now_s)
    assert chain.counts_from_s(without) > works.clock.now_s
    few = renewed(works, [old]).raw
    value = json.loads(few)
    voters = {each.key for each in works.chain.newest.voters[:2]}
    value["sigs"] = [
        each
        for each in value["sigs"]
        if each["key"] in voters or each["key"] not in {v.key for v in works.chain.newest.voters}
    ]
    with pytest.raises(LivretError) as caught:
        works.chain.extend([TrustRoot.parse(jcs.canonicalize(value))], now_s=works.clock.now_s)
    assert caught.value.code == "trust.signatures"
