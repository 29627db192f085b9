"""Attack 7: a `jwk` that gives away its private half, sent or stored as if it were public."""

from typing import Final

import pytest

from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.keys import Ed25519Signer, P256Signer, jwk

P256: Final = P256Signer.from_seed(bytes(range(48)))
ED25519: Final = Ed25519Signer.from_seed(bytes(range(32)))


@pytest.mark.parametrize(
    "key",
    [
        jwk.format_private(P256),
        jwk.format_private(ED25519),
        jwk.format_public(P256.public_key) | {"d": ""},
        jwk.format_public(P256.public_key) | {"d": None},
        {"kty": "oct", "k": base64url.encode(bytes(32))},
    ],
    ids=["P-256", "Ed25519", "empty", "null", "symmetric"],
)
def test_attack_07_the_private_half_sent_along(key: JsonObject) -> None:
    with pytest.raises(MalformedInput) as caught:
        jwk.parse_public(key)
    assert caught.value.code == "key.private"


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
@pytest.mark.parametrize("value", ["AA", [], 0])
def test_attack_07_any_private_member_of_any_kind(member: str, value: JsonValue) -> None:
    for read in (jwk.parse_public, jwk.parse_agreement):
        with pytest.raises(MalformedInput) as caught:
            read(jwk.format_public(P256.public_key) | {member: value})
        assert caught.value.code == "key.private"


def test_attack_07_the_message_says_nothing_of_the_secret() -> None:
    secret = jwk.format_private(P256)
    with pytest.raises(MalformedInput) as caught:
        jwk.parse_public(secret)
    assert str(secret["d"]) not in str(caught.value)
    assert caught.value.facts == {}


@pytest.mark.parametrize("signer", [P256, ED25519], ids=["P-256", "Ed25519"])
def test_attack_07_twin_the_public_half_alone_is_read(signer: P256Signer | Ed25519Signer) -> None:
    assert jwk.parse_public(jwk.format_public(signer.public_key)) == signer.public_key
