"""What is published of a description: of that very type, by its digest and its claims."""

import json
from hashlib import sha256
from typing import Any

import pytest

from livret_core.credential.type_publication import publication
from livret_core.encoding import base64url
from livret_core.errors import LivretError
from livret_schemas import load


def metadata(vct: str = "urn:livret:library:1", *paths: list[Any], **more: Any) -> bytes:
    claims = [{"path": path} for path in paths or (["card"],)]
    return json.dumps({"vct": vct, "claims": claims, **more}).encode()


@pytest.mark.parametrize("vct", ["urn:livret:library:1", "https://types.example/library/1"])
def test_a_description_is_published_by_its_digest_and_its_claims(vct: str) -> None:
    raw = metadata(vct, ["owner", "name"], ["cards", None, "number"], ["cards"])
    assert publication("library/1", raw) == {
        "digest": base64url.encode(sha256(raw).digest()),
        "media": "application/json",
        "claims": ["cards", "cards.*.number", "owner.name"],
    }


@pytest.mark.parametrize(
    ("subject", "raw", "code"),
    [
        ("library/2", metadata(), "type.other_vct"),
        ("museum/1", metadata(), "type.other_vct"),
        ("library/1", metadata("library:1:1"), "type.other_vct"),
        ("library/1", b"correct horse battery staple", "input.json"),
        ("library/1", b"{}", "type.malformed"),
        ("library/1", metadata(claims=[]), "type.malformed"),
        ("library/1", metadata("urn:livret:library:1", ["Camille Durand"]), "type.malformed"),
        ("library/1", metadata("urn:livret:library:1", ["born_1988"]), "type.malformed"),
        (
            "library/1",
            metadata(
                "urn:livret:library:1", *([chr(97 + n // 26) + chr(97 + n % 26)] for n in range(65))
            ),
            "type.malformed",
        ),
    ],
)
def test_what_does_not_describe_it_is_not_published(subject: str, raw: bytes, code: str) -> None:
    with pytest.raises(LivretError) as caught:
        publication(subject, raw)
    assert caught.value.code == code


def test_every_packaged_type_can_be_published() -> None:
    for files in load():
        said = publication(f"{files.name}/1", files.metadata)
        assert "issuing_authority" in said["claims"]  # type: ignore[operator]
