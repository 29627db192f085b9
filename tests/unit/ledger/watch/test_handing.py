"""An alert leaves by https, and is taken when the other side says so."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_edge.fetcher import Fetcher
from livret_ledger.watch.service.handing import Webhook

URI = HttpsUri.parse("https://alerts.example/livret")


def webhook(answer: Callable[[httpx.Request], httpx.Response]) -> Webhook:
    fetcher = Fetcher(
        transport=httpx.MockTransport(answer), find=lambda _host, _port: ["93.184.216.34"]
    )
    return Webhook(URI, fetcher)


def test_an_alert_is_posted_as_it_is() -> None:
    seen: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.method, request.headers["content-type"], request.read()))
        return httpx.Response(204, stream=httpx.ByteStream(b""))

    webhook(answer).hand(b'{"event":"alert"}')
    assert seen == [("POST", "application/json", b'{"event":"alert"}')]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_is_not_taken_is_said(status: int) -> None:
    answer = httpx.Response(status, stream=httpx.ByteStream(b""))
    with pytest.raises(LivretError) as caught:
        webhook(lambda _: answer).hand(b"{}")
    assert caught.value.code == "watch.untold"


def test_an_address_that_does_not_answer_is_said() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no")

    with pytest.raises(LivretError) as caught:
        webhook(answer).hand(b"{}")
    assert caught.value.code == "net.unavailable"
