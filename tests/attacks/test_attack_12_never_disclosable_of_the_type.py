"""Attack 12, on the side of the type: hiding the claim that a decision hangs on.

Without the territory nobody could say "signed for the wrong territory", and without the
language of the certificate a translation could pass for it. Every packaged type keeps
both in clear; a credential that does not is refused, whether the holder shows the
disclosure or keeps it back.
"""

import itertools
from datetime import date

import pytest

from livret_core.credential import catalogue
from livret_core.credential.claim_path import IssuedClaims
from livret_core.credential.type_law import TypeLaw
from livret_core.credential.type_metadata import TypeMetadata
from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.sdjwt import ConcealPlan, conceal, reveal
from livret_core.sdjwt.plan import ClaimPath
from livret_core.territory import Territory
from livret_schemas import load

every_type = pytest.mark.parametrize("kind", catalogue.all_types(), ids=lambda kind: kind.name)


def claims_of(kind: CredentialType) -> JsonObject:
    own: dict[str, JsonObject] = {
        "birth": {"place_of_birth": {"country": "FR"}, "act_number": "112/1988"},
        "diploma": {"diploma_title": "a", "awarding_institution": "b", "date_of_award": "2009"},
        "residency": {
            "commune": "Verneuil",
            "address": {"locality": "Verneuil", "country": "FR"},
        },
    }
    standing = kind.standing_claims(
        Territory.parse("fr-insee:80999"), authority="Mairie", issued_on=date(2026, 11, 21)
    )
    return {"given_name": "Camille", **own[kind.name], **standing}


def issued(kind: CredentialType, *extra: ClaimPath, show: bool) -> IssuedClaims:
    claims = claims_of(kind)
    kind.check_claims(claims)
    salts = (number.to_bytes(16) for number in itertools.count())
    made = conceal(claims, ConcealPlan.of([*kind.conceal_paths, *extra]), salts=salts)
    return IssuedClaims.of(reveal(made.payload, made.disclosures if show else ()))


@every_type
@pytest.mark.parametrize("claim", ["issuing_territory", "certificate_language", "issuing_country"])
def test_attack_12_a_disclosure_for_a_claim_the_type_keeps_in_clear(
    claim: str, kind: CredentialType
) -> None:
    with pytest.raises(Refused) as caught:
        kind.check_issued(issued(kind, (claim,), show=True))
    assert (caught.value.code, caught.value.facts) == ("claims.disclosable", {"path": claim})


@every_type
@pytest.mark.parametrize("claim", ["issuing_territory", "certificate_language", "issuing_country"])
def test_attack_12_a_claim_the_type_keeps_in_clear_kept_back(
    claim: str, kind: CredentialType
) -> None:
    with pytest.raises(Refused) as caught:
        kind.check_issued(issued(kind, (claim,), show=False))
    assert (caught.value.code, caught.value.facts) == ("claims.missing", {"path": claim})


@every_type
@pytest.mark.parametrize("show", [True, False])
def test_attack_12_twin_the_plan_of_the_type_is_accepted(kind: CredentialType, show: bool) -> None:
    kind.check_issued(issued(kind, show=show))


def test_attack_12_a_type_that_would_let_the_territory_be_hidden() -> None:
    files = next(entry for entry in load() if entry.name == "residency")
    law = TypeLaw.parse(files.rules)
    before = b'"path": ["issuing_territory"],\n      "sd": "never"'
    assert files.metadata.count(before) == 1
    hidden = files.metadata.replace(before, before.replace(b"never", b"always"))
    with pytest.raises(MalformedInput) as caught:
        law.check_against(TypeMetadata.parse(hidden))
    assert caught.value.code == "type.malformed"


def test_attack_12_twin_the_type_as_packaged_is_read() -> None:
    files = next(entry for entry in load() if entry.name == "residency")
    TypeLaw.parse(files.rules).check_against(TypeMetadata.parse(files.metadata))
