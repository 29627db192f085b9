"""Which records answer for an institution."""

from collections.abc import Iterable, Mapping

import pytest

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.ledger.record_names import FORMS, is_record_name
from livret_core.ledger.records import AnyRecord, RightsRecord
from livret_ledger.proving import names_of
from tests.ledger_scene import DAY_S, Scene


class Kept:
    """A scene's records, as a store has them."""

    def __init__(self, scene: Scene) -> None:
        self.records: Mapping[str, AnyRecord] = scene.state.records

    def record(self, name: str) -> AnyRecord | None:
        return self.records.get(name)

    def record_names(self, prefix: str) -> Iterable[str]:
        return [name for name in self.records if name.startswith(prefix)]


@pytest.fixture
def scene() -> Scene:
    scene = Scene.founded()
    scene.apply(scene.publish())
    return scene


def test_an_institution_is_shown_with_the_list_of_its_rights_and_all_of_them(scene: Scene) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.grant(metz, namur, scope="fr-insee:5*", depth=1))
    held = (metz, "residency", "fr-insee:5*")
    scene.apply(scene.grant(aachen, metz, scope="fr-insee:57*", parent=held, days=(0, 90)))
    scene.apply(scene.grant(aachen, namur, scope="*", type_name="*"))
    names = set(names_of(Kept(scene), str(aachen.did)))
    assert names == {
        f"did/{aachen.did}",
        f"member/{aachen.who}",
        f"commit/{aachen.did}",
        # Operation keys sign no credential.
        f"key/{aachen.did}#credential-1",
        f"compromise/{aachen.did}#credential-1",
        f"rights/{aachen.did}",
        f"accr/{aachen.did}/*/*",
        f"accr/{aachen.did}/residency/fr-insee:57*",
        f"accr/{metz.did}/residency/fr-insee:5*",
        "schema/residency/1",
    }


def test_a_successors_credential_keys_are_shown_and_not_its_others(scene: Scene) -> None:
    """They sign the lists of the one it took over from."""
    metz, aachen = scene.towns[1:3]
    scene.apply(scene.did_succeed(metz, aachen.did, metz.recovery_pen()))
    names = set(names_of(Kept(scene), str(metz.did)))
    assert {name for name in names if str(aachen.did) in name} == {
        f"did/{aachen.did}",
        f"key/{aachen.did}#credential-1",
        f"compromise/{aachen.did}#credential-1",
    }


def test_that_it_never_had_a_right_is_shown_too(scene: Scene) -> None:
    metz = scene.towns[1]
    assert f"rights/{metz.did}" in set(names_of(Kept(scene), str(metz.did)))


def test_what_outgrows_a_bundle_leaves_its_oldest_keys_out(scene: Scene) -> None:
    """Forty keys in ten years: what the oldest signed is not shown, all else is."""
    namur, metz = scene.towns[:2]
    scene.tick(DAY_S)
    scene.apply(scene.grant(metz, namur))
    for number in range(2, 41):
        scene.tick(90 * DAY_S)
        metz.credential_keys = (f"credential-{number}",)
        scene.move_on(metz)
    names = list(names_of(Kept(scene), str(metz.did)))
    assert len(names) == len(set(names)) <= limits.EVIDENCE_RECORDS
    assert f"accr/{metz.did}/residency/{metz.who}" in names
    shown = {number for number in range(1, 41) if f"key/{metz.did}#credential-{number}" in names}
    assert shown == set(range(41 - len(shown), 41))
    assert len(shown) > 25
    assert {name for name in names if name.startswith("compromise/")} == {
        f"compromise/{metz.did}#credential-{number}" for number in shown
    }


