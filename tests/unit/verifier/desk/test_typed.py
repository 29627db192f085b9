"""A request's code, typed at a wallet: it leads where the QR code does, and to nobody else."""

from pathlib import Path

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput
from livret_core.openid4vp.request_code import TypedRequest, format_link
from livret_core.openid4vp.request_uri import ByReference, Inline
from livret_core.short_code import ShortCode
from livret_verifier.desk.turns import MISSES
from tests.windows import BASE, Opened, opened

CODE = ShortCode.of(bytes(range(16)), length=12)
AT = f"pool.test:8443/pool/r/{CODE}"
CLIENT = "decentralized_identifier:did:jwk:abc"


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def _link(uri: str) -> str:
    return f"openid4vp://?client_id=redirect_uri%3A{uri}&response_uri={uri}&nonce=n"


@pytest.mark.parametrize(
    "typed",
    [
        AT,
        f" https://{AT} ",
        f"HTTPS://{AT}",
        AT.replace(str(CODE), str(CODE).lower()),
        AT.replace("-", " "),
        AT.replace("-", "."),
        AT.replace("-", ""),
    ],
)
def test_it_is_read_as_people_type(typed: str) -> None:
    read = TypedRequest.parse(typed)
    assert read is not None
    assert read.uri.text == f"https://pool.test:8443/pool/r/{CODE.text}"


@pytest.mark.parametrize(
    "typed",
    [f"http://{AT}", f"openid4vp://{AT}", "pool/r/7KQ2", f"https://{AT}?client_id=x", "a.json"],
)
def test_nothing_else_is_taken_for_one(typed: str) -> None:
    assert TypedRequest.parse(typed) is None


def test_a_mistyped_code_is_noticed_before_anybody_is_asked() -> None:
    wrong = AT[:-1] + ("3" if AT[-1] == "2" else "2")
    with pytest.raises(MalformedInput) as caught:
        TypedRequest.parse(wrong)
    assert caught.value.code == "code.mistyped"


@pytest.mark.parametrize("by_hand", [str.lower, lambda text: text.replace("-", "%20")])
def test_the_desk_gives_the_link_of_the_qr_code(window: Opened, by_hand: object) -> None:
    asked = window.ask()
    code = str(ShortCode.parse(asked.transaction.code))
    answer = window.call("GET", f"/pool/r/{by_hand(code)}")  # type: ignore[operator]
    assert (answer.status, answer.json()) == (200, {"request": asked.link})
    read = TypedRequest.parse(window.window.policy().on_network().typed(code))
    assert read is not None
    found = read.read(200, answer.headers["content-type"], answer.body)
    assert isinstance(found, ByReference)
    assert found.request_uri.text == f"{BASE}/pool/requests/{asked.transaction.code}"
    # To look is no answer, and it goes on being open.
    assert window.kept(asked).opened_at_s is None


def test_a_request_that_is_none_or_over_is_told_apart_by_nobody(window: Opened) -> None:
    asked = window.ask()
    window.clock.now_s += 601
    over = window.call("GET", f"/pool/r/{asked.transaction.code}")
    none = window.call("GET", f"/pool/r/{CODE}")
    mistyped = window.call("GET", "/pool/r/2222-2222-2223")
    assert {(each.status, each.body) for each in (over, none, mistyped)} == {
        (400, b'{"error":"invalid_request"}')
    }


def test_who_guesses_codes_is_told_to_wait_and_for_a_minute(window: Opened) -> None:
    asked = window.ask()
    path = f"/pool/r/{asked.transaction.code}"
    for _ in range(MISSES):
        assert window.call("GET", path).status == 200  # what is there costs nothing
    for _ in range(MISSES):
        assert window.call("GET", f"/pool/r/{CODE}").status == 400
    assert window.call("GET", f"/pool/r/{CODE}").status == 503
    assert window.call("GET", path).status == 503
    window.clock.now_s += 60
    assert window.call("GET", path).status == 200


def _refused(body: bytes, *, status: int = 200, media: str = "application/json") -> str:
    read = TypedRequest.parse(AT)
    assert read is not None
    with pytest.raises(LivretError) as caught:
        read.read(status, media, body)
    return caught.value.code


def _elsewhere(uri: str) -> bytes:
    return format_link(f"openid4vp://?client_id={CLIENT}&request_uri={uri}")


@pytest.mark.parametrize(
    "uri",
    [
        "https://evil.test/pool/requests/1",
        "https://pool.test/pool/requests/1",
        "https://pool.test:8444/pool/requests/1",
        "https://pool.test.evil.test:8443/pool/requests/1",
    ],
)
def test_a_request_on_another_host_than_was_typed_is_refused(uri: str) -> None:
    assert _refused(_elsewhere(uri)) == "request.other_host"
    assert _refused(format_link(_link(uri))) == "request.other_host"


def test_and_what_is_no_link_or_names_no_host() -> None:
    assert _refused(b"{}") == "request.malformed"
    assert _refused(json_encoding.format({"request": "https://pool.test:8443/x?a=b"})) == (
        "request.malformed"
    )
    assert _refused(format_link(f"openid4vp://?client_id={CLIENT}&request=a.b.c")) == (
        "request.unsupported"
    )
    assert _refused(_elsewhere("http://pool.test:8443/x")) == "input.https_uri"
    assert _refused(b"{}", media="text/html") == "request.malformed"
    assert _refused(b"", status=302) == "request.redirected"
    assert _refused(b"", status=404) == "request.gone"
    assert _refused(b"", status=503) == "request.unavailable"


def test_twin_one_on_that_host_is_taken() -> None:
    read = TypedRequest.parse(AT)
    assert read is not None
    here = "https://pool.test:8443/pool/requests/1"
    assert isinstance(read.read(200, "application/json", _elsewhere(here)), ByReference)
    found = read.read(200, "application/json; charset=utf-8", format_link(_link(here)))
    assert isinstance(found, Inline)
