"""Attack 22 over the network: a key proof that was not made here and now, or by another.

The nonce is the server's own, the audience its https identifier, and whether a nonce was
used before is what the store adds.
"""

from typing import Any, Final

import pytest

from livret_core.errors import LivretError
from livret_core.keys import jwk
from livret_core.oauth.server_nonce import check_nonce, make_nonce
from livret_core.openid4vci.errors import wire_error
from livret_core.openid4vci.key_proof import HolderKey, KeyProof, check_batch, sign_key_proof
from tests.office import NOW_S, signer

ISSUER: Final = "https://verneuil.test/town"
SECRET: Final = bytes(range(32))
NONCE: Final = make_nonce(SECRET, bytes(16), purpose="key_proof", now_s=NOW_S)
MINE: Final = signer("mine")
OTHER: Final = signer("other")


def proof(by: Any = MINE, **changes: Any) -> str:
    said: dict[str, Any] = {"audience": ISSUER, "nonce": NONCE, "issued_at_s": NOW_S} | changes
    return sign_key_proof(by, **said)


def issue(*texts: str, used: tuple[str, ...] = ()) -> tuple[HolderKey, ...]:
    """As an issuer's endpoint decides, *used* being what its store knows."""
    proofs = [KeyProof.parse(text) for text in texts]
    said = {one.nonce for one in proofs if one.nonce is not None}
    ours = [
        check_nonce(text, SECRET, purpose="key_proof", now_s=NOW_S, max_age_s=300).text
        for text in said
    ]
    fresh = [text for text in ours if text not in used]
    return check_batch(proofs, audience=ISSUER, nonces=fresh, now_s=NOW_S)


def answer(*texts: str, used: tuple[str, ...] = ()) -> tuple[str, str]:
    with pytest.raises(LivretError) as caught:
        issue(*texts, used=used)
    return caught.value.code, wire_error(caught.value, "proofs").response.error


def test_attack_22_twin_two_keys_one_nonce_of_ours() -> None:
    assert [held.key for held in issue(proof(), proof(OTHER))] == [
        MINE.public_key,
        OTHER.public_key,
    ]


def test_attack_22_a_nonce_used_before() -> None:
    assert answer(proof(), used=(NONCE,)) == ("key_proof.nonce", "invalid_nonce")


@pytest.mark.parametrize(
    "nonce",
    [
        make_nonce(bytes(32), bytes(16), purpose="key_proof", now_s=NOW_S),
        make_nonce(SECRET, bytes(16), purpose="dpop", now_s=NOW_S),
        make_nonce(SECRET, bytes(16), purpose="key_proof", now_s=NOW_S - 301),
        "chosen-by-the-attacker",
    ],
    ids=["another server's", "for something else", "too old", "made up"],
)
def test_attack_22_a_nonce_that_is_not_ours(nonce: str) -> None:
    assert answer(proof(nonce=nonce)) == ("key_proof.nonce", "invalid_nonce")


def test_attack_22_no_nonce_at_all() -> None:
    assert answer(proof(nonce=None)) == ("key_proof.malformed", "invalid_proof")


@pytest.mark.parametrize("audience", [ISSUER + "/", "https://VERNEUIL.test/town", "https://x.test"])
def test_attack_22_a_proof_made_for_another_issuer(audience: str) -> None:
    assert answer(proof(audience=audience)) == ("key_proof.other_issuer", "invalid_proof")


def test_attack_22_one_key_twice_in_a_batch() -> None:
    assert answer(proof(), proof(issued_at_s=NOW_S - 1)) == (
        "key_proof.key_twice",
        "invalid_proof",
    )


def test_attack_22_a_proof_of_another_client() -> None:
    assert answer(proof(client_id="a-wallet")) == ("key_proof.client", "invalid_proof")


def test_attack_22_a_key_that_somebody_else_holds() -> None:
    head, body, _ = proof().split(".")
    assert answer(f"{head}.{body}.{proof(OTHER).split('.')[2]}") == (
        "key_proof.signature",
        "invalid_proof",
    )


def test_attack_22_a_private_key_in_the_open() -> None:
    from livret_core import jws
    from livret_core.encoding import json as json_encoding

    claims = json_encoding.format({"aud": ISSUER, "iat": NOW_S, "nonce": NONCE})
    header: Any = {"typ": "openid4vci-proof+jwt", "jwk": jwk.format_private(MINE)}
    assert answer(jws.sign(header, claims, MINE)) == ("key.private", "invalid_proof")
