"""Which lists voters name for an institution: signed by a key that could, each number once."""

import msgspec
import pytest

from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.ledger.records import KeyRecord
from livret_core.status.bits import StatusList
from livret_core.status.token import sign
from livret_ledger.drafting import Desk
from livret_ledger.naming_lists import last_named, published_at, read_lists
from tests.ledger_scene import DAY_S, Scene, Town
from tests.ledger_story import SceneRecords

AT = "https://metz.example/status/"


@pytest.fixture
def scene() -> Scene:
    return Scene.founded()


def desk(scene: Scene) -> Desk:
    return Desk(scene.state.origin, SceneRecords(scene), scene.state.clock, now_s=scene.at_s)


def listed(scene: Scene, metz: Town, *, ago_s: int = 60, uri: str = AT + "1.jwt") -> bytes:
    issued_s = scene.at_s - ago_s
    return sign(
        StatusList.of(1 << 17, bits=2, statuses={}),
        metz.credential_key(),
        uri=HttpsUri.parse(uri),
        issued_at_s=issued_s,
        expires_at_s=issued_s + DAY_S,
        ttl_s=60,
    ).encode()


def code(scene: Scene, found: dict[str, bytes]) -> str:
    did = str(scene.towns[1].did)
    with pytest.raises(LivretError) as caught:
        read_lists(desk(scene), did, found, None, now_s=scene.at_s)
    return caught.value.code


def end_key(scene: Scene, *, ago_s: int) -> None:
    name = f"key/{scene.towns[1].did}#credential-1"
    key = scene.state.records[name]
    assert isinstance(key, KeyRecord)
    at_s = scene.at_s - ago_s
    scene.state.records[name] = msgspec.structs.replace(key, until_s=at_s, lists_until_s=at_s)


def test_a_key_that_could_not_sign_lists_any_more_signs_none(scene: Scene) -> None:
    end_key(scene, ago_s=3_600)
    assert code(scene, {AT + "1.jwt": listed(scene, scene.towns[1])}) == "status.untrusted"


def test_twin_what_it_signed_before_is_named(scene: Scene) -> None:
    end_key(scene, ago_s=30)
    found = {AT + "1.jwt": listed(scene, scene.towns[1])}
    [one] = read_lists(desk(scene), str(scene.towns[1].did), found, None, now_s=scene.at_s)
    assert (one.name, one.withdrawn, one.paused) == ("status/1", 0, 0)


def test_a_list_lies_where_it_says(scene: Scene) -> None:
    assert code(scene, {AT + "2.jwt": listed(scene, scene.towns[1])}) == "status.other_list"


def test_a_number_is_one_lists_alone(scene: Scene) -> None:
    other = "https://lists.metz.example/1.jwt"
    found = {
        AT + "1.jwt": listed(scene, scene.towns[1]),
        other: listed(scene, scene.towns[1], uri=other),
    }
    assert code(scene, found) == "status.elsewhere"


def test_nothing_names_the_lists_of_one_that_never_committed(scene: Scene) -> None:
    assert last_named(desk(scene), str(scene.towns[1].did)) is None


def test_final_lists_name_them_until_somebody_commits(scene: Scene) -> None:
    _, metz, aachen, _ = scene.towns
    scene.apply(scene.did_succeed(metz, aachen.did, metz.recovery_pen()))
    scene.tick(DAY_S)
    named = last_named(desk(scene), str(metz.did))
    assert named is not None
    assert published_at(str(metz.did), named).text.endswith("/commit/final.json")
    scene.apply(scene.commit(metz, aachen))
    named = last_named(desk(scene), str(metz.did))
    assert named is not None
    assert named.day == scene.at_s // DAY_S
