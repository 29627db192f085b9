"""Wycheproof: JWE. livret reads `ECDH-ES` with A128GCM or A256GCM; all else is refused.

Most vectors are of algorithms outside the allow-list. A valid one of them must be
refused for its algorithm; an invalid one before that or for that, never decrypted.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.encoding import base64url
from livret_core.errors import LivretError
from livret_core.jwe import CompactJwe
from livret_core.keys import P256Agreement

ACCEPTED: Final = {"acceptsEcdhEsA128Gcm", "acceptsEcdhEsA256Gcm"}
# Refused for its shape before anybody asks for the algorithm.
SHAPES: Final = {
    "rejectsMissingAuthenticationTagAndSeparator": "jwe.malformed",
    "rejectsMissingCiphertextAndSeparator": "jwe.malformed",
    "rejectsMissingIvAndSeparator": "jwe.malformed",
    "rejectsMissingEncryptedKeyAndSeparator": "jwe.malformed",
    "rejectsMissingHeaderAndSeparator": "jwe.malformed",
    "rejectsMissingHeader": "input.json",
    "rejectsValidJsonSerialization": "jwe.malformed",
    "Figure170": "jwe.parameter",
}
SOME_KEY: Final = P256Agreement.from_seed(bytes(range(48)))


def outcome(text: str, key: P256Agreement) -> str | bytes:
    try:
        return CompactJwe.parse(text).decrypt(key)
    except LivretError as error:
        return error.code


def jwe_vectors(vectors: Path) -> Iterator[Any]:
    for name in ("json_web_encryption", "json_web_crypto"):
        content = json.loads((vectors / "wycheproof" / f"{name}_test.json").read_bytes())
        for group in content["testGroups"]:
            for test in group["tests"]:
                if "jwe" in test:
                    yield pytest.param(
                        (group["private"], test),
                        id=f"{name}-{test['tcId']}-{group['comment']}-{test['comment']}",
                    )


def test_a_jwe_is_decrypted_or_refused_for_the_expected_reason(
    jwe_vector: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    private, test = jwe_vector
    key = SOME_KEY
    if private.get("crv") == "P-256":
        key = P256Agreement.from_scalar_bytes(base64url.decode(private["d"]))
    # One vector of the JSON serialisation is published as JSON, not as text.
    text = test["jwe"] if isinstance(test["jwe"], str) else json.dumps(test["jwe"])
    found = outcome(text, key)
    if private.get("alg") == "ECDH-ES" and test["comment"] in ACCEPTED:
        assert found == bytes.fromhex(test["pt"])
    elif test["comment"] == "rejectsModifiedHeader" and private["kty"] == "EC":
        assert found == "jwe.header"  # it is the name of `alg` that was modified
    else:
        assert found == SHAPES.get(test["comment"], "jwe.algorithm")
