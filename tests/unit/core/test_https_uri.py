import pytest

from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("https://verneuil.example", "verneuil.example", 443),
        ("https://Verneuil.Example/lists/7", "verneuil.example", 443),
        ("https://localhost:8443/", "localhost", 8443),
        ("https://a.example/p%20q/~x;v=1,2?time=1&b=/?@", "a.example", 443),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example", 443),
        ("https://1.2.3.4.example/", "1.2.3.4.example", 443),
        ("https://a.example:65535", "a.example", 65535),
        ("https://a.example?x", "a.example", 443),
        ("https://a.example/.well-known/x..y/...?/../", "a.example", 443),
    ],
)
def test_an_https_uri_names_its_host_and_port(text: str, host: str, port: int) -> None:
    uri = HttpsUri.parse(text)
    assert (uri.text, uri.host, uri.port) == (text, host, port)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://",
        "https:///path",
        "http://a.example/",
        "HTTPS://a.example/",
        "https:a.example",
        "//a.example/",
        "did:web:a.example",
        "https://a.example/#f",
        "https://user@a.example/",
        "https://user:pw@a.example/",
        "https://a.example:0/",
        "https://a.example:/",
        "https://a.example:65536/",
        "https://a.example:0443/",
        "https://a.example:٤٤٣/",
        "https://a..example/",
        "https://a.example./",
        "https://-a.example/",
        "https://a-.example/",
        "https://a_b.example/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a.a" * 85 + ".example/",
        "https://%61.example/",
        "https://bücher.example/",
        "https://a.example\\@b.example/",
        "https://a.example/\n",
        "https://a.example/ ",
        " https://a.example/",
        "https://a.example/%zz",
        "https://a.example/ü",
        'https://a.example/"',
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://0x7f000001/",
        "https://a.0x7f/",
        "https://0177.0.0.01/",
        "https://a.example/lists/../keys",
        "https://a.example/..",
        "https://a.example/./x",
        "https://a.example/lists/%2e%2E/keys",
        "https://a.example/lists/.%2e/keys",
        "https://a.example/lists%2f..%2fkeys",
        "https://a.example/lists%5C..%5Ckeys",
        "https://a.example/x%00",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
    ],
)
def test_anything_a_reader_could_take_for_another_place_is_malformed(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        HttpsUri.parse(text)
    assert caught.value.code == "input.https_uri"


def test_an_endless_uri_is_too_large() -> None:
    with pytest.raises(MalformedInput) as caught:
        HttpsUri.parse("https://a.example/" + "a" * 2_031)
    assert caught.value.code == "input.too_large"
