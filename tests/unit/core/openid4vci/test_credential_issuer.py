import pytest

from livret_core.errors import MalformedInput
from livret_core.openid4vci.credential_issuer import CredentialIssuer


def test_its_metadata_is_at_the_path_that_is_inserted() -> None:
    issuer = CredentialIssuer.parse("https://verneuil.test:8443/town")
    assert issuer.metadata_uri.text == (
        "https://verneuil.test:8443/.well-known/openid-credential-issuer/town"
    )


@pytest.mark.parametrize(
    "text",
    [
        "http://verneuil.test",
        "https://verneuil.test/?x=1",
        "https://verneuil.test/?",
        "https://verneuil.test/#x",
        "https://user@verneuil.test",
        "https://127.0.0.1",
        "verneuil.test",
        "",
    ],
)
def test_an_identifier_is_an_https_url_without_query_and_fragment(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        CredentialIssuer.parse(text)
    assert caught.value.code == "input.https_uri"


def test_two_are_the_same_when_their_letters_are() -> None:
    one = CredentialIssuer.parse("https://verneuil.test/town")
    assert one != CredentialIssuer.parse("https://verneuil.test/town/")
    assert one != CredentialIssuer.parse("https://VERNEUIL.test/town")
