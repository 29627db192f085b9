from typing import Any

import pytest

from livret_core.encoding import base64url
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.sdjwt import Disclosure
from livret_core.sdjwt.disclosure import digest, format_disclosure

# RFC 9901 §4.2.1, §4.2.2, §4.2.3
MEMBER = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
MEMBER_DIGEST = "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
ELEMENT = "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0"
ELEMENT_DIGEST = "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs"


def written(raw: str) -> str:
    return base64url.encode(raw.encode())


def test_the_rfcs_member_is_read() -> None:
    assert Disclosure.parse(MEMBER) == ("_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius")


def test_the_rfcs_element_is_read() -> None:
    assert Disclosure.parse(ELEMENT) == ("lklxF5jMYlGTPUovMNIvCA", None, "FR")


@pytest.mark.parametrize(("text", "expected"), [(MEMBER, MEMBER_DIGEST), (ELEMENT, ELEMENT_DIGEST)])
def test_the_rfcs_digests_are_ours(text: str, expected: str) -> None:
    assert digest(text.encode()) == expected


@pytest.mark.parametrize(
    "spelling",
    [
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNXHUwMGY2Yml1cyJd",
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsImZhbWlseV9uYW1lIiwiTcO2Yml1cyJd",
        "WwoiXzI2YmM0TFQtYWM2cTJLSTZjQlc1ZXMiLAoiZmFtaWx5X25hbWUiLAoiTcO2Yml1cyIKXQ",
    ],
    ids=["escaped", "without space", "with lines"],
)
def test_the_rfcs_other_spellings_say_the_same_under_other_digests(spelling: str) -> None:
    assert Disclosure.parse(spelling) == Disclosure.parse(MEMBER)
    assert digest(spelling.encode()) != MEMBER_DIGEST


@pytest.mark.parametrize("name", ["family_name", "", "é", None])
@pytest.mark.parametrize("value", ["x", 7, 1.5, True, None, [1, {"a": []}], {"a": {"b": "é"}}])
def test_what_is_written_is_read(name: str | None, value: Any) -> None:
    text = format_disclosure(b"\0" * 16, name, value).decode()
    assert Disclosure.parse(text) == ("A" * 22, name, value)


@pytest.mark.parametrize("name", ["_sd", "_sd_alg", "..."])
def test_a_claim_named_like_a_control_is_refused(name: str) -> None:
    with pytest.raises(Refused) as caught:
        Disclosure.parse(format_disclosure(b"\0" * 16, name, 1).decode())
    assert caught.value.code == "sdjwt.reserved_name"


@pytest.mark.parametrize(
    "raw",
    ["[]", '["s"]', '["s","n",1,2]', '[1,"n",1]', '["s",1,1]', '[1,"v"]', '"s"', "{}", "null"],
)
def test_another_shape_is_malformed(raw: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Disclosure.parse(written(raw))
    assert caught.value.code == "sdjwt.disclosure_shape"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (MEMBER + "=", "input.base64url"),
        (written("["), "input.json"),
        (written('["s","n",{"a":1,"a":1}]'), "input.duplicate_member"),
        (written('["s","n",' + "[" * 33 + "]" * 33 + "]"), "input.too_deep"),
    ],
)
def test_what_cannot_be_read_is_malformed(text: str, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Disclosure.parse(text)
    assert caught.value.code == code


@pytest.mark.parametrize("raw", ['["salt","name",1,"secret"]', '[7,"secret","secret"]'])
def test_no_value_is_in_the_message(raw: str) -> None:
    with pytest.raises(LivretError) as caught:
        Disclosure.parse(written(raw))
    assert "secret" not in str(caught.value)
