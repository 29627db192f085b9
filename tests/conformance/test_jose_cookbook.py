"""RFC 7520 and its additions: what livret has is reproduced, what it has not is refused.

Of the cookbook, livret has Ed25519 signatures alone: its elliptic examples are P-521,
P-384 or X25519, the others RSA, HMAC, key wrapping, CBC or the JSON serialisation. Each
of these must be refused, for the reason named here.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.errors import LivretError
from livret_core.jwe import CompactJwe
from livret_core.keys import ALGORITHMS, Ed25519Signer, P256Agreement, jwk

SOME_KEY: Final = P256Agreement.from_seed(bytes(range(48)))

REFUSED: Final = {
    "jws/4_1.rsa_v15_signature": "key.private",  # RSA, printed with its private half
    "jws/4_2.rsa-pss_signature": "key.private",
    "jws/4_3.ecdsa_signature": "key.private",  # P-521
    "jws/4_4.hmac-sha2_integrity_protection": "key.private",
    "jws/4_5.signature_with_detached_content": "key.private",
    "jws/4_6.protecting_specific_header_fields": "jws.malformed",  # JSON only
    "jws/4_7.protecting_content_only": "jws.malformed",
    "jws/4_8.multiple_signatures": "jws.malformed",
    "rfc7797/4.2.hmac-sha2_b64_false": "jws.malformed",
    "rfc7797/hmac-sha2_b64_false": "input.base64url",  # b64: false, so the payload is bare
    "jwe/5_1.key_encryption_using_rsa_v15_and_aes-hmac-sha2": "jwe.algorithm",
    "jwe/5_2.key_encryption_using_rsa-oaep_with_aes-gcm": "jwe.algorithm",
    "jwe/5_3.key_wrap_using_pbes2-aes-keywrap_with-aes-cbc-hmac-sha2": "jwe.parameter",
    "jwe/5_4.key_agreement_with_key_wrapping_using_ecdh-es_and_aes-keywrap_with_aes-gcm": (
        "jwe.algorithm"
    ),
    "jwe/5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2": "jwe.algorithm",
    "jwe/5_6.direct_encryption_using_aes-gcm": "jwe.algorithm",
    "jwe/5_7.key_wrap_using_aes-gcm_keywrap_with_aes-cbc-hmac-sha2": "jwe.algorithm",
    "jwe/5_8.key_wrap_using_aes-keywrap_with_aes-gcm": "jwe.algorithm",
    "jwe/5_9.compressed_content": "jwe.parameter",  # zip
    "jwe/5_10.including_additional_authentication_data": "jwe.malformed",  # JSON only
    "jwe/5_11.protecting_specific_header_fields": "jwe.malformed",
    "jwe/5_12.protecting_content_only": "jwe.malformed",
    "jwe/5_13.encrypting_to_multiple_recipients": "jwe.malformed",
    "curve25519/ecdh-es": "key.malformed",  # the ephemeral key is X25519
    "jwk/3_1.ec_public_key": "key.malformed",  # P-521
    "jwk/3_2.ec_private_key": "key.private",
    "jwk/3_3.rsa_public_key": "key.malformed",
    "jwk/3_4.rsa_private_key": "key.private",
    "jwk/3_5.symmetric_key_mac_computation": "key.private",
    "jwk/3_6.symmetric_key_encryption": "key.private",
}


def cookbook_vectors(vectors: Path) -> Iterator[Any]:
    folder = vectors / "jose-cookbook-rfc7520"
    for path in sorted(folder.glob("*/*.json")):
        name = f"{path.parent.name}/{path.stem}"
        yield pytest.param((name, json.loads(path.read_bytes())), id=name)


def read(name: str, entry: dict[str, Any]) -> None:
    kind = name.partition("/")[0]
    if kind == "jwk":
        jwk.parse_public(entry)
        return
    output = entry["output"]
    text = output.get("compact") or json.dumps(output["json"])
    if kind == "jwe" or name == "curve25519/ecdh-es":
        CompactJwe.parse(text).decrypt(SOME_KEY)
        return
    token = jws.CompactJws.parse(text)
    key = jwk.parse_public(entry["input"]["key"])
    token.check_header(typ=token.header.get("typ"), algorithms=ALGORITHMS)  # type: ignore[arg-type]
    token.verify(key)


def test_an_entry_is_reproduced_or_refused_for_the_named_reason(
    cookbook_vector: tuple[str, dict[str, Any]],
) -> None:
    name, entry = cookbook_vector
    if name == "curve25519/jws":
        signer = jwk.parse_private(entry["input"]["key"])
        assert isinstance(signer, Ed25519Signer)
        octets = entry["signing"]["sig-input"].encode()
        assert jws.assemble(octets, signer.sign(octets)) == entry["output"]["compact"]
        token = jws.CompactJws.parse(entry["output"]["compact"])
        token.verify(signer.public_key)
        assert token.payload == entry["input"]["payload"].encode()
        return
    with pytest.raises(LivretError) as caught:
        read(name, entry)
    assert caught.value.code == REFUSED[name]
