"""Which records answer for an institution."""

from collections.abc import Iterable

import pytest

from livret_core.ledger.records import AnyRecord
from livret_ledger.proving import names_of
from tests.ledger_scene import Scene


class Kept:
    """A scene's records, as a store has them."""

    def __init__(self, scene: Scene) -> None:
        self.records = scene.state.records

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
        *(
            f"{record}/{aachen.did}#{key}-1"
            for record in ("key", "compromise")
            for key in ("credential", "operation")
        ),
        f"rights/{aachen.did}",
        f"accr/{aachen.did}/*/*",
        f"accr/{aachen.did}/residency/fr-insee:57*",
        f"accr/{metz.did}/residency/fr-insee:5*",
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