def test_rights_without_number_crowd_out_neither_keys_nor_a_roots_right(scene: Scene) -> None:
    """Given by one that may pass rights on, to somebody who never asked."""
    namur, metz, aachen, _ = scene.towns
    scene.tick(DAY_S)
    scene.apply(scene.grant(aachen, namur, type_name="*", scope="*", depth=3))
    held = (aachen, "*", "*")
    metz.credential_keys = tuple(f"credential-{number}" for number in range(1, 16))
    scene.move_on(metz)
    scene.apply(scene.grant(metz, aachen, scope="fr-insee:10001", parent=held))
    scene.apply(scene.grant(metz, namur))
    kept = Kept(scene)
    junk = scene.state.records[f"accr/{metz.did}/residency/fr-insee:10001"]
    listed = scene.state.records[f"rights/{metz.did}"]
    assert isinstance(listed, RightsRecord)
    more = [f"residency/fr-insee:{number}" for number in range(10_002, 10_040)]
    kept.records = {
        **kept.records,
        **{f"accr/{metz.did}/{name}": junk for name in more},
        f"rights/{metz.did}": RightsRecord(tuple(sorted((*listed.names, *more)))),
    }
    names = list(names_of(kept, str(metz.did)))
    assert len(names) == limits.EVIDENCE_RECORDS
    assert f"accr/{metz.did}/residency/{metz.who}" in names
    assert all(f"key/{metz.did}#credential-{number}" in names for number in range(1, 16))


def test_a_delegates_term_beside_a_roots_does_not_put_the_right_last(scene: Scene) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.tick(DAY_S)
    scene.apply(scene.grant(aachen, namur, type_name="*", scope="*", depth=3))
    held = (aachen, "*", "*")
    scene.apply(scene.grant(metz, aachen, scope="fr-insee:10001", parent=held))
    scene.tick(60)
    scene.apply(scene.grant(metz, namur))
    scene.tick(60)
    scene.apply(scene.grant(metz, aachen, parent=held, days=(100, 101)))
    rights = [n for n in names_of(Kept(scene), str(metz.did)) if n.startswith(f"accr/{metz.did}")]
    assert rights[0] == f"accr/{metz.did}/residency/{metz.who}"


def versions_shown(scene: Scene, *, kept: Kept | None = None) -> list[str]:
    names = names_of(kept or Kept(scene), str(scene.towns[1].did))
    return [name for name in names if name.startswith("schema/")]


def test_every_version_of_the_types_it_has_rights_to_is_shown_the_newest_first(
    scene: Scene,
) -> None:
    namur, metz = scene.towns[:2]
    for subject in ("residency/2", "birth/1", "diploma/1", "diploma/2"):
        scene.apply(scene.publish(subject))
    scene.apply(scene.grant(metz, namur), scene.grant(metz, namur, type_name="diploma"))
    assert versions_shown(scene) == [
        "schema/diploma/2",
        "schema/residency/2",
        "schema/diploma/1",
        "schema/residency/1",
    ]


def test_of_more_versions_than_there_is_room_for_the_oldest_are_left_out(scene: Scene) -> None:
    """Ten is after nine: versions are numbers."""
    namur, metz = scene.towns[:2]
    for number in range(2, 21):
        scene.apply(scene.publish(f"residency/{number}"))
    scene.apply(scene.publish("birth/1"))
    for name in ("birth", "residency"):
        scene.apply(scene.grant(metz, namur, type_name=name))
    newest = [f"schema/residency/{number}" for number in range(20, 5, -1)]
    assert versions_shown(scene) == ["schema/birth/1", *newest]


def test_who_has_a_right_to_all_types_is_shown_with_those_that_were_published_first(
    scene: Scene,
) -> None:
    """And with each that another right of its names, however late that one came."""
    namur, metz = scene.towns[:2]
    for number in range(20):
        scene.tick(1)
        scene.apply(scene.publish(f"x-{chr(116 - number)}/1"))
    for name in ("*", "x-a"):
        scene.apply(scene.grant(metz, namur, type_name=name))
    first = [f"schema/x-{chr(116 - number)}/1" for number in range(14)]
    assert versions_shown(scene) == ["schema/x-a/1", "schema/residency/1", *first]


