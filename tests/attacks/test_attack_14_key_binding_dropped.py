"""Attack 14: a credential shown without the holder's signature, or with somebody else's.

Found papers, copied files: without key binding whoever has the text has the proof.
Whether it is demanded never depends on whether it came (RFC 9901 §9.5).
"""

from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.keys import Ed25519Signer, jwk
from tests.scene import (
    DESK,
    HOLDER,
    NEVER_PARSED,
    NONCE,
    NOW_S,
    THIEF,
    TOWN,
    accepted,
    bind,
    draft,
    present,
    refusal,
    seed,
    showing,
)

ED25519: Final = Ed25519Signer(seed("holder", 32))


def test_attack_14_the_signature_of_the_holder_cut_off() -> None:
    text = present(draft())
    assert refusal(text[: text.rindex("~") + 1]) == (11, "holder.missing")


def test_attack_14_never_bound_though_the_credential_names_a_key() -> None:
    assert refusal(showing(draft().signed(), "commune").format()) == (11, "holder.missing")


def test_attack_14_no_disclosure_and_no_binding() -> None:
    assert refusal(draft().signed().issuer_jwt + "~") == (11, "holder.missing")


def test_attack_14_signed_by_a_thief() -> None:
    text = bind(showing(draft().signed(), "commune"), signer=THIEF)
    assert refusal(text) == (11, "holder.signature")


def test_attack_14_signed_by_the_issuer_himself() -> None:
    text = bind(showing(draft().signed(), "commune"), signer=TOWN.signer)
    assert refusal(text) == (11, "holder.signature")


def test_attack_14_signed_by_a_key_of_another_kind() -> None:
    text = bind(showing(draft().signed(), "commune"), signer=ED25519)
    assert refusal(text) == (11, "holder.signature")


def test_attack_14_a_thief_who_brings_his_key_along() -> None:
    shown = showing(draft().signed(), "commune")
    header: JsonObject = {"typ": "kb+jwt", "jwk": jwk.format_public(THIEF.public_key)}
    claims = {"iat": NOW_S, "aud": DESK, "nonce": NONCE, "sd_hash": shown.sd_hash()}
    bound = jws.sign(header, json_encoding.format(claims), THIEF)
    assert refusal(shown.bound_part() + bound) == (NEVER_PARSED, "jws.parameter")


def test_attack_14_a_credential_that_names_no_key() -> None:
    made = draft().with_payload(cnf=...)
    assert refusal(present(made)) == (11, "holder.unbound")
    assert refusal(showing(made.signed(), "commune").format()) == (11, "holder.unbound")


@pytest.mark.parametrize(
    "cnf",
    [
        {},
        {"kid": "holder"},
        {"jwk": jwk.format_public(HOLDER.public_key), "jwe": "x"},
        {"jwk": jwk.format_public(HOLDER.public_key), "jku": "https://thief.example/keys"},
        {"jku": "https://thief.example/keys"},
        {"jwk": "x"},
        {"jwk": [jwk.format_public(HOLDER.public_key)]},
        [],
        "x",
        None,
    ],
    ids=repr,
)
def test_attack_14_a_confirmation_that_is_not_one_key(cnf: Any) -> None:
    made = draft().with_payload(cnf=cnf)
    assert refusal(present(made)) == (NEVER_PARSED, "credential.confirmation")


@pytest.mark.parametrize("more", [{"kid": "holder"}, {"jkt": "x"}, {"to come": {"a": 1}}], ids=repr)
def test_attack_14_twin_a_confirmation_that_says_more_than_its_one_key(more: Any) -> None:
    """What a reader does not understand of it he passes over (RFC 7800 §3.1)."""
    cnf = {"jwk": jwk.format_public(HOLDER.public_key), **more}
    accepted(present(draft().with_payload(cnf=cnf)))


def test_attack_14_no_algorithm() -> None:
    shown = showing(draft().signed(), "commune")
    claims = {"iat": NOW_S, "aud": DESK, "nonce": NONCE, "sd_hash": shown.sd_hash()}
    octets = jws.signing_input({"alg": "none", "typ": "kb+jwt"}, json_encoding.format(claims))
    text = shown.bound_part() + octets.decode() + "."
    assert refusal(text) == (NEVER_PARSED, "jws.algorithm")


@pytest.mark.parametrize("typ", ["JWT", "dc+sd-jwt", "KB+JWT", "application/kb+jwt", ""])
def test_attack_14_a_token_of_another_kind_in_its_place(typ: str) -> None:
    text = bind(showing(draft().signed(), "commune"), typ=typ)
    assert refusal(text) == (NEVER_PARSED, "jws.type")


def test_attack_14_a_key_binding_whose_last_character_is_changed() -> None:
    text = present(draft())
    signature = bytearray(base64url.decode(text.rpartition(".")[2]))
    signature[-1] ^= 1
    other = f"{text.rpartition('.')[0]}.{base64url.encode(bytes(signature))}"
    assert refusal(other) == (11, "holder.signature")


def test_attack_14_twin_bound_by_the_holder() -> None:
    accepted(present(draft()))


def test_attack_14_twin_a_holder_key_of_the_other_kind() -> None:
    made = draft(holder=ED25519)
    accepted(bind(showing(made.signed(), "commune"), signer=ED25519))
