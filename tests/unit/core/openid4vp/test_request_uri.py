import pytest

from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.openid4vp import request_uri
from livret_core.openid4vp.request_uri import ByReference, ByValue, Inline, read_fetched
from tests.desks_that_ask import BY_ADDRESS, BY_DID, BY_HASH, BY_HOST, asking, signed

URI = HttpsUri.parse("https://desk.example/requests/7?x=1")
LINK = "openid4vp://?client_id=x509_san_dns%3Adesk.example&request_uri="


def code(text: str) -> str:
    with pytest.raises(LivretError) as caught:
        request_uri.parse(text)
    return caught.value.code


@pytest.mark.parametrize(
    "invocation",
    [
        ByReference(BY_HOST, URI),
        ByReference(BY_HASH, URI, "post"),
        ByReference(BY_DID, URI, "post"),
        ByValue(BY_HASH, signed()),
        Inline.of(
            asking(BY_ADDRESS, response_mode="direct_post", encryption=None).format_unsigned()
        ),
    ],
    ids=["get", "post", "did", "value", "inline"],
)
def test_a_link_is_read_as_it_was_written(invocation: ByReference | ByValue | Inline) -> None:
    for scheme in ("openid4vp", "haip-vp"):
        link = invocation.format(scheme)
        assert link.startswith(f"{scheme}://?client_id=")
        assert request_uri.parse(link) == invocation


def test_a_link_fits_into_a_qr_code() -> None:
    assert ByReference(BY_HOST, URI, "post").format() == (
        f"{LINK}https%3A%2F%2Fdesk.example%2Frequests%2F7%3Fx%3D1&request_uri_method=post"
    )
    assert len(ByReference(BY_HASH, URI, "post").format()) < 200


@pytest.mark.parametrize(
    "start",
    ["openid4vp://", "openid4vp:", "openid4vp://authorize", "OPENID4VP://", "haip-vp://",
     "https://wallet.example/open"],
)  # fmt: skip
def test_wallets_are_called_in_several_ways(start: str) -> None:
    link = f"{start}?client_id={BY_HOST}&request_uri={URI.text}&ui_locales=fr"
    assert request_uri.parse(link) == ByReference(BY_HOST, URI)


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("", "request.unsupported"),
        ("openid4vp", "request.unsupported"),
        ("http://wallet.example/?client_id=x&request=y", "request.unsupported"),
        ("openid-credential-offer://?client_id=x&request=y", "request.unsupported"),
        ("openid4vp://", "request.malformed"),
        ("openid4vp://?request=y", "request.malformed"),
        ("openid4vp://?client_id=&request=y", "request.malformed"),
        ("openid4vp://?client_id=x&request=y#z", "request.malformed"),
        ("openid4vp://?client_id=x&client_id=y&request=y", "input.form"),
        ("openid4vp://?client_id=x&request=y&request_uri=z", "request.malformed"),
        ("openid4vp://?client_id=x&request=y&request_uri_method=get", "request.malformed"),
        (f"{LINK}{URI.text}&request_uri_method=POST", "request.uri_method"),
        (f"{LINK}{URI.text}&request_uri_method=", "request.uri_method"),
        (f"{LINK}/requests/7", "input.https_uri"),
        (f"{LINK}https://10.0.0.1/requests/7", "input.https_uri"),
        (f"openid4vp://?client_id=desk.example&request_uri={URI.text}", "request.unsupported"),
        ("openid4vp://?client_id=x&request=" + "y" * (64 << 10), "input.too_large"),
    ],
    ids=lambda text: text[-70:],
)
def test_a_link_that_leads_nowhere_is_refused(link: str, reason: str) -> None:
    assert code(link) == reason


def test_no_link_is_written_for_another_scheme() -> None:
    with pytest.raises(ValueError, match="scheme"):
        ByValue(BY_HASH, "x").format("https")


TYPE = "application/oauth-authz-req+jwt"


@pytest.mark.parametrize("content_type", [TYPE, f"{TYPE}; charset=utf-8", TYPE.upper()])
def test_what_was_fetched_is_a_request_object(content_type: str) -> None:
    text = signed()
    assert read_fetched(200, content_type, text.encode() + b"\n") == text


@pytest.mark.parametrize(
    ("status", "content_type", "body", "reason"),
    [
        (400, TYPE, b"x", "request.gone"),
        (403, TYPE, b"x", "request.gone"),
        (404, TYPE, b"x", "request.gone"),
        (410, TYPE, b"x", "request.gone"),
        (429, TYPE, b"x", "request.unavailable"),
        (503, TYPE, b"x", "request.unavailable"),
        (500, TYPE, b"x", "request.unavailable"),
        (204, TYPE, b"", "request.unavailable"),
        (200, "text/html", b"x", "request.malformed"),
        (200, "application/json", b"x", "request.malformed"),
        (200, "", b"x", "request.malformed"),
        (200, TYPE, "é".encode(), "request.malformed"),
        (200, TYPE, b"x" * ((64 << 10) + 1), "input.too_large"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_no_request_object_is_told_from_one(
    status: int, content_type: str, body: bytes, reason: str
) -> None:
    with pytest.raises(LivretError) as caught:
        read_fetched(status, content_type, body)
    assert caught.value.code == reason
