"""Attack 15: a key binding made for another service, another time or another text.

A presentation is worth something to whom it was made for, once, just then. Each of the
four claims of a KB-JWT closes one way of using it again.
"""

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from livret_core.encoding import base64url
from livret_core.limits import LATEST_S
from livret_core.sdjwt import SdJwt
from livret_core.sdjwt.keybinding import Freshness
from tests.scene import (
    DAY_S,
    DESK,
    NEVER_PARSED,
    NONCE,
    NOW_S,
    PROCEDURE,
    RESIDENCY,
    accepted,
    bind,
    draft,
    present,
    question,
    refusal,
    showing,
)


def bound(**changes: Any) -> str:
    return bind(showing(draft().signed(), "commune"), **changes)


@pytest.mark.parametrize("nonce", ["", "another", NONCE + "x", NONCE[:-1], NONCE.lower(), "é"])
def test_attack_15_made_for_another_request(nonce: str) -> None:
    assert refusal(bound(nonce=nonce)) == (12, "holder.other_request")


@pytest.mark.parametrize(
    "audience",
    ["", "https://desk.example", DESK.removeprefix("decentralized_identifier:"), DESK + "/"],
)
def test_attack_15_made_for_another_service(audience: str) -> None:
    assert refusal(bound(aud=audience)) == (12, "holder.other_service")


@pytest.mark.parametrize(
    "audience",
    ["desk.example", "https://desk.example", "redirect_uri:https://desk.example",
     "x509_hash:desk.example", "decentralized_identifier:desk.example", "origin:desk.example",
     "X509_SAN_DNS:desk.example", "x509_san_dns:desk.example.", "x509_san_dns:Desk.example"],
)  # fmt: skip
def test_attack_15_made_for_the_same_name_under_another_prefix(audience: str) -> None:
    """The name without its prefix, or with another, may be anybody's (OpenID4VP 1.0 §14)."""
    desk = question(client_id="x509_san_dns:desk.example")
    assert refusal(bound(aud=audience), desk) == (12, "holder.other_service")


def test_attack_15_twin_made_for_the_whole_identifier() -> None:
    desk = question(client_id="x509_san_dns:desk.example")
    assert accepted(bound(aud="x509_san_dns:desk.example"), desk).vct == RESIDENCY.vct


def test_attack_15_shown_by_a_service_to_another() -> None:
    elsewhere = question(client_id="decentralized_identifier:did:jwk:other")
    assert refusal(bound(), elsewhere) == (12, "holder.other_service")


@pytest.mark.parametrize("late_s", [301, 3_600, 365 * DAY_S])
def test_attack_15_made_too_long_ago(late_s: int) -> None:
    assert refusal(bound(iat=NOW_S - late_s)) == (12, "holder.stale")


def test_attack_15_made_longer_ago_than_this_procedure_allows() -> None:
    strict = question(procedure=replace(PROCEDURE, freshness=Freshness(max_age_s=30)))
    assert refusal(bound(iat=NOW_S - 31), strict) == (12, "holder.stale")


@pytest.mark.parametrize("early_s", [61, 3_600, LATEST_S - NOW_S])
def test_attack_15_made_in_the_future(early_s: int) -> None:
    assert refusal(bound(iat=NOW_S + early_s)) == (12, "holder.ahead")


def test_attack_15_its_own_end_has_passed() -> None:
    assert refusal(bound(exp=NOW_S)) == (12, "holder.stale")


def test_attack_15_its_own_start_is_to_come() -> None:
    assert refusal(bound(nbf=NOW_S + 61)) == (12, "holder.ahead")


@pytest.mark.parametrize("name", ["iat", "aud", "nonce", "sd_hash"])
@pytest.mark.parametrize("value", [..., None, True, [], {}], ids=repr)
def test_attack_15_a_claim_left_out_or_of_another_kind(name: str, value: Any) -> None:
    assert refusal(bound(**{name: value})) == (NEVER_PARSED, "holder.malformed")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("iat", str(NOW_S)),
        ("aud", [DESK]),
        ("nonce", 7),
        ("sd_hash", 7),
        ("exp", "1"),
        ("nbf", None),
    ],
)
def test_attack_15_a_claim_that_is_nearly_right(name: str, value: Any) -> None:
    assert refusal(bound(**{name: value})) == (NEVER_PARSED, "holder.malformed")


