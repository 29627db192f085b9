"""What somebody was handed at the counter, as it is typed: also wrongly."""

import pytest

from livret_core.errors import MalformedInput
from livret_core.openid4vci.offer import OfferReference
from livret_wallet.receiving import invitation

ADDRESS = "verneuil.test:8443/o/7KQ2-M9T9"
ENCODED = "https%3A%2F%2Fverneuil.test%3A8443%2Fo%2F7KQ2-M9T9"


@pytest.mark.parametrize(
    "typed",
    [
        f"openid-credential-offr://?credential_offer_uri={ENCODED}",
        f"openid4vp://?request_uri={ENCODED}",
        f"htps://{ADDRESS}",
        f"http://{ADDRESS}",
        f"https:/{ADDRESS}",
        f"https//{ADDRESS}",
        f"//{ADDRESS}",
        "verneuil.test:8443/7KQ2-M9T9",
        "verneuil/o/7KQ2-M9T9",
    ],
)
def test_a_mistyped_link_is_said_to_be_one(typed: str) -> None:
    """And no name of a file that is not there."""
    assert invitation.is_like_a_link(typed)
    with pytest.raises(MalformedInput) as caught:
        invitation.parse(typed)
    assert caught.value.code == "usage.link"
    assert "openid-credential-offer://" in str(caught.value.facts["known"])


@pytest.mark.parametrize(
    "typed",
    ["7KQ2-M9T9.proof.json", "C:\\proofs\\7KQ2.json", "out//o/7KQ2-M9T9.proof.json", "a.b/c"],
)
def test_a_name_of_a_file_stays_one(typed: str) -> None:
    assert not invitation.is_like_a_link(typed)


@pytest.mark.parametrize(
    "typed",
    [
        ADDRESS,
        f"https://{ADDRESS}",
        f"  openid-credential-offer://?credential_offer_uri={ENCODED} ",
    ],
)
def test_a_link_or_an_address_with_a_code_is_read(typed: str) -> None:
    assert invitation.is_like_a_link(typed)
    found = invitation.parse(typed)
    assert isinstance(found, OfferReference)
    assert found.uri.text == f"https://{ADDRESS}"
