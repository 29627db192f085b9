"""Drafts and signatures on their way between those who sign."""

import json
from typing import Any

import pytest

from livret_core.encoding import jcs
from livret_core.errors import LivretError
from livret_core.ledger import draft as drafts
from livret_core.ledger.operation import Draft
from tests.ledger_scene import Scene


@pytest.fixture
def draft(scene: Scene) -> Draft:
    return drafts.unsigned_of(scene.about_member("member.suspend", scene.towns[3]))


def signature(scene: Scene, draft: Draft, number: int) -> bytes:
    did, kid, signer = scene.towns[number].pen
    return drafts.sign(draft, signer, by=did, key_id=kid)


def code(raw: bytes) -> str:
    with pytest.raises(LivretError) as caught:
        drafts.parse(raw)
    return caught.value.code


def test_a_draft_is_written_and_read(draft: Draft) -> None:
    assert drafts.parse(drafts.format(draft)) == draft


def test_what_several_signed_apart_the_ledger_takes_joined(scene: Scene, draft: Draft) -> None:
    signatures = [signature(scene, draft, number) for number in (2, 0)]
    joined = drafts.join(draft, signatures)
    assert joined.id == draft.id
    assert joined.leaf == drafts.join(draft, signatures[::-1]).leaf
    scene.apply(joined)


def test_a_signature_under_another_draft_is_not_joined(scene: Scene, draft: Draft) -> None:
    other = drafts.unsigned_of(scene.about_member("member.suspend", scene.towns[2]))
    with pytest.raises(LivretError) as caught:
        drafts.join(draft, [signature(scene, other, 0)])
    assert caught.value.code == "ledger.other_draft"


def test_a_signature_under_a_trust_root_is_told_from_what_is_damaged(draft: Draft) -> None:
    signature = b'{"trust_signature":{"key":"x","of":"x","sig":"x"},"v":1}'
    with pytest.raises(LivretError) as caught:
        drafts.join(draft, [signature])
    assert caught.value.code == "ledger.other_draft"


def test_one_signer_counts_once(scene: Scene, draft: Draft) -> None:
    with pytest.raises(LivretError) as caught:
        drafts.join(draft, [signature(scene, draft, 0)] * 2)
    assert caught.value.code == "ledger.operation"


def changed(draft: Draft, **changes: Any) -> bytes:
    value = json.loads(drafts.format(draft))
    return jcs.canonicalize({**value, **changes})


def test_only_an_unsigned_operation_is_a_draft(scene: Scene, draft: Draft) -> None:
    operation = json.loads(drafts.format(draft))["operation"]
    assert code(changed(draft, v=2)) == "ledger.operation"
    assert code(changed(draft, v=True)) == "ledger.operation"
    assert code(changed(draft, more=1)) == "ledger.operation"
    assert code(changed(draft, operation={**operation, "sigs": []})) == "ledger.operation"
    assert (
        code(changed(draft, operation={**operation, "type": "member.praise"})) == "ledger.operation"
    )
    assert code(changed(draft, operation={**operation, "body": {}})) == "ledger.operation"
    assert code(b"{" + b" " * 20_000 + b"}") == "input.too_large"


def test_what_is_joined_is_told_from_what_is_damaged(scene: Scene, draft: Draft) -> None:
    joined = drafts.join(draft, [signature(scene, draft, 0)]).leaf
    assert code(joined) == "ledger.joined"
    assert code(joined[:-1]) != "ledger.joined"


def test_only_a_signature_is_joined(scene: Scene, draft: Draft) -> None:
    good: dict[str, Any] = json.loads(signature(scene, draft, 0))
    wrong: tuple[dict[str, Any], ...] = (
        {**good, "v": 3},
        {**good, "more": 1},
        {**good, "signature": {**good["signature"], "alg": "none"}},
        {"v": 1},
    )
    for bad in wrong:
        with pytest.raises(LivretError) as caught:
            drafts.join(draft, [jcs.canonicalize(bad)])
        assert caught.value.code == "ledger.operation", bad
