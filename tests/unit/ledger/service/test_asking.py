"""How a witness is asked for the head that it cosigned last."""

import hashlib

import httpx
import pytest

from livret_core.errors import Unavailable
from livret_edge.fetcher import Fetcher
from livret_ledger.service.asking import show_with


def test_a_cosigners_head_is_where_the_hash_of_the_logs_name_is() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(200 if len(seen) == 1 else 404, stream=httpx.ByteStream(b"a head"))

    show = show_with(
        Fetcher(find=lambda *_: ["93.184.216.34"], transport=httpx.MockTransport(handler))
    )
    name = hashlib.sha256(b"ledger.example/meuse").hexdigest()
    assert show("https://metz.example/witness/", "ledger.example/meuse") == b"a head"
    assert seen == [f"/witness/{name}/checkpoint"]
    with pytest.raises(Unavailable) as caught:
        show("https://metz.example/witness", "ledger.example/meuse")
    assert caught.value.code == "log.witness_unavailable"
