"""Attack 33: a policy that lists no issuer, read as one that accepts them all."""

from livret_verifier.policy_file import parse as parse_policy
from tests.scene import ACCEPTED, accepted, draft, present, question, refusal


def test_attack_33_an_empty_list_refuses_all() -> None:
    assert refusal(present(draft()), question(issuers=())) == (2, "issuer.not_accepted")


def test_attack_33_a_credential_without_issuer_matches_no_entry() -> None:
    made = draft().with_payload(iss=...)
    assert refusal(present(made)) == (2, "issuer.not_accepted")
    assert refusal(present(made), question(issuers=())) == (2, "issuer.not_accepted")


def test_attack_33_a_policy_file_without_issuers() -> None:
    policy = parse_policy(
        'version = 1\nservice = "Desk"\n[procedures.parking]\n'
        'type = "residency"\nasks = ["commune"]\n'
    )
    asked = question(policy=policy, procedure=policy.procedure("parking"))
    assert refusal(present(draft()), asked) == (2, "issuer.not_accepted")


def test_attack_33_twin_the_issuer_is_listed() -> None:
    accepted(present(draft()), question(issuers=(ACCEPTED,)))
