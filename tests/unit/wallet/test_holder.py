"""Which held proof answers, with which copy, showing what; and which request an answer is to."""

from dataclasses import replace
from typing import Final

import pytest

from livret_core.errors import LivretError, Refused
from livret_core.openid4vp.query import CredentialQuery
from livret_core.sdjwt.plan import ClaimPath
from livret_wallet.holder import (
    Opened,
    asked_with,
    candidates,
    disclosures_for,
    next_copy,
    open_copy,
)
from livret_wallet.records import HeldBatch, HeldCopy, PendingRequest
from tests.scene import (
    EXPIRES_S,
    HOLDER,
    NOW_S,
    RESIDENCY,
    THIEF,
    TOWN,
    draft,
    elements_of,
)

PENDING: Final = PendingRequest(
    "first", TOWN.did, "Verneuil", RESIDENCY.vct, "7KQ2M9TD", "nonce", ("key",), NOW_S
)


def held(
    name: str = "a", *, used: tuple[int | None, ...] = (None,), received_s: int = NOW_S
) -> HeldBatch:
    copies = tuple(
        HeldCopy(f"{name}-{number}", draft(copy=number).signed().format(), at)
        for number, at in enumerate(used)
    )
    return HeldBatch(name, TOWN.did, "Verneuil", RESIDENCY.vct, received_s, "7KQ2M9TD", copies)


def query(*paths: ClaimPath, vct: str = RESIDENCY.vct) -> CredentialQuery:
    return CredentialQuery("pool", (vct,), paths or (("commune",),))


def opened() -> Opened:
    return open_copy(held().copies[0])


def names(indexes: tuple[int, ...] | None) -> list[str]:
    assert indexes is not None
    texts = opened().presentation.sd_jwt.disclosures
    return [str(elements_of(texts[index])[1]) for index in indexes]


def test_what_is_asked_for_takes_its_own_disclosure_alone() -> None:
    assert names(disclosures_for(opened(), [("commune",)])) == ["commune"]


def test_a_part_of_a_claim_is_shown_without_its_sisters() -> None:
    assert names(disclosures_for(opened(), [("address", "locality")])) == ["locality"]


def test_a_whole_claim_is_shown_with_all_its_parts() -> None:
    found = names(disclosures_for(opened(), [("address",)]))
    assert sorted(found) == ["country", "locality", "postal_code", "street_address"]


def test_a_claim_in_clear_takes_no_disclosure() -> None:
    assert disclosures_for(opened(), [("issuing_country",)]) == ()


@pytest.mark.parametrize(
    "path", [("sex",), ("commune", "name"), ("commune", 0), ("address", None), ("sub",), ("iss",)]
)
def test_what_is_not_there_cannot_be_shown(path: ClaimPath) -> None:
    assert disclosures_for(opened(), [path]) is None


def test_one_claim_that_is_not_there_and_nothing_is_shown() -> None:
    assert disclosures_for(opened(), [("commune",), ("sex",)]) is None


def test_a_copy_never_shown_goes_first() -> None:
    assert next_copy(held(used=(NOW_S, None, None))).key_id == "a-1"


def test_when_all_were_shown_the_one_shown_longest_ago_goes() -> None:
    assert next_copy(held(used=(NOW_S, NOW_S - 20, NOW_S - 10))).key_id == "a-1"


def test_the_newest_proof_answers_first() -> None:
    old, new = held("old", received_s=NOW_S - 10), held("new", received_s=NOW_S)
    found = candidates(query(), [old, new], now_s=NOW_S)
    assert [one.batch.id for one in found] == ["new", "old"]


def test_another_type_does_not_answer() -> None:
    assert candidates(query(vct="urn:livret:birth:1"), [held()], now_s=NOW_S) == ()


def test_a_proof_without_the_claim_does_not_answer() -> None:
    assert candidates(query(("sex",)), [held()], now_s=NOW_S) == ()


def test_a_proof_that_ended_does_not_answer() -> None:
    assert candidates(query(), [held()], now_s=EXPIRES_S) == ()
    assert len(candidates(query(), [held()], now_s=EXPIRES_S - 1)) == 1


def test_protocol_claims_are_no_part_of_what_a_proof_says() -> None:
    assert {"iss", "vct", "cnf", "status", "exp", "iat"}.isdisjoint(opened().claims)


def test_an_answer_is_to_the_request_whose_key_it_is_bound_to() -> None:
    lost = replace(PENDING, id="lost")
    text = draft().signed().format()
    found = asked_with(text, [(lost, [THIEF.public_key]), (PENDING, [HOLDER.public_key])])
    assert found.id == "first"


def test_an_answer_bound_to_no_key_of_ours_is_to_none_of_our_requests() -> None:
    with pytest.raises(Refused) as caught:
        asked_with(draft().signed().format(), [(PENDING, [THIEF.public_key])])
    assert caught.value.code == "received.other_key"


def test_an_answer_that_is_no_credential_is_malformed() -> None:
    with pytest.raises(LivretError) as caught:
        asked_with("x~", [(PENDING, [HOLDER.public_key])])
    assert caught.value.branch == "malformed"
