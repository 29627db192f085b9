"""Attack 32: a genuine proof of another type, or by an issuer outside its mandate.

The mayor of one commune signs a residence in another; a school signs a birth. Both
signatures verify. Who may sign what for whom is the policy's to say.
"""

import base64
import hashlib
from dataclasses import replace

import pytest

import livret_schemas
from livret_core.credential import catalogue
from livret_core.credential.integrity import format_integrity
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_core.territory import Territory
from livret_verifier.policy_file import parse as parse_policy
from tests.certificates import accepted_by_certificate, leaf
from tests.scene import (
    ACCEPTED,
    CLAIMS,
    PROCEDURE,
    RESIDENCY,
    TOWN,
    accepted,
    ask,
    draft,
    present,
    question,
    refusal,
)

BIRTH = catalogue.find("birth")
[METADATA] = [one.metadata for one in livret_schemas.load() if one.name == "residency"]
PARIS = Territory.parse("fr-insee:75056")


SAN = "https://verneuil.example"
SEALING, TLS_SERVER, ANY = "1.2.3.4", "1.3.6.1.5.5.7.3.1", "2.5.29.37.0"
SEALERS = question(issuers=(accepted_by_certificate(SAN, purposes=(SEALING,)),))


def certified(*purposes: str) -> str:
    """What the town hall signed, by a certificate that states these purposes."""
    by = leaf("Mairie", SAN, signer=TOWN.signer, purposes=purposes)
    return present(draft().with_header(kid=..., x5c=by.x5c).with_payload(iss=...))


def test_attack_32_a_type_that_was_not_asked() -> None:
    made = draft().with_payload(vct=BIRTH.vct)
    assert refusal(present(made)) == (1, "answer.other_type")


def test_attack_32_a_type_that_only_calls_itself_the_other() -> None:
    made = draft().with_payload(vct=BIRTH.vct, aka_vcts=[RESIDENCY.vct])
    assert refusal(present(made)) == (1, "answer.other_type")


def test_attack_32_an_issuer_accepted_for_another_type() -> None:
    births_only = replace(ACCEPTED, types=frozenset({BIRTH.vct}))
    assert refusal(present(draft()), question(issuers=(births_only,))) == (
        2,
        "issuer.not_accredited",
    )


@pytest.mark.parametrize("purposes", [(), (TLS_SERVER,), (ANY,)], ids=["none", "web", "any"])
def test_attack_32_a_certificate_of_the_same_authority_for_another_purpose(
    purposes: tuple[str, ...],
) -> None:
    assert refusal(certified(*purposes), SEALERS) == (4, "x509.purpose")


def test_attack_32_twin_a_certificate_for_the_purpose() -> None:
    accepted(certified(SEALING), SEALERS)
    accepted(certified(TLS_SERVER, SEALING), SEALERS)


def test_attack_32_twin_a_certificate_for_no_purpose_where_none_is_demanded() -> None:
    accepted(certified(), question(issuers=(accepted_by_certificate(SAN),)))


def test_attack_32_signed_for_the_territory_of_another() -> None:
    made = draft({**CLAIMS, "issuing_territory": PARIS.format()})
    assert refusal(present(made)) == (8, "issuer.wrong_territory")


def test_attack_32_an_issuer_accepted_for_no_territory() -> None:
    nowhere = replace(ACCEPTED, territories=frozenset())
    assert refusal(present(draft()), question(issuers=(nowhere,))) == (8, "issuer.wrong_territory")


def test_attack_32_no_territory_at_all() -> None:
    made = draft().with_payload(issuing_territory=...)
    codes = [one.error.code for one in ask(present(made)).report.results if one.error]
    assert codes == ["claims.malformed", "claims.missing"]


ABROAD: JsonObject = {**CLAIMS, "address": {"locality": "Venndorf", "country": "DE"}}


def test_attack_32_an_address_in_another_country() -> None:
    assert refusal(present(draft(ABROAD), "commune", "country")) == (10, "claims.elsewhere")


def test_attack_32_a_country_of_issue_that_is_not_the_territorys() -> None:
    made = draft({**CLAIMS, "issuing_country": "DE"})
    assert refusal(present(made)) == (10, "claims.elsewhere")


def test_attack_32_twin_an_address_in_the_country_of_the_territory() -> None:
    accepted(present(draft(), "commune", "country"))


def test_attack_32_twin_what_is_kept_back_is_not_held_against_anybody() -> None:
    accepted(present(draft(ABROAD), "commune"))


