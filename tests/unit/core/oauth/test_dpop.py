from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256Signer, Signer, jwk
from livret_core.oauth.dpop import (
    DpopProof,
    check_bound,
    check_unseen,
    only_header,
    sign_proof,
    token_hash,
    verify_proof,
)

NOW_S: Final = 1_795_000_000
URI: Final = HttpsUri.parse("https://verneuil.test/town/credential")
MINE: Final = P256Signer.from_seed(bytes(range(48)))
OTHER: Final = P256Signer.from_seed(bytes(48))


def written(*, by: Signer = MINE, header: dict[str, Any] | None = None, **changes: Any) -> str:
    made: dict[str, Any] = {"typ": "dpop+jwt", "jwk": jwk.format_public(by.public_key)}
    claims: dict[str, Any] = {
        "jti": "e1j3V_bKic8",
        "htm": "POST",
        "htu": URI.text,
        "iat": NOW_S,
        "ath": token_hash("token"),
    }
    parts = [
        {name: value for name, value in part.items() if value is not ...}
        for part in (made | (header or {}), claims | changes)
    ]
    return jws.sign(parts[0], json_encoding.format(parts[1]), by)


def read(text: str, **changes: Any) -> DpopProof:
    asked: dict[str, Any] = {"method": "POST", "uri": URI, "now_s": NOW_S, "access_token": "token"}
    return verify_proof(text, **(asked | changes))


def code(text: str, **changes: Any) -> str:
    with pytest.raises(LivretError) as caught:
        read(text, **changes)
    return caught.value.code


@pytest.mark.parametrize("signer", [MINE, Ed25519Signer(bytes(range(32)))])
def test_what_a_wallet_writes_a_server_reads(signer: Signer) -> None:
    text = sign_proof(
        signer,
        method="POST",
        uri=HttpsUri.parse(URI.text + "?x=1"),
        jti="j",
        issued_at_s=NOW_S,
        access_token="token",
        nonce="n",
    )
    proof = read(text)
    assert (proof.key, proof.nonce) == (signer.public_key, "n")
    assert proof.thumbprint == jwk.thumbprint(signer.public_key)


def test_ath_is_the_digest_of_rfc_9449() -> None:
    shown = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
    assert token_hash(shown) == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"


def test_at_the_token_endpoint_no_token_is_shown_yet() -> None:
    assert read(written(ath=...), access_token=None).nonce is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"htm": "GET"}, "dpop.other_request"),
        ({"htm": "post"}, "dpop.other_request"),
        ({"htu": "https://verneuil.test/town/token"}, "dpop.other_request"),
        ({"htu": "https://other.test/town/credential"}, "dpop.other_request"),
        ({"htu": "https://verneuil.test:8443/town/credential"}, "dpop.other_request"),
        ({"htu": "http://verneuil.test/town/credential"}, "dpop.other_request"),
        ({"htu": "https://verneuil.test/x/../town/credential"}, "dpop.other_request"),
        ({"htu": "https://verneuil.test/Town/credential"}, "dpop.other_request"),
        ({"htu": "https://user@verneuil.test/town/credential"}, "dpop.other_request"),
        ({"ath": token_hash("other")}, "dpop.other_token"),
        ({"ath": ...}, "dpop.other_token"),
        ({"iat": NOW_S - 301}, "dpop.stale"),
        ({"iat": NOW_S + 61}, "dpop.stale"),
        ({"iat": -(1 << 53) + 1}, "dpop.stale"),
        ({"iat": True}, "dpop.malformed"),
        ({"iat": 1.5}, "dpop.malformed"),
        ({"jti": ""}, "dpop.malformed"),
        ({"jti": "j" * 257}, "dpop.malformed"),
        ({"nonce": 7}, "dpop.malformed"),
        ({"ath": 7}, "dpop.malformed"),
        *(({name: ...}, "dpop.malformed") for name in ("jti", "htm", "htu", "iat")),
    ],
    ids=repr,
)
def test_a_proof_for_something_else_is_refused(changes: dict[str, Any], expected: str) -> None:
    assert code(written(**changes)) == expected


@pytest.mark.parametrize(
    "htu",
    [
        "https://VERNEUIL.test/town/credential",
        "HTTPS://verneuil.test:443/town/credential",
        "https://verneuil.test/town/credential?x=1#y",
        "https://verneuil.test/%74own/credential",
    ],
)
def test_one_uri_may_be_written_in_several_ways(htu: str) -> None:
    assert read(written(htu=htu)).key == MINE.public_key


@pytest.mark.parametrize("iat", [NOW_S - 300, NOW_S + 60])
def test_the_edges_of_the_time_allowed_are_inside(iat: int) -> None:
    assert read(written(iat=iat)).forget_after_s == iat + 301


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"typ": "JWT"}, "jws.type"),
        ({"typ": ...}, "jws.type"),
        ({"jwk": ...}, "dpop.malformed"),
        ({"jwk": "x"}, "dpop.malformed"),
        ({"jwk": jwk.format_public(OTHER.public_key)}, "dpop.signature"),
        ({"jwk": {**jwk.format_public(MINE.public_key), "d": "x"}}, "key.private"),
        ({"x5c": ["x"]}, "jws.parameter"),
        ({"jku": "https://x"}, "jws.parameter"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_proof_that_shows_its_key_otherwise_is_refused(
    header: dict[str, Any], expected: str
) -> None:
    assert code(written(header=header)) == expected


def test_only_algorithms_that_were_advertised_are_read() -> None:
    text = written(by=Ed25519Signer(bytes(range(32))))
    assert code(text, algorithms=("ES256",)) == "jws.algorithm"


def test_a_proof_beyond_the_cap_is_not_read() -> None:
    assert code("a" * ((8 << 10) + 1)) == "input.too_large"


def test_a_request_has_one_proof_or_none() -> None:
    assert (only_header([]), only_header(["x"])) == (None, "x")
    with pytest.raises(MalformedInput) as caught:
        only_header(["x", "x"])
    assert caught.value.code == "dpop.malformed"


def test_a_proof_is_known_again_and_no_other_is() -> None:
    first, again = read(written()), read(written())
    assert first.replay_id == again.replay_id
    others = [written(jti="other"), written(by=OTHER)]
    assert first.replay_id not in {read(text).replay_id for text in others}
    check_unseen(first, {read(text).replay_id for text in others})
    with pytest.raises(Refused) as caught:
        check_unseen(again, {first.replay_id})
    assert caught.value.code == "dpop.replayed"


def test_what_is_bound_to_a_key_asks_for_it() -> None:
    check_bound(None, None)
    check_bound(read(written()), read(written()).thumbprint)
    for proof, expected in ((None, "dpop.missing"), (read(written(by=OTHER)), "dpop.other_key")):
        with pytest.raises(Refused) as caught:
            check_bound(proof, read(written()).thumbprint)
        assert caught.value.code == expected


def test_only_verification_makes_a_proof() -> None:
    with pytest.raises(TypeError, match="verify_proof"):
        DpopProof(MINE.public_key, "", None, b"", 0, object())
