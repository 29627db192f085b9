"""Several town halls in one process: what each answers, and what may not lie together."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from livret_core.errors import MalformedInput
from livret_issuer.service.online.halls import Halls
from tests.asking import ask
from tests.halls_hosted import HERE, THERE, Hosted, hall
from tests.halls_online import Clock


@pytest.fixture
def hosted(tmp_path: Path) -> Iterator[Hosted]:
    made = Hosted(tmp_path)
    with closing(made.halls):
        yield made


@pytest.mark.parametrize("name", ["openid-credential-issuer", "oauth-authorization-server"])
def test_metadata_of_each_is_at_both_places(hosted: Hosted, name: str) -> None:
    for url in (HERE, THERE):
        path = url.removeprefix("https://hosted.test")
        inserted = hosted.at_here.get(f"https://hosted.test/.well-known/{name}{path}")
        appended = hosted.at_here.get(f"{url}/.well-known/{name}")
        assert inserted.status == 200
        assert inserted.body == appended.body
        assert url in (inserted.json().get("credential_issuer"), inserted.json().get("issuer"))


def test_what_is_nobodys_is_not_there(hosted: Hosted) -> None:
    at = hosted.at_here
    for path in ("/", "/verneuilx/token", "/.well-known/openid-credential-issuer"):
        assert at.get(f"https://hosted.test{path}").status == 404
    assert at.get("https://elsewhere.test/verneuil/o/x").status == 421
    assert at.get(f"{THERE}/openapi.json").status == 200


@pytest.mark.parametrize("other", [HERE, f"{HERE}/lys", "https://hosted.test"])
def test_none_lies_at_the_address_of_another(tmp_path: Path, other: str) -> None:
    offices = [hall(tmp_path, "here", HERE), hall(tmp_path, "there", other)]
    with pytest.raises(MalformedInput) as caught:
        Halls(offices, Clock())
    assert caught.value.code == "usage.contradiction"
    for each in offices:
        each.close()


def test_health_names_each_town_hall_and_figures_are_of_all(hosted: Hosted) -> None:
    ready = ask(hosted.halls.inside, "GET", "/readyz", host="127.0.0.1")
    assert ready.status == 200
    hosted.at_here.nonce()
    hosted.at_there.nonce()
    told = ask(hosted.halls.inside, "GET", "/metrics", host="127.0.0.1").body.decode()
    assert 'route="/verneuil/nonce"' in told
    assert 'route="/lys/nonce"' in told
    assert told.count("# HELP livret_requests_total") == 1
