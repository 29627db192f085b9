"""Attack 38: a status `uri` that makes the verifier ask its own network.

The fetcher has the last word on addresses. Here, what could be read as another host,
another path or an address is refused while it is still text, before any name is asked.
"""

import pytest

from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_core.status.token import StatusReference
from tests.scene import TOWN, draft, present, refusal


def reference(uri: JsonValue) -> StatusReference:
    return StatusReference.parse({"status_list": {"idx": 412, "uri": uri}})


@pytest.mark.parametrize(
    "uri",
    [
        "http://status.verneuil.example/1",
        "file:///etc/passwd",
        "gopher://status.verneuil.example/1",
        "https://localhost@evil.example/1",
        "https://status.verneuil.example:443@evil.example/1",
        "https://status.verneuil.example\\@evil.example/1",
        "https://status.verneuil.example#@evil.example/1",
        "https://127.0.0.1/1",
        "https://0x7f.1/1",
        "https://2130706433/1",
        "https://0177.0.0.1/1",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/1",
        "https://[::ffff:169.254.169.254]/1",
        "https://%6c%6f%63%61%6c%68%6f%73%74/1",
        "https://ⓔⓥⓘⓛ.example/1",
        "https://status.verneuil.example/lists/../../admin",
        "https://status.verneuil.example/lists/%2e%2e/admin",
        "https://status.verneuil.example/lists/..%2f..%2fadmin",
        "https://status.verneuil.example/1\r\nHost: evil.example",
        "https://status.verneuil.example/1 ",
    ],
)
def test_attack_38_a_uri_that_leads_elsewhere(uri: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        reference(uri)
    assert caught.value.code == "input.https_uri"


@pytest.mark.parametrize("uri", [None, 7, ["https://status.verneuil.example/1"], {}])
def test_attack_38_a_uri_that_is_not_text(uri: JsonValue) -> None:
    with pytest.raises(MalformedInput) as caught:
        reference(uri)
    assert caught.value.code == "status.malformed"


@pytest.mark.parametrize(
    "uri",
    ["https://evil.example/1.jwt", TOWN.status_uri.text.replace("verneuil", "stranger"),
     TOWN.status_uri.text.replace("ledger.", "ledger2."), "https://ledger.livret.test/1.jwt"],
)  # fmt: skip
def test_attack_38_a_list_where_its_issuer_publishes_none(uri: str) -> None:
    made = draft().with_payload(status={"status_list": {"idx": 11, "uri": uri}})
    assert refusal(present(made)) == (15, "status.elsewhere")


def test_attack_38_twin_a_plain_uri_is_read() -> None:
    assert reference("https://status.verneuil.example:8443/lists/7").uri.port == 8443
