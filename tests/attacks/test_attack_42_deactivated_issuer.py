"""Attack 42: a town hall that no longer exists signs on; or its old proofs die with it.

Communes merge. From the second its DID is deactivated nothing new is believed of it, and
what it signed before stays as good as it was.
"""

from typing import Final

import pytest

from livret_core.dids.webvh import WebvhDid, deactivate, verify_log
from livret_core.keys import Ed25519Signer
from livret_verifier.evidence import Found
from tests.scene import (
    DAY_S,
    ISSUED_S,
    NOW_S,
    TOWN,
    accepted,
    draft,
    folder,
    present,
    refusal,
    seed,
)

ENDED_S: Final = ISSUED_S + DAY_S


def ended_log() -> bytes:
    before = verify_log(TOWN.log, WebvhDid.parse(TOWN.did), now_s=ENDED_S)
    recovery = Ed25519Signer(seed("verneuil one", 32))
    return TOWN.log + deactivate(before, signer=recovery, version_time_s=ENDED_S).line


ENDED: Final = folder(log=Found(ended_log(), "memory", NOW_S))


@pytest.mark.parametrize("issued_s", [ENDED_S, ENDED_S + 1, NOW_S])
def test_attack_42_signed_after_the_end(issued_s: int) -> None:
    text = present(draft(issued_s=issued_s))
    assert refusal(text, gather=ENDED) == (4, "issuer.key_not_listed")


def test_attack_42_undated() -> None:
    text = present(draft().with_payload(iat=...))
    assert refusal(text, gather=ENDED) == (4, "issuer.key_not_listed")


@pytest.mark.parametrize("issued_s", [ISSUED_S, ENDED_S - 1])
def test_attack_42_twin_signed_before_the_end(issued_s: int) -> None:
    accepted(present(draft(issued_s=issued_s)), gather=ENDED)
