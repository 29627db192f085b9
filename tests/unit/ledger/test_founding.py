"""What founders sign is one thing said twice; a difference between the two founds nothing."""

import json
from typing import Any

import pytest

from livret_core.encoding import jcs
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_ledger.founding import Founding, FoundingDraft, Plan, join, sign
from tests.ledger_scene import BEGAN_S, ORIGIN, Scene, ed25519

SCENE = Scene()


def plan(**changes: Any) -> bytes:
    founders = [
        {
            "who": town.who,
            "operator": town.operator,
            "did": town.genesis_did.did,
            "witness": town.witness.format(),
            "witness_url": f"https://{town.name}.example/witness",
            "auditor": town.auditor.format(),
            "auditor_url": f"https://{town.name}.example/auditor",
        }
        for town in SCENE.towns
    ]
    value = {
        "origin": ORIGIN,
        "key": SCENE.log_key.format(),
        "founders": founders,
        "q": 3,
        "a": 2,
        "k": 2,
        "roots": [SCENE.towns[0].who],
        "schemas": [SCENE.towns[0].who],
    }
    return json.dumps(value | changes).encode()


def draft(**changes: Any) -> FoundingDraft:
    return Plan.parse(plan(**changes)).draft(at_s=BEGAN_S)


def signatures(made: FoundingDraft) -> list[bytes]:
    return [sign(made, town.key("genesis")) for town in SCENE.towns]


def founding(**changes: Any) -> Founding:
    made = draft(**changes)
    return join(made, signatures(made))


def test_what_all_signed_can_be_begun_with() -> None:
    founded = founding()
    founded.check_home(ORIGIN, SCENE.log_key)
    assert founded.body.at == BEGAN_S
    assert len(founded.trust.witnesses) == len(founded.trust.auditors) == 4


def test_a_founding_and_a_draft_are_read_as_they_were_written() -> None:
    founded, made = founding(), draft()
    assert Founding.parse(founded.raw) == founded
    assert FoundingDraft.parse(made.format()).format() == made.format()


def test_the_order_of_signatures_does_not_matter() -> None:
    made = draft()
    assert join(made, signatures(made)[::-1]).raw == founding().raw


def test_a_stranger_does_not_sign() -> None:
    with pytest.raises(Refused) as caught:
        sign(draft(), ed25519("a stranger"))
    assert caught.value.code == "ledger.signer"


def test_without_one_of_them_nothing_is_founded() -> None:
    made = draft()
    with pytest.raises(Refused) as caught:
        join(made, signatures(made)[1:])
    assert caught.value.code == "ledger.threshold"


def test_signatures_of_another_draft_found_nothing() -> None:
    with pytest.raises(Refused) as caught:
        join(draft(), signatures(draft(fresh_hours=1)))
    assert caught.value.code == "trust.signatures"


@pytest.mark.parametrize(
    "changes",
    [
        {"key": VerifierKey.of(ORIGIN, SignatureType.ED25519, ed25519("another log")).format()},
        {"q": 4, "a": 4, "k": 4},
        {"a": 3},
    ],
)
def test_a_trust_root_that_says_other_than_the_genesis_is_refused(changes: dict[str, Any]) -> None:
    """Both whole, both signed by all: what readers trust is not what the log begins with."""
    one, other = json.loads(founding().raw), json.loads(founding(**changes).raw)
    with pytest.raises(Refused) as caught:
        Founding.parse(jcs.canonicalize(one | {"trust": other["trust"]}))
    assert caught.value.code == "trust.version"


def test_a_founding_is_for_one_home() -> None:
    other = VerifierKey.of(ORIGIN, SignatureType.ED25519, ed25519("another log"))
    with pytest.raises(Refused) as wrong_key:
        founding().check_home(ORIGIN, other)
    with pytest.raises(Refused) as wrong_name:
        founding().check_home("ledger.example/moselle", SCENE.log_key)
    assert [wrong_key.value.code, wrong_name.value.code] == ["ledger.log_key", "ledger.origin"]


@pytest.mark.parametrize(
    "changes",
    [
        {"founders": []},
        {"founders": "many"},
        {"q": "3"},
        {"more": 1},
        {"fresh_hours": 0},
        {"origin": "https://ledger.example"},
    ],
)
def test_what_is_no_plan_is_said_to_be_none(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedInput) as caught:
        Plan.parse(plan(**changes))
    assert caught.value.code == "ledger.founding"


def test_numbers_with_which_a_liar_could_divide_are_not_drafted() -> None:
    with pytest.raises(Refused) as caught:
        draft(q=2)
    assert caught.value.code == "ledger.numbers"


@pytest.mark.parametrize("raw", [b"", b"{}", b'{"v":2}', b'{"v":1}', b'{"v":true}', b"[1]"])
def test_what_is_no_founding_is_said_to_be_none(raw: bytes) -> None:
    for read in (Founding.parse, FoundingDraft.parse):
        with pytest.raises(LivretError) as caught:
            read(raw)
        assert caught.value.code == "ledger.founding"
