"""What the sheet says leaves is what the service will read, decoys between elements or not."""

from dataclasses import replace

import pytest

from livret_core.credential import catalogue, mint
from livret_core.dids.webvh import WebvhDid, verify_log
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.sdjwt.plan import ConcealPlan
from livret_core.status.token import StatusReference
from livret_wallet import answering, holder, presenting
from livret_wallet.consent import agree, describe
from livret_wallet.records import HeldBatch, PendingRequest
from livret_wallet.vouching import OwnLog
from tests.scene import (
    DAY_S,
    DESK,
    HOLDER,
    INDEX,
    NONCE,
    NOW_S,
    TOWN,
    Draft,
    counted,
    disclosure,
    elements_of,
)

BIRTH = catalogue.find("birth")
NOTES = ["first note", "second note", "third note"]
CLAIMS: dict[str, JsonValue] = {
    "family_name": "Durand",
    "given_name": "Zoé",
    "birthdate": "2016-05-03",
    "place_of_birth": {"country": "FR", "locality": "Verneuil"},
    "act_number": "112",
    "annotations": [*NOTES],
    "issuing_authority": "Le maire de Verneuil",
    "issuing_country": "FR",
    "issuing_territory": "fr-insee:80999",
    "certificate_language": "fr",
    "date_of_issuance": "2026-11-08",
}


def held(decoys_first: int) -> HeldBatch:
    """A birth certificate whose notes are concealed one by one, behind so many decoys."""
    issued_s = NOW_S - NOW_S % DAY_S
    unsigned = mint.prepare(
        BIRTH,
        CLAIMS,
        plan=ConcealPlan.of([*BIRTH.conceal_paths, ("annotations", None)]),
        issuer=mint.IssuerIdentity.did(TOWN.signer.algorithm, did=TOWN.did, key_id=TOWN.kid),
        holder_key=HOLDER.public_key,
        status=StatusReference(INDEX, TOWN.status_uri),
        issued_at_s=issued_s,
        expires_at_s=BIRTH.law.expires_at_s(issued_s),
        salts=counted(),
        decoys=counted(1 << 32, 32),
    )
    header, payload = unsigned.signing_input.split(b".")
    made = Draft(
        json_encoding.parse_object(base64url.decode(header)),
        json_encoding.parse_object(base64url.decode(payload)),
        unsigned.disclosures,
    )
    [notes] = [elements_of(text) for text in made.disclosures if "annotations" in elements_of(text)]
    elements = notes[2]
    assert isinstance(elements, list)
    decoys: list[JsonValue] = [
        {"...": base64url.encode(bytes([number]) * 32)} for number in range(decoys_first)
    ]
    text = made.replacing("annotations", disclosure(*notes[:2], [*decoys, *elements]))
    pending = PendingRequest(
        "p", TOWN.did, "Town", BIRTH.vct, "7KQ2-M9T9", "n" * 32, ("k",), NOW_S - 10
    )
    batch, _ = holder.accept(
        [text.signed().format()],
        pending,
        [HOLDER.public_key],
        OwnLog(verify_log(TOWN.log, WebvhDid.parse(TOWN.did), now_s=NOW_S)),
        batch_id="b",
        now_s=NOW_S,
    )
    return batch


def asked(place: int | None) -> DcqlQuery:
    return DcqlQuery.parse(
        {
            "credentials": [
                {
                    "id": "x",
                    "format": "dc+sd-jwt",
                    "meta": {"vct_values": [BIRTH.vct]},
                    "claims": [{"path": ["annotations", place]}],
                }
            ]
        }
    )


def request(query: DcqlQuery) -> AuthorizationRequest:
    return AuthorizationRequest(DESK, NONCE, NONCE, query, "S", NOW_S, NOW_S + 100, {})


def answer(batch: HeldBatch, place: int | None) -> tuple[list[str], list[str]]:
    """What the sheet says leaves, and what the service then reads."""
    query = asked(place)
    [candidate] = answering.candidates(query, [batch], now_s=NOW_S)
    sheet = describe(candidate, request(query), language="en")
    consent = agree(sheet, "yes")
    assert consent is not None
    [unsigned] = presenting.prepare(candidate, request(query), consent, now_s=NOW_S)
    read = presenting.read_by_others(unsigned.shown)
    return (
        [line.value for line in sheet.leaves],
        sorted(value for path, value in read if path[0] == "annotations"),
    )


@pytest.mark.parametrize("decoys", [0, 1, 2])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_the_note_on_the_sheet_is_the_note_that_is_read(decoys: int, which: int) -> None:
    assert answer(held(decoys), which + decoys) == ([NOTES[which]], [NOTES[which]])


@pytest.mark.parametrize("place", [0, 4])
def test_a_decoy_answers_nothing(place: int) -> None:
    assert answering.candidates(asked(place), [held(1)], now_s=NOW_S) == ()


def test_every_note_may_be_asked_for_at_once() -> None:
    assert answer(held(2), None) == (NOTES, NOTES)


def test_a_sheet_that_says_other_than_what_is_read_sends_nothing() -> None:
    batch, query = held(1), asked(2)
    [candidate] = answering.candidates(query, [batch], now_s=NOW_S)
    sheet = describe(candidate, request(query), language="en")
    other = replace(sheet, leaves=(replace(sheet.leaves[0], value="another note"),))
    consent = agree(other, "yes")
    assert consent is not None
    with pytest.raises(ValueError, match="not what the sheet says"):
        presenting.prepare(candidate, request(query), consent, now_s=NOW_S)
