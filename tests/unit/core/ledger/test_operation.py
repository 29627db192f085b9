"""The envelope: one canonical form, one id, and signatures that are sorted."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from livret_core import limits
from livret_core.encoding import jcs
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused
from livret_core.ledger.operation import Operation
from tests.ledger_scene import ORIGIN, Scene, rewritten


@pytest.fixture(scope="module")
def operation() -> Operation:
    scene = Scene.founded(settled=False)
    draft = scene.draft("log.freeze", ORIGIN, {"successor": None}, record="log")
    return scene.sign(draft, *scene.towns)


def changed(operation: Operation, change: Callable[[dict[str, Any]], object]) -> bytes:
    value: dict[str, Any] = json_encoding.parse_object(operation.leaf)
    change(value)
    return jcs.canonicalize(value)


def test_what_was_read_is_what_was_written(operation: Operation) -> None:
    assert Operation.parse(operation.leaf) == operation


def test_signed_is_the_canonical_form_without_signatures(operation: Operation) -> None:
    value = json_encoding.parse_object(operation.leaf)
    del value["sigs"]
    assert operation.signed_bytes == b"livret/operation/v1\n" + jcs.canonicalize(value)


def test_a_body_that_looks_like_signatures_is_signed_all_the_same() -> None:
    scene = Scene.founded(settled=False)
    trap = {"sigs": [{"by": "x"}], "subject": "y", "text": ',"sigs":[],"subject":"z"'}
    operation = scene.sign(scene.draft("log.freeze", ORIGIN, trap, record="log"), scene.towns[0])
    value = json_encoding.parse_object(operation.leaf)
    del value["sigs"]
    assert operation.signed_bytes == b"livret/operation/v1\n" + jcs.canonicalize(value)


def test_who_signed_does_not_change_what_it_is_called(operation: Operation) -> None:
    assert rewritten(operation, sigs=operation.sigs[:1]).id == operation.id


@pytest.mark.parametrize(
    "respell",
    [
        lambda leaf: leaf + b"\n",
        lambda leaf: b" " + leaf,
        lambda leaf: leaf.replace(b'"v":1', b'"v":1.0'),
        lambda leaf: leaf.replace(b'"log.freeze"', b'"log\\u002efreeze"'),
        lambda leaf: leaf[:-1].replace(b'"v":1', b'"a":1,"v":1') + b"}",
        lambda leaf: b"{" + leaf[1:-1].split(b",", 1)[1] + b"," + leaf[1:].split(b",", 1)[0] + b"}",
    ],
    ids=["line feed", "space", "1.0", "escape", "unknown member", "other order"],
)
def test_there_is_one_spelling(operation: Operation, respell: Callable[[bytes], bytes]) -> None:
    with pytest.raises(MalformedInput) as caught:
        Operation.parse(respell(operation.leaf))
    assert caught.value.code == "ledger.operation"


def test_a_member_twice_is_malformed(operation: Operation) -> None:
    with pytest.raises(MalformedInput) as caught:
        Operation.parse(operation.leaf.replace(b'"v":1', b'"v":1,"v":1'))
    assert caught.value.code == "input.duplicate_member"


_WRONG: Final[Mapping[str, Callable[[dict[str, Any]], object]]] = {
    "no iat": lambda value: value.pop("iat"),
    "another version": lambda value: value.update(v=2),
    "seq 0": lambda value: value.update(seq=0),
    "seq true": lambda value: value.update(seq=True),
    "prev short": lambda value: value.update(prev="A" * 42),
    "prev not canonical": lambda value: value.update(prev="B" * 43),
    "iat negative": lambda value: value.update(iat=-1),
    "iat a fraction": lambda value: value.update(iat=1.5),
    "iat in 2501": lambda value: value.update(iat=limits.LATEST_S + 1),
    "body a list": lambda value: value.update(body=[]),
    "ledger in capitals": lambda value: value.update(ledger="Ledger.example"),
    "type with a space": lambda value: value.update(type="log.freeze "),
    "a name as subject": lambda value: value.update(subject="Camille Durand"),
    "subject not ASCII": lambda value: value.update(subject="né"),
    "signatures not sorted": lambda value: value["sigs"].reverse(),
    "a signature twice": lambda value: value["sigs"].append(value["sigs"][-1]),
    "another algorithm": lambda value: value["sigs"][0].update(alg="EdDSA"),
    "signature not canonical": lambda value: value["sigs"][0].update(sig="A" * 85 + "B"),
    "signed by mail": lambda value: value["sigs"][0].update(by="mailto:x"),
    "a note in a signature": lambda value: value["sigs"][0].update(note="x"),
}


@pytest.mark.parametrize("change", _WRONG.values(), ids=_WRONG)
def test_a_member_missing_or_wrong_is_malformed(
    operation: Operation, change: Callable[[dict[str, Any]], object]
) -> None:
    with pytest.raises(MalformedInput) as caught:
        Operation.parse(changed(operation, change))
    assert caught.value.code == "ledger.operation"


def test_an_operation_is_at_most_16_kib() -> None:
    scene = Scene.founded(settled=False)
    body = {"entry": "{" + "a" * (16 << 10) + "}"}
    draft = scene.draft("did.update", ORIGIN, body, record="log")
    with pytest.raises(MalformedInput) as caught:
        draft.signed(())
    assert caught.value.code == "input.too_large"


def test_a_refused_body_does_not_repeat_what_was_written_in_it() -> None:
    scene = Scene.founded(settled=False)
    for body in ({"reason": "Camille"}, {"reason": "unreachable", "Camille": 1}):
        record = f"member/{scene.towns[1].who}"
        draft = scene.draft("member.suspend", scene.towns[1].who, body, record=record)
        with pytest.raises(MalformedInput) as caught:
            scene.try_apply(scene.sign(draft, scene.towns[0]))
        assert (caught.value.code, "Camille" in str(caught.value)) == ("ledger.operation", False)


@pytest.mark.parametrize(
    ("after_s", "accepted"), [(0, True), (30 * 86_400, True), (30 * 86_400 + 1, False)]
)
def test_signatures_are_good_for_thirty_days(after_s: int, accepted: bool) -> None:
    scene = Scene.founded(settled=False)
    draft = scene.draft("log.freeze", ORIGIN, {"successor": None, "at_once": False}, record="log")
    operation = scene.sign(draft, *scene.towns)
    if after_s:
        scene.tick(after_s)
    if accepted:
        scene.apply(operation)
        return
    with pytest.raises(Refused) as caught:
        scene.try_apply(operation)
    assert caught.value.code == "ledger.outdated"


@pytest.mark.parametrize(("ahead_s", "accepted"), [(3_900, True), (3_901, False)])
def test_an_operation_may_be_dated_ahead_by_as_much_as_ledger_time_lags(
    ahead_s: int,
    accepted: bool,
) -> None:
    scene = Scene.founded(settled=False)
    iat = scene.at_s + ahead_s
    draft = scene.draft(
        "log.freeze", ORIGIN, {"successor": None, "at_once": False}, record="log", iat=iat
    )
    operation = scene.sign(draft, *scene.towns)
    if accepted:
        scene.apply(operation)
        return
    with pytest.raises(Refused) as caught:
        scene.try_apply(operation)
    assert caught.value.code == "ledger.outdated"
