import hashlib

import pytest

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.errors import MalformedInput
from livret_core.sdjwt import SdJwt


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.b.c~", SdJwt("a.b.c", ())),
        ("a.b.c~D~", SdJwt("a.b.c", ("D",))),
        ("a.b.c~D~E~", SdJwt("a.b.c", ("D", "E"))),
        ("a.b.c~x.y.z", SdJwt("a.b.c", (), "x.y.z")),
        ("a.b.c~D~x.y.z", SdJwt("a.b.c", ("D",), "x.y.z")),
    ],
)
def test_parse_and_format_are_inverse(text: str, parts: SdJwt) -> None:
    assert SdJwt.parse(text) == parts
    assert parts.format() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "a.b.c",
        "~a.b.c~",
        "a.b.c~~",
        "a.b.c~D~~",
        "a.b.c~~D~",
        "a.b.c~~x.y.z",
        "é~",
        "a~é~",
    ],
)
def test_a_text_with_an_empty_or_a_foreign_part_is_malformed(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        SdJwt.parse(text)
    assert caught.value.code == "sdjwt.malformed"


def test_the_json_serialisation_is_not_read() -> None:
    with pytest.raises(MalformedInput) as caught:
        SdJwt.parse('{"payload":"e30","disclosures":["D"]}')
    assert caught.value.code == "sdjwt.malformed"


def test_a_text_beyond_the_cap_is_not_looked_at() -> None:
    with pytest.raises(MalformedInput) as caught:
        SdJwt.parse("a" * limits.SD_JWT_BYTES + "~")
    assert caught.value.code == "input.too_large"
    assert SdJwt.parse("a" * (limits.SD_JWT_BYTES - 1) + "~").disclosures == ()


def test_as_many_disclosures_as_allowed_and_no_more() -> None:
    most = limits.DISCLOSURES
    assert len(SdJwt.parse("a~" + "D~" * most).disclosures) == most
    with pytest.raises(MalformedInput) as caught:
        SdJwt.parse("a~" + "D~" * (most + 1))
    assert caught.value.code == "sdjwt.malformed"


@pytest.mark.parametrize("text", ["a.b.c~", "a.b.c~D~E~", "a.b.c~D~E~x.y.z"])
def test_the_digest_covers_everything_to_the_last_tilde(text: str) -> None:
    covered = text[: text.rindex("~") + 1]
    parsed = SdJwt.parse(text)
    assert parsed.bound_part() == covered
    assert parsed.sd_hash() == base64url.encode(hashlib.sha256(covered.encode()).digest())


def test_showing_keeps_the_order_and_drops_the_key_binding() -> None:
    whole = SdJwt("a.b.c", ("D", "E", "F"), "x.y.z")
    assert whole.showing([2, 0, 2]) == SdJwt("a.b.c", ("D", "F"))
    assert whole.showing([]) == SdJwt("a.b.c", ())
