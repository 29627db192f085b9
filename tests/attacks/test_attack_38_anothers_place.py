"""Attack 38: a forged proof with an SCID of nobody, at the place of a town that there is.

What lies at that place is the town's own evidence. It names another DID, and no two are ever
published at one place: that is a *no*, whatever time the forger writes.
"""

import pytest

from livret_core.dids.webvh import WebvhDid
from livret_core.errors import Refused
from livret_verifier.evidence import LedgerNeed, Need
from tests.ledger_scene import Scene, Town
from tests.on_ledger import Desk
from tests.scene import THIEF, TownHall

SCID = "QmZUjSXT78oJ3kfYmFPHNvjHX1dxxmvWskjBuN9kUdE7d8"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _forged(desk: Desk, *, apart_s: int = -60, place: str | None = None) -> str:
    """What a thief signs at a place, dated *apart_s* after the state that is shown."""
    own = str(desk.metz.did).split(":")[3:]
    did = ":".join(("did:webvh", SCID, *(own if place is None else place.split(":"))))
    hall = TownHall(THIEF, did, b"", desk.hall().status_uri)
    return desk.text(hall=hall, issued_s=desk.scene.at_s + apart_s)


@pytest.mark.parametrize("apart_s", [-3_600, 0, 60])
def test_attack_38_an_invented_scid_at_a_towns_place_is_refused(desk: Desk, apart_s: int) -> None:
    needs: list[Need] = []
    text = _forged(desk, apart_s=apart_s)
    assert desk.refusal(text, needs=needs) == ("refused", "issuer.unknown")
    (need,) = needs
    assert isinstance(need, LedgerNeed)
    assert desk.verdict(text).head is not None  # believed, and remembered


def test_attack_38_twin_the_town_itself(desk: Desk) -> None:
    assert desk.verdict().presentation is not None


def test_attack_38_what_is_of_another_town_says_nothing_of_this_place(desk: Desk) -> None:
    """Of another town: its host has given the wrong file, and nobody found out."""
    other = next(town for town in desk.scene.towns if town is not desk.metz)
    text = _forged(desk)
    assert desk.refusal(text, evidence=desk.evidence(other)) == (
        "unavailable",
        "ledger.not_shown",
    )


def test_attack_38_a_place_below_a_towns_is_another(desk: Desk) -> None:
    place = ":".join([*str(desk.metz.did).split(":")[3:], "2"])
    assert desk.refusal(_forged(desk, place=place)) == ("unavailable", "ledger.not_shown")


def test_attack_38_a_place_is_never_given_again() -> None:
    """Not after a deactivation either: what was there last is all that will ever be there."""
    scene = Scene.founded()
    first = scene.towns[1]
    scene.apply(scene.did_deactivate(first))
    scene.tick(60)
    second = Town("metz anew", first.who, operator=first.operator)
    made = second.first_entry(scene.at_s)
    assert made.log.did.base_url == WebvhDid.parse(str(first.did)).base_url
    assert made.log.did.text != first.did
    with pytest.raises(Refused) as caught:
        scene.apply(scene.did_create(second, scene.towns[0], entry=made))
    assert caught.value.code == "ledger.exists"
