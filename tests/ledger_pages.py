"""A ledger with a bit of everything that the public pages tell, and what is surveyed of it.

scene = told_scene()            # members, one suspended, one that asks; rights; services
found = surveyed(scene)         # as of a head that all cosigned, an older one beside it
"""

from collections.abc import Iterable

from livret_core.ledger.records import AnyRecord
from livret_ledger.pages.survey import Survey, survey
from tests.ledger_heads import Seen
from tests.ledger_scene import DAY_S, Scene


class Held:
    """A scene's records, as a reader of a store has them."""

    def __init__(self, scene: Scene) -> None:
        self._records = scene.state.records

    def record(self, name: str) -> AnyRecord | None:
        return self._records.get(name)

    def record_names(self, prefix: str) -> Iterable[str]:
        return sorted(name for name in self._records if name.startswith(prefix))


def told_scene() -> Scene:
    """Four founders; verdun joined; dinant asks to; aachen was suspended; sedan runs a pool."""
    scene = Scene.founded()
    namur, metz, aachen, liege = scene.towns
    scene.apply(scene.publish("residency/1"))
    verdun = scene.join(scene.town("verdun"), operator=liege.who)
    scene.apply(scene.propose(scene.settle(scene.town("dinant"))))
    # A root right over a country, one granted from it, one ended early, one void.
    scene.apply(
        scene.grant(metz, namur, liege, type_name="residency", scope="fr-insee:*", depth=1),
        scene.grant(verdun, metz, parent=(metz, "residency", "fr-insee:*"), days=(0, 100)),
        scene.grant(namur, metz, liege, days=(0, 300)),
        scene.grant(liege, namur, metz, days=(5, 300)),
        scene.grant(aachen, namur, metz),
    )
    granted_s = scene.at_s
    pool = scene.settle(scene.town("sedan"))
    library = scene.settle(scene.town("trier"))
    scene.apply(
        scene.register(pool, namur),
        scene.register(library, namur, purpose="culture", days=200),
    )
    scene.tick(DAY_S)
    scene.apply(
        scene.end_right(namur, metz, liege, from_s=granted_s),
        scene.end_right(aachen, namur, metz, from_s=granted_s, void_from_s=granted_s),
        scene.about_member("member.suspend", aachen, namur, metz),
        scene.end_service(library, namur),
    )
    return scene


def surveyed(scene: Scene) -> Survey:
    """What the pages say as of a new head."""
    seen = Seen(scene)
    scene.tick(60)
    older = seen.head(at_s=scene.at_s)
    scene.tick(60)
    newest = seen.head(at_s=scene.at_s + 30)
    return survey(Held(scene), newest, seen.chain, [older])
