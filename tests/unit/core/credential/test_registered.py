import math
from typing import Any, Final

import pytest

from livret_core.credential.registered import RegisteredClaims, Validity, conceals, parse_date
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import Ed25519Signer, P256Signer, jwk
from livret_core.limits import LATEST_S

KEY: Final = P256Signer.from_seed(bytes(range(48))).public_key
JWK: Final = jwk.format_public(KEY)
NOW_S: Final = 1_795_000_000


def read(**claims: Any) -> RegisteredClaims:
    return RegisteredClaims.parse({"vct": "urn:x:1", **claims})


def code(**claims: Any) -> str:
    with pytest.raises(LivretError) as caught:
        read(**claims)
    return caught.value.code


def test_the_type_alone_is_enough() -> None:
    found = read()
    assert (found.vct, found.vct_integrity, found.aka_vcts) == ("urn:x:1", None, ())
    assert (found.issuer, found.holder_key, found.status) == (None, None, None)
    assert found.validity == Validity(None, None, None)


def test_every_registered_claim_is_read() -> None:
    found = read(
        iss="did:x:1",
        iat=1,
        nbf=2.5,
        exp=3,
        cnf={"jwk": JWK},
        status={"status_list": {}},
        aka_vcts=["urn:x:2"],
        **{"vct#integrity": "sha256-x"},
    )
    assert (found.issuer, found.vct_integrity) == ("did:x:1", "sha256-x")
    assert found.holder_key == KEY
    assert found.status == {"status_list": {}}
    assert found.aka_vcts == ("urn:x:2",)
    assert found.validity == Validity(1, 2.5, 3)


def test_claims_that_are_not_registered_are_passed_over() -> None:
    assert read(sub="x", name=["y"], _sd=["z"]) == read()


@pytest.mark.parametrize("name", ["vct", "vct#integrity", "iss"])
@pytest.mark.parametrize("value", ["", 7, None, True, ["x"], {}, "x" * 2_049], ids=repr)
def test_a_name_is_a_short_text(name: str, value: Any) -> None:
    assert code(**{name: value}) == "credential.claim"


def test_the_type_is_required() -> None:
    with pytest.raises(MalformedInput) as caught:
        RegisteredClaims.parse({})
    assert caught.value.code == "credential.claim"


@pytest.mark.parametrize("name", ["iat", "nbf", "exp"])
@pytest.mark.parametrize(
    "value",
    ["1", None, True, -1, -0.5, [], {}, LATEST_S + 1, LATEST_S + 0.5, 10**15, 1e300,
     math.inf, math.nan],
    ids=repr,
)  # fmt: skip
def test_a_date_is_a_number_of_seconds_from_1970_to_2500(name: str, value: Any) -> None:
    assert code(**{name: value}) == "credential.claim"
    with pytest.raises(MalformedInput) as caught:
        parse_date({name: value}, name)
    assert caught.value.code == "credential.claim"


@pytest.mark.parametrize("value", [0, 1e-300, 1.5, LATEST_S])
def test_a_date_may_be_any_such_number(value: float) -> None:
    assert parse_date({"exp": value}, "exp") == value
    assert parse_date({}, "exp") is None


@pytest.mark.parametrize("value", [7, None, "x", []], ids=repr)
def test_a_status_is_an_object(value: Any) -> None:
    assert code(status=value) == "credential.claim"


@pytest.mark.parametrize(
    "value",
    [
        [],
        ["urn:x:1"],
        ["urn:x:2", "urn:x:1"],
        [7],
        [""],
        "urn:x:2",
        None,
        ["x" * 2_049],
        ["x"] * 17,
    ],
    ids=lambda value: repr(value)[:24],
)
def test_other_types_are_a_short_list_without_the_type(value: Any) -> None:
    assert code(aka_vcts=value) == "credential.claim"


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"jwk": JWK, "jwe": "x"},
        {"jwk": JWK, "jku": "x"},
        {"kid": "x"},
        {"jwk": "x"},
        {"x5t#S256": "x"},
        [],
        "x",
        None,
    ],
    ids=lambda value: repr(value)[:8] + repr(value)[-16:],
)
def test_a_confirmation_is_one_key(value: Any) -> None:
    assert code(cnf=value) == "credential.confirmation"


