"""Signatures verified ahead: what holds is not verified again, and nothing else is let through."""

import pytest

from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.keys import Ed25519PublicKey
from livret_core.ledger.apply import apply
from livret_core.ledger.operation import Operation
from livret_core.ledger.signed_ahead import SignedAhead
from tests.ledger_scene import Scene, rewritten


@pytest.fixture
def scene() -> Scene:
    return Scene.founded()


def forged(operation: Operation) -> Operation:
    """The same with a signature that is none."""
    [signature] = operation.sigs
    other = type(signature)(
        signature.by, signature.key_id, signature.alg, base64url.encode(bytes(64))
    )
    return rewritten(operation, sigs=[other])


def test_what_holds_is_not_verified_twice(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = scene.commit(scene.towns[1])
    ahead = SignedAhead.of(scene.state, [operation])
    asked: list[bytes] = []
    monkeypatch.setattr(
        Ed25519PublicKey, "verify", lambda _key, message, _signature: asked.append(message)
    )
    assert apply(scene.state, operation, ahead) == apply(scene.state, operation, ahead)
    assert asked == []


def test_a_signature_that_does_not_hold_is_refused_as_ever(scene: Scene) -> None:
    good = scene.commit(scene.towns[1])
    bad = forged(good)
    ahead = SignedAhead.of(scene.state, [bad, good])
    with pytest.raises(Refused) as caught:
        apply(scene.state, bad, ahead)
    assert caught.value.code == "ledger.signature"
    apply(scene.state, good, ahead)


def test_one_that_holds_over_other_words_is_refused(scene: Scene) -> None:
    good = scene.commit(scene.towns[1])
    other = rewritten(good, body=dict(good.body) | {"root": base64url.encode(bytes(32))})
    with pytest.raises(Refused) as caught:
        apply(scene.state, other, SignedAhead.of(scene.state, [good, other]))
    assert caught.value.code == "ledger.signature"


def test_a_key_that_ends_on_the_way_signs_nothing_after_it(scene: Scene) -> None:
    town = scene.towns[1]
    later = scene.commit(town)
    ahead = SignedAhead.of(scene.state, [later])
    scene.apply(scene.compromise(town.pen[1], town, from_s=scene.at_s))
    with pytest.raises(Refused) as caught:
        apply(scene.state, later, ahead)
    assert caught.value.code == "ledger.signer"


def test_nobody_makes_one_by_hand() -> None:
    with pytest.raises(TypeError):
        SignedAhead(frozenset(), seal=object())
