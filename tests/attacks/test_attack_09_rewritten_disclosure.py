"""Attack 9: a disclosure whose JSON is the same and whose text is another.

A reader that hashes what it parsed, written anew, accepts every spelling of a claim:
what was signed is then no longer one text, and two readers may see two claims in it.
"""

import hashlib
from typing import Final

import pytest

from livret_core.encoding import base64url
from tests.scene import (
    accepted,
    digest_of,
    disclosure,
    draft,
    present,
    refusal,
    written,
)

SALT: Final = "AAAAAAAAAAAAAAAAAAAAAA"
PLAIN: Final = disclosure(SALT, "commune", "Verneuil")
SPELLINGS: Final = {
    "spaces": f'["{SALT}", "commune", "Verneuil"]',
    "lines": f'[\n"{SALT}",\n"commune",\n"Verneuil"\n]',
    "escapes": f'["{SALT}","commune","\\u0056erneuil"]',
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_attack_09_the_holder_spells_a_disclosure_otherwise(spelling: str) -> None:
    other = draft().replacing("commune", written(SPELLINGS[spelling]), digest=digest_of(PLAIN))
    assert refusal(present(other)) == (6, "sdjwt.unreferenced")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_attack_09_the_holder_writes_the_plain_form_of_what_was_spelt_otherwise(
    spelling: str,
) -> None:
    other = draft().replacing("commune", PLAIN, digest=digest_of(written(SPELLINGS[spelling])))
    assert refusal(present(other)) == (6, "sdjwt.unreferenced")


def test_attack_09_the_digest_of_the_octets_inside_the_base64url() -> None:
    inside = base64url.encode(hashlib.sha256(base64url.decode(PLAIN)).digest())
    other = draft().replacing("commune", PLAIN, digest=inside)
    assert refusal(present(other)) == (6, "sdjwt.unreferenced")


def test_attack_09_the_digest_in_hexadecimal() -> None:
    other = draft().replacing("commune", PLAIN, digest=hashlib.sha256(PLAIN.encode()).hexdigest())
    assert refusal(present(other)) == (6, "sdjwt.unreferenced")


def test_attack_09_twin_the_plain_form_as_issued() -> None:
    shown = accepted(present(draft().replacing("commune", PLAIN)))
    assert shown.claims == {("commune",): "Verneuil"}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_attack_09_twin_any_spelling_as_issued(spelling: str) -> None:
    shown = accepted(present(draft().replacing("commune", written(SPELLINGS[spelling]))))
    assert shown.claims == {("commune",): "Verneuil"}
