"""Attack 22 at the credential endpoint: key proofs that prove something else."""

from pathlib import Path
from typing import Final

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.keys import P256Agreement, jwk
from livret_core.oauth import server_nonce
from livret_core.openid4vci.encryption import EncryptionKey, ResponseEncryption
from livret_issuer.service import Office
from tests.halls_online import CONFIGURATION, Caller, Clock, credentials, hall_online, said
from tests.office import NOW_S, signer
from tests.pickups import URL, acts, offer, statuses

TYP: Final = "openid4vci-proof+jwt"


def proof(
    nonce: str,
    *,
    by: str = "key",
    header: JsonObject | None = None,
    changed: JsonObject | None = None,
) -> str:
    """A key proof with what is said in it changed; None leaves a member out."""
    key = signer(by)
    named: JsonObject = {"typ": TYP, "jwk": jwk.format_public(key.public_key), **(header or {})}
    claims: JsonObject = {"aud": URL, "iat": NOW_S, "nonce": nonce, **(changed or {})}
    return jws.sign(there(named), json_encoding.format(there(claims)), key)


def there(members: JsonObject) -> JsonObject:
    return {name: value for name, value in members.items() if value is not None}


def foreign_nonce() -> str:
    return server_nonce.make_nonce(b"k" * 32, b"r" * 16, purpose="key_proof", now_s=NOW_S)


def tried(caller: Caller, office: Office, *proofs: str) -> tuple[int, object, object]:
    """Ask with these proofs; nothing may have come of it, and the token is still good."""
    offered = offer(office)
    token = caller.access(offered)
    before = acts(office)
    told = said(caller.ask(token, caller.request(proofs=proofs)))
    assert acts(office) == before
    assert statuses(office, offered) == []
    assert len(credentials(caller.ask(token))) == 3
    return told


def of_victim() -> JsonObject:
    return jwk.format_public(signer("victim").public_key)


@pytest.mark.parametrize(
    ("header", "claims", "told"),
    [
        ({}, {"aud": "https://other.example"}, ("invalid_proof", "key_proof.other_issuer")),
        ({}, {"aud": f"{URL}/"}, ("invalid_proof", "key_proof.other_issuer")),
        ({"typ": None}, {}, ("invalid_proof", "jws.type")),
        ({"typ": "JWT"}, {}, ("invalid_proof", "jws.type")),
        ({}, {"nonce": None}, ("invalid_proof", "key_proof.malformed")),
        ({}, {"nonce": foreign_nonce()}, ("invalid_nonce", "key_proof.nonce")),
        ({}, {"nonce": "x"}, ("invalid_nonce", "key_proof.nonce")),
        ({}, {"iat": NOW_S - 90_000}, ("invalid_proof", "key_proof.stale")),
        ({}, {"iss": "somebody"}, ("invalid_proof", "key_proof.client")),
        ({"jwk": of_victim()}, {}, ("invalid_proof", "key_proof.signature")),
        ({"kid": "did:key:z6Mk", "jwk": None}, {}, ("invalid_proof", "key_proof.unsupported")),
        ({"kid": "did:jwk:e30#0"}, {}, ("invalid_proof", "key_proof.malformed")),
        ({"jwk": None}, {}, ("invalid_proof", "key_proof.malformed")),
    ],
)
def test_attack_22_a_proof_of_something_else(
    tmp_path: Path, header: JsonObject, claims: JsonObject, told: tuple[str, str]
) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        made = proof(caller.nonce(), header=header, changed=claims)
        assert tried(caller, office, made) == (400, *told)


@pytest.mark.parametrize(
    ("client_id", "iss", "told"),
    [
        ("a-wallet", "a-wallet", None),
        ("a-wallet", None, None),
        ("a-wallet", "another", "key_proof.client"),
        (None, "a-wallet", "key_proof.client"),
    ],
)
def test_attack_22_a_proof_in_the_name_of_another_wallet(
    tmp_path: Path, client_id: str | None, iss: str | None, told: str | None
) -> None:
    """A wallet may give itself a name for its token, and repeat that one in its proofs."""
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        given = caller.redeem(caller.code(offered), offered.pin, client_id=client_id).json()
        made = proof(caller.nonce(), changed={"iss": iss})
        answer = caller.ask(str(given["access_token"]), caller.request(proofs=[made]))
        if told is None:
            assert len(credentials(answer)) == 1
        else:
            assert said(answer) == (400, "invalid_proof", told)
            assert statuses(office, offered) == []


