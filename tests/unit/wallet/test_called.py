"""What tells a service from all others, in words that people can compare."""

import re

import pytest

from livret_wallet.called import identified

WEBVH = "decentralized_identifier:did:webvh:QmY6GhR5sM4wrvHntb3DngQG13Yz5KVNS5TAAyWsAvUQWy"
KEY = re.compile(r"key [0-9a-f]{4}(-[0-9a-f]{4}){4}")


@pytest.mark.parametrize(
    ("client_id", "told"),
    [
        (f"{WEBVH}:ledger.test%3A9501:fr-siren:18", "ledger.test:9501/fr-siren/18"),
        (f"{WEBVH}:ledger.test:fr-siren:18#key-1", "ledger.test/fr-siren/18"),
        ("x509_san_dns:pool.test", "pool.test"),
        ("redirect_uri:https://pool.test/a", "https://pool.test/a"),
    ],
)
def test_who_is_found_anywhere_is_known_by_that_place(client_id: str, told: str) -> None:
    assert identified(client_id, "en") == told


@pytest.mark.parametrize(
    "client_id",
    [
        "decentralized_identifier:did:jwk:eyJjcnYiOiJQLTI1NiJ9",
        "decentralized_identifier:did:webvh:broken",
        "x509_hash:Uvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk",
        "x509_san_dns:",
        "pool.test",
        "\ud800",
        "",
    ],
)
def test_who_is_known_by_a_key_alone_has_one_that_can_be_compared(client_id: str) -> None:
    told = identified(client_id, "en")
    assert KEY.fullmatch(told)
    assert told == identified(client_id, "en")
    assert told != identified(client_id + "x", "en")


def test_no_sign_of_ours_stands_in_a_place_of_theirs() -> None:
    told = identified("x509_san_dns:pool.test\x1b[2J ✓ registered\u202e", "fr")
    assert not set(told) & {"\x1b", "✓", "\u202e"}
