import pytest

from livret_core.dids import DidKey
from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer, P256Signer

# From the did:key specification's own test vectors.
ED25519 = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
P256 = "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"


@pytest.mark.parametrize("text", [ED25519, P256])
def test_format_undoes_parse(text: str) -> None:
    did = DidKey.parse(text)
    assert did.did == text
    assert DidKey.of(did.key) == did
    assert DidKey.parse_verification_method(did.verification_method) == did


@pytest.mark.parametrize("signer", [Ed25519Signer.from_seed(bytes(32)), P256Signer.from_scalar(3)])
def test_its_document_lists_its_key(signer: Ed25519Signer | P256Signer) -> None:
    did = DidKey.of(signer.public_key)
    document = did.document()
    assert document.did.text == did.did
    for relationship in ("assertionMethod", "authentication", "capabilityInvocation"):
        assert document.key(relationship, did.verification_method) == signer.public_key


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "did.malformed"),
        ("did:web:a.example", "did.malformed"),
        (f"{ED25519}#{ED25519[8:]}", "input.multibase"),
        (ED25519 + "\n", "input.multibase"),
        (ED25519[:-1], "input.multibase"),
        (ED25519.replace("z6", "m6"), "input.multibase"),
        ("did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc", "key.malformed"),  # X25519
        ("did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", "input.multibase"),
    ],
)
def test_what_is_not_a_did_key_livret_reads_is_malformed(text: str, code: str) -> None:
    with pytest.raises(LivretError) as caught:
        DidKey.parse(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ED25519, "did.malformed"),
        (f"{ED25519}#", "did.key_fragment"),
        (f"{ED25519}#{P256[8:]}", "did.key_fragment"),
        (f"{P256}#{ED25519[8:]}", "did.key_fragment"),
        (f"{ED25519}#{ED25519[8:]} ", "did.key_fragment"),
        (f"{ED25519}#{ED25519[8:]}#{ED25519[8:]}", "did.key_fragment"),
        (f"did:web:{ED25519[8:]}#{ED25519[8:]}", "did.malformed"),
    ],
)
def test_a_verification_method_names_its_key_twice_alike(text: str, code: str) -> None:
    with pytest.raises(LivretError) as caught:
        DidKey.parse_verification_method(text)
    assert caught.value.code == code