def test_attack_32_type_metadata_of_another_version() -> None:
    made = draft().with_payload(**{"vct#integrity": BIRTH.integrity})
    assert refusal(present(made)) == (10, "type.integrity")


def test_attack_32_a_claim_in_clear_that_the_type_always_hides() -> None:
    made = draft().with_payload(residence_kind="primary")
    assert refusal(present(made)) == (10, "claims.not_disclosable")


def test_attack_32_twin_the_type_asked_of_the_issuer_accepted_for_it() -> None:
    accepted(present(draft()))


def test_attack_32_twin_an_issuer_accepted_for_more() -> None:
    both = replace(
        ACCEPTED,
        types=ACCEPTED.types | {BIRTH.vct},
        territories=ACCEPTED.territories | {PARIS},
    )
    asked = question(issuers=(both,), procedure=replace(PROCEDURE, name="other"))
    accepted(present(draft({**CLAIMS, "issuing_territory": PARIS.format()})), asked)


def sha384(document: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(document).digest()).decode()


def test_attack_32_a_weak_digest_of_the_type_beside_a_strong_one_of_another() -> None:
    """The strongest digest counts, alone (SD-JWT VC §6, Subresource Integrity §3.3.4)."""
    stated = f"{RESIDENCY.integrity} {sha384(b'another')}"
    made = draft().with_payload(**{"vct#integrity": stated})
    assert refusal(present(made)) == (10, "type.integrity")


def test_attack_32_an_integrity_that_cannot_be_read() -> None:
    made = draft().with_payload(**{"vct#integrity": "sha256-short"})
    assert refusal(present(made)) == (10, "type.malformed")


@pytest.mark.parametrize(
    "stated",
    [
        sha384(METADATA),
        f"{RESIDENCY.integrity} {sha384(METADATA)}",
        f"{format_integrity(b'another')} {RESIDENCY.integrity}",
        f"{RESIDENCY.integrity}?option",
        f"md5-x {RESIDENCY.integrity}",
    ],
)
def test_attack_32_twin_integrity_said_in_another_way(stated: str) -> None:
    """One digest may be written in many ways; an issuer of other make takes another."""
    accepted(present(draft().with_payload(**{"vct#integrity": stated})))


def test_attack_32_twin_integrity_of_the_type_or_none() -> None:
    accepted(present(draft().with_payload(**{"vct#integrity": ...})))


def test_attack_32_a_town_writes_the_name_of_its_neighbour() -> None:
    other = replace(ACCEPTED, communes=("Haut-Bruyère",))
    assert refusal(present(draft()), question(issuers=(other,))) == (8, "issuer.wrong_territory")


def test_attack_32_twin_a_town_writes_its_own_name_in_capitals() -> None:
    own = replace(ACCEPTED, communes=("Haut-Bruyère", "VERNEUIL"))
    accepted(present(draft()), question(issuers=(own,)))


def test_attack_32_a_policy_goes_by_a_name_that_two_towns_could_write() -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_policy(BY_NAME.format(communes="", requires=""))
    assert caught.value.code == "policy.malformed"
    assert caught.value.facts["place"] == "procedures.pool.requires.issuing_territory"


@pytest.mark.parametrize(
    "parts",
    [
        {"communes": 'communes = ["Verneuil"]', "requires": ""},
        {"communes": "", "requires": 'issuing_territory = ["fr-insee:80999"]'},
    ],
)
def test_attack_32_twin_a_policy_holds_each_town_to_its_name_or_code(parts: dict[str, str]) -> None:
    assert len(parse_policy(BY_NAME.format(**parts)).issuers) == 2


BY_NAME = """
version = 1
service = "Pool"
[procedures.pool]
type = "residency"
[procedures.pool.requires]
commune = ["Verneuil"]
{requires}
[[issuers]]
name = "Verneuil"
profile = "did"
did = "did:webvh:QmehaaSMWGKsA1hkx6JLbqRwV1u7xt5US97qa8rYgZLr3m:ledger.livret.test:verneuil"
types = ["residency"]
territories = ["fr-insee:80999"]
{communes}
[[issuers]]
name = "Haut-Bruyère"
profile = "did"
did = "did:webvh:QmXwV1u7xt5US97qa8rYgZLr3mehaaSMWGKsA1hkx6JLbq:ledger.livret.test:bruyere"
types = ["residency"]
territories = ["fr-insee:80998"]
communes = ["Haut-Bruyère"]
"""
