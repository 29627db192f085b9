"""A second version of a trust root, and another of that number by whoever stole the first's keys.

roots = ForgedRoots(scene)
roots.true        # versions 1 and 2, as the members made them
roots.forged      # the true version 1, and a version 2 of the thief's: nothing in it is wrong
roots.late_s      # version 1 ended over a year ago, version 2 did not
"""

from livret_core.ledger.trust_root import GRACE_S, TrustRoot
from livret_core.tlog.checkpoint import SignedCheckpoint
from tests.ledger_heads import Seen, next_root
from tests.ledger_scene import Scene, Town


class ForgedRoots:
    """Versions after the first of a scene.

    Attributes:
        seen: the ledger, its first version and the chain begun from it.
    """

    def __init__(self, scene: Scene, seen: Seen | None = None) -> None:
        self.scene = scene
        self.seen = seen or Seen(scene)
        self.true = (self.seen.first, self.after(self.seen.first, scene.towns))
        # A town of his own in place of the last one; a wallet sees four as before.
        elsewhere = Scene.founded()
        elsewhere.tick(60)
        self.stranger = elsewhere.town("sedan")
        elsewhere.settle(self.stranger)
        theirs = (*scene.towns[:-1], self.stranger)
        self.forged = (self.seen.first, self.after(self.seen.first, theirs))

    @property
    def late_s(self) -> int:
        return self.seen.first.expires_s + GRACE_S + 1

    def after(
        self, before: TrustRoot, towns: tuple[Town, ...] | list[Town], **changes: object
    ) -> TrustRoot:
        """A version after another, signed with the keys of all towns of the scene."""
        everybody = [*{town.name: town for town in (*self.scene.towns, *towns)}.values()]
        lasts_s = before.expires_s + 2 * GRACE_S
        return next_root(
            before,
            self.scene,
            towns,
            self._joint(everybody),
            by=everybody,
            numbers=before.numbers,
            **{"expires_s": lasts_s, **changes},
        )

    def _joint(self, towns: list[Town]) -> SignedCheckpoint:
        return self.seen.head(at_s=self.scene.at_s, witnesses=towns, auditors=towns)
