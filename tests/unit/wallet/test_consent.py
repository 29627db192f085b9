"""The sheet says what leaves, whole; and nothing but a spelled-out yes makes consent."""

import ast
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from livret_core.ledger.registered_asks import Excess
from livret_core.openid4vp.client_id import client_id_of
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.transaction_data import TransactionData
from livret_core.sdjwt.plan import ClaimPath
from livret_core.words import LANGUAGES
from livret_wallet.answering import Candidate, candidates
from livret_wallet.consent import ConsentGiven, ConsentSheet, agree, describe
from livret_wallet.presenting import prepare
from livret_wallet.records import HeldBatch, HeldCopy
from livret_wallet.sheet_facts import sheet_digest, sheet_object
from tests.scene import HOLDER, NOW_S, RESIDENCY, STRANGER, THIEF, TOWN, draft
from tests.sheets import sheet_lines

ROOT: Final = Path(__file__).parents[3]
BATCH: Final = HeldBatch(
    "batch", TOWN.did, "Verneuil", RESIDENCY.vct, NOW_S, "7KQ2M9T9",
    tuple(HeldCopy(f"key-{n}", draft(copy=n).signed().format()) for n in range(2)),
)  # fmt: skip


def asking(*paths: ClaimPath, **changes: object) -> AuthorizationRequest:
    request = AuthorizationRequest(
        client_id_of(HOLDER.public_key),
        "n" * 22,
        "s" * 22,
        DcqlQuery.for_one("pool", (RESIDENCY.vct,), paths or (("commune",),)),
        "Piscine des Saules",
        NOW_S,
        NOW_S + 600,
        {"fr": "tarif habitant", "en": "resident tariff"},
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def candidate(request: AuthorizationRequest, batch: HeldBatch = BATCH) -> Candidate:
    [found] = candidates(request.query, [batch], now_s=NOW_S)
    return found


def sheet(*paths: ClaimPath, language: str = "en", **changes: object) -> ConsentSheet:
    request = asking(*paths, **changes)
    return describe(candidate(request), request, language=language)


def test_one_claim_leaves_and_the_others_stay() -> None:
    shown = sheet()
    assert [(line.label, line.value) for line in shown.leaves] == [("Commune", "Verneuil")]
    assert "Date of birth" in shown.stays
    assert "Commune" not in shown.stays


def test_what_stays_stands_in_the_order_of_the_type() -> None:
    labels = [RESIDENCY.claim_label(claim.path, "en") for claim in RESIDENCY.claims]
    stays = sheet().stays
    assert sorted(stays, key=labels.index) == list(stays)


def test_a_whole_claim_leaves_part_by_part() -> None:
    paths = [line.path for line in sheet(("address",)).leaves]
    assert paths == [
        ("address", "street_address"), ("address", "postal_code"), ("address", "locality"),
        ("address", "country"),
    ]  # fmt: skip


def test_what_is_in_clear_goes_along_and_is_said() -> None:
    along = {line.path[0] for line in sheet().goes_along}
    assert along == {
        "issuing_authority", "issuing_country", "issuing_territory", "certificate_language"
    }  # fmt: skip


def test_every_disclosure_that_would_leave_is_on_the_sheet() -> None:
    for path in (("commune",), ("address",), ("address", "locality"), ("birthdate",)):
        request = asking(path)
        one = candidate(request)
        lines = {line.path for line in describe(one, request, language="en").leaves}
        leaving = {p.path for p in one.opened.placed if p.disclosure in one.indexes}
        assert all(any(line[: len(at)] == at for line in lines) for at in leaving)


def test_the_purpose_is_in_the_readers_language_or_in_english() -> None:
    assert sheet(language="fr").purpose == "tarif habitant"
    assert sheet(language="de").purpose == "resident tariff"
    assert sheet(language="de", purposes={"nl": "tarief"}).purpose == "tarief"
    assert sheet(purposes={}).purpose == ""


@pytest.mark.parametrize("answer", ["yes", "Oui", " JA\n", "yEs"])
def test_a_whole_yes_is_one(answer: str) -> None:
    assert agree(sheet(), answer) is not None


@pytest.mark.parametrize("answer", ["", "\n", "y", "o", "yes!", "yes no", "ok", "true", "1", "да"])
def test_anything_else_is_none(answer: str) -> None:
    assert agree(sheet(), answer) is None


def test_consent_is_made_in_one_place_of_all_our_code() -> None:
    places = [
        f"{path.name}:{node.lineno}"
        for path in ROOT.glob("*/livret_*/**/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) == "ConsentGiven"
    ]
    assert [place.partition(":")[0] for place in places] == ["consent.py"]


CHANGES: Final = {
    "service": "Médiathèque",
    "client_id": "decentralized_identifier:did:jwk:x",
    "purposes": (("en", "statistics"),),
    "issuer": "Paris",
    "leaves": (),
    "goes_along": (),
    "kept": (),
    "copy_number": 2,
    "copies": 3,
    "used_at_s": NOW_S,
    "expires_at_s": None,
    "issuer_did": STRANGER.did,
    "nonce": "another-nonce-of-this-service",
    "state": "another-state-of-this-service",
    "number": 2,
    "others": (3,),
    "dated_day": 20787,
    "together": "itself",
    "type_name": "birth",
    "answer_to": "elsewhere.test",
    "behind": "registered",
    "behind_name": "ledger.example",
    "registered_by": "fr-insee:57463",
    "registered_for": "sport",
    "excess": Excess(claims=(("residency", ("commune",)),)),
    "vct": "urn:livret:birth:1",
    "type_digest": "another",
    "is_uncertain": True,
    "listed": "revoked",
    "listed_at_s": NOW_S,
}
# In the language of the reader: what they say is in others, or in the description of the type.
WORDED: Final = {"purpose": "purposes", "proof": "vct", "stays": "kept"}


@pytest.mark.parametrize("name", CHANGES)
def test_the_digest_of_a_sheet_changes_with_anything_on_it(name: str) -> None:
    one = sheet()
    change = (one,) if name == "together" else CHANGES[name]
    assert sheet_digest(one) != sheet_digest(replace(one, **{name: change}))  # type: ignore[arg-type]


def test_every_member_of_a_sheet_is_in_its_digest() -> None:
    assert set(CHANGES) | set(WORDED) == set(ConsentSheet.__dataclass_fields__)
    assert set(WORDED.values()) <= set(CHANGES)


def test_a_digest_can_be_typed_after_an_option() -> None:
    assert {char for n in range(50) for char in sheet_digest(replace(sheet(), copies=n))} <= set(
        "0123456789abcdef"
    )


def test_a_yes_to_another_service_is_none_to_this_one() -> None:
    request = asking()
    other = asking(client_id=client_id_of(THIEF.public_key))
    given = agree(describe(candidate(other), other, language="en"), "yes")
    assert given is not None
    with pytest.raises(ValueError, match="another sheet"):
        prepare(candidate(request), request, given, now_s=NOW_S)


def test_a_yes_to_less_is_none_to_more() -> None:
    little, much = asking(), asking(("commune",), ("birthdate",))
    given = agree(describe(candidate(little), little, language="en"), "yes")
    assert given is not None
    with pytest.raises(ValueError, match="another sheet"):
        prepare(candidate(much), much, given, now_s=NOW_S)


def test_nobody_agrees_to_a_transaction_that_the_sheet_does_not_show() -> None:
    tree = TransactionData.of("urn:x:tree", ["pool"], {"street": "Rue des Lilas"})
    request = replace(asking(), transaction_data=(tree,))
    given = agree(describe(candidate(request), request, language="en"), "yes")
    assert given is not None
    with pytest.raises(ValueError, match="not on the sheet"):
        prepare(candidate(request), request, given, now_s=NOW_S)


def test_a_yes_binds_the_copy_to_the_request() -> None:
    request = asking()
    given = agree(describe(candidate(request), request, language="en"), "yes")
    assert isinstance(given, ConsentGiven)
    [unsigned] = prepare(candidate(request), request, given, now_s=NOW_S)
    answer = unsigned.assemble(HOLDER.sign(unsigned.signing_input))
    assert (answer.state, answer.query_id, unsigned.key_id) == ("s" * 22, "pool", "key-0")
    assert len(answer.presentation.split("~")) == 3


def test_a_copy_that_was_shown_is_said_to_have_been() -> None:
    used = replace(BATCH, copies=tuple(replace(copy, used_at_s=NOW_S) for copy in BATCH.copies))
    request = asking()
    shown = describe(candidate(request, used), request, language="en")
    assert shown.used_before
    text = " ".join(sheet_lines(shown, "en", candidate=candidate(request, used)))
    assert "shown before" in text
    assert "NO UNUSED COPY IS LEFT" in text


def test_a_digest_is_good_for_one_showing_of_one_copy() -> None:
    """The last copy is shown again and again, and each time is another decision."""
    digests = {
        sheet_digest(describe(candidate(asking(), batch), asking(), language="en"))
        for used_at_s in (None, NOW_S, NOW_S + 1)
        for batch in [
            replace(BATCH, copies=tuple(replace(one, used_at_s=used_at_s) for one in BATCH.copies))
        ]
    }
    assert len(digests) == 3


def test_a_digest_is_the_same_in_every_language_and_not_of_another_reason() -> None:
    said = {"en": "resident tariff", "fr": "tarif habitant"}
    one = replace(asking(), purposes=said)
    digests = {
        sheet_digest(describe(candidate(one), one, language=language)) for language in LANGUAGES
    }
    assert len(digests) == 1
    other = replace(one, purposes={**said, "fr": "autre chose"})
    english = describe(candidate(other), other, language="en")
    assert english.purpose == "resident tariff"
    assert sheet_digest(english) not in digests


@pytest.mark.parametrize("plain", [False, True])
def test_a_name_that_whoever_carried_the_hand_over_chose_stands_after_the_address(
    plain: bool,
) -> None:
    """Nothing vouches for it: what the signature was checked against stands before it."""
    renamed = replace(BATCH, issuer_name="République française")
    found = candidate(asking(), renamed)
    shown = describe(found, asking(), language="en")
    text = " ".join(" ".join(sheet_lines(shown, "en", candidate=found, plain=plain)).split())
    assert "ledger.livret.test/verneuil (calls itself “République française”)" in text


def test_a_long_value_is_shown_to_its_end() -> None:
    one = sheet()
    long = replace(one, leaves=(replace(one.leaves[0], value="word " * 60 + "end"),))
    for plain in (False, True):
        assert "end" in "\n".join(sheet_lines(long, "en", plain=plain))


@pytest.mark.parametrize("plain", [False, True])
def test_where_nobody_can_ask_for_it_every_claim_that_stays_is_named(plain: bool) -> None:
    one = sheet()
    lines = " ".join(" ".join(sheet_lines(one, "en", plain=plain)).split())
    assert all(label in lines for label in one.stays)


def test_each_of_a_list_is_called_as_a_policy_calls_it() -> None:
    more = Excess(False, (), (("birth", ("parents", None, "given_name")),))
    said = sheet_object(replace(sheet(), excess=more))
    assert said["beyond"] == {
        "over": False, "types": [], "claims": ["parents.*.given_name"],
    }  # fmt: skip
