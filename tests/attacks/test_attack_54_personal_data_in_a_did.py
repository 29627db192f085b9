"""A name, an address, a date of birth: offered in a DID, its document, its entry, its keys' names."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

import pytest

from livret_core.dids import webvh
from livret_core.encoding import jcs, multibase
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.ledger.operation import Operation
from tests.ledger_scene import Scene, Town

PERSON: Final = "camille-durand"
BORN, CALL, WHERE = "1988-04-09", "0612345678", "12-rue-des-tanneurs"

# Signed as it stands, so nothing but the rules on words is against it.


def refused(scene: Scene, operation: Operation) -> str:
    """Why it is not taken, of which nothing may repeat what somebody wrote there."""
    with pytest.raises(LivretError) as caught:
        scene.try_apply(operation)
    said = f"{caught.value} {caught.value.facts}"
    assert not [word for word in ("amille", "Durand", BORN, CALL, WHERE) if word in said]
    return caught.value.code


@pytest.fixture(scope="module")
def scene() -> Scene:
    scene = Scene.founded()
    scene.tick()
    return scene


def created(scene: Scene, town: Town, made: webvh.NewEntry) -> str:
    return refused(scene, scene.did_create(town, scene.towns[0], entry=made))


def service(endpoint: str) -> dict[str, Any]:
    return {
        "service": [{"id": "#status", "type": "StatusList", "serviceEndpoint": endpoint}],
    }


PLACES: Final = (
    f"https://camille.durand.example/born-{BORN}/{WHERE}/tel-{CALL}.0",
    f"https://town.example/born-{BORN}",
    f"https://town.example/{WHERE}",
    f"https://town.example/tel/{CALL}",
    f"https://tel-{CALL}.example/",
    f"https://born-{BORN}.example/",
    f"https://{PERSON}.rue.des.tanneurs.namur.example/",
    f"https://town.example/{PERSON}-tanneurs/",
    "https://town.example/camille/durand/namur/",
    "https://town.example/camille_durand/",
    "https://town.example/fr-insee/19880/",
    "https://ledger.example/meuse/be-bce/0612345678/status/",
    "https://town.example/status/?born=9",
    "https://Camille.example/",
)


@pytest.mark.parametrize("endpoint", PLACES)
def test_attack_54_in_an_address(scene: Scene, endpoint: str) -> None:
    town = scene.town("verdun")
    town.extra = service(endpoint)
    assert created(scene, town, town.first_entry(scene.at_s)) == "ledger.did_document"


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://town.example/",
        "https://lists.town.example:8443/status/lists/",
        "https://ledger.example/meuse/fr-insee/55545/status/",
        # Left open: who chooses a host or a path writes words in it.
        f"https://{PERSON}.example/{PERSON}/",
    ],
)
def test_attack_54_twin_an_address_of_lists(scene: Scene, endpoint: str) -> None:
    town = scene.town("verdun")
    town.extra = service(endpoint)
    scene.try_apply(scene.did_create(town))


@pytest.mark.parametrize(
    "extra",
    [
        {"name": "Camille Durand"},
        {"alsoKnownAs": [f"did:web:{PERSON}.example"]},
        {"controller": f"did:web:{PERSON}.example"},
        {"@context": [f"https://{PERSON}.example/"]},
        {
            "service": [
                {"id": f"#{PERSON}", "type": "StatusList", "serviceEndpoint": "https://a.example"}
            ]
        },
        {"service": [{"id": "#status", "type": PERSON, "serviceEndpoint": "https://a.example"}]},
        {
            "service": [
                {
                    "id": "#status",
                    "type": "StatusList",
                    "serviceEndpoint": "https://a.example",
                    "name": PERSON,
                }
            ]
        },
    ],
    ids=str,
)
def test_attack_54_in_a_document(scene: Scene, extra: dict[str, Any]) -> None:
    town = scene.town("verdun")
    town.extra = extra
    assert created(scene, town, town.first_entry(scene.at_s)) == "ledger.did_document"


@pytest.mark.parametrize(
    "name",
    [PERSON, "operation-1988-409", "operation-1988-04-09", f"operation-{CALL}", "operation-"],
)
def test_attack_54_as_the_name_of_a_key(scene: Scene, name: str) -> None:
    town = scene.town("verdun")
    town.operation_keys = (name,)
    assert created(scene, town, town.first_entry(scene.at_s)) == "ledger.did_document"


def test_attack_54_twin_the_name_of_a_key(scene: Scene) -> None:
    town = scene.town("verdun")
    town.operation_keys = ("operation-2026-1",)
    scene.try_apply(scene.did_create(town))


def signed_anew(town: Town, value: Any) -> str:
    """An entry whose proof covers whatever was put into it."""
    [proof] = value.pop("proof")
    proof.pop("proofValue", None)
    signed = sha256(jcs.canonicalize(proof)).digest() + sha256(jcs.canonicalize(value)).digest()
    proof["proofValue"] = multibase.encode_multibase(town.key("update-0").sign(signed))
    return jcs.canonicalize({**value, "proof": [proof]}).decode()


IN_AN_ENTRY: Final[Sequence[tuple[tuple[str, ...], Any]]] = (
    (("name",), PERSON),
    (("parameters", "name"), PERSON),
    (("parameters", "witness"), {"name": PERSON}),
    (("parameters", "watchers"), [f"https://{PERSON}.example"]),
    (("parameters", "ttl"), 612_345_678),
    (("proof", "name"), PERSON),
    (("proof", "domain"), PERSON),
    (("proof", "created"), f"{BORN}T06:12:34Z"),
    (("proof", "created"), "2026-11-30T00:53:20.061234567Z"),
    (("proof", "created"), "2088-04-09T06:12:34Z"),
    (("proof", "created"), "2026-99-99T06:12:34Z"),
    (("versionTime",), f"{BORN}T06:12:34Z"),
    (("versionTime",), "2026-11-30T00:53:20.061234567Z"),
)


@pytest.mark.parametrize(("place", "value"), IN_AN_ENTRY, ids=str)
def test_attack_54_in_the_entry_of_a_did(scene: Scene, place: tuple[str, ...], value: Any) -> None:
    town = scene.town("verdun")
    entry: Any = json_encoding.parse_object(town.first_entry(scene.at_s).line[:-1])
    holder = entry
    for step in place[:-1]:
        holder = holder[step][0] if step == "proof" else holder[step]
    holder[place[-1]] = value
    subject = entry["state"]["id"]
    body = {"who": town.who, "entry": signed_anew(town, entry)}
    draft = scene.draft("did.create", subject, body, record=f"did/{subject}")
    assert refused(scene, scene.sign(draft, scene.towns[0])) == "ledger.did_document"


def test_attack_54_twin_an_entry_signed_anew(scene: Scene) -> None:
    town = scene.town("verdun")
    entry: Any = json_encoding.parse_object(town.first_entry(scene.at_s).line[:-1])
    subject = entry["state"]["id"]
    body = {"who": town.who, "entry": signed_anew(town, entry)}
    draft = scene.draft("did.create", subject, body, record=f"did/{subject}")
    scene.try_apply(scene.sign(draft, scene.towns[0]))


@pytest.mark.parametrize("path", [("meuse", "fr-insee", "55545", PERSON), ("meuse", PERSON)])
def test_attack_54_in_a_did(scene: Scene, path: tuple[str, ...]) -> None:
    town = scene.town("verdun")
    assert created(scene, town, town.first_entry(scene.at_s, path=path)) == "ledger.did_place"
