"""Attack 20: a trusted ``iss``, and a key that is somebody else's.

A national wallet's verifier had it in July 2026: the key was resolved from ``kid``, trust
was decided on ``iss``, and nobody compared the two. Here the log is the one of the DID
that the policy names, and ``kid`` must be a key in it.
"""

from dataclasses import replace

import pytest

from livret_core.credential import profile_did
from livret_core.credential.presentation import Presentation
from livret_core.dids.webvh import WebvhDid, verify_log
from livret_core.errors import Refused
from livret_core.keys import Ed25519Signer
from livret_verifier.evidence import Found
from tests.scene import (
    ACCEPTED,
    ISSUED_S,
    NEVER_PARSED,
    NOW_S,
    STRANGER,
    TOWN,
    accepted,
    draft,
    folder,
    not_known,
    present,
    question,
    refusal,
    seed,
)


def test_attack_20_trusted_iss_foreign_kid() -> None:
    made = draft().with_header(kid=STRANGER.kid)
    assert refusal(present(made, signer=STRANGER.signer)) == (4, "issuer.key_not_listed")


def test_attack_20_trusted_iss_and_kid_foreign_signature() -> None:
    assert refusal(present(draft(), signer=STRANGER.signer)) == (5, "issuer.signature")


def test_attack_20_trusted_kid_foreign_iss() -> None:
    made = draft().with_payload(iss=STRANGER.did)
    assert refusal(present(made, signer=STRANGER.signer)) == (2, "issuer.not_accepted")


def test_attack_20_a_stranger_under_his_own_name() -> None:
    made = draft(town=STRANGER)
    assert refusal(present(made, signer=STRANGER.signer)) == (2, "issuer.not_accepted")


def test_attack_20_a_log_in_which_the_key_is_resolved_from_kid_alone() -> None:
    log = verify_log(STRANGER.log, WebvhDid.parse(STRANGER.did), now_s=NOW_S)
    made = draft().with_header(kid=STRANGER.kid)
    with pytest.raises(Refused) as caught:
        profile_did.establish(
            Presentation.parse(present(made, signer=STRANGER.signer)), log, now_s=NOW_S
        )
    assert caught.value.code == "issuer.not_accepted"


@pytest.mark.parametrize("fragment", ["#credential-2", "#", "#CREDENTIAL-1", "?x#credential-1"])
def test_attack_20_a_key_the_issuer_never_listed(fragment: str) -> None:
    made = draft().with_header(kid=TOWN.did + fragment)
    assert refusal(present(made)) == (4, "issuer.key_not_listed")


@pytest.mark.parametrize(
    "kid", ["", "credential-1", f"{TOWN.did}#a#b", "https://town.example/keys#1", "did:"]
)
def test_attack_20_a_key_that_is_no_did_url(kid: str) -> None:
    assert refusal(present(draft().with_header(kid=kid))) == (4, "did.malformed")


def test_attack_20_no_key_named() -> None:
    assert refusal(present(draft().with_header(kid=...))) == (3, "credential.claim")


@pytest.mark.parametrize("kid", [7, None, ["x"]], ids=repr)
def test_attack_20_a_key_that_is_no_text(kid: object) -> None:
    assert refusal(present(draft().with_header(kid=kid))) == (NEVER_PARSED, "jws.header")


def test_attack_20_an_algorithm_that_is_not_the_keys() -> None:
    ed25519 = Ed25519Signer(seed("other", 32))
    assert refusal(present(draft(), signer=ed25519)) == (5, "jws.algorithm")


def test_attack_20_a_chain_where_the_policy_fixed_a_did() -> None:
    made = draft().with_header(x5c=["MIIB"])
    assert refusal(present(made)) == (3, "issuer.wrong_profile")


def test_attack_20_a_did_where_the_policy_fixed_a_chain() -> None:
    certified = replace(ACCEPTED, profile="x509")
    assert refusal(present(draft()), question(issuers=(certified,))) == (
        3,
        "issuer.wrong_profile",
    )


def test_attack_20_signed_before_the_key_was_listed() -> None:
    made = draft(issued_s=ISSUED_S - 301 * 86_400)
    assert refusal(present(made)) == (4, "issuer.key_not_listed")


def test_attack_20_the_log_of_somebody_else_in_its_place() -> None:
    swapped = folder(log=Found(STRANGER.log, "memory", NOW_S))
    # Neither yes nor no: the holder did not put it there.
    assert not_known(present(draft()), swapped) == (4, "issuer.unavailable", "webvh.other_did")


def test_attack_20_the_log_of_somebody_else_for_his_own_signature() -> None:
    swapped = folder(log=Found(STRANGER.log, "memory", NOW_S))
    made = draft().with_header(kid=STRANGER.kid)
    text = present(made, signer=STRANGER.signer)
    assert not_known(text, swapped) == (4, "issuer.unavailable", "webvh.other_did")


@pytest.mark.parametrize("kid", [TOWN.kid, "#credential-1"])
def test_attack_20_twin_the_issuers_own_key(kid: str) -> None:
    accepted(present(draft().with_header(kid=kid)))


def test_attack_20_twin_the_stranger_where_he_is_accepted() -> None:
    theirs = replace(ACCEPTED, identifier=STRANGER.did)
    made = draft(town=STRANGER, index=None, issued_s=NOW_S - 60, expires_s=NOW_S + 60)
    accepted(present(made, signer=STRANGER.signer), question(issuers=(theirs,)))
