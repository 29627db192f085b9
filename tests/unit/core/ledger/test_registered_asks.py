"""What a service asks is held to what it registered."""

import pytest

from livret_core.errors import Refused
from livret_core.ledger.bodies import Asked
from livret_core.ledger.records import ServiceRecord
from livret_core.ledger.registered_asks import AskedClaims, check_within

AT_S = 1_800_000_000
RECORD = ServiceRecord(
    last="", seq=0, sponsor="fr-insee:80999", purpose="residence", text="",
    asks=(Asked("residency", ("commune", "address.locality")), Asked("birth", ("parents.*", "sex"))),
    from_s=AT_S, until_s=AT_S + 60,
)  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        ("residency", [("commune",)]),
        ("residency", [("commune",), ("address", "locality")]),
        ("residency", []),
        ("birth", [("parents", None)]),
        ("birth", [("parents", 1)]),
        ("birth", [("parents", None, "given_name"), ("sex",)]),
    ],
)
def test_what_was_registered_may_be_asked_with_all_that_is_in_it(asked: AskedClaims) -> None:
    check_within(RECORD, [asked], now_s=AT_S)


@pytest.mark.parametrize(
    ("asked", "fact"),
    [
        (("residency", [("commune",), ("birthdate",)]), {"claim": "birthdate"}),
        (("residency", [("address",)]), {"claim": "address"}),
        (("residency", [("address", "street_address")]), {"claim": "address.street_address"}),
        (("residency", [("address.locality",)]), {"claim": "address.locality"}),
        (("birth", [("parents",)]), {"claim": "parents"}),
        (("birth", [("parents", "*")]), {"claim": "parents.*"}),
        (("birth", [("commune",)]), {"claim": "commune"}),
        (("diploma", []), {"type": "diploma"}),
    ],
)
def test_more_is_too_much_and_is_named(asked: AskedClaims, fact: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        check_within(RECORD, [("residency", [("commune",)]), asked], now_s=AT_S)
    assert (caught.value.code, dict(caught.value.facts)) == ("request.over_purpose", fact)


@pytest.mark.parametrize("at_s", [AT_S - 1, AT_S + 60])
def test_what_was_registered_has_its_time(at_s: int) -> None:
    with pytest.raises(Refused, match=r"request\.over_purpose"):
        check_within(RECORD, [("residency", [("commune",)])], now_s=at_s)
