"""The next trust root says what the ledger says, over a head that both quorums confirmed."""

import json
from dataclasses import replace

import msgspec
import pytest

from livret_core.dids.key import DidKey
from livret_core.errors import MalformedInput, Refused
from livret_core.ledger.operation import Operation
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.records import AnyRecord
from livret_core.ledger.trust_root import TrustRoot, TrustRootDraft
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_ledger import renewing
from livret_ledger.drafting import Desk
from livret_ledger.renewing import Ground
from tests.ledger_heads import Seen, policy_of
from tests.ledger_scene import DAY_S, Scene, Town, ed25519
from tests.ledger_works import with_addresses


class Held:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def record(self, name: str) -> AnyRecord | None:
        return self.scene.state.get(name)

    def record_names(self, prefix: str) -> list[str]:
        return [name for name in self.scene.state.records if name.startswith(prefix)]


class Stand:
    """Four towns; a fifth takes the place of the first a week later."""

    def __init__(self) -> None:
        self.scene = Scene.founded()
        policy = with_addresses(policy_of(self.scene, self.scene.towns, self.scene.policy.numbers))
        self.seen = Seen(self.scene, policy=policy)
        self.fifth = self.scene.join(self.scene.town("verdun"))
        self.after: tuple[Town, ...] = (*self.scene.towns[1:], self.fifth)
        self.scene.apply(self.scene.policy_change(self.after))
        self.scene.tick(8 * DAY_S)

    @property
    def newest(self) -> TrustRoot:
        return self.seen.first

    @property
    def desk(self) -> Desk:
        scene = self.scene
        return Desk(scene.state.origin, Held(scene), scene.state.clock, now_s=scene.at_s)

    def ground(self, **addresses: str) -> Ground:
        found = {
            "verdun.example/witness": "https://verdun.example/witness",
            "verdun.example/audit": "https://verdun.example/audit",
        }
        entries = enumerate(map(Operation.parse, self.scene.leaves))
        return renewing.ground_of(self.desk, self.newest, entries, addresses or found)

    def joint(self, *towns: Town, size: int | None = None) -> SignedCheckpoint:
        return self.seen.head(size, at_s=self.scene.at_s, witnesses=towns, auditors=towns)

    def next(self, ground: Ground, joint: SignedCheckpoint) -> TrustRoot:
        draft = renewing.next_root(
            self.desk, ground, self.newest, joint, now_s=self.scene.at_s, valid_days=365
        )
        return draft.signed([town.pen[2] for town in (*self.scene.towns, self.fifth)])


@pytest.fixture(scope="module")
def stand() -> Stand:
    return Stand()


def test_what_is_made_continues_the_chain(stand: Stand) -> None:
    root = stand.next(stand.ground(), stand.joint(*stand.scene.towns, stand.fifth))
    longer = stand.seen.chain.extend([root], now_s=stand.scene.at_s)
    assert longer.newest.version == 2
    assert {each.who for each in root.voters} == {town.who for town in stand.after}
    assert renewing.signed_by(stand.newest, root).is_enough


def test_a_head_that_the_new_quorum_has_not_seen_joins_nothing(stand: Stand) -> None:
    """Those who leave and two who stay: enough for before, one too few for after."""
    with pytest.raises(Refused) as caught:
        stand.next(stand.ground(), stand.joint(*stand.scene.towns[:3]))
    assert caught.value.code == "trust.joint"


def test_changes_that_only_one_by_one_follow_make_no_version_that_readers_would_refuse(
    stand: Stand,
) -> None:
    """From 3 of 4 to 5 of 7 the ledger goes by 4 of 5 and 5 of 6, each with its own version."""
    ground = stand.ground()
    far = msgspec.structs.replace(ground.policy, numbers=Quorums(7, 5, 3, 3))
    with pytest.raises(Refused) as caught:
        stand.next(replace(ground, policy=far), stand.joint(*stand.scene.towns, stand.fifth))
    assert caught.value.code == "ledger.numbers"


def test_a_head_from_before_the_change_joins_nothing(stand: Stand) -> None:
    ground = stand.ground()
    joint = stand.joint(*stand.scene.towns, stand.fifth, size=ground.index)
    with pytest.raises(Refused) as caught:
        stand.next(ground, joint)
    assert caught.value.code == "trust.joint"


