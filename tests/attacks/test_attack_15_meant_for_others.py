"""Attack 15: a credential that its issuer meant for others, shown here.

A proof for one service is handed on to another: its own `aud` says for whom it is, whatever
the holder signs (RFC 9901 §7.1 step 6, RFC 7519 §4.1.3).
"""

from typing import Any

import pytest

from livret_core.sdjwt import SdJwt
from tests.scene import (
    DESK,
    NEVER_PARSED,
    accepted,
    bind,
    digest_of,
    disclosure,
    draft,
    elements_of,
    present,
    refusal,
)

POOL = "x509_san_dns:pool.example"


@pytest.mark.parametrize(
    "aud", [POOL, [POOL], [POOL, "another"], DESK + "/", DESK.upper()], ids=repr
)
def test_attack_15_a_credential_for_another_service(aud: Any) -> None:
    assert refusal(present(draft().with_payload(aud=aud))) == (12, "credential.other_audience")


@pytest.mark.parametrize("aud", [7, "", None, [], [DESK, 7], {"a": DESK}], ids=repr)
def test_attack_15_an_audience_that_is_no_name(aud: Any) -> None:
    assert refusal(present(draft().with_payload(aud=aud))) == (NEVER_PARSED, "credential.claim")


def with_names(*disclosed: str, kept: tuple[str, ...] = ()) -> str:
    """Show a credential whose `aud` has names that are disclosed and names kept back."""
    names = [disclosure("salt", name) for name in (*disclosed, *kept)]
    made = draft().with_payload(aud=[{"...": digest_of(name)} for name in names])
    signed = made.signed()
    shown = [one for one in signed.disclosures if elements_of(one)[1] == "commune"]
    return bind(SdJwt(signed.issuer_jwt, (*shown, *names[: len(disclosed)])))


@pytest.mark.parametrize(
    "text",
    [with_names(POOL), with_names(POOL, kept=(DESK,)), with_names(kept=(DESK, POOL))],
    ids=["disclosed", "ours kept back", "all kept back"],
)
def test_attack_15_names_that_were_concealed(text: str) -> None:
    assert refusal(text) == (12, "credential.other_audience")


@pytest.mark.parametrize("aud", [DESK, [DESK], [POOL, DESK]], ids=repr)
def test_attack_15_twin_a_credential_for_this_service(aud: Any) -> None:
    accepted(present(draft().with_payload(aud=aud)))


def test_attack_15_twin_our_name_among_others_that_stay_concealed() -> None:
    accepted(with_names(DESK, kept=(POOL,)))
