import pytest

from livret_core import limits
from livret_core.dids import DidJwk
from livret_core.encoding import base64url
from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer, P256Signer, jwk

# From the did:jwk specification, a P-256 key.
PUBLISHED = (
    "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OT"
    "FQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
)


def of(text: bytes) -> str:
    return "did:jwk:" + base64url.encode(text)


@pytest.mark.parametrize("signer", [Ed25519Signer.from_seed(bytes(32)), P256Signer.from_scalar(3)])
def test_format_undoes_parse(signer: Ed25519Signer | P256Signer) -> None:
    did = DidJwk.of(signer.public_key)
    assert DidJwk.parse(did.did) == did
    assert DidJwk.parse_verification_method(did.verification_method) == did


def test_the_published_example_is_read_and_written_alike() -> None:
    did = DidJwk.parse(PUBLISHED)
    assert DidJwk.of(did.key).did == PUBLISHED


def test_its_document_lists_its_key() -> None:
    did = DidJwk.parse(PUBLISHED)
    document = did.document()
    assert document.key("assertionMethod", f"{PUBLISHED}#0") == did.key
    assert document.key("authentication", "#0") == did.key


def test_members_a_key_may_have_besides_make_another_did_of_the_same_key() -> None:
    members = {**jwk.format_public(DidJwk.parse(PUBLISHED).key), "kid": "1"}
    import json

    other = DidJwk.parse(of(json.dumps(members).encode()))
    assert other.key == DidJwk.parse(PUBLISHED).key
    assert other.did != PUBLISHED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "did.malformed"),
        ("did:key:abc", "did.malformed"),
        (PUBLISHED + "#0", "input.base64url"),
        (PUBLISHED + "=", "input.base64url"),
        ("did:jwk:", "input.json"),
        (of(b"[]"), "input.json"),
        (of(b'{"kty":"EC","kty":"EC"}'), "input.duplicate_member"),
        (of(b'{"kty":"oct","k":"AQ"}'), "key.private"),
        (of(b'{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}'), "key.malformed"),
        ("did:jwk:" + "A" * limits.DID_CHARS, "input.too_large"),
    ],
)
def test_what_is_not_a_public_key_is_malformed(text: str, code: str) -> None:
    with pytest.raises(LivretError) as caught:
        DidJwk.parse(text)
    assert caught.value.code == code


@pytest.mark.parametrize("fragment", ["", "#", "#1", "#00", "#0#0"])
def test_its_one_key_is_number_zero(fragment: str) -> None:
    with pytest.raises(LivretError) as caught:
        DidJwk.parse_verification_method(PUBLISHED + fragment)
    assert caught.value.code == "did.malformed"