def test_attack_22_one_key_twice_in_a_batch(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        nonce = caller.nonce()
        twice = (proof(nonce), proof(nonce, changed={"iat": NOW_S - 1}))
        assert tried(caller, office, *twice) == (400, "invalid_proof", "key_proof.key_twice")


def test_attack_22_a_stale_nonce(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        nonce = caller.nonce()
        clock.now_s += 301
        told = tried(caller, office, proof(nonce))
        assert told == (400, "invalid_nonce", "key_proof.nonce")


def test_attack_22_a_nonce_that_was_used(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        nonce = caller.nonce()
        assert len(credentials(caller.ask(caller.access(offer(office)), caller.request(nonce=nonce)))) == 3  # fmt: skip
        assert tried(caller, office, proof(nonce)) == (400, "invalid_nonce", "key_proof.nonce")


def asking(proofs: JsonObject | None) -> bytes:
    shown: JsonObject = {} if proofs is None else {"proofs": proofs}
    return json_encoding.format({"credential_configuration_id": CONFIGURATION, **shown})


@pytest.mark.parametrize(
    ("proofs", "told"),
    [
        (None, ("invalid_proof", "issuance.no_proof")),
        ({}, ("invalid_proof", "key_proof.malformed")),
        ({"jwt": []}, ("invalid_proof", "key_proof.malformed")),
        ({"jwt": [1]}, ("invalid_proof", "key_proof.malformed")),
        ({"jwt": ["a.b.c"]}, ("invalid_proof", "input.base64url")),
        ({"jwt": ["e30.e30.AA"]}, ("invalid_proof", "jws.header")),
        ({"di_vp": [{}]}, ("invalid_proof", "key_proof.unsupported")),
        ({"attestation": ["a"]}, ("invalid_proof", "key_proof.unsupported")),
    ],
)
def test_attack_22_no_proof_at_all(
    tmp_path: Path, proofs: JsonObject | None, told: tuple[str, str]
) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        token = caller.access(offer(office))
        before = acts(office)
        status, error, code = said(caller.ask(token, asking(proofs)))
        assert (status, error, code) == (400, *told)
        assert acts(office) == before
        assert len(credentials(caller.ask(token))) == 3


def test_attack_22_vci_8_3_1_2_what_is_asked_for_is_looked_at_before_how_keys_are_proven(
    tmp_path: Path,
) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        token = caller.access(offer(office))
        other: JsonObject = {"proofs": {"attestation": ["a"]}}
        for name, error, code in (
            ("configuration_id", "unknown_credential_configuration", "issuance.configuration"),
            ("identifier", "unknown_credential_identifier", "issuance.identifier"),
        ):
            raw = json_encoding.format({f"credential_{name}": "nothing.1.did", **other})
            assert said(caller.ask(token, raw)) == (400, error, code)


def test_attack_22_more_copies_than_are_handed_over(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        token = caller.access(offer(office, max_copies=2))
        told = said(caller.ask(token, caller.request(copies=3)))
        assert told == (400, "invalid_credential_request", "issuance.too_many")
        assert len(credentials(caller.ask(token, caller.request(copies=2)))) == 2


def test_attack_22_twin_each_copy_for_the_key_that_was_shown(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        nonce = caller.nonce()
        did: JsonObject = {"jwk": None, "kid": f"did:jwk:{_encoded(jwk.format_public(signer('key').public_key))}#0"}  # fmt: skip
        proofs = [proof(nonce, header=did), proof(nonce, by="other")]
        answer = caller.ask(caller.access(offer(office)), caller.request(proofs=proofs))
        bound = [payload(text)["cnf"] for text in credentials(answer)]
        assert bound == [{"jwk": jwk.format_public(signer(name).public_key)} for name in ("key", "other")]  # fmt: skip


def payload(text: str) -> JsonObject:
    return jws.CompactJws.parse(text.partition("~")[0], max_bytes=1 << 16).payload_object()


def _encoded(members: JsonObject) -> str:
    return base64url.encode(json_encoding.format(members))


def test_attack_22_twin_a_clock_that_stands(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        assert isinstance(clock, Clock)
        nonce = caller.nonce()
        clock.now_s += 299
        answer = caller.ask(caller.access(offer(office)), caller.request(nonce=nonce))
        assert len(credentials(answer)) == 3


def test_attack_22_a_key_for_the_answer_that_came_in_clear(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        own = P256Agreement.from_seed(b"w" * 48)
        asked = ResponseEncryption(EncryptionKey(own.public_key), "A256GCM")
        request = caller.request(credential_response_encryption=asked.format())
        answer = caller.ask(caller.access(offer(office)), request)
        assert said(answer) == (400, "invalid_encryption_parameters", "issuance.encryption")
        assert "issue" not in acts(office)
