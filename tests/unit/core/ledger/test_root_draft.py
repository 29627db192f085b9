import pytest

from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.ledger import root_draft, trust_chain, trust_root
from livret_core.ledger.trust_root import Ages, TrustRootDraft
from tests.ledger_heads import policy_of, voters_of
from tests.ledger_scene import BEGAN_S, DAY_S, ORIGIN, Scene

SCENE = Scene.founded()


def draft(*, days: int = 365) -> TrustRootDraft:
    return trust_root.draft(
        origin=ORIGIN,
        version=1,
        previous=None,
        policy=policy_of(SCENE, SCENE.towns, SCENE.policy.numbers),
        numbers=SCENE.policy.numbers,
        voters=voters_of(SCENE.towns),
        ages=Ages(DAY_S, 7 * DAY_S),
        expires_s=BEGAN_S + days * DAY_S,
        index=0,
        joint=None,
    )


def signatures(made: TrustRootDraft) -> list[bytes]:
    return [root_draft.sign(made, town.pen[2]) for town in SCENE.towns]


def test_a_draft_is_read_as_it_was_written() -> None:
    raw = root_draft.format(draft())
    assert root_draft.is_draft(raw)
    assert root_draft.format(root_draft.parse(raw)) == raw


def test_a_draft_with_its_signatures_is_a_trust_root() -> None:
    root = root_draft.join(draft(), signatures(draft()))
    assert trust_chain.begin(root).newest == root
    assert root_draft.digest_of(draft()) == root_draft.digest_of(draft())


def test_one_signature_twice_is_one() -> None:
    both = signatures(draft())
    assert root_draft.join(draft(), [*both, both[0]]) == root_draft.join(draft(), both)


def test_a_signature_under_another_draft_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        root_draft.join(draft(), signatures(draft(days=366)))
    assert caught.value.code == "ledger.other_draft"


def test_a_signature_under_an_operation_is_told_from_what_is_damaged() -> None:
    signature = b'{"id":"x","signature":{"alg":"EdDSA","by":"x","kid":"x","sig":"x"},"v":1}'
    with pytest.raises(Refused) as caught:
        root_draft.join(draft(), [signature])
    assert caught.value.code == "ledger.other_draft"


@pytest.mark.parametrize(
    "raw", [b"{}", b'{"trust":{},"v":1}', b'{"v":2}', b'{"v":true}', b'{"trust":{"sigs":[]},"v":1}']
)
def test_what_is_no_draft_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(LivretError) as caught:
        root_draft.parse(raw)
    assert caught.value.code == "trust.malformed"


@pytest.mark.parametrize("raw", [b"{}", b'{"v":1}', b'{"trust_signature":{},"v":1}'])
def test_what_is_no_signature_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        root_draft.join(draft(), [raw])
    assert caught.value.code == "trust.malformed"
