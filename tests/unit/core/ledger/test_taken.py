"""An entry is shown by newer trust roots where those known here do not show it, if they follow."""

import pytest

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger import taken
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog import merkle
from livret_core.tlog.proof import LogProof
from tests.ledger_heads import Seen, Tree, next_root
from tests.ledger_scene import DAY_S, Scene, Town


class Beyond:
    """Verdun takes Liège's place, and an operation is taken under a head that it cosigned."""

    def __init__(self) -> None:
        self.scene = Scene.founded()
        self.seen = Seen(self.scene)
        verdun = self.scene.join(self.scene.town("verdun"))
        self.scene.tick(DAY_S)
        self.all: tuple[Town, ...] = (*self.scene.towns, verdun)
        self.new = (*self.scene.towns[:3], verdun)
        self.joint = self.seen.head(at_s=self.scene.at_s, witnesses=self.all, auditors=self.all)
        self.operation = self.scene.commit(self.scene.towns[0])
        self.scene.apply(self.operation)
        index = len(self.scene.leaves) - 1
        self.scene.tick()
        # Three of the new ones: of the first version's witnesses that is one too few.
        some = (*self.scene.towns[:2], verdun)
        signed = self.seen.head(at_s=self.scene.at_s, witnesses=some, auditors=some)
        size = signed.checkpoint.size
        path = merkle.prove_inclusion(index, size, Tree(self.scene.leaves).read)
        self.proof = LogProof(index, tuple(path), signed)

    def second(self, *by: Town) -> TrustRoot:
        numbers = Quorums(n=4, q=3, a=2, k=2)
        return next_root(
            self.seen.first, self.scene, self.new, self.joint, by=by or self.all, numbers=numbers
        )

    def refused(self, *newer: TrustRoot, error: LivretError | None = None) -> Refused:
        def beside() -> tuple[TrustRoot, ...]:
            if error is not None:
                raise error
            return newer

        with pytest.raises(Refused) as caught:
            taken.verify_walking(
                self.operation, self.proof, self.seen.chain, beside, now_s=self.scene.at_s
            )
        return caught.value


@pytest.fixture(scope="module")
def beyond() -> Beyond:
    return Beyond()


def test_a_trust_root_that_follows_shows_it(beyond: Beyond) -> None:
    second = beyond.second()
    proven, chain = taken.verify_walking(
        beyond.operation,
        beyond.proof,
        beyond.seen.chain,
        lambda: [beyond.seen.first, second],
        now_s=beyond.scene.at_s,
    )
    assert (proven.index, chain.newest.version) == (beyond.proof.index, 2)


def test_where_nothing_newer_is_to_be_had_it_is_not_shown(beyond: Beyond) -> None:
    assert beyond.refused(beyond.seen.first).code == "ledger.unproven"
    away = Unavailable("net.unavailable", host="ledger.example")
    assert beyond.refused(error=away).facts["reason"] == "log.quorum"


def test_one_that_does_not_follow_shows_nothing(beyond: Beyond) -> None:
    refused = beyond.refused(beyond.second(*beyond.scene.towns[:1]))
    assert (refused.code, refused.facts["reason"]) == ("ledger.unproven", "log.quorum")


def test_a_version_that_ended_shows_nothing_unless_one_that_follows_lies_there() -> None:
    """Each head of the old members' would do under the new version, too."""
    scene = Scene.founded()
    first = Seen(scene, expires_s=scene.at_s + DAY_S)
    joint = first.head(at_s=scene.at_s)
    numbers = Quorums(n=4, q=3, a=2, k=2)
    second = next_root(first.first, scene, scene.towns, joint, by=scene.towns, numbers=numbers)
    operation = scene.commit(scene.towns[0])
    scene.apply(operation)
    index = len(scene.leaves) - 1
    scene.tick(DAY_S)
    path = merkle.prove_inclusion(index, index + 2, Tree(scene.leaves).read)
    proof = LogProof(index, tuple(path), first.head(at_s=scene.at_s))
    with pytest.raises(Unavailable) as caught:
        taken.verify_walking(operation, proof, first.chain, tuple, now_s=scene.at_s)
    assert caught.value.code == "trust.expired"
    _, chain = taken.verify_walking(
        operation, proof, first.chain, lambda: [second], now_s=scene.at_s
    )
    assert chain.newest.version == 2
