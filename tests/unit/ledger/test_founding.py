"""Founders commit before they show a key, and what they sign follows from that alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding import jcs
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_ledger.agreeing import Agreement, Opening, Plan, agree
from livret_ledger.founding import Founding, FoundingDraft, draft_of, join, sign
from livret_ledger.publishing import OWN_NAMES
from livret_town.command import main
from tests.founders import KEEPER, OPENINGS, SCENE, agreement, opening, plan
from tests.ledger_scene import BEGAN_S, ORIGIN, ed25519
from tests.passphrases import passphrases_at_once
from tests.typed import WITH_SECRET, Run, run

__all__ = ["passphrases_at_once", "run"]


def draft(**changes: Any) -> FoundingDraft:
    return draft_of(agreement(**changes), [each.raw for each in OPENINGS])


def signatures(made: FoundingDraft) -> list[bytes]:
    return [sign(made, town.key("genesis"), made.agreement) for town in SCENE.towns]


def founding(**changes: Any) -> Founding:
    made = draft(**changes)
    return join(made, signatures(made))


def test_what_all_signed_can_be_begun_with() -> None:
    founded = founding()
    founded.check_home(ORIGIN, SCENE.log_key)
    assert founded.body.at == BEGAN_S
    assert len(founded.trust.witnesses) == len(founded.trust.auditors) == 4


def test_genesis_and_trust_root_say_the_same() -> None:
    founded = founding()
    assert founded.trust.numbers.n == founded.body.n
    assert {(each.who, each.key) for each in founded.trust.voters} == {
        (each.who, each.did) for each in founded.body.founders
    }
    assert founded.trust.witnesses == {
        VerifierKey.parse(each.witness) for each in founded.body.founders
    }
    assert founded.trust.policy.log_keys(ORIGIN) == {VerifierKey.parse(founded.body.key)}


def test_a_founding_a_draft_and_an_agreement_are_read_as_they_were_written() -> None:
    founded, made = founding(), draft()
    assert Founding.parse(founded.raw) == founded
    assert FoundingDraft.parse(made.format()).format() == made.format()
    assert Agreement.parse(made.agreement.raw) == made.agreement
    assert Opening.parse(KEEPER.raw) == KEEPER


def test_the_order_of_openings_and_signatures_does_not_matter() -> None:
    made = draft_of(agreement(), [each.raw for each in OPENINGS[::-1]])
    assert join(made, signatures(made)[::-1]).raw == founding().raw


def test_a_commitment_does_not_show_the_keys() -> None:
    town = SCENE.towns[0]
    one, other = opening(town), opening(town, nonce=b"\1" * 32)
    assert one.commitment != other.commitment
    assert town.genesis_did.did.encode() not in one.format_commitment()


@pytest.mark.parametrize("left_out", range(5))
def test_without_everybodys_opening_there_is_nothing_to_sign(left_out: int) -> None:
    shown = [each.raw for at, each in enumerate(OPENINGS) if at != left_out]
    with pytest.raises(Refused) as caught:
        draft_of(agreement(), shown)
    assert caught.value.code == "ledger.opening"


def test_one_opening_twice_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        draft_of(agreement(), [each.raw for each in (*OPENINGS, OPENINGS[0])])
    assert caught.value.code == "ledger.opening"


@pytest.mark.parametrize("left_out", range(5))
def test_nothing_is_agreed_before_everybody_has_committed(left_out: int) -> None:
    handed = [each.format_commitment() for at, each in enumerate(OPENINGS) if at != left_out]
    with pytest.raises(Refused) as caught:
        agree(plan(), handed)
    assert caught.value.code == "ledger.opening"


def test_a_strangers_commitment_is_not_agreed_to() -> None:
    stranger = opening(SCENE.town("verdun"))
    with pytest.raises(Refused) as caught:
        agree(plan(), [each.format_commitment() for each in (*OPENINGS, stranger)])
    assert caught.value.code == "ledger.opening"


def test_a_founding_carries_what_it_was_opened_with() -> None:
    value = json.loads(founding().raw)
    other = opening(SCENE.towns[0], nonce=b"\1" * 32)
    value["openings"] = [
        json.loads(other.raw) if each["who"] == SCENE.towns[0].who else each
        for each in value["openings"]
    ]
    with pytest.raises(Refused) as caught:
        Founding.parse(jcs.canonicalize(value))
    assert caught.value.code == "ledger.opening"


def test_a_stranger_does_not_sign() -> None:
    with pytest.raises(Refused) as caught:
        sign(draft(), ed25519("a stranger"), agreement())
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


def test_a_founding_is_for_one_home() -> None:
    other = VerifierKey.of(ORIGIN, SignatureType.ED25519, ed25519("another log"))
    with pytest.raises(Refused) as wrong_key:
        founding().check_home(ORIGIN, other)
    with pytest.raises(Refused) as wrong_name:
        founding().check_home("ledger.example/moselle", SCENE.log_key)
    assert [wrong_key.value.code, wrong_name.value.code] == ["ledger.log_key", "ledger.origin"]


def with_first(**changes: Any) -> dict[str, Any]:
    """The founders of the plan, the first of them with changes."""
    first, *others = json.loads(plan())["founders"]
    return {"founders": [first | changes, *others]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (with_first(operator=SCENE.towns[1].operator), "ledger.role"),
        (with_first(operator="fr-siren:123456789"), "ledger.legal_id"),
        (with_first(witness_url="https://metz.example.:8443/"), "input.https_uri"),
        (with_first(auditor_url="https://metz.example@x.example/"), "input.https_uri"),
        (with_first(auditor_url=None) | {"a": 4}, "ledger.numbers"),
        ({"roots": [SCENE.towns[0].who] * 2}, "ledger.exists"),
        ({"schemas": ["de-ags:08111000"]}, "ledger.unknown"),
    ],
)
def test_what_genesis_would_be_refused_for_is_said_before_a_key_is_shown(
    changes: dict[str, Any], code: str
) -> None:
    """Once openings are shown, another plan takes new keys of everybody."""
    with pytest.raises(LivretError) as caught:
        agreement(**changes)
    assert caught.value.code == code
    assert agreement(**with_first()).plan.founders[0].who == SCENE.towns[0].who


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


def test_an_auditor_needs_an_address() -> None:
    shown = [opening(SCENE.towns[0], auditor=False), *OPENINGS[1:]]
    agreed = agree(plan(), [each.format_commitment() for each in shown])
    with pytest.raises(MalformedInput) as caught:
        draft_of(agreed, [each.raw for each in shown])
    assert caught.value.code == "ledger.founding"


def test_numbers_with_which_a_liar_could_divide_are_not_agreed_to() -> None:
    with pytest.raises(Refused) as caught:
        agreement(q=2)
    assert caught.value.code == "ledger.numbers"


@pytest.mark.parametrize("raw", [b"", b"{}", b'{"v":2}', b'{"v":1}', b'{"v":true}', b"[1]"])
def test_what_is_no_founding_is_said_to_be_none(raw: bytes) -> None:
    for read in (Founding.parse, FoundingDraft.parse, Agreement.parse, Opening.parse):
        with pytest.raises(LivretError) as caught:
            read(raw)
        assert caught.value.code == "ledger.founding"


@pytest.mark.parametrize("fresh_hours", [168, 169])
def test_a_plan_whose_heads_are_refused_before_they_are_old_is_refused(fresh_hours: int) -> None:
    with pytest.raises(Refused) as caught:
        Plan.parse(plan(fresh_hours=fresh_hours))
    assert (caught.value.code, caught.value.facts["member"]) == ("ledger.plan", "refuse_hours")
    assert Plan.parse(plan(fresh_hours=167)).fresh_hours == 167


def test_a_list_of_members_that_ends_before_it_can_be_changed_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        Plan.parse(plan(valid_days=13))
    assert (caught.value.code, caught.value.facts["member"]) == ("ledger.plan", "valid_days")
    assert Plan.parse(plan(valid_days=14)).valid_days == 14


@pytest.mark.parametrize(
    ("changes", "odd"),
    [
        ({}, ()),
        ({"begins": "2062-11-01T00:00:00Z"}, ("begins",)),
        ({"begins": "2016-11-01T00:00:00Z"}, ("begins",)),
        ({"roots": [], "schemas": [], "valid_days": 30}, ("roots", "schemas", "valid_days")),
    ],
)
def test_what_may_be_a_mistake_in_typing_is_named_before_anybody_signs(
    changes: dict[str, Any], odd: tuple[str, ...]
) -> None:
    assert Plan.parse(plan(**changes)).odd(now_s=BEGAN_S) == odd


@pytest.mark.usefixtures("passphrases_at_once")
@pytest.mark.parametrize(
    ("origin", "is_taken"), [("ledger.example/town-123", False), ("ledger.example/town-12", True)]
)
def test_no_key_is_made_for_a_name_that_no_genesis_takes(
    origin: str, is_taken: bool, run: Run, tmp_path: Path
) -> None:
    words = ("init", "--home", "home", "--origin", origin, *WITH_SECRET)
    [said] = run(*words, status=0 if is_taken else 2)
    assert (tmp_path / "home").exists() is is_taken
    assert is_taken or said["code"] == "usage.address"


@pytest.mark.usefixtures("passphrases_at_once")
@pytest.mark.parametrize(
    ("path", "is_free"),
    [
        *((each, False) for each in sorted(OWN_NAMES)),
        ("checkpoint/x", False),
        ("checkpoints", True),
    ],
)
def test_no_ledger_is_named_after_a_folder_of_what_it_publishes(
    path: str, is_free: bool, run: Run, tmp_path: Path
) -> None:
    """The DID log of a first member would lie where the head does, and nothing be published again."""
    origin = f"ledger.example/{path}"
    [said] = run(
        "init", "--home", "home", "--origin", origin, *WITH_SECRET, status=0 if is_free else 2
    )
    assert (tmp_path / "home").exists() is is_free
    assert is_free or said["code"] == "usage.address_taken"


def test_a_person_is_told_what_is_odd_in_a_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.json").write_bytes(plan(begins="2062-11-01T00:00:00Z"))
    (tmp_path / "handed").mkdir()
    for number, each in enumerate(OPENINGS):
        (tmp_path / "handed" / f"{number}.json").write_bytes(each.format_commitment())
    words = ["ledger", "genesis", "agree", "--plan", "plan.json", "--commitments", "handed"]
    assert main([*words, "--to", "a.json", "--lang", "en"]) == 0
    assert "Odd in the plan: begins." in capsys.readouterr().out
    assert main([*words, "--to", "b.json", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["odd"] == ["begins"]
