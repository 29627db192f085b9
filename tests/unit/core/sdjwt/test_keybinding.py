from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import Ed25519Signer, P256Signer, Signer
from livret_core.limits import LATEST_S
from livret_core.sdjwt import SdJwt, keybinding
from livret_core.sdjwt.keybinding import Freshness, KeyBinding

NOW_S: Final = 1_795_000_000
SHOWN: Final = SdJwt("a.b.c", ("D", "E"))
P256: Final = P256Signer.from_seed(bytes(range(48)))
ED25519: Final = Ed25519Signer.from_seed(bytes(range(32)))
CLAIMS: Final = {"iat": NOW_S, "aud": "service", "nonce": "n", "sd_hash": SHOWN.sd_hash()}


def bound(signer: Signer = P256, **changes: Any) -> KeyBinding:
    payload = json_encoding.format(CLAIMS | changes)
    return KeyBinding.parse(jws.sign({"typ": "kb+jwt"}, payload, signer))


def check(binding: KeyBinding, **changes: Any) -> None:
    asked: dict[str, Any] = {"audience": "service", "nonce": "n", "now_s": NOW_S}
    binding.check(**({"freshness": Freshness()} | asked | changes))


@pytest.mark.parametrize("signer", [P256, ED25519], ids=["ES256", "Ed25519"])
def test_what_is_prepared_and_signed_verifies(signer: P256Signer | Ed25519Signer) -> None:
    octets = keybinding.prepare(
        SHOWN, algorithm=signer.algorithm, audience="service", nonce="n", issued_at_s=NOW_S
    )
    whole = keybinding.assemble(SHOWN, octets, signer.sign(octets))
    assert (whole.issuer_jwt, whole.disclosures) == (SHOWN.issuer_jwt, SHOWN.disclosures)
    assert whole.kb_jwt is not None
    binding = KeyBinding.parse(whole.kb_jwt)
    binding.verify(whole, signer.public_key)
    check(binding)


def test_the_header_and_the_claims_are_the_rfcs_and_no_more() -> None:
    octets = keybinding.prepare(
        SHOWN, algorithm=P256.algorithm, audience="service", nonce="n", issued_at_s=NOW_S
    )
    header, payload = octets.split(b".")
    assert json_encoding.parse(base64url.decode(header)) == {"alg": "ES256", "typ": "kb+jwt"}
    assert json_encoding.parse(base64url.decode(payload)) == CLAIMS


@pytest.mark.parametrize("missing", ["iat", "aud", "nonce", "sd_hash"])
def test_each_of_the_four_claims_is_required(missing: str) -> None:
    claims = {name: value for name, value in CLAIMS.items() if name != missing}
    with pytest.raises(MalformedInput) as caught:
        KeyBinding.parse(jws.sign({"typ": "kb+jwt"}, json_encoding.format(claims), P256))
    assert caught.value.code == "holder.malformed"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("iat", "now"),
        ("iat", True),
        ("iat", None),
        ("aud", ["service"]),
        ("nonce", 1),
        ("sd_hash", None),
        ("exp", "later"),
        ("exp", None),
        ("nbf", False),
    ],
)
def test_a_claim_of_another_type_is_malformed(name: str, value: Any) -> None:
    with pytest.raises(MalformedInput) as caught:
        bound(**{name: value})
    assert caught.value.code == "holder.malformed"


@pytest.mark.parametrize("name", ["iat", "exp", "nbf"])
@pytest.mark.parametrize("value", [-1, -1e300, LATEST_S + 1, 10**15, 1e300], ids=repr)
def test_a_time_before_1970_or_after_2500_is_malformed(name: str, value: Any) -> None:
    with pytest.raises(MalformedInput) as caught:
        bound(**{name: value})
    assert caught.value.code == "holder.malformed"


def test_a_time_may_have_a_fraction() -> None:
    assert bound(iat=NOW_S - 0.25).issued_at_s == NOW_S - 0.25


def test_other_claims_and_a_kid_are_passed_over() -> None:
    payload = json_encoding.format(CLAIMS | {"jti": "1", "_sd_alg": "x"})
    KeyBinding.parse(jws.sign({"typ": "kb+jwt", "kid": "0"}, payload, P256)).verify(
        SHOWN, P256.public_key
    )


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {}, {"typ": "kb+jwt "}])
def test_another_type_of_token_is_refused(header: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        KeyBinding.parse(jws.sign(header, json_encoding.format(CLAIMS), P256))
    assert caught.value.code == "jws.type"


def test_a_token_beyond_the_cap_is_not_read() -> None:
    with pytest.raises(MalformedInput) as caught:
        bound(nonce="n" * 16_384)
    assert caught.value.code == "input.too_large"


def test_a_binding_to_another_text_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        bound().verify(SdJwt("a.b.c", ("D",)), P256.public_key)
    assert caught.value.code == "holder.other_credential"


@pytest.mark.parametrize("signer", [P256Signer.from_seed(bytes(48)), ED25519])
def test_a_binding_by_another_key_is_refused(signer: Signer) -> None:
    with pytest.raises(Refused) as caught:
        bound(signer).verify(SHOWN, P256.public_key)
    assert caught.value.code == "holder.signature"


@pytest.mark.parametrize(
    ("claims", "asked", "code"),
    [
        ({}, {"audience": "other"}, "holder.other_service"),
        ({}, {"nonce": "other"}, "holder.other_request"),
        ({}, {"nonce": "né"}, "holder.other_request"),
        ({"nonce": "né"}, {}, "holder.other_request"),
        ({"iat": NOW_S - 301}, {}, "holder.stale"),
        ({"iat": NOW_S - 300.5}, {}, "holder.stale"),
        ({"iat": NOW_S + 61}, {}, "holder.ahead"),
        ({"iat": LATEST_S}, {}, "holder.ahead"),
        ({"iat": 0}, {}, "holder.stale"),
        ({"exp": NOW_S}, {}, "holder.stale"),
        ({"nbf": NOW_S + 61}, {}, "holder.ahead"),
        ({"iat": NOW_S - 11}, {"freshness": Freshness(max_age_s=10)}, "holder.stale"),
    ],
)
def test_a_binding_that_is_not_for_this_request_just_now_is_refused(
    claims: dict[str, Any], asked: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as caught:
        check(bound(**claims), **asked)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "claims",
    [{"iat": NOW_S - 300}, {"iat": NOW_S + 60}, {"exp": NOW_S + 1}, {"nbf": NOW_S + 60}],
)
def test_the_edges_of_the_time_allowed_are_inside(claims: dict[str, Any]) -> None:
    check(bound(**claims))
