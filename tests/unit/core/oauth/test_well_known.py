import pytest

from livret_core.https_uri import HttpsUri
from livret_core.oauth import well_known


@pytest.mark.parametrize(
    ("identifier", "inserted", "appended"),
    [
        ("https://h.test", "https://h.test/.well-known/{}", "https://h.test/.well-known/{}"),
        ("https://h.test/", "https://h.test/.well-known/{}", "https://h.test/.well-known/{}"),
        (
            "https://h.test:8443/a/b",
            "https://h.test:8443/.well-known/{}/a/b",
            "https://h.test:8443/a/b/.well-known/{}",
        ),
        ("https://h.test/a/", "https://h.test/.well-known/{}/a", "https://h.test/a/.well-known/{}"),
    ],
)
def test_the_well_known_part_stands_between_host_and_path(
    identifier: str, inserted: str, appended: str
) -> None:
    name = well_known.CREDENTIAL_ISSUER
    uri = HttpsUri.parse(identifier)
    assert well_known.inserted(uri, name).text == inserted.format(name)
    assert well_known.appended(uri, name).text == appended.format(name)
