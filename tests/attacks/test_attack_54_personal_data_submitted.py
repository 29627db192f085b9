"""A name, an address, a date of birth: offered wherever an operation has a member."""

from typing import Any

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.ledger.operation import Draft, Operation
from tests.ledger_scene import ORIGIN, Scene

PERSON = "camille-durand"


def why(scene: Scene, draft: Draft, *by: Any) -> str:
    with pytest.raises(LivretError) as caught:
        scene.try_apply(scene.sign(draft, *by))
    assert "amille" not in f"{caught.value} {caught.value.facts}"
    return caught.value.code


@pytest.fixture
def scene() -> Scene:
    scene = Scene.founded()
    scene.apply(scene.publish())
    scene.tick()
    return scene


def honest(scene: Scene) -> list[tuple[Operation, str, tuple[Any, ...]]]:
    """Operations that would be taken, their record, and who signs them."""
    namur, metz, aachen, _ = scene.towns
    verdun = scene.settle(scene.town("verdun"))
    made = [
        (scene.did_create(scene.town("sedan")), "", (namur,)),
        (scene.propose(verdun), f"member/{verdun.who}/proposal", (verdun,)),
        (
            scene.about_member("member.suspend", namur, metz, aachen),
            f"member/{namur.who}",
            (metz, aachen),
        ),
        (scene.policy_change(scene.towns), "policy", scene.towns),
        (scene.grant(verdun, namur), f"accr/{verdun.did}/residency/{verdun.who}", (namur,)),
        (scene.register(verdun, metz), f"service/{verdun.did}", (metz,)),
        (scene.publish("birth/1"), "schema/birth/1", (namur,)),
        (scene.commit(namur), f"commit/{namur.did}", (namur,)),
        (scene.freeze(*scene.towns), "log", scene.towns),
    ]
    return [(operation, record or f"did/{operation.subject}", by) for operation, record, by in made]


OFFERED: list[Any] = [
    "Camille Durand",
    "camille-durand",
    "12 rue des Tanneurs",
    "1988-04-09",
    {"family_name": "Durand"},
    ["Camille"],
]


@pytest.mark.parametrize("offered", OFFERED, ids=str)
def test_attack_54_in_any_member_of_any_body(scene: Scene, offered: Any) -> None:
    for operation, record, by in honest(scene):
        for member in [*operation.body, "note"]:
            body = {**operation.body, member: offered}
            draft = scene.draft(operation.type, operation.subject, body, record=record)
            # A claim is asked for under any name a type's metadata gives it.
            assert why(scene, draft, *by).startswith(("ledger.", "territory.", "key."))


def test_attack_54_as_a_subject(scene: Scene) -> None:
    for operation, _, by in honest(scene):
        for record in ("policy", "log", f"schema/{PERSON}", f"member/{PERSON}", f"did/{PERSON}"):
            draft = scene.draft(operation.type, PERSON, operation.body, record=record)
            assert why(scene, draft, *by).startswith("ledger.")


def test_attack_54_in_a_state_commit(scene: Scene) -> None:
    clock = scene.state.clock
    body: Any = {"root": scene.state.map_root(), "at": scene.at_s + 1}
    for subject, said in ((PERSON, body), (ORIGIN, {**body, "note": PERSON})):
        draft = Draft(ORIGIN, "state.commit", subject, clock.seq + 1, clock.last, scene.at_s, said)
        assert why(scene, draft).startswith("ledger.")


@pytest.mark.parametrize("where", ["entry", "proof", "parameters", "state"])
def test_attack_54_in_the_entry_of_a_did(scene: Scene, where: str) -> None:
    # Signed as it stands: nothing but the rule on words is against it.
    town = scene.town("verdun")
    if where == "state":
        town.extra = {"name": "Camille Durand"}
        made = town.first_entry(scene.at_s)
        text = made.line[:-1].decode()
    else:
        value: Any = json_encoding.parse_object(town.first_entry(scene.at_s).line[:-1])
        part = {"entry": value, "proof": value["proof"][0], "parameters": value["parameters"]}
        part[where]["name"] = "Camille Durand"
        text = json_encoding.format(value).decode()
    subject = town.first_entry(scene.at_s).log.did.text
    draft = scene.draft(
        "did.create", subject, {"who": town.who, "entry": text}, record=f"did/{subject}"
    )
    assert why(scene, draft, scene.towns[0]) in ("ledger.did_document", "ledger.subject")


def test_attack_54_in_a_proof_that_covers_it(scene: Scene) -> None:
    from hashlib import sha256

    from livret_core.encoding import jcs, multibase

    town = scene.town("verdun")
    value: Any = json_encoding.parse_object(town.first_entry(scene.at_s).line[:-1])
    [proof] = value.pop("proof")
    del proof["proofValue"]
    proof["domain"] = "Camille Durand"
    signed = sha256(jcs.canonicalize(proof)).digest() + sha256(jcs.canonicalize(value)).digest()
    proof["proofValue"] = multibase.encode_multibase(town.key("update-0").sign(signed))
    text = json_encoding.format({**value, "proof": [proof]}).decode()
    subject = value["state"]["id"]
    draft = scene.draft(
        "did.create", subject, {"who": town.who, "entry": text}, record=f"did/{subject}"
    )
    assert why(scene, draft, scene.towns[0]) == "ledger.did_document"


@pytest.mark.parametrize("path", [("meuse", "fr-insee", "55545", PERSON), ("meuse", PERSON)])
def test_attack_54_in_a_did(scene: Scene, path: tuple[str, ...]) -> None:
    town = scene.town("verdun")
    made = town.first_entry(scene.at_s, path=path)
    body = {"who": town.who, "entry": made.line[:-1].decode()}
    draft = scene.draft("did.create", made.log.did.text, body, record=f"did/{made.log.did.text}")
    assert why(scene, draft, scene.towns[0]) == "ledger.did_place"


def test_attack_54_as_the_name_of_a_key(scene: Scene) -> None:
    town = scene.town("verdun")
    town.operation_keys = (PERSON,)
    operation = scene.did_create(town)
    draft = scene.draft(
        operation.type, operation.subject, operation.body, record=f"did/{operation.subject}"
    )
    assert why(scene, draft, scene.towns[0]) == "ledger.did_document"


def test_attack_54_as_the_name_of_a_type(scene: Scene) -> None:
    verdun = scene.settle(scene.town("verdun"))
    operation = scene.grant(verdun, scene.towns[0], type_name=PERSON)
    record = f"accr/{verdun.did}/{PERSON}/{verdun.who}"
    draft = scene.draft(operation.type, operation.subject, operation.body, record=record)
    assert why(scene, draft, scene.towns[0]) == "ledger.unknown"


def test_attack_54_twin_numbers_and_digests_only(scene: Scene) -> None:
    for operation, _, _ in honest(scene):
        scene.try_apply(operation)
