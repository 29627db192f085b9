"""Attack 20, the issuer's part: a name of a key that is not the key it is signed with."""

from pathlib import Path

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import Refused
from livret_core.keys import jwk
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.signed_metadata import SignedMetadata
from tests.halls_online import credentials, hall_online, said
from tests.office import NOW_S, signer
from tests.pickups import URL, acts, offer

METADATA = f"{URL}/.well-known/openid-credential-issuer"


def proof(nonce: str, named: JsonObject) -> str:
    claims: JsonObject = {"aud": URL, "iat": NOW_S, "nonce": nonce}
    header: JsonObject = {"typ": "openid4vci-proof+jwt", **named}
    return jws.sign(header, json_encoding.format(claims), signer("thief"))


def of(name: str) -> JsonObject:
    return jwk.format_public(signer(name).public_key)


def did_of(name: str) -> str:
    return f"did:jwk:{base64url.encode(json_encoding.format(of(name)))}#0"


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"kid": did_of("victim")}, "key_proof.signature"),
        ({"jwk": of("victim")}, "key_proof.signature"),
        ({"jwk": of("thief"), "kid": did_of("victim")}, "key_proof.malformed"),
        ({"jwk": of("victim"), "kid": did_of("thief")}, "key_proof.malformed"),
    ],
)
def test_attack_20_a_proof_by_a_key_under_anothers_name(
    tmp_path: Path, named: JsonObject, code: str
) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        token = caller.access(offer(office))
        before = acts(office)
        answer = caller.ask(token, caller.request(proofs=[proof(caller.nonce(), named)]))
        assert said(answer) == (400, "invalid_proof", code)
        assert acts(office) == before


@pytest.mark.parametrize("named", [{"kid": did_of("thief")}, {"jwk": of("thief")}])
def test_attack_20_twin_a_proof_by_the_key_that_it_names(tmp_path: Path, named: JsonObject) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        request = caller.request(proofs=[proof(caller.nonce(), named)])
        [text] = credentials(caller.ask(caller.access(offer(office)), request))
        token = jws.CompactJws.parse(text.partition("~")[0], max_bytes=1 << 16)
        assert token.payload_object()["cnf"] == {"jwk": of("thief")}
        # Its own word is of one piece too: who issues, and whose key it names.
        assert token.header["kid"] == office.hall.key_id
        assert token.payload_object()["iss"] == office.hall.did.text
        assert "x5c" not in token.header


def test_attack_20_signed_metadata_are_by_the_key_that_they_name(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        signed = SignedMetadata.parse(caller.get(METADATA, accept="application/jwt").body)
        issuer = CredentialIssuer.parse(URL)
        own = office._keys.credentials["credential-1"].public_key
        assert signed.kid == office.hall.key_id
        assert signed.verify(own, issuer=issuer, now_s=NOW_S).issuer == issuer
        with pytest.raises(Refused) as caught:
            signed.verify(signer("thief").public_key, issuer=issuer, now_s=NOW_S)
        assert caught.value.code == "metadata.signature"
