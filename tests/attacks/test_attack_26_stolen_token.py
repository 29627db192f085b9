"""Attack 26: whoever gets hold of a token, or of a request, uses it again.

Somebody reads a log, a proxy or a phone's backup: he has the token, perhaps a whole
request with its proof. He lacks the key.
"""

from typing import Any, Final

import pytest

from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.oauth.bearer import ShownToken, challenge
from livret_core.oauth.dpop import DpopProof, check_unseen, sign_proof, verify_proof

NOW_S: Final = 1_795_000_000
CREDENTIAL: Final = HttpsUri.parse("https://verneuil.test/town/credential")
NOTIFICATION: Final = HttpsUri.parse("https://verneuil.test/town/notification")
HOLDER: Final = P256Signer.from_seed(bytes(range(48)))
THIEF: Final = P256Signer.from_seed(bytes(48))
TOKEN: Final = "token-of-camille"


def proof(by: P256Signer = HOLDER, **changes: Any) -> str:
    said: dict[str, Any] = {
        "method": "POST",
        "uri": CREDENTIAL,
        "jti": "e1j3V_bKic8-LAEB",
        "issued_at_s": NOW_S,
        "access_token": TOKEN,
    }
    return sign_proof(by, **(said | changes))


BOUND_TO: Final = verify_proof(proof(), method="POST", uri=CREDENTIAL, now_s=NOW_S).thumbprint


def take(
    authorization: str = f"DPoP {TOKEN}",
    text: str | None = None,
    *,
    seen: frozenset[bytes] = frozenset(),
    now_s: int = NOW_S,
) -> DpopProof:
    """As a protected endpoint decides, *seen* being what its store knows."""
    shown = ShownToken.parse([authorization])
    verified = verify_proof(
        text or proof(), method="POST", uri=CREDENTIAL, now_s=now_s, access_token=shown.text
    )
    shown.check_bound(verified, BOUND_TO)
    check_unseen(verified, seen)
    return verified


def answer(*args: Any, **changes: Any) -> tuple[str, str | None]:
    with pytest.raises(LivretError) as caught:
        take(*args, **changes)
    return caught.value.code, challenge(caught.value, algorithms=["ES256"]).error


def test_attack_26_twin_the_holder_with_a_proof_of_his_own() -> None:
    first = take()
    second = take(text=proof(jti="another"), seen=frozenset({first.replay_id}))
    assert first.thumbprint == second.thumbprint == BOUND_TO


def test_attack_26_a_request_sent_a_second_time() -> None:
    seen = frozenset({take().replay_id})
    assert answer(seen=seen) == ("dpop.replayed", "invalid_dpop_proof")


def test_attack_26_a_proof_kept_until_the_store_forgets_it() -> None:
    forgotten_s = take().forget_after_s
    assert answer(now_s=forgotten_s) == ("dpop.stale", "invalid_dpop_proof")


def test_attack_26_the_token_with_the_thiefs_own_key() -> None:
    assert answer(text=proof(THIEF)) == ("dpop.other_key", "invalid_token")


def test_attack_26_the_token_shown_as_if_it_were_bound_to_nothing() -> None:
    assert answer(f"Bearer {TOKEN}") == ("dpop.missing", "invalid_dpop_proof")


def test_attack_26_a_proof_from_another_endpoint() -> None:
    assert answer(text=proof(uri=NOTIFICATION)) == ("dpop.other_request", "invalid_dpop_proof")


def test_attack_26_a_proof_for_another_method() -> None:
    assert answer(text=proof(method="GET")) == ("dpop.other_request", "invalid_dpop_proof")


@pytest.mark.parametrize("token", ["token-of-another", None])
def test_attack_26_a_proof_that_goes_with_another_token(token: str | None) -> None:
    text = proof(access_token=token)
    assert answer(text=text) == ("dpop.other_token", "invalid_dpop_proof")


@pytest.mark.parametrize("issued_at_s", [NOW_S - 301, NOW_S + 61])
def test_attack_26_a_proof_signed_for_later(issued_at_s: int) -> None:
    text = proof(issued_at_s=issued_at_s)
    assert answer(text=text) == ("dpop.stale", "invalid_dpop_proof")
