"""Which held proof answers, with which copy, showing what."""

from dataclasses import replace
from typing import Any

import pytest
from cryptography import x509

from livret_core.credential import catalogue
from livret_core.encoding import base64url
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.sdjwt import SdJwt
from livret_core.sdjwt.plan import ClaimPath
from livret_wallet.answering import (
    Candidate,
    Opened,
    candidates,
    disclosures_for,
    next_copy,
    open_copy,
)
from livret_wallet.records import HeldBatch, HeldCopy
from livret_wallet.standing_record import Stand, StatusSeen
from tests.certificates import authority, leaf
from tests.scene import (
    EXPIRES_S,
    NOW_S,
    RESIDENCY,
    TOWN,
    digest_of,
    disclosure,
    draft,
    elements_of,
)


def held(
    name: str = "a", *, used: tuple[int | None, ...] = (None,), received_s: int = NOW_S
) -> HeldBatch:
    copies = tuple(
        HeldCopy(f"{name}-{number}", draft(copy=number).signed().format(), at)
        for number, at in enumerate(used)
    )
    return HeldBatch(name, TOWN.did, "Verneuil", RESIDENCY.vct, received_s, "7KQ2M9TD", copies)


def query(*paths: ClaimPath, vct: str = RESIDENCY.vct) -> DcqlQuery:
    return DcqlQuery.for_one("pool", (vct,), paths or (("commune",),))


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
    "path", [("sex",), ("commune", "name"), ("commune", 0), ("address", None), ("sub",)]
)
def test_what_is_not_there_cannot_be_shown(path: ClaimPath) -> None:
    assert candidates(query(path), [held()], now_s=NOW_S) == ()


def test_one_claim_that_is_not_there_and_nothing_is_shown() -> None:
    assert candidates(query(("commune",), ("sex",)), [held()], now_s=NOW_S) == ()


def test_a_copy_never_shown_goes_first() -> None:
    assert next_copy(held(used=(NOW_S, None, None))).key_id == "a-1"


def test_when_all_were_shown_the_one_shown_longest_ago_goes() -> None:
    assert next_copy(held(used=(NOW_S, NOW_S - 20, NOW_S - 10))).key_id == "a-1"


def test_the_newest_proof_answers_first() -> None:
    old, new = held("old", received_s=NOW_S - 10), held("new", received_s=NOW_S)
    found = candidates(query(), [old, new], now_s=NOW_S)
    assert [one.batch.id for one in found] == ["new", "old"]


def test_a_proof_with_an_unused_copy_answers_before_a_newer_one_without() -> None:
    old = held("old", received_s=NOW_S - 10)
    new = held("new", received_s=NOW_S, used=(NOW_S, NOW_S))
    found = candidates(query(), [new, old], now_s=NOW_S)
    assert [(one.batch.id, one.number) for one in found] == [("old", 2), ("new", 1)]


@pytest.mark.parametrize("stand", ["revoked", "suspended"])
def test_a_proof_that_is_known_to_be_listed_answers_behind_all_others(stand: Stand) -> None:
    old = held("old", received_s=NOW_S - 10, used=(NOW_S, NOW_S))
    new = replace(held("new"), seen=StatusSeen(stand, NOW_S, NOW_S))
    other = replace(held("other", received_s=NOW_S - 20), issuer_did="did:web:lille.example")
    found = candidates(query(), [new, old, other], now_s=NOW_S)
    assert [one.batch.id for one in found] == ["old", "other", "new"]
    assert [one.batch.id for one in candidates(query(), [new], now_s=NOW_S)] == ["new"]


def test_unused_copies_of_another_issuer_do_not_go_first() -> None:
    old = replace(held("old", received_s=NOW_S - 10), issuer_did="did:web:lille.example")
    new = held("new", received_s=NOW_S, used=(NOW_S,))
    found = candidates(query(), [new, old], now_s=NOW_S)
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


def asking(*credentials: dict[str, Any], **more: Any) -> DcqlQuery:
    base: dict[str, Any] = {"format": "dc+sd-jwt", "meta": {"vct_values": [RESIDENCY.vct]}}
    return DcqlQuery.parse({"credentials": [{**base, **each} for each in credentials], **more})


def wanting(name: str, *paths: list[Any], **more: Any) -> dict[str, Any]:
    claims = [{"path": path} for path in paths]
    return {"id": name, **({"claims": claims} if claims else {}), **more}


def answer(query: DcqlQuery, *batches: HeldBatch) -> Candidate:
    return candidates(query, batches or [held()], now_s=NOW_S)[0]


def test_where_no_claim_is_named_nothing_is_disclosed() -> None:
    assert answer(asking(wanting("q"))).indexes == ()


def test_the_first_set_of_claims_that_a_proof_has_is_what_leaves() -> None:
    claims = [{"id": "s", "path": ["sex"]}, {"id": "c", "path": ["commune"]}]
    query = asking({"id": "q", "claims": claims, "claim_sets": [["s"], ["c"]]})
    assert names(answer(query).indexes) == ["commune"]


