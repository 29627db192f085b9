"""Texts of a type, as a reader is shown them: what nobody sees does not get onto the ledger."""

import json

import pytest

from livret_core.credential.claim_text import is_seen
from livret_core.credential.type_metadata import TypeMetadata
from livret_core.errors import MalformedInput

UNSEEN = ("\x07", "\u202e", "\u200b", "\u2028", "\x1b", "\u2066", "\x7f")


def described(text: str) -> bytes:
    label = {"locale": "fr", "label": text, "description": text}
    return json.dumps(
        {
            "vct": "urn:livret:pool:1",
            "name": text,
            "display": [{"locale": "fr", "name": text, "description": text}],
            "claims": [{"path": ["a"], "display": [label]}],
        }
    ).encode()


@pytest.mark.parametrize("char", UNSEEN)
def test_a_text_with_what_nobody_sees_is_refused(char: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        TypeMetadata.parse(described(f"Pass{char}eport"))
    assert caught.value.code == "type.malformed"
    whole = described("Passeport").decode()
    for name in ("label", "description"):
        spoilt = whole.replace(f'"{name}": "Passeport"', f'"{name}": {json.dumps("x" + char)}')
        with pytest.raises(MalformedInput):
            TypeMetadata.parse(spoilt.encode())


@pytest.mark.parametrize(
    "text",
    ["Domicile\u00a0: oui", "e\u0301tat", "می\u200cخواهم", "<script>alert(1)</script>", "住民票"],
)
def test_what_is_seen_is_read_whatever_it_says(text: str) -> None:
    assert is_seen(text)
    assert TypeMetadata.parse(described(text)).name == text