def test_a_new_witness_needs_an_address(stand: Stand) -> None:
    with pytest.raises(MalformedInput) as caught:
        stand.ground(**{"verdun.example/witness": "https://verdun.example/witness"})
    assert (caught.value.code, caught.value.facts["name"]) == (
        "trust.address",
        "verdun.example/audit",
    )


def test_where_nothing_changed_there_is_no_next_version() -> None:
    scene = Scene.founded()
    seen = Seen(scene)
    scene.tick()
    desk = Desk(scene.state.origin, Held(scene), scene.state.clock, now_s=scene.at_s)
    entries = enumerate(map(Operation.parse, scene.leaves))
    with pytest.raises(Refused) as caught:
        renewing.ground_of(desk, seen.first, entries, {})
    assert caught.value.code == "trust.unchanged"


def test_who_has_not_signed_is_known(stand: Stand) -> None:
    ground = stand.ground()
    draft = renewing.next_root(
        stand.desk,
        ground,
        stand.newest,
        stand.joint(*stand.scene.towns, stand.fifth),
        now_s=stand.scene.at_s,
        valid_days=365,
    )
    signed = renewing.signed_by(
        stand.newest, draft.signed([town.pen[2] for town in stand.scene.towns[:3]])
    )
    assert (len(signed.before), signed.needed_before) == (3, 3)
    assert (len(signed.own), signed.needed_own) == (2, 3)
    assert stand.fifth.who in signed.missing_own
    assert not signed.is_enough


def drafted(stand: Stand) -> TrustRootDraft:
    joint = stand.joint(*stand.scene.towns, stand.fifth)
    return renewing.next_root(
        stand.desk, stand.ground(), stand.newest, joint, now_s=stand.scene.at_s, valid_days=365
    )


def replaced(stand: Stand, old: str, new: str) -> TrustRoot:
    """The next version, with one text in it replaced wherever it stands."""
    value = json.loads(json.dumps(drafted(stand).value).replace(old, new))
    return TrustRootDraft(value).joined(())


def thief(name: str, kind: SignatureType) -> str:
    return VerifierKey.of(name, kind, ed25519("a thief")).format()


def test_what_the_ledger_says_is_what_was_voted(stand: Stand) -> None:
    renewing.check_as_voted(stand.desk, drafted(stand).joined(()))
    assert renewing.holders_of(stand.desk)[stand.fifth.witness.format()] == stand.fifth.who


@pytest.mark.parametrize("what", ["witness", "auditor", "voter", "numbers", "log"])
def test_a_version_that_says_something_else_than_the_ledger_is_refused(
    stand: Stand, what: str
) -> None:
    """Each as the true one but for one key, or one number."""
    fifth, log = stand.fifth, stand.scene.log_key
    role = SignatureType.COSIGNATURE_V1
    old, new = {
        "witness": (fifth.witness.format(), thief(str(fifth.witness.name), role)),
        "auditor": (fifth.auditor.format(), thief(str(fifth.auditor.name), role)),
        "voter": (
            DidKey.of(fifth.pen[2].public_key).did,
            DidKey.of(ed25519("a thief").public_key).did,
        ),
        "numbers": ('"k": 2', '"k": 3'),
        "log": (log.format(), thief(log.name.text, SignatureType.ED25519)),
    }[what]
    with pytest.raises(Refused) as caught:
        renewing.check_as_voted(stand.desk, replaced(stand, old, new))
    assert (caught.value.code, caught.value.facts["what"]) == ("trust.not_voted", what)


def test_where_the_log_key_is_lost_the_ledger_cannot_name_the_next_one(stand: Stand) -> None:
    log = stand.scene.log_key
    value = dict(drafted(stand).value)
    value["index"] = stand.joint(*stand.scene.towns).checkpoint.size
    value["policy"] = str(value["policy"]).replace(
        log.format(), thief(log.name.text, SignatureType.ED25519)
    )
    renewing.check_as_voted(stand.desk, TrustRootDraft(value).joined(()))
