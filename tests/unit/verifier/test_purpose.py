"""A procedure is held to what its service registered on the ledger."""

from dataclasses import replace

import pytest

from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.ledger.bodies import Asked
from livret_core.ledger.records import ServiceRecord
from livret_core.sdjwt.plan import ClaimPath
from livret_verifier.policy import Address, LedgerTerms, Policy
from livret_verifier.purpose import bound_by, check_within
from tests.scene import DAY_S, NOW_S, PROCEDURE, TOWN


def record(kind: str = "residency", *claims: str) -> ServiceRecord:
    return ServiceRecord(
        last="", seq=0, sponsor="fr-insee:80999", asks=(Asked(kind, claims or ("commune",)),),
        purpose="residence", text="", from_s=NOW_S - DAY_S, until_s=NOW_S + DAY_S,
    )  # fmt: skip


def test_what_was_registered_may_be_asked() -> None:
    check_within(PROCEDURE, record(), now_s=NOW_S)
    address: tuple[ClaimPath, ...] = (("address", "locality"),)
    check_within(replace(PROCEDURE, asks=address), record("residency", "address"), now_s=NOW_S)


def test_the_claim_that_is_too_much_is_named() -> None:
    more: tuple[ClaimPath, ...] = (("commune",), ("birthdate",))
    with pytest.raises(Refused) as caught:
        check_within(replace(PROCEDURE, asks=more), record(), now_s=NOW_S)
    assert caught.value.code == "request.over_purpose"
    assert caught.value.facts == {"claim": "birthdate"}


def test_who_is_known_by_a_did_on_a_believed_ledger_is_held_to_it() -> None:
    at = Address(HttpsUri.parse("https://desk.example/"), "pool", kid=f"{TOWN.did}#request-1")
    policy = Policy("Desk", {}, (), LedgerTerms("ledger.example/meuse"), at)
    assert bound_by(policy) == TOWN.did
    assert bound_by(replace(policy, ledger=None)) is None
    assert bound_by(replace(policy, address=replace(at, kid=None))) is None
    assert bound_by(replace(policy, address=None)) is None
