"""What is wrong with an operation is named: which member, and by which rule; never what somebody wrote."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785

from livret_core.errors import LivretError
from livret_core.ledger.apply import apply
from livret_core.ledger.operation import Operation
from livret_core.words import explain_error
from tests.ledger_scene import Scene, rewritten

Change = Callable[[dict[str, Any]], object]


def refused(change: Change) -> LivretError:
    """What a ledger says of a `schema.publish` that somebody changed."""
    scene = Scene.founded()
    value = json.loads(scene.publish().leaf)
    change(value)
    with pytest.raises(LivretError) as raised:
        apply(scene.state, Operation.parse(rfc8785.dumps(value)))
    return raised.value


WRONG: dict[str, tuple[Change, str | None, str]] = {
    "v.update(seq=0)": (lambda v: v.update(seq=0), "seq", "form"),
    "v.update(prev='x')": (lambda v: v.update(prev="x"), "prev", "form"),
    "v.update(v=2)": (lambda v: v.update(v=2), "v", "form"),
    "v.update(type='no.such')": (lambda v: v.update(type="no.such"), "type", "form"),
    "v.pop('iat')": (lambda v: v.pop("iat"), "iat", "missing"),
    "v.update(camille='durand')": (lambda v: v.update(camille="durand"), None, "unknown"),
    "v['sigs'][0].update(sig='x')": (
        lambda v: v["sigs"][0].update(sig="x"),
        "sigs[0].sig",
        "form",
    ),
    "v.update(sigs=v['sigs'] * 2)": (lambda v: v.update(sigs=v["sigs"] * 2), "sigs", "order"),
    "v['body'].update(digest='x')": (lambda v: v["body"].update(digest="x"), "body.digest", "form"),
    "v['body'].pop('media')": (lambda v: v["body"].pop("media"), "body.media", "missing"),
    "v['body'].update(camille='durand')": (
        lambda v: v["body"].update(camille="durand"),
        "body",
        "unknown",
    ),
    "v['body'].update({'x - at `$.durand': 1})": (
        lambda v: v["body"].update({"x - at `$.durand": 1}),
        "body",
        "unknown",
    ),
    "v['body'].update(claims=['b', 'a'])": (
        lambda v: v["body"].update(claims=["b", "a"]),
        "body.claims",
        "order",
    ),
    "v['body'].update(claims=['a', 'a'])": (
        lambda v: v["body"].update(claims=["a", "a"]),
        "body.claims",
        "order",
    ),
    "v['body'].update(claims=['A'])": (
        lambda v: v["body"].update(claims=["A"]),
        "body.claims[0]",
        "form",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_member_that_is_wrong_is_named(wrong: str) -> None:
    change, member, rule = WRONG[wrong]
    error = refused(change)
    assert error.code == "ledger.operation"
    assert error.branch == "malformed"
    named = {} if member is None else {"member": member}
    assert error.facts == {"rule": rule} | named
    assert "durand" not in str(error)
    if member is not None:
        assert member in explain_error(error, "en").what


def test_what_is_well_formed_and_not_canonical_is_said_to_be_that() -> None:
    scene = Scene.founded()
    with pytest.raises(LivretError) as raised:
        Operation.parse(scene.publish().leaf + b" ")
    assert raised.value.facts == {"rule": "canonical"}


def test_it_is_said_whether_the_place_or_the_one_before_it_is_wrong() -> None:
    scene = Scene.founded()
    operation = scene.publish()
    for change, member in (({"seq": 2}, "seq"), ({"prev": "A" * 42 + "E"}, "prev")):
        with pytest.raises(LivretError) as raised:
            apply(scene.state, rewritten(operation, **change))
        assert raised.value.code == "ledger.sequence"
        assert raised.value.facts["member"] == member
        assert raised.value.facts["expected"] == 1
