"""A first trust root and others that follow it, each with something else in it.

stand = Roots()
stand.second(stand.witness(key=stand.stolen))     # version 2, another key under a witness' name
"""

from dataclasses import replace

from livret_core.keys import Ed25519Signer
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.tlog.policy import Policy
from tests.ledger_heads import Seen, next_root, policy_of
from tests.ledger_scene import ORIGIN, Scene, seed
from tests.ledger_works import with_addresses

OTHER_LOG = VerifierKey.of(ORIGIN, SignatureType.ED25519, Ed25519Signer.from_seed(seed("other")))
STOLEN = Ed25519Signer.from_seed(seed("a thief"))


class Roots:
    """A first version, and others that follow it."""

    def __init__(self) -> None:
        self.scene = Scene.founded()
        self.numbers: Quorums = self.scene.policy.numbers
        self.policy = with_addresses(policy_of(self.scene, self.scene.towns, self.numbers))
        self.seen = Seen(self.scene, policy=self.policy)
        self.scene.tick(60)
        self.joint = self.seen.head(at_s=self.scene.at_s)

    @property
    def first(self) -> TrustRoot:
        return self.seen.first

    def second(self, policy: Policy | None = None, **changes: object) -> TrustRoot:
        return next_root(
            self.first,
            self.scene,
            self.scene.towns,
            self.joint,
            by=self.scene.towns,
            numbers=self.numbers,
            policy=policy or self.policy,
            **changes,
        )

    def witness(self, **changes: object) -> Policy:
        """The policy with its first witness otherwise."""
        first, *others = self.policy.witnesses
        return replace(self.policy, witnesses=(replace(first, **changes), *others))  # type: ignore[arg-type]

    @property
    def stolen(self) -> VerifierKey:
        name = str(self.policy.witnesses[0].key.name)
        return VerifierKey.of(name, SignatureType.COSIGNATURE_V1, STOLEN)
