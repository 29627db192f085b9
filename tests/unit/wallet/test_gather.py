"""What a wallet reads of the outside: files under one folder."""

from pathlib import Path

import pytest

from livret_core.errors import MalformedInput, Unavailable
from livret_wallet import gather
from livret_wallet.gather import Folder


def test_a_published_file_is_read(tmp_path: Path) -> None:
    at = tmp_path / "town.example%3A8443" / "a" / "did.jsonl"
    at.parent.mkdir(parents=True)
    at.write_bytes(b"log")
    assert (
        Folder(tmp_path).read("https://town.example:8443/a/did.jsonl", "issuer.unavailable")
        == b"log"
    )


@pytest.mark.parametrize("code", ["issuer.unavailable", "status.unavailable"])
def test_what_is_not_there_is_unavailable(tmp_path: Path, code: str) -> None:
    with pytest.raises(Unavailable) as caught:
        Folder(tmp_path).read("https://town.example/a", code)
    assert caught.value.code == code


def test_a_file_beyond_reason_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "_MAX_BYTES", 3)
    (tmp_path / "town.example").mkdir()
    (tmp_path / "town.example" / "a").write_bytes(b"four")
    with pytest.raises(Unavailable) as caught:
        Folder(tmp_path).read("https://town.example/a", "status.unavailable")
    assert caught.value.code == "status.unavailable"


@pytest.mark.parametrize(
    "uri", ["http://town.example/a", "https://town.example/../a", "https://town.example/%2e%2e/a"]
)
def test_an_address_that_climbs_is_malformed(tmp_path: Path, uri: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Folder(tmp_path / "below").read(uri, "status.unavailable")
    assert caught.value.code == "input.https_uri"