@pytest.mark.parametrize(("value", "found"), [("Verneuil", 1), ("verneuil", 0), (True, 0)])
def test_a_proof_that_says_something_else_is_not_offered(value: Any, found: int) -> None:
    query = asking({"id": "q", "claims": [{"path": ["commune"], "values": [value]}]})
    assert len(candidates(query, [held()], now_s=NOW_S)) == found


@pytest.mark.parametrize("name", ["iss", "vct", "exp", "iat"])
def test_a_claim_that_every_presentation_holds_may_be_asked_for(name: str) -> None:
    assert answer(asking(wanting("q", [name], ["commune"]))).query_id == "q"


def test_the_answer_is_to_the_alternative_that_this_wallet_can_meet() -> None:
    birth = wanting("b", meta={"vct_values": ["urn:livret:birth:1"]})
    sets = [{"options": [["b"], ["r"]]}]
    query = asking(birth, wanting("r", ["commune"]), credential_sets=sets)
    assert answer(query).query_id == "r"


def test_the_alternative_that_the_service_likes_best_comes_first() -> None:
    sets = [{"options": [["commune"], ["all"]]}]
    pair = [wanting("all", ["commune"], ["birthdate"]), wanting("commune", ["commune"])]
    [only] = candidates(asking(*pair, credential_sets=sets), [held()], now_s=NOW_S)
    assert (only.query_id, names(only.indexes)) == ("commune", ["commune"])


def test_what_is_optional_does_not_leave_by_itself() -> None:
    sets = [{"options": [["a"]]}, {"options": [["b"]], "required": False}]
    pair = [wanting("a", ["commune"]), wanting("b", ["birthdate"])]
    assert answer(asking(*pair, credential_sets=sets)).query_id == "a"


def test_a_type_that_its_issuer_says_it_is_also_of_answers() -> None:
    text = draft().with_payload(aka_vcts=["urn:x:1"]).signed().format()
    also = replace(held("also"), copies=(HeldCopy("k", text),))
    query = asking(wanting("q", meta={"vct_values": ["urn:x:1"]}))
    assert [one.batch.id for one in candidates(query, [held(), also], now_s=NOW_S)] == ["also"]


def test_a_time_of_issue_that_can_be_kept_back_is() -> None:
    drawn = draft()
    hidden = disclosure("salt of the time of issue", "iat", drawn.payload["iat"])
    text = drawn.with_payload(iat=...).concealing(hidden).signed().format()
    batch = replace(held(), copies=(HeldCopy("k", text),))
    assert candidates(asking(wanting("q", ["iat"])), [batch], now_s=NOW_S) == ()
    assert names_in(text, answer(asking(wanting("q", ["commune"])), batch)) == ["commune"]


def names_in(text: str, candidate: Candidate) -> list[str]:
    texts = SdJwt.parse(text).disclosures
    return [str(elements_of(texts[index])[1]) for index in candidate.indexes]


def test_elements_that_say_something_else_stay() -> None:
    notes: list[Any] = ["one", "two", "one"]
    text = with_notes(notes)
    batch = replace(held(), copies=(HeldCopy("k", text),))
    asked = {"path": ["notes", None], "values": ["one"]}
    found = answer(asking({"id": "q", "claims": [asked]}), batch)
    shown = [elements_of(SdJwt.parse(text).disclosures[index])[-1] for index in found.indexes]
    assert sorted(map(str, shown)) == ["one", "one"]


def test_an_element_without_the_member_asked_for_stays() -> None:
    text = with_notes([{"kind": "x", "more": 1}, {"more": 2}])
    batch = replace(held(), copies=(HeldCopy("k", text),))
    found = answer(asking(wanting("q", ["notes", None, "kind"])), batch)
    [index] = found.indexes
    assert elements_of(SdJwt.parse(text).disclosures[index])[-1] == {"kind": "x", "more": 1}


def with_notes(notes: list[Any]) -> str:
    """A proof with notes, each of which can be kept back."""
    texts = tuple(disclosure(f"salt of a note, the {n}.", note) for n, note in enumerate(notes))
    drawn = draft().with_payload(notes=[{"...": digest_of(text)} for text in texts])
    return replace(drawn, disclosures=(*drawn.disclosures, *texts)).signed().format()


def test_no_packaged_type_extends_another() -> None:
    """What a wallet says of a credential's types would then have to name those too."""
    assert [kind.vct for kind in catalogue.all_types() if kind.metadata.extends] == []


def under(value: str) -> dict[str, Any]:
    return wanting("q", trusted_authorities=[{"type": "aki", "values": [value]}])


def test_a_proof_answers_under_the_authority_that_its_certificate_names() -> None:
    mayor = leaf("Mairie", "https://verneuil.example")
    drawn = draft().with_header(kid=..., x5c=mayor.x5c)
    batch = replace(held(), copies=(HeldCopy("k", drawn.signed(mayor.signer).format()),))
    key = authority("Racine").signer.public_key.handle
    named = base64url.encode(x509.SubjectKeyIdentifier.from_public_key(key).digest)
    assert [one.batch for one in candidates(asking(under(named)), [batch], now_s=NOW_S)] == [batch]
    assert candidates(asking(under("AAAA")), [batch], now_s=NOW_S) == ()
    assert candidates(asking(under(named)), [held()], now_s=NOW_S) == ()
