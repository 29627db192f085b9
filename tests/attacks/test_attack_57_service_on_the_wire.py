"""Attack 57: a request that is not what its link says. Nothing is sent, and nobody else asked."""

from pathlib import Path

import pytest

from livret_core.openid4vp.request_uri import ByReference
from livret_town.simulator.services import Lie
from tests.being_asked import BY_KEY, URL, Asked


@pytest.mark.parametrize("posts", [False, True], ids=["get", "post"])
def test_attack_57_twin_a_request_as_its_link_says(tmp_path: Path, *, posts: bool) -> None:
    asked = Asked(tmp_path).by(posts=posts)
    assert asked.answer().is_taken
    assert len(asked.service.asked) == 2


@pytest.mark.parametrize(
    ("lie", "refused"),
    [
        ("other_client", ("refused", "request.other_client")),
        ("other_key", ("refused", "request.signature")),
        ("no_wallet_nonce", ("refused", "request.wallet_nonce")),
        ("other_wallet_nonce", ("refused", "request.wallet_nonce")),
        ("redirect", ("refused", "request.redirected")),
        ("expired", ("refused", "request.expired")),
        ("busy", ("unavailable", "request.unavailable")),
    ],
)
def test_attack_57_a_request_that_is_not_as_linked(
    tmp_path: Path, lie: Lie, refused: tuple[str, str]
) -> None:
    asked = Asked(tmp_path).by(lies={lie}, posts=True)
    assert asked.refusal() == refused
    assert asked.service.asked == [f"POST {URL}/requests/7"]
    assert asked.sheets == []


@pytest.mark.parametrize(
    ("link", "code"),
    [
        (f"openid4vp://?client_id={BY_KEY}&request_uri=http%3A%2F%2Fpool.test%2F7", "input.https_uri"),
        (f"openid4vp://?client_id={BY_KEY}&request_uri=https%3A%2F%2F127.0.0.1%2F7", "input.https_uri"),
        (f"openid4vp://?client_id={BY_KEY}&request_uri=https%3A%2F%2Fa%40pool.test", "input.https_uri"),
        ("openid4vp://?client_id=x509_san_dns%3Abank.test&request_uri=https%3A%2F%2Fpool.test%2F7",
         "request.other_host"),
    ],
    ids=["http", "an address", "a user", "another host"],
)  # fmt: skip
def test_attack_57_a_link_elsewhere_causes_no_request(tmp_path: Path, link: str, code: str) -> None:
    asked = Asked(tmp_path).by()
    assert asked.refusal(link)[1] == code
    assert (asked.service.asked, asked.network.read_) == ([], [])


def test_attack_57_an_answer_is_not_carried_along_a_redirect(tmp_path: Path) -> None:
    asked = Asked(tmp_path).by(lies={"redirect_answer"})
    assert not asked.answer().is_taken
    assert [one for one in asked.service.asked if "elsewhere" in one] == []


def test_attack_57_a_page_that_is_none_is_not_shown(tmp_path: Path) -> None:
    asked = Asked(tmp_path).by(lies={"leads_on"})
    done = asked.answer()
    assert (done.is_taken, done.redirect_uri) == (True, None)


def test_attack_57_a_did_on_no_believed_ledger_causes_no_request(tmp_path: Path) -> None:
    """Who asks names a host; nothing is fetched there on its word."""
    from tests.scene import STRANGER

    client = f"decentralized_identifier:{STRANGER.did}"
    asked = Asked(tmp_path).by(client, signer=STRANGER.signer, named={"kid": STRANGER.kid})
    assert asked.refusal() == ("refused", "issuer.off_ledger")
    assert asked.network.read_ == []
    assert ByReference(client, asked.service.at("/requests/7")).format() == asked.service.link
