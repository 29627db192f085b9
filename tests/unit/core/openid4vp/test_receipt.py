import pytest

from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.openid4vp.receipt import Receipt

CODE = "c" * 22


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("https://desk.example/done", f"https://desk.example/done?response_code={CODE}"),
        ("https://desk.example/?v=1", f"https://desk.example/?v=1&response_code={CODE}"),
    ],
)
def test_the_holder_is_sent_back_with_a_code(page: str, link: str) -> None:
    receipt = Receipt.to_browser(HttpsUri.parse(page), CODE)
    assert receipt.redirect_uri == link
    assert Receipt.parse(receipt.format()) == receipt


def test_on_two_devices_there_is_nothing_to_go_back_to() -> None:
    assert Receipt.parse(b'{"status":"ok"}') == Receipt() == Receipt.parse(Receipt().format())


def test_a_code_in_a_fragment_is_taken_as_it_is() -> None:
    link = f"https://desk.example/cb#response_code={CODE}"
    assert Receipt.parse(f'{{"redirect_uri":"{link}"}}'.encode()).redirect_uri == link


def test_a_code_that_can_be_guessed_is_not_written() -> None:
    with pytest.raises(ValueError, match="128 bits"):
        Receipt.to_browser(HttpsUri.parse("https://desk.example/"), "c" * 21)


@pytest.mark.parametrize(
    "link",
    [
        "http://desk.example/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://127.0.0.1/",
        "https://user@desk.example/",
        "https://desk.example/\u202e",
        "https://desk.example/#\u001b[2J",
        "https://desk.example/" + "a" * 2_048,
        "",
        7,
        None,
    ],
    ids=repr,
)
def test_no_browser_is_sent_anywhere_else(link: object) -> None:
    import json

    with pytest.raises(MalformedInput) as caught:
        Receipt.parse(json.dumps({"redirect_uri": link}).encode())
    assert caught.value.code == "answer.receipt"
