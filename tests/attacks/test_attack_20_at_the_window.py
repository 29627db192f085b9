"""Attack 20, over the network: a trusted ``iss`` over another's key, and nothing is fetched for it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from livret_edge.fetcher import Fetcher
from livret_verifier.client.blocking import NetworkGatherer
from tests.fetching import OUTSIDE, reply
from tests.scene import NOW_S, STRANGER, TOWN, draft, showing
from tests.windows import Opened, opened, posted, shown


class Web:
    """What the town publishes, and what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = urlsplit(str(request.url)).path
        self.asked.append(path)
        if path.endswith("/verneuil/did.jsonl"):
            return reply(200, TOWN.log)
        if path == urlsplit(TOWN.status_uri.text).path:
            return reply(200, TOWN.status_list())
        return reply(404)


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def window(tmp_path: Path, web: Web) -> Iterator[Opened]:
    fetcher = Fetcher(transport=httpx.MockTransport(web), find=lambda *_: [OUTSIDE])
    gatherer = NetworkGatherer(fetcher, clock=lambda: NOW_S)
    yield opened(tmp_path / "pool", gather=gatherer.gather)
    fetcher.close()


def told(window: Opened, presentation_of: object) -> tuple[object, object]:
    asked = window.ask()
    request = window.fetch(asked)
    assert window.answer(asked, posted(request, presentation_of(request))).status == 200  # type: ignore[operator]
    said = window.verdict(asked)
    return said["outcome"], said["code"]


def test_attack_20_a_forged_proof_makes_the_desk_fetch_nothing(window: Opened, web: Web) -> None:
    assert told(window, shown) == ("accepted", None)  # what the town publishes is at hand now
    before = len(web.asked)
    forged = draft().signed(STRANGER.signer)
    foreign_kid = draft().with_header(kid=STRANGER.kid).signed(STRANGER.signer)
    for text, code in ((forged, "issuer.signature"), (foreign_kid, "issuer.key_not_listed")):
        said = told(window, lambda request, of=text: _bound(request, of))
        assert said == ("refused", code)
    assert len(web.asked) == before


def test_attack_20_twenty_forged_proofs_ask_for_the_towns_log_once(
    window: Opened, web: Web
) -> None:
    """Nothing is at hand: what the policy itself names is looked up, and nothing a forger names."""
    forged = draft().with_payload(
        vct="urn:livret:residency:1",
        status={"status_list": {"idx": 11, "uri": "https://forger.test/list"}},
    )
    text = forged.signed(STRANGER.signer)
    for _ in range(20):
        said = told(window, lambda request: _bound(request, text))
        assert said == ("refused", "issuer.signature")
    assert sorted(path.rpartition("/")[2] for path in web.asked) == [
        "did-witness.json", "did.jsonl",
    ]  # fmt: skip


def test_attack_20_of_a_stranger_not_even_the_name_is_looked_up(window: Opened, web: Web) -> None:
    theirs = draft(town=STRANGER).signed(STRANGER.signer)
    assert told(window, lambda request: _bound(request, theirs)) == (
        "refused", "issuer.not_accepted",
    )  # fmt: skip
    assert web.asked == []


def test_attack_20_twin_the_towns_own_proof_is_accepted(window: Opened, web: Web) -> None:
    assert told(window, shown) == ("accepted", None)
    assert sorted({path.rpartition("/")[2] for path in web.asked}) == [
        "1.jwt", "did-witness.json", "did.jsonl",
    ]  # fmt: skip


def _bound(request: object, sd_jwt: object) -> str:
    from tests.scene import bind

    claims = {"aud": request.client_id, "nonce": request.nonce}  # type: ignore[attr-defined]
    return bind(showing(sd_jwt, "commune"), **claims)  # type: ignore[arg-type]
