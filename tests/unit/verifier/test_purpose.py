"""A procedure is held to what its service registered on the ledger."""

from dataclasses import replace

import pytest

from livret_core.errors import Refused
from livret_core.ledger.bodies import Asked
from livret_core.ledger.records import ServiceRecord
from livret_core.sdjwt.plan import ClaimPath
from livret_verifier.purpose import check_within
from tests.scene import DAY_S, NOW_S, PROCEDURE


def record(kind: str = "residency", *claims: str) -> ServiceRecord:
    return ServiceRecord(
        last="", seq=0, sponsor="fr-insee:80999", asks=(Asked(kind, claims or ("commune",)),),
        purpose="residence", text="", from_s=NOW_S - DAY_S, until_s=NOW_S + DAY_S,
    )  # fmt: skip


def test_what_was_registered_may_be_asked() -> None:
    check_within(PROCEDURE, record(), now_s=NOW_S)
    address: tuple[ClaimPath, ...] = (("address", "locality"),)
    check_within(replace(PROCEDURE, asks=address), record("residency", "address"), now_s=NOW_S)


@pytest.mark.parametrize(
    ("found", "at_s"),
    [
        (record("residency", "birthdate"), NOW_S),
        (record("diploma", "commune"), NOW_S),
        (record(), NOW_S - 2 * DAY_S),
        (record(), NOW_S + DAY_S),
    ],
)
def test_what_was_not_registered_or_not_for_now_is_not_asked(
    found: ServiceRecord, at_s: int
) -> None:
    with pytest.raises(Refused) as caught:
        check_within(PROCEDURE, found, now_s=at_s)
    assert caught.value.code == "request.over_purpose"


def test_the_claim_that_is_too_much_is_named() -> None:
    more: tuple[ClaimPath, ...] = (("commune",), ("birthdate",))
    with pytest.raises(Refused) as caught:
        check_within(replace(PROCEDURE, asks=more), record(), now_s=NOW_S)
    assert caught.value.facts == {"claim": "birthdate"}
