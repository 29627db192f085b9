"""Attack 39, over the network: a desk is held up, by who answers it and by whom it asks."""

import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from livret_core import jws, limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_edge.fetcher import Fetcher
from livret_edge.serving.guard import Bounds
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.desk.routes import make_service
from tests.asking import ask
from tests.fetching import OUTSIDE, Body, reply, seconds
from tests.scene import NOW_S, TOWN
from tests.windows import HOST, Opened, opened, posted

FORM = "application/x-www-form-urlencoded"
LIMIT_S = 0.4


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def test_attack_39_an_answer_in_drops(window: Opened) -> None:
    """It comes without an end; the desk waits no longer than it does for anybody."""
    bounds = Bounds(body_s=LIMIT_S)
    service = make_service(window.window, version="1.0", bounds=bounds)
    asked = window.ask()
    place = f"/pool/answers/{asked.transaction.code}"

    def drip() -> None:
        said = ask(service.app, "POST", place, body=None, content_type=FORM, host=HOST)
        assert said.status == 408

    assert seconds(drip) < 3 * LIMIT_S
    assert window.kept(asked).stand == "open"


@pytest.mark.parametrize("path", ["answers", "requests"])
def test_attack_39_an_answer_that_is_too_large(window: Opened, path: str) -> None:
    asked = window.ask()
    body = b"response=" + b"x" * (3 * limits.SD_JWT_BYTES)
    said = window.call("POST", f"/pool/{path}/{asked.transaction.code}", body)
    assert said.status == 413
    assert window.kept(asked).stand == "open"


def test_attack_39_an_answer_that_is_a_bomb(window: Opened) -> None:
    asked = window.ask()
    code = asked.transaction.code
    header = {"alg": "ECDH-ES", "enc": "A128GCM", "zip": "DEF", "kid": code, "epk": {"kty": "EC"}}
    parts = [base64url.encode(json_encoding.format(header)), "", "AA", "AA", "AA"]
    assert window.answer(asked, f"response={'.'.join(parts)}").status == 400
    assert window.kept(asked).stand == "open"


class Slowly(Body):
    """A list in drops."""

    def __iter__(self) -> Iterator[bytes]:
        while True:
            time.sleep(LIMIT_S / 8)
            yield b"x"


def bomb() -> bytes:
    """A list that the town itself signed, and that inflates to far more than any list."""
    zeroes = zlib.compress(bytes(8 * limits.STATUS_LIST_BYTES), 9)
    claims = {
        "sub": TOWN.status_uri.text,
        "iat": NOW_S - 60,
        "exp": NOW_S + 60,
        "status_list": {"bits": 2, "lst": base64url.encode(zeroes)},
    }
    header = {"typ": "statuslist+jwt", "kid": TOWN.kid}
    return jws.sign(header, json_encoding.format(claims), TOWN.signer).encode()


@pytest.mark.parametrize(
    "listed", [Slowly, Body, bomb], ids=["in drops", "without end", "a bomb"]
)  # fmt: skip
def test_attack_39_a_list_that_holds_the_desk_up(tmp_path: Path, listed: type[Body]) -> None:
    """Nobody knows then; once it is to be had, the same request can be answered."""
    lists: list[object] = [listed()]

    def web(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("did.jsonl"):
            return reply(200, TOWN.log)
        if request.url.path.endswith(".jwt"):
            return reply(200, lists[0])  # type: ignore[arg-type]
        return reply(404)

    fetcher = Fetcher(
        transport=httpx.MockTransport(web), find=lambda *_: [OUTSIDE], timeout_s=LIMIT_S
    )
    clock = {"now_s": NOW_S}
    gatherer = NetworkGatherer(fetcher, clock=lambda: clock["now_s"])
    window = opened(tmp_path / "pool", gather=gatherer.gather)
    asked = window.ask()
    body = posted(window.fetch(asked))
    assert seconds(lambda: window.answer(asked, body)) < 5 * LIMIT_S
    said = window.verdict(asked)
    assert (said["outcome"], said["code"], said["claims"]) == (
        "unavailable", "status.unavailable", None,
    )  # fmt: skip
    lists[0] = TOWN.status_list()
    clock["now_s"] = window.clock.now_s = NOW_S + 400
    assert window.answer(asked, posted(window.fetch(asked))).status == 200
    assert window.verdict(asked)["outcome"] == "accepted"
    fetcher.close()


def test_attack_39_twin_an_answer_of_its_size_in_its_time(window: Opened) -> None:
    asked = window.ask()
    assert window.answer(asked, posted(window.fetch(asked))).status == 200
    assert window.verdict(asked)["outcome"] == "accepted"
