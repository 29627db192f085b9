from pathlib import PurePosixPath

import pytest

from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.mirror_path import mirror_path


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("https://ledger.example/a/b.jsonl", "ledger.example/a/b.jsonl"),
        ("https://Ledger.Example/a", "ledger.example/a"),
        ("https://ledger.example:443/a", "ledger.example/a"),
        ("https://ledger.example:8443/a", "ledger.example%3A8443/a"),
        ("https://ledger.example/.well-known/did.jsonl", "ledger.example/.well-known/did.jsonl"),
        ("https://ledger.example/~a/b:c", "ledger.example/~a/b:c"),
    ],
)
def test_a_file_lies_where_its_address_says(uri: str, path: str) -> None:
    found = mirror_path(HttpsUri.parse(uri))
    assert found == PurePosixPath(path)
    assert not found.is_absolute()


@pytest.mark.parametrize(
    "uri",
    [
        "https://ledger.example",
        "https://ledger.example/",
        "https://ledger.example/a/",
        "https://ledger.example/a//b",
        "https://ledger.example//etc/passwd",
        "https://ledger.example/a?b",
        "https://ledger.example/a%2fb",
        "https://ledger.example/a%20b",
    ],
)
def test_an_address_a_folder_cannot_mirror_is_malformed(uri: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        mirror_path(HttpsUri.parse(uri))
    assert caught.value.code == "input.https_uri"


@pytest.mark.parametrize("segment", [".", ".."])
def test_a_path_never_climbs_even_where_an_address_did(segment: str) -> None:
    climbing = HttpsUri(f"https://ledger.example/a/{segment}/b", "ledger.example", 443)
    with pytest.raises(MalformedInput) as caught:
        mirror_path(climbing)
    assert caught.value.code == "input.https_uri"


def test_two_ports_of_one_host_lie_apart() -> None:
    paths = {
        mirror_path(HttpsUri.parse(f"https://ledger.example{port}/a"))
        for port in ("", ":8443", ":8444")
    }
    assert len(paths) == 3
