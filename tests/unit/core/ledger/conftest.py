"""A founded ledger for each test that asks, made once."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.operation import Operation
from tests.ledger_scene import Scene

_FOUNDED: dict[tuple[str, ...], Scene] = {}


def _scene(*towns: str) -> Scene:
    if towns not in _FOUNDED:
        scene = Scene.founded(towns)
        scene.apply(scene.publish())
        scene.tick()
        _FOUNDED[towns] = scene
    kept = _FOUNDED[towns]
    scene = Scene(towns)
    scene.state = kept.state.copy()
    scene.towns = deepcopy(kept.towns)
    scene.leaves = kept.leaves.copy()
    return scene


@pytest.fixture
def scene() -> Scene:
    """Four towns (q 3, k 2, f 1), each with its DID; ``residency/1`` published."""
    return _scene("namur", "metz", "aachen", "liege")


@pytest.fixture
def five() -> Scene:
    """Five towns (q 4, k 3, f 2), otherwise the same."""
    return _scene("namur", "metz", "aachen", "liege", "verdun")


@pytest.fixture
def refused() -> Callable[[Scene, Operation], str]:
    """Say why an operation is refused; an operation that is taken is a failure."""

    def why(scene: Scene, operation: Operation) -> str:
        before = dict(scene.state.records)
        with pytest.raises(LivretError) as caught:
            scene.try_apply(operation)
        assert scene.state.records == before
        return caught.value.code

    return why
