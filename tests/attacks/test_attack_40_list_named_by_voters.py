"""Attack 40: a thief's list is brought to the voters, who name it in the stead of the town he robbed.

The town's key is under suspicion, so its lists count only where a commit names them: a commit of the
voters would make his good. Of such a key they name the very list that the ledger names, or none.
"""

import pytest

from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.ledger.daily import DayCommit, NamedDigest
from livret_core.status.bits import StatusList
from livret_core.status.token import SignedStatusList, sign, verify_signature
from livret_ledger.drafting import Desk
from livret_ledger.naming_lists import FoundList, read_lists
from tests.ledger_scene import DAY_S, Scene, Town
from tests.ledger_story import SceneRecords

AT = "https://metz.example/status/"


@pytest.fixture
def scene() -> Scene:
    """A ledger that names the list of Metz, whose key is under suspicion since then."""
    scene = Scene.founded()
    _, metz, *voters = scene.towns
    scene.apply(scene.commit(metz))
    scene.tick()
    scene.apply(scene.compromise(f"{metz.did}#credential-1", *voters, from_s=scene.at_s - 60))
    scene.tick()
    return scene


def listed(scene: Scene, *, ago_s: int, signer: P256Signer | None = None) -> bytes:
    issued_s = scene.at_s - ago_s
    return sign(
        StatusList.of(1 << 17, bits=2, statuses={}),
        signer or scene.towns[1].credential_key(),
        uri=HttpsUri.parse(AT + "1.jwt"),
        issued_at_s=issued_s,
        expires_at_s=issued_s + DAY_S,
        ttl_s=60,
    ).encode()


def read(scene: Scene, found: bytes, named: DayCommit | None) -> tuple[FoundList, ...]:
    desk = Desk(scene.state.origin, SceneRecords(scene), scene.state.clock, now_s=scene.at_s)
    did = str(scene.towns[1].did)
    return read_lists(desk, did, {AT + "1.jwt": found}, named, now_s=scene.at_s)


def named(scene: Scene, raw: bytes) -> DayCommit:
    """The digests that name a list."""
    metz: Town = scene.towns[1]
    signed: SignedStatusList = verify_signature(
        raw, uri=HttpsUri.parse(AT + "1.jwt"), key=metz.credential_key().public_key
    )
    digest = NamedDigest("status/1", signed.sha256, signed.issued_at_s)
    return DayCommit.of(str(metz.did), scene.at_s // DAY_S, [digest])


@pytest.mark.parametrize("at_hand", [True, False])
def test_attack_40_newer_list_of_a_suspected_key_is_brought_to_the_voters(
    scene: Scene, at_hand: bool
) -> None:
    last = named(scene, listed(scene, ago_s=600)) if at_hand else None
    with pytest.raises(LivretError) as caught:
        read(scene, listed(scene, ago_s=30), last)
    assert caught.value.code == "status.uncommitted"


def test_attack_40_twin_the_list_that_the_ledger_names_is_named_again(scene: Scene) -> None:
    raw = listed(scene, ago_s=600)
    [one] = read(scene, raw, named(scene, raw))
    assert one.name == "status/1"


def test_attack_40_twin_a_list_of_a_successor_is_named_though_the_old_key_is_suspected(
    scene: Scene,
) -> None:
    _, metz, aachen, _ = scene.towns
    scene.apply(scene.did_succeed(metz, aachen.did, metz.recovery_pen(), lists=None))
    scene.tick(4 * DAY_S)
    [one] = read(scene, listed(scene, ago_s=30, signer=aachen.credential_key()), None)
    assert one.by == aachen.did
