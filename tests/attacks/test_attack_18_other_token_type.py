"""Attack 18: a token of another kind where an SD-JWT VC is meant.

``vc+sd-jwt`` was this format's name and is another's now; a status list, a key binding
or a session token signed with the same key must never pass for a proof.
"""

from typing import Any

import pytest

from tests.scene import NEVER_PARSED, accepted, draft, present, refusal

OTHERS = [
    "vc+sd-jwt",
    "sd-jwt",
    "example+sd-jwt",
    "JWT",
    "kb+jwt",
    "statuslist+jwt",
    "openid4vci-proof+jwt",
    "DC+SD-JWT",
    "application/dc+sd-jwt",
    "dc+sd-jwt ",
    "",
]


@pytest.mark.parametrize("typ", OTHERS)
def test_attack_18_another_type(typ: str) -> None:
    assert refusal(present(draft().with_header(typ=typ))) == (NEVER_PARSED, "jws.type")


def test_attack_18_no_type() -> None:
    assert refusal(present(draft().with_header(typ=...))) == (NEVER_PARSED, "jws.type")


@pytest.mark.parametrize("typ", [7, True, ["dc+sd-jwt"], {}], ids=repr)
def test_attack_18_a_type_that_is_no_text(typ: Any) -> None:
    assert refusal(present(draft().with_header(typ=typ))) == (NEVER_PARSED, "jws.header")


@pytest.mark.parametrize(
    "vct", [..., None, "", 7, ["urn:livret:residency:1"], "x" * 2_049], ids=repr
)
def test_attack_18_no_type_of_credential(vct: Any) -> None:
    assert refusal(present(draft().with_payload(vct=vct))) == (NEVER_PARSED, "credential.claim")


def test_attack_18_twin_the_type_it_is() -> None:
    made = draft()
    assert made.header["typ"] == "dc+sd-jwt"
    accepted(present(made))
