"""Attack 6: header parameters that change what is signed or fetch a key, and the JSON forms."""

import json
from typing import Final

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import P256Signer
from livret_core.keys import jwk as jwk_encoding

SIGNER: Final = P256Signer.from_seed(bytes(range(48)))
JWK: Final = jwk_encoding.format_public(SIGNER.public_key)


def checked(header: JsonObject, may_carry: tuple[str, ...] = ()) -> None:
    token = jws.CompactJws.parse(jws.sign({"typ": "t", **header}, b"{}", SIGNER))
    token.check_header(typ="t", algorithms=("ES256",), may_carry=may_carry)
    token.verify(SIGNER.public_key)


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["exp"]},
        {"crit": ["http://example.invalid/unknown"]},
        {"crit": []},
        {"crit": ["b64"], "b64": False},
        {"b64": False},
        {"b64": True},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/chain"},
        {"x5t": "AAAA"},
        {"x5t#S256": "AAAA"},
        {"zip": "DEF"},
    ],
    ids=str,
)
def test_attack_06_a_parameter_never_followed(header: JsonObject) -> None:
    with pytest.raises(Refused) as caught:
        checked(header, ("jwk", "x5c"))
    assert caught.value.code == "jws.parameter"


@pytest.mark.parametrize("header", [{"jwk": dict(JWK)}, {"x5c": ["AAAA"]}], ids=["jwk", "x5c"])
def test_attack_06_a_key_brought_along_where_none_is_read(header: JsonObject) -> None:
    with pytest.raises(Refused) as caught:
        checked(header)
    assert caught.value.code == "jws.parameter"


@pytest.mark.parametrize("kid", [7, None, ["k"], {}])
def test_attack_06_a_key_name_that_is_not_text(kid: JsonValue) -> None:
    with pytest.raises(MalformedInput) as caught:
        checked({"kid": kid})
    assert caught.value.code == "jws.header"


@pytest.mark.parametrize("typ", ["T", "application/t", "t ", "tt", ""])
def test_attack_06_a_type_that_is_nearly_the_one_demanded(typ: str) -> None:
    token = jws.CompactJws.parse(jws.sign({"typ": typ}, b"{}", SIGNER))
    with pytest.raises(Refused) as caught:
        token.check_header(typ="t", algorithms=("ES256",))
    assert caught.value.code == "jws.type"


def test_attack_06_no_type_at_all() -> None:
    token = jws.CompactJws.parse(jws.sign({}, b"{}", SIGNER))
    with pytest.raises(Refused) as caught:
        token.check_header(typ="t", algorithms=("ES256",))
    assert caught.value.code == "jws.type"


def test_attack_06_a_type_that_is_not_text() -> None:
    token = jws.CompactJws.parse(jws.sign({"typ": ["t"]}, b"{}", SIGNER))
    with pytest.raises(MalformedInput) as caught:
        token.check_header(typ="t", algorithms=("ES256",))
    assert caught.value.code == "jws.header"


@pytest.mark.parametrize("form", ["flattened", "general", "dotted"])
def test_attack_06_the_json_forms(form: str) -> None:
    protected, payload, signature = jws.sign({"typ": "t"}, b"{}", SIGNER).split(".")
    one = {"protected": protected, "signature": signature}
    forms: dict[str, object] = {
        "flattened": {"payload": payload, **one},
        "general": {"payload": payload, "signatures": [one]},
        "dotted": {"payload": payload, **one, "header": {"kid": "a.b.c"}},
    }
    with pytest.raises(MalformedInput) as caught:
        jws.CompactJws.parse(json.dumps(forms[form]))
    assert caught.value.code == "jws.malformed"


@pytest.mark.parametrize(
    "text", ["", ".", "..", "e30.e30", "e30.e30.e30.e30", "e30...", "é.e30.AA"]
)
def test_attack_06_another_number_of_segments(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        jws.CompactJws.parse(text)
    assert caught.value.code in {"jws.malformed", "input.json"}


@pytest.mark.parametrize("header", [b"[]", b'"ES256"', b"null", b"1"])
def test_attack_06_a_header_that_is_no_object(header: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        jws.CompactJws.parse(base64url.encode(header) + ".e30.AA")
    assert caught.value.code == "input.json"


def test_attack_06_twin_plain_headers_are_followed() -> None:
    checked({"kid": "k", "cty": "json", "iat": 1})


def test_attack_06_twin_a_key_is_carried_where_this_use_reads_it() -> None:
    checked({"jwk": dict(JWK)}, ("jwk",))
    checked({"x5c": ["AAAA"]}, ("x5c",))