def test_more_of_a_confirmation_than_its_key_is_passed_over() -> None:
    assert read(cnf={"jwk": {**JWK, "kid": "x", "to come": 1}, "kid": "x"}).holder_key == KEY


@pytest.mark.parametrize(
    "value", ["", 7, None, {}, True, [], [""], ["x", 7], [["x"]], ["x", {"...": "x", "y": 1}]],
    ids=repr,
)  # fmt: skip
def test_an_audience_is_one_or_more_names(value: Any) -> None:
    assert code(aud=value) == "credential.claim"


def test_an_audience_is_read() -> None:
    assert read().audience is None
    assert read(aud="desk").audience == ("desk",)
    assert read(aud=["desk", {"...": "a digest"}, "pool"]).audience == ("desk", "pool")


def test_a_holder_key_is_read_as_strictly_as_any() -> None:
    assert code(cnf={"jwk": {**JWK, "d": "x"}}) == "key.private"
    assert code(cnf={"jwk": {"kty": "RSA"}}) == "key.malformed"
    identity = {"kty": "OKP", "crv": "Ed25519", "x": "AQ" + "A" * 41}
    assert code(cnf={"jwk": identity}) == "key.weak"


def test_a_holder_key_of_the_other_kind_is_read() -> None:
    key = Ed25519Signer(bytes(32)).public_key
    assert read(cnf={"jwk": jwk.format_public(key)}).holder_key == key


@pytest.mark.parametrize("control", [{"_sd": ["x"]}, {"...": "x"}])
@pytest.mark.parametrize("name", ["cnf", "status", "aka_vcts"])
def test_no_part_of_a_registered_claim_is_disclosable(name: str, control: dict[str, Any]) -> None:
    inside: dict[str, Any] = {
        "cnf": {"jwk": {**JWK, **control}},
        "status": {"status_list": {"idx": 1, "more": [control]}},
        "aka_vcts": ["urn:x:2", control],
    }
    assert code(**{name: inside[name]}) == "credential.concealed"
    if name != "aka_vcts":
        assert code(**{name: {**inside[name], **control}}) == "credential.concealed"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1, "..."]}, False),
        ({"a": "_sd"}, False),
        ([[{"a": {"_sd": []}}]], True),
        ({"a": [{"...": "x"}]}, True),
        ("_sd", False),
        (None, False),
    ],
)
def test_digests_are_found_at_every_depth(value: Any, expected: bool) -> None:
    assert conceals(value) is expected


@pytest.mark.parametrize(
    ("validity", "code"),
    [
        (Validity(None, None, NOW_S), "validity.expired"),
        (Validity(None, None, NOW_S - 0.5), "validity.expired"),
        (Validity(None, NOW_S + 61, None), "validity.not_yet"),
        (Validity(NOW_S + 61, None, None), "validity.not_yet"),
        (Validity(NOW_S + 61, 0, None), "validity.not_yet"),
        (Validity(NOW_S + 99, None, NOW_S), "validity.expired"),
    ],
)
def test_what_has_ended_or_not_begun_is_refused(validity: Validity, code: str) -> None:
    with pytest.raises(Refused) as caught:
        validity.check(NOW_S)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "validity",
    [
        Validity(None, None, None),
        Validity(NOW_S, NOW_S, NOW_S + 1),
        Validity(NOW_S + 60, NOW_S + 60, None),
        Validity(0, 0, None),
    ],
)
def test_what_holds_is_passed(validity: Validity) -> None:
    validity.check(NOW_S)


def test_the_leeway_at_the_start_is_the_callers() -> None:
    Validity(NOW_S + 61, None, None).check(NOW_S, skew_s=61)
    with pytest.raises(Refused) as caught:
        Validity(NOW_S + 1, None, None).check(NOW_S, skew_s=0)
    assert caught.value.code == "validity.not_yet"
