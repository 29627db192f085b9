"""Rules of Type Metadata against credentials, complete and not."""

import itertools
import json
from typing import Any

import pytest

from livret_core.credential.claim_path import ClaimPath, IssuedClaims
from livret_core.credential.type_metadata import TypeMetadata
from livret_core.credential.type_rules import check_type_rules
from livret_core.errors import Refused
from livret_core.sdjwt import ConcealPlan, conceal, reveal

CLAIMS: dict[str, Any] = {
    "name": "Ada",
    "address": {"city": "Milliways", "street": "42 Market Street"},
    "parents": [{"name": "Bo"}, {"name": "Cy"}],
}


def metadata(*claims: dict[str, Any]) -> TypeMetadata:
    return TypeMetadata.parse(json.dumps({"vct": "urn:example:1", "claims": claims}).encode())


def rule(*path: str | int | None, **members: Any) -> dict[str, Any]:
    return {"path": list(path), **members}


def shown(
    *concealed: ClaimPath, show: tuple[ClaimPath, ...] | None = None, decoys: int = 0
) -> IssuedClaims:
    """Issue CLAIMS with *concealed* disclosable, and show some (None: all)."""
    salts = (bytes([number] * 16) for number in itertools.count())
    spare = (bytes([255 - number] * 32) for number in itertools.count())
    plan = ConcealPlan.of(concealed, decoys={(): decoys})
    made = conceal(CLAIMS, plan, salts=salts, decoys=spare)
    whole = reveal(made.payload, made.disclosures)
    if show is None:
        return IssuedClaims.of(whole)
    kept = [made.disclosures[placed.disclosure] for placed in whole.placed if placed.path in show]
    return IssuedClaims.of(reveal(made.payload, kept))


def refusal(metadata: TypeMetadata, issued: IssuedClaims) -> tuple[str, object]:
    with pytest.raises(Refused) as caught:
        check_type_rules(metadata, issued)
    return caught.value.code, caught.value.facts["path"]


def test_a_credential_as_its_type_wants_it_passes() -> None:
    kind = metadata(
        rule("name", sd="always", mandatory=True),
        rule("address", sd="never", mandatory=True),
        rule("address", "city", sd="always", mandatory=True),
        rule("parents", None, "name", sd="never"),
    )
    check_type_rules(kind, shown(("name",), ("address", "city"), ("parents",)))


def test_a_claim_in_clear_that_must_be_disclosable_is_refused() -> None:
    assert refusal(metadata(rule("name", sd="always")), shown()) == (
        "claims.not_disclosable",
        "name",
    )


def test_a_disclosable_parent_does_not_make_its_parts_disclosable() -> None:
    kind = metadata(rule("address", "city", sd="always"))
    assert refusal(kind, shown(("address",))) == ("claims.not_disclosable", "address.city")


def test_a_claim_in_clear_inside_a_disclosed_one_is_in_clear() -> None:
    check_type_rules(metadata(rule("address", "city", sd="never")), shown(("address",)))


def test_each_element_of_a_list_is_held_to_the_rule() -> None:
    kind = metadata(rule("parents", None, sd="always"))
    check_type_rules(kind, shown(("parents", None)))
    assert refusal(kind, shown(("parents", 0))) == ("claims.not_disclosable", "parents.*")


def test_an_element_that_was_kept_back_breaks_a_rule_of_never() -> None:
    kind = metadata(rule("parents", None, sd="never"))
    assert refusal(kind, shown(("parents", None), show=())) == (
        "claims.disclosable",
        "parents.*",
    )


def test_elements_shown_out_of_the_middle_keep_their_positions() -> None:
    kind = metadata(rule("parents", None, sd="always"), rule("parents", 1, sd="always"))
    check_type_rules(kind, shown(("parents", None), show=(("parents", 1),)))


def test_where_the_type_says_nothing_the_issuer_may_do_either() -> None:
    kind = metadata(rule("name"), rule("address", "city", sd="allowed"))
    check_type_rules(kind, shown())
    check_type_rules(kind, shown(("name",), ("address", "city")))


def test_an_undisclosed_claim_is_not_a_missing_one() -> None:
    kind = metadata(rule("name", mandatory=True), rule("address", "city", mandatory=True))
    check_type_rules(kind, shown(("name",), ("address", "city"), show=()))


def test_a_claim_inside_an_undisclosed_one_is_not_missing() -> None:
    kind = metadata(rule("address", "city", mandatory=True, sd="never"))
    check_type_rules(kind, shown(("address",), show=()))


def test_a_claim_inside_an_undisclosed_element_is_not_missing() -> None:
    kind = metadata(rule("parents", None, "name", mandatory=True))
    check_type_rules(kind, shown(("parents", None), show=()))


def test_a_claim_that_no_digest_can_be_is_missing() -> None:
    assert refusal(metadata(rule("born", mandatory=True)), shown()) == ("claims.missing", "born")


def test_a_digest_elsewhere_cannot_be_the_missing_claim() -> None:
    kind = metadata(rule("address", "country", mandatory=True))
    issued = shown(("name",), show=())
    assert refusal(kind, issued) == ("claims.missing", "address.country")


def test_a_claim_that_must_be_in_clear_cannot_be_hidden() -> None:
    kind = metadata(rule("name", mandatory=True, sd="never"))
    assert refusal(kind, shown(("name",), show=())) == ("claims.missing", "name")


def test_a_claim_inside_an_object_that_must_be_in_clear_cannot_be_hidden() -> None:
    kind = metadata(rule("address", "city", mandatory=True, sd="never"))
    issued = shown(("address", "city"), show=())
    assert refusal(kind, issued) == ("claims.missing", "address.city")


def test_a_holder_who_has_every_disclosure_sees_through_decoys() -> None:
    kind = metadata(rule("born", mandatory=True))
    issued = shown(("name",), decoys=3)
    check_type_rules(kind, issued)  # a verifier cannot tell a decoy from a claim
    assert refusal(kind, issued.complete()) == ("claims.missing", "born")


def test_where_nothing_is_known_of_hidden_claims_none_is_missing() -> None:
    check_type_rules(metadata(rule("born", mandatory=True)), IssuedClaims({"name": "Ada"}))


def test_a_path_that_does_not_fit_is_refused() -> None:
    assert refusal(metadata(rule("name", "given")), shown()) == ("claims.path", "name.given")
