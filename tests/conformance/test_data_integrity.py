"""Published vectors of ``eddsa-jcs-2022``, with every intermediate value."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from livret_core import data_integrity
from livret_core.dids import DidKey
from livret_core.encoding import jcs, multibase
from livret_core.errors import Refused
from livret_core.keys import Ed25519Signer


@pytest.fixture(scope="session")
def vectors(vectors_dir: Path) -> Path:
    return vectors_dir / "vc-di-eddsa"


def load(path: Path) -> Any:
    return json.loads(path.read_text())


def text(vectors: Path, name: str) -> str:
    return (vectors / "eddsa-jcs-2022" / name).read_text().strip()


def signer(vectors: Path) -> Ed25519Signer:
    secret = multibase.decode_multibase(load(vectors / "keyPair.json")["privateKeyMultibase"])
    assert secret[:2] == b"\x80\x26"  # ed25519-priv
    return Ed25519Signer.from_seed(secret[2:])


def test_the_canonical_forms_and_their_hashes_are_the_published_ones(vectors: Path) -> None:
    unsigned = load(vectors / "unsigned.json")
    options = load(vectors / "eddsa-jcs-2022" / "proofConfigJCS.json")
    assert jcs.canonicalize(unsigned).decode() == text(vectors, "canonDocJCS.txt")
    assert jcs.canonicalize(options).decode() == text(vectors, "proofCanonJCS.txt")
    assert data_integrity.digest(unsigned).hex() == text(vectors, "docHashJCS.txt")
    options_digest = sha256(jcs.canonicalize(options)).hexdigest()
    assert options_digest == text(vectors, "proofHashJCS.txt")
    assert options_digest + data_integrity.digest(unsigned).hex() == text(
        vectors, "combinedHashJCS.txt"
    )


def test_signing_makes_the_published_proof(vectors: Path) -> None:
    key = signer(vectors)
    signed = data_integrity.sign(
        load(vectors / "unsigned.json"),
        key,
        verification_method=DidKey.of(key.public_key).verification_method,
        purpose="assertionMethod",
        created="2023-02-24T23:36:38Z",
    )
    assert signed == load(vectors / "eddsa-jcs-2022" / "signedJCS.json")
    proof = signed["proof"]
    assert isinstance(proof, dict)
    assert proof["proofValue"] == text(vectors, "sigBTC58JCS.txt")


def test_the_published_document_verifies_and_an_altered_one_does_not(vectors: Path) -> None:
    signed = load(vectors / "eddsa-jcs-2022" / "signedJCS.json")
    key = signer(vectors).public_key
    proof = data_integrity.verify(signed, key, purpose="assertionMethod")
    assert proof.signature.hex() == text(vectors, "sigHexJCS.txt")
    assert DidKey.parse_verification_method(proof.verification_method).key == key
    signed["credentialSubject"]["alumniOf"] = "Another School"
    with pytest.raises(Refused) as caught:
        data_integrity.verify(signed, key, purpose="assertionMethod")
    assert caught.value.code == "proof.signature"


def test_proof_sets_and_chains_are_of_another_suite_throughout(vectors: Path) -> None:
    """Nothing in the published sets and chains is JCS, so each of their proofs is refused."""
    files = sorted((vectors / "proof-set-chain").glob("signedProof*.json"))
    assert len(files) == 4
    for file in files:
        signed = load(file)
        proofs = signed["proof"] if isinstance(signed["proof"], list) else [signed["proof"]]
        for proof in proofs:
            method = DidKey.parse_verification_method(proof["verificationMethod"])
            with pytest.raises(Refused) as caught:
                data_integrity.verify(
                    {**signed, "proof": proof}, method.key, purpose="assertionMethod"
                )
            assert caught.value.code == "proof.cryptosuite"
