"""Attack 17: disclosures of too few or too many elements, or of the wrong kinds.

Each is signed: a town hall's faulty software, or a holder's own issuer, made the digest.
A reader that takes the first two or the last elements sees another claim than the next.
"""

from typing import Any, Final

import pytest

from livret_core.sdjwt import SdJwt
from tests.scene import (
    Draft,
    accepted,
    bind,
    digest_of,
    disclosure,
    draft,
    refusal,
    showing,
    written,
)

SALT: Final = "AAAAAAAAAAAAAAAAAAAAAA"


def as_member(text: str) -> str:
    """Show *text*, its digest being among an object's members."""
    return _show(draft().with_payload(house={"_sd": [digest_of(text)]}), text)


def as_element(text: str) -> str:
    """Show *text*, its digest standing for an element."""
    return _show(draft().with_payload(nations=[{"...": digest_of(text)}]), text)


def _show(made: Draft, text: str) -> str:
    signed = made.signed()
    commune = showing(draft().signed(), "commune").disclosures
    return bind(SdJwt(signed.issuer_jwt, (*commune, text)))


@pytest.mark.parametrize(
    "elements",
    [
        [],
        [SALT],
        [SALT, "door"],
        [SALT, "door", 7, 8],
        [SALT, "door", 7, None],
        [7, "door", 7],
        [None, "door", 7],
        [SALT, 7, 7],
        [SALT, None, 7],
        [SALT, ["door"], 7],
        [SALT, {"door": 7}, 7],
        [SALT, True, 7],
    ],
    ids=repr,
)
def test_attack_17_a_member_of_another_shape(elements: list[Any]) -> None:
    assert refusal(as_member(disclosure(*elements))) == (6, "sdjwt.disclosure_shape")


@pytest.mark.parametrize(
    "elements",
    [[], [SALT], [SALT, "door", 7], [SALT, 1, 2, 3], [7, "FR"], [None, "FR"], [["x"], "FR"]],
    ids=repr,
)
def test_attack_17_an_element_of_another_shape(elements: list[Any]) -> None:
    assert refusal(as_element(disclosure(*elements))) == (6, "sdjwt.disclosure_shape")


@pytest.mark.parametrize(
    "raw",
    ['{"0":"salt","1":"door","2":7}', '"salt"', "7", "null", "true"],
)
def test_attack_17_a_disclosure_that_is_no_array(raw: str) -> None:
    assert refusal(as_member(written(raw))) == (6, "sdjwt.disclosure_shape")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ('["s","door",7', "input.json"),
        ('["s","door",7]]', "input.json"),
        ('["s","door",NaN]', "input.json"),
        ('["s","door",1e999]', "input.json"),
        ("['s','door',7]", "input.json"),
        ('["s","door",{"a":1,"a":2}]', "input.duplicate_member"),
        ('["s","door",' + "[" * 40 + "]" * 40 + "]", "input.too_deep"),
        (b'["s","door","\xff"]', "input.json"),
        (b'\xef\xbb\xbf["s","door",7]', "input.json"),
        ('["s","door","\\ud800"]', "input.json"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else None,
)
def test_attack_17_a_disclosure_that_is_not_json(raw: bytes | str, code: str) -> None:
    assert refusal(as_member(written(raw))) == (6, code)


@pytest.mark.parametrize("change", ["=", "==", "\n", " ", "+", "."])
def test_attack_17_a_disclosure_that_is_not_base64url(change: str) -> None:
    assert refusal(as_member(disclosure(SALT, "door", 7) + change)) == (6, "input.base64url")


def test_attack_17_a_disclosure_that_is_not_ascii() -> None:
    signed = showing(draft().signed(), "commune")
    text = bind(signed).replace("~", "~é~", 1)
    assert refusal(text) == (0, "sdjwt.malformed")


def test_attack_17_nested_deeper_than_any_reader_should_follow() -> None:
    value: Any = 7
    texts: list[str] = []
    for _ in range(40):
        text = disclosure(SALT, "in", value)
        texts.append(text)
        value = {"_sd": [digest_of(text)]}
    made = draft().with_payload(house=value)
    commune = showing(draft().signed(), "commune").disclosures
    shown = bind(SdJwt(made.signed().issuer_jwt, (*commune, *texts)))
    assert refusal(shown) == (6, "sdjwt.malformed")


def test_attack_17_more_disclosures_than_any_credential_has() -> None:
    many = SdJwt(draft().signed().issuer_jwt, ("WzFd",) * 513)
    assert refusal(bind(many)) == (0, "sdjwt.malformed")


@pytest.mark.parametrize("value", [7, "x", None, True, 1.5, [], {}, [1, [2]], {"a": {"b": 1}}])
def test_attack_17_twin_a_member_of_any_value(value: Any) -> None:
    assert accepted(as_member(disclosure(SALT, "door", value))).not_asked == 1


@pytest.mark.parametrize("value", [7, "x", None, True, 1.5, [], {}, [1, [2]], {"a": {"b": 1}}])
def test_attack_17_twin_an_element_of_any_value(value: Any) -> None:
    assert accepted(as_element(disclosure(SALT, value))).not_asked == 1
