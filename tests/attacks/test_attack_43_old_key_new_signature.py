"""Attack 43: a key the town hall has put away signs again.

A disk found in a cupboard, a former clerk. What the key signed while it was in use stays
good: a diploma outlives it. What is dated after its end does not, and a key that came
later signed nothing earlier.
"""

from typing import Any, Final

from livret_core.dids.webvh import WebvhDid, commitment, update, verify_log
from livret_core.keys import Ed25519Signer, P256Signer, jwk
from livret_verifier.evidence import Found
from tests.certificates import START_S, accepted_by_certificate, leaf
from tests.scene import (
    DAY_S,
    ISSUED_S,
    NOW_S,
    TOWN,
    Draft,
    accepted,
    bind,
    disclosure,
    draft,
    folder,
    not_known,
    present,
    question,
    refusal,
    seed,
    showing,
)

CHANGED_S: Final = ISSUED_S + DAY_S
NEW: Final = P256Signer.from_seed(seed("verneuil second credential", 48))


def renewed_log() -> bytes:
    """The town hall's log with another credential key in the place of the first."""
    before = verify_log(TOWN.log, WebvhDid.parse(TOWN.did), now_s=CHANGED_S)
    document: Any = before.last.entry.state
    method = {
        **document["verificationMethod"][0],
        "id": f"{TOWN.did}#credential-2",
        "publicKeyJwk": jwk.format_public(NEW.public_key),
    }
    after = update(
        before,
        signer=Ed25519Signer(seed("verneuil next", 32)),
        next_key_hash=commitment(Ed25519Signer(seed("verneuil third", 32)).public_key),
        version_time_s=CHANGED_S,
        document={
            **document,
            "verificationMethod": [method],
            "assertionMethod": [method["id"]],
        },
    )
    return TOWN.log + after.line


RENEWED: Final = folder(log=Found(renewed_log(), "memory", NOW_S))
WITH_NEW_LIST: Final = folder(
    log=Found(renewed_log(), "memory", NOW_S),
    status=Found(TOWN.status_list(signer=NEW), "memory", NOW_S),
)


SAN: Final = "https://verneuil.example"
LEAF: Final = leaf("Mairie de Verneuil", SAN, signer=TOWN.signer)
CERTIFIED: Final = question(issuers=(accepted_by_certificate(SAN),))


def by_certificate(issued_s: int) -> Draft:
    return draft(issued_s=issued_s).with_header(kid=..., x5c=LEAF.x5c).with_payload(iss=...)


def by_the_new_key(issued_s: int) -> Draft:
    return draft(issued_s=issued_s).with_header(kid=f"{TOWN.did}#credential-2")


def test_attack_43_dated_after_the_end_of_the_key() -> None:
    for issued_s in (CHANGED_S, CHANGED_S + 1, NOW_S):
        text = present(draft(issued_s=issued_s))
        assert refusal(text, gather=RENEWED) == (4, "issuer.key_not_listed")


def test_attack_43_the_old_key_under_the_name_of_the_new() -> None:
    text = present(by_the_new_key(CHANGED_S))
    assert refusal(text, gather=RENEWED) == (5, "issuer.signature")


def test_attack_43_the_new_key_dated_before_it_was_listed() -> None:
    text = present(by_the_new_key(CHANGED_S - 1), signer=NEW)
    assert refusal(text, gather=RENEWED) == (4, "issuer.key_not_listed")


def test_attack_43_undated_and_signed_with_the_old_key() -> None:
    assert refusal(present(draft().with_payload(iat=...)), gather=RENEWED) == (
        4,
        "issuer.key_not_listed",
    )


def test_attack_43_a_date_that_only_a_disclosure_gives() -> None:
    made = draft().with_payload(iat=...).concealing(disclosure("A" * 22, "iat", ISSUED_S))
    text = bind(showing(made.signed(), "commune", "iat"))
    assert refusal(text, gather=RENEWED) == (4, "issuer.key_not_listed")


def test_attack_43_a_list_by_the_other_key() -> None:
    text = present(draft())
    assert not_known(text, WITH_NEW_LIST) == (15, "status.unavailable", "status.untrusted")


def test_attack_43_dated_before_its_certificate_began() -> None:
    """A new certificate of the same authority says nothing about an earlier signature."""
    for issued_s in (START_S - 1, START_S - 300 * DAY_S, 0):
        text = present(by_certificate(issued_s))
        assert refusal(text, CERTIFIED) == (4, "x509.not_yet_valid")


def test_attack_43_twin_dated_from_the_first_second_of_its_certificate() -> None:
    accepted(present(by_certificate(START_S)), CERTIFIED)
    accepted(present(by_certificate(ISSUED_S)), CERTIFIED)


def test_attack_43_twin_undated_by_a_certificate_of_today() -> None:
    accepted(present(by_certificate(ISSUED_S).with_payload(iat=...)), CERTIFIED)


def test_attack_43_twin_dated_while_the_key_was_in_use() -> None:
    accepted(present(draft()), gather=RENEWED)
    accepted(present(draft(issued_s=CHANGED_S - 1)), gather=RENEWED)


def test_attack_43_twin_the_new_key_from_its_first_second() -> None:
    accepted(present(by_the_new_key(CHANGED_S), signer=NEW), gather=WITH_NEW_LIST)


def test_attack_43_twin_undated_and_signed_with_the_key_of_today() -> None:
    made = by_the_new_key(CHANGED_S).with_payload(iat=...)
    accepted(present(made, signer=NEW), gather=WITH_NEW_LIST)
