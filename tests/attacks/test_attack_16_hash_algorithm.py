"""Attack 16: a digest algorithm that is not SHA-256.

A reader that falls back to its default, or that lets the token choose a truncated or
broken hash, lets somebody find a second claim for one digest.
"""

from typing import Any, Final

import pytest

from tests.scene import accepted, digest_of, disclosure, draft, present, refusal

SALT: Final = "AAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize(
    "name",
    ["sha-512", "sha-384", "md5", "sha-1", "sha-256-32", "SHA-256", "sha256", "sha-256 ", ""],
)
def test_attack_16_another_algorithm(name: str) -> None:
    assert refusal(present(draft().with_payload(_sd_alg=name))) == (6, "sdjwt.hash_algorithm")


@pytest.mark.parametrize("value", [None, 256, True, ["sha-256"], {"name": "sha-256"}], ids=repr)
def test_attack_16_an_algorithm_that_is_no_name(value: Any) -> None:
    assert refusal(present(draft().with_payload(_sd_alg=value))) == (6, "sdjwt.hash_algorithm")


def test_attack_16_another_algorithm_further_down() -> None:
    made = draft().with_payload(house={"_sd_alg": "md5", "_sd": [digest_of("x")]})
    assert refusal(present(made)) == (6, "sdjwt.reserved_name")


def test_attack_16_an_algorithm_that_is_disclosed() -> None:
    made = draft().with_payload(_sd_alg=...).concealing(disclosure(SALT, "_sd_alg", "md5"))
    assert refusal(present(made, "commune", "_sd_alg")) == (6, "sdjwt.reserved_name")


def test_attack_16_a_digest_cut_short() -> None:
    made = draft()
    [text] = [one for one in made.disclosures if present(made).count(one)]
    whole = made.replacing("commune", text, digest=digest_of(text)[:22])
    assert refusal(present(whole)) == (6, "sdjwt.unreferenced")


def test_attack_16_twin_named() -> None:
    made = draft()
    assert made.payload["_sd_alg"] == "sha-256"
    accepted(present(made))


def test_attack_16_twin_the_default() -> None:
    accepted(present(draft().with_payload(_sd_alg=...)))
