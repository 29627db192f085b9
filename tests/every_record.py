"""A ledger with a record of every kind, each of which says as much as its kind can.

scene = told()                      # the same octets each time
scene.state.records["policy"]
examples(scene)                     # of each kind the record that shows the most, by its name
"""

from functools import cache

from livret_core.ledger import records
from livret_core.ledger.records import Record
from livret_core.tlog.note import SignatureType, VerifierKey
from tests.ledger_scene import DAY_S, ORIGIN, Scene, ed25519


@cache
def told() -> Scene:
    """Four towns found it; a fifth comes, rights are lent and end, keys are lost, and all is to change."""
    scene = Scene.founded()
    namur, metz, aachen, liege = scene.towns
    trier = scene.join(scene.town("trier"))
    scene.apply(scene.publish("residency/1"), scene.publish("residency/2"))
    scene.apply(scene.grant(namur, *scene.towns[1:4], depth=1, scope="*"))
    scene.tick(60)
    of_namur = (namur, "residency", "*")
    scene.apply(scene.grant(metz, namur, parent=of_namur, days=(0, 30)))
    scene.tick(DAY_S)
    again = scene.grant(metz, namur, parent=of_namur, days=(30, 60))
    scene.apply(again)
    began_s = scene.at_s
    scene.tick(60)
    scene.apply(scene.grant(trier, namur, parent=of_namur, days=(1, 30)))
    lent = scene.state.records[f"accr/{trier.did}/residency/{trier.who}"]
    assert isinstance(lent, records.RightRecord)
    scene.tick(2 * DAY_S)
    from_s = lent.spans[0].from_s
    scene.apply(
        scene.end_right(trier, namur, from_s=from_s, void_from_s=from_s + DAY_S),
        scene.register(trier, namur),
        scene.commit(metz),
        scene.retire("residency/1"),
        scene.compromise(f"{metz.did}#credential-1", metz, from_s=began_s),
        scene.about_member("member.suspend", trier, namur, metz, aachen),
        scene.did_succeed(trier, str(liege.did), trier.recovery_pen()),
        scene.policy_change((namur, metz, aachen), namur, metz, aachen),
        scene.rotate(
            VerifierKey.of(ORIGIN, SignatureType.ED25519, ed25519("another log key")),
            namur,
            metz,
            aachen,
        ),
    )
    scene.tick(60)
    return scene


def examples(scene: Scene) -> dict[str, tuple[str, Record]]:
    """Of each kind the record with the most members, and of those the one named first."""
    found: dict[str, tuple[str, Record]] = {}
    for name, record in sorted(scene.state.records.items()):
        kind = str(record.__struct_config__.tag)
        if kind not in found or len(records.format(record)) > len(records.format(found[kind][1])):
            found[kind] = (name, record)
    return found