def test_each_type_that_a_right_names_is_shown_in_its_newest_version(scene: Scene) -> None:
    namur, metz = scene.towns[:2]
    for number in range(20):
        name = f"x-{chr(97 + number)}"
        scene.apply(scene.publish(f"{name}/1"), scene.publish(f"{name}/2"))
        scene.apply(scene.grant(metz, namur, type_name=name))
    assert versions_shown(scene) == [f"schema/x-{chr(97 + number)}/2" for number in range(20)]


def test_a_registered_number_stands_for_its_membership_and_the_did_that_acts_for_it(
    scene: Scene,
) -> None:
    metz = scene.towns[1]
    names = set(names_of(Kept(scene), metz.who))
    assert names == {f"place/{metz.who}", *names_of(Kept(scene), str(metz.did))}
    assert {f"member/{metz.who}", f"did/{metz.did}"} <= names


def test_a_registered_number_of_no_member_stands_for_the_did_at_its_place(scene: Scene) -> None:
    verdun = scene.settle(scene.town("verdun"))
    names = set(names_of(Kept(scene), verdun.who))
    assert {f"did/{verdun.did}", f"place/{verdun.who}", f"member/{verdun.who}"} <= names


def test_that_a_registered_number_is_not_there_is_shown(scene: Scene) -> None:
    who = scene.town("verdun").who
    assert list(names_of(Kept(scene), who)) == [f"member/{who}", f"place/{who}"]


def test_a_key_id_stands_for_the_key_and_whether_it_is_suspected(scene: Scene) -> None:
    kid = scene.towns[0].kid
    assert list(names_of(Kept(scene), kid)) == [f"key/{kid}", f"compromise/{kid}"]


@pytest.mark.parametrize(
    "asked",
    [
        "be-nis:34999:",
        "be-nis:00000",
        "member/",
        "member/be-nis",
        "polici",
        "did:webvh",
        "did:web:town.example",
        "did:key:z6Mk#",
        "did:key:abc",
        "did:key:z6Mk",
        "did:webvh:x",
        "did:webvh:x#credential-1",
        "did:webvh:QmPgycx7gK5G9ZEGNk3dQQ7yaiL2X14S2iuvBW5DJJ3cqA:127.0.0.1:meuse",
        "commit/did:webvh:x",
        "used/zQm",
        "member/xx-foo:99999",
        "member/fr-siren:123456789",
        "place/fr-insee:99999999/1",
        "accr/did:key:abc/residency/*",
        "accr/did:webvh:QmPgycx7gK5G9ZEGNk3dQQ7yaiL2X14S2iuvBW5DJJ3cqA:v.example/residency/xx-foo:*",
        "schema/residency",
        "place/be-nis:92094/0",
        "policy/",
        "camille durand",
        "",
    ],
)
def test_what_no_record_could_be_called_is_not_proved_absent(scene: Scene, asked: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        list(names_of(Kept(scene), asked))
    assert caught.value.code == "usage.record"
    assert str(caught.value.facts["known"]).split(", ") == list(FORMS)


def test_whatever_a_ledger_writes_is_a_records_name(scene: Scene) -> None:
    namur, metz, aachen, _ = scene.towns
    verdun = scene.join(scene.town("verdun"))
    scene.apply(scene.grant(metz, namur, scope="fr-insee:5*", type_name="*", depth=1))
    scene.apply(scene.register(verdun, metz), scene.commit(aachen))
    scene.apply(scene.compromise(metz.kid, metz, from_s=scene.at_s))
    second = scene.settle(scene.town("verdun", number=2))
    assert f"place/{second.who}/2" in scene.state.records
    kinds = {name.partition("/")[0] for name in scene.state.records}
    assert kinds | {"claims"} >= {form.partition("/")[0] for form in FORMS}
    assert [name for name in scene.state.records if not is_record_name(name)] == []
