"""The name that a wallet gives itself for a token, and repeats in its key proofs (OpenID4VCI 1.0 F.1)."""

import pytest

from livret_core.openid4vci.key_proof import KeyProof, sign_key_proof
from livret_issuer.pickup.going_on import client_mark, client_of
from tests.office import NOW_S, signer
from tests.pickups import URL


def proof(client_id: str | None) -> KeyProof:
    return KeyProof.parse(
        sign_key_proof(
            signer("key"), audience=URL, nonce="n", issued_at_s=NOW_S, client_id=client_id
        )
    )


def test_the_name_is_the_one_of_the_token() -> None:
    assert client_of([proof("a-wallet")], client_mark("a-wallet")) == "a-wallet"


@pytest.mark.parametrize(
    ("said", "mark"),
    [("a-wallet", ""), ("a-wallet", client_mark("another")), (None, client_mark("a-wallet"))],
)
def test_another_name_or_none_is_nobodys(said: str | None, mark: str) -> None:
    assert client_of([proof(said)], mark) is None
