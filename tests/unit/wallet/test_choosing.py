"""Which held proof is meant, by number or by id; and what is said when several would do."""

from dataclasses import replace
from typing import Final

import pytest

from livret_core.errors import MalformedInput, Refused
from livret_core.openid4vp.client_id import client_id_of
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.words import LANGUAGES, Language
from livret_wallet.answering import Candidate, candidates, choose
from livret_wallet.choosing import find_batch
from livret_wallet.consent import describe
from livret_wallet.records import HeldBatch, HeldCopy
from livret_wallet.sheet_facts import sheet_digest, sheet_facts
from tests.scene import CLAIMS, HOLDER, NOW_S, RESIDENCY, TOWN, draft
from tests.sheets import sheet_lines


def held(name: str, *, received_s: int = NOW_S, sparse: bool = False) -> HeldBatch:
    claims = {key: value for key, value in CLAIMS.items() if not sparse or key != "birthdate"}
    copy = HeldCopy(f"key-{name}", draft(claims).signed().format())
    return HeldBatch(
        name, TOWN.did, "Verneuil", RESIDENCY.vct, received_s, "7KQ2M9T9", (copy,)
    )  # fmt: skip


def asking() -> AuthorizationRequest:
    return AuthorizationRequest(
        client_id_of(HOLDER.public_key),
        "n" * 22,
        "s" * 22,
        DcqlQuery.for_one("pool", (RESIDENCY.vct,), (("commune",),)),
        "Piscine des Saules",
        NOW_S,
        NOW_S + 600,
        {"en": "resident tariff"},
    )


NEW, MIDDLE, OLD = held("aa", received_s=NOW_S), held("12", received_s=NOW_S - 1), held("bb")
HELD: Final = (NEW, MIDDLE, replace(OLD, received_at_s=NOW_S - 2))


@pytest.mark.parametrize(
    ("text", "found"), [("1", "aa"), ("2", "12"), ("3", "bb"), ("bb", "bb"), (None, "aa")]
)
def test_a_proof_is_found_by_its_number_or_its_id(text: str | None, found: str) -> None:
    assert find_batch(HELD, text).id == found


def test_an_id_that_looks_like_a_number_is_an_id() -> None:
    assert find_batch(HELD, "12").id == "12"


@pytest.mark.parametrize("text", ["0", "4", "-1", "", "x", "١", "1.0", "9" * 5_000, " 1"])
def test_an_unknown_number_is_said_to_be_none(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        find_batch(HELD, text)
    assert (caught.value.code, caught.value.facts) == ("usage.proof", {"most": 3})


def test_an_empty_wallet_has_no_first_proof() -> None:
    with pytest.raises(Refused) as caught:
        find_batch((), None)
    assert caught.value.code == "vault.empty"


def found(*paths: tuple[str, ...], among: tuple[HeldBatch, ...] = HELD) -> tuple[Candidate, ...]:
    query = DcqlQuery.for_one("pool", (RESIDENCY.vct,), paths or (("commune",),))
    return candidates(query, among, now_s=NOW_S)


def test_a_candidate_knows_its_number_and_those_that_would_do_as_well() -> None:
    assert [(one.batch.id, one.number, one.others) for one in found()] == [
        ("aa", 1, (2, 3)), ("12", 2, (1, 3)), ("bb", 3, (1, 2)),
    ]  # fmt: skip


def test_one_that_does_not_answer_is_not_among_the_others() -> None:
    sparse = replace(held("cc", sparse=True), received_at_s=NOW_S + 1)
    first, *_ = found(("birthdate",), among=(sparse, *HELD))
    assert (first.batch.id, first.number, first.others) == ("aa", 2, (3, 4))


def test_the_newest_is_taken_when_none_is_named() -> None:
    assert choose(found(), None).batch.id == "aa"


def test_the_one_that_is_named_is_taken() -> None:
    assert choose(found(), HELD[2]).batch.id == "bb"


def test_one_that_is_named_and_does_not_answer_is_not_replaced() -> None:
    sparse = held("cc", sparse=True)
    with pytest.raises(Refused) as caught:
        choose(found(("birthdate",), among=(*HELD, sparse)), sparse)
    assert caught.value.code == "present.other_proof"


@pytest.mark.parametrize("wanted", [None, HELD[0]])
def test_where_nothing_answers_that_is_said(wanted: HeldBatch | None) -> None:
    with pytest.raises(Refused) as caught:
        choose((), wanted)
    assert caught.value.code == "present.none"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plain", [False, True])
def test_the_sheet_says_which_proof_of_several_and_how_to_take_another(
    language: Language, plain: bool
) -> None:
    sheet = describe(choose(found(), HELD[1]), asking(), language=language)
    text = " ".join(" ".join(sheet_lines(sheet, language, plain=plain, whole=False)).split())
    for part in ("3 ", " 2 ", "1, 3", "--proof 1"):
        assert part in text
    assert max(map(len, sheet_lines(sheet, language, plain=plain, whole=False))) <= (
        72 if plain else 80
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_of_the_only_proof_offers_no_choice(language: Language) -> None:
    [only] = found(among=(NEW,))
    assert "--proof" not in "\n".join(
        sheet_lines(describe(only, asking(), language=language), language)
    )


def test_a_program_is_told_the_others_too() -> None:
    facts = sheet_facts(describe(found()[0], asking(), language="en"))
    assert (facts["number"], facts["others"]) == (1, [2, 3])


def test_another_choice_is_another_decision() -> None:
    first, second, _ = (describe(one, asking(), language="en") for one in found())
    assert sheet_digest(first) != sheet_digest(second)