@pytest.mark.parametrize("name", ["iat", "exp", "nbf"])
@pytest.mark.parametrize("value", [NOW_S * 1_000, LATEST_S + 1, 1e300, -1, -1e300], ids=repr)
def test_attack_15_a_time_that_no_calendar_has(name: str, value: float) -> None:
    assert refusal(bound(**{name: value})) == (NEVER_PARSED, "holder.malformed")


def test_attack_15_the_binding_of_another_credential() -> None:
    ours, theirs = (showing(draft(index=index).signed(), "commune") for index in (11, 14))
    other = bind(theirs).rpartition("~")[2]
    assert refusal(ours.bound_part() + other) == (11, "holder.other_credential")


def test_attack_15_a_disclosure_added_afterwards() -> None:
    signed = draft().signed()
    binding = bind(showing(signed, "commune")).rpartition("~")[2]
    more = showing(signed, "commune", "birthdate")
    assert refusal(more.bound_part() + binding) == (11, "holder.other_credential")


def test_attack_15_a_disclosure_taken_away_afterwards() -> None:
    signed = draft().signed()
    binding = bind(showing(signed, "commune", "birthdate")).rpartition("~")[2]
    less = showing(signed, "commune")
    assert refusal(less.bound_part() + binding) == (11, "holder.other_credential")


def test_attack_15_disclosures_in_another_order() -> None:
    whole = showing(draft().signed(), "commune", "birthdate")
    binding = bind(whole).rpartition("~")[2]
    turned = SdJwt(whole.issuer_jwt, whole.disclosures[::-1])
    assert refusal(turned.bound_part() + binding) == (11, "holder.other_credential")


def test_attack_15_a_digest_without_the_last_tilde() -> None:
    shown = showing(draft().signed(), "commune")
    short = hashlib.sha256(shown.bound_part()[:-1].encode()).digest()
    assert refusal(bind(shown, sd_hash=base64url.encode(short))) == (11, "holder.other_credential")


@pytest.mark.parametrize("tildes", [1, 2, 5])
@pytest.mark.parametrize("place", ["before the binding", "after the token", "at the end"])
def test_attack_15_more_tildes_than_parts(place: str, tildes: int) -> None:
    shown = showing(draft().signed(), "commune")
    binding = bind(shown).rpartition("~")[2]
    more = "~" * tildes
    text = {
        "before the binding": f"{shown.bound_part()}{more}{binding}",
        "after the token": f"{shown.issuer_jwt}{more}~{shown.disclosures[0]}~{binding}",
        "at the end": f"{shown.bound_part()}{more}",
    }[place]
    assert refusal(text) == (NEVER_PARSED, "sdjwt.malformed")


def test_attack_15_a_tilde_after_the_binding_makes_it_a_disclosure() -> None:
    assert refusal(bound() + "~") == (6, "sdjwt.unreferenced")


def test_attack_15_two_bindings() -> None:
    text = bound()
    assert refusal(f"{text}~{text.rpartition('~')[2]}") == (6, "sdjwt.unreferenced")


def test_attack_15_the_request_was_answered_before() -> None:
    again = question(answered_at_s=NOW_S - 60)
    assert refusal(present(draft()), again) == (13, "holder.replayed")


def test_attack_15_twin_made_for_this_request_just_now() -> None:
    accepted(bound())


@pytest.mark.parametrize("at_s", [NOW_S - 300, NOW_S + 60, NOW_S - 0.5, float(NOW_S)])
def test_attack_15_twin_within_the_time_allowed(at_s: float) -> None:
    accepted(bound(iat=at_s))


def test_attack_15_twin_with_an_end_and_a_start_that_hold() -> None:
    accepted(bound(exp=NOW_S + 1, nbf=NOW_S + 60))


def test_attack_15_twin_the_first_and_the_last_second_of_the_calendar() -> None:
    accepted(bound(exp=LATEST_S, nbf=0))


def test_attack_15_twin_disclosures_in_any_order_when_bound_so() -> None:
    whole = showing(draft().signed(), "commune", "birthdate")
    assert accepted(bind(SdJwt(whole.issuer_jwt, whole.disclosures[::-1]))).not_asked == 1
