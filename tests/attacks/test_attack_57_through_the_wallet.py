"""Attack 57, over TLS and by the command: a request that is not what its link says."""

from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_town.simulator.services import Lie, LyingService
from tests.being_asked import BY_KEY, SIGNER
from tests.scene import NOW_S, RESIDENCY
from tests.wallets_on_the_wire import CURIOUS, OnTheWire

LIES: dict[Lie, tuple[int, str]] = {
    "other_client": (1, "request.other_client"),
    "other_key": (1, "request.signature"),
    "no_wallet_nonce": (1, "request.wallet_nonce"),
    "other_wallet_nonce": (1, "request.wallet_nonce"),
    "expired": (1, "request.expired"),
    "busy": (3, "request.unavailable"),
}


def service(wire: OnTheWire, *lies: Lie, posts: bool = True) -> LyingService:
    query = DcqlQuery.for_one("pool", (RESIDENCY.vct,), [("commune",)])
    made = LyingService(
        f"https://{CURIOUS}:{wire.wire.port}", BY_KEY, SIGNER, query,
        clock=lambda: NOW_S, lies=lies, posts=posts,
    )  # fmt: skip
    wire.wire.answers[CURIOUS] = made.answer
    return made


def test_attack_57_a_request_that_is_not_as_linked(wire: OnTheWire) -> None:
    for lie, refused in LIES.items():
        made = service(wire, lie)
        assert wire.refusal(made.link) == refused, lie
        assert made.bodies == []


def test_attack_57_no_redirect_is_followed(wire: OnTheWire) -> None:
    for posts in (False, True):
        made = service(wire, "redirect", posts=posts)
        assert wire.refusal(made.link) == (1, "request.redirected")
    made = service(wire, "redirect_answer")
    assert wire.present(made.link, status=1)["code"] == "present.rejected"
    assert [one for one in made.asked if "elsewhere" in one] == []


def test_attack_57_twin_a_request_as_its_link_says(wire: OnTheWire) -> None:
    made = service(wire)
    assert wire.present(made.link)["taken"] is True
    assert len(made.received) == 1
