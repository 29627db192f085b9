"""Attack 29: what is one town hall's is brought to another that the same process serves.

Each of the two has its own keys and records, so nothing is found at the wrong one. The twin picks
up at the right one, after all of it was tried at the other.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_issuer.service import Office
from livret_issuer.service.online.halls import Halls
from tests.asking import Answer, ask
from tests.halls_online import Caller, Clock, Transport, credentials, said
from tests.office import NOW_S, open_office
from tests.pickups import acts, offer

HERE = "https://hosted.test/verneuil"
THERE = "https://hosted.test/lys"


def hall(root: Path, name: str, url: str) -> Office:
    founded = open_office(root, name=name)
    founded.publish(now_s=NOW_S)
    at = replace(founded.hall, url=HttpsUri.parse(url))
    founded.home.change_hall(at)
    founded.close()
    return Office(founded.home, at, founded._keys)


def through(halls: Halls) -> Transport:
    def send(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
        host, slash, rest = url.removeprefix("https://").partition("/")
        lines = list(headers.items())
        return ask(halls.app, method, slash + rest, body=body, headers=lines, host=host)

    return send


class Hosted:
    """Two town halls in one process, and a caller at each."""

    def __init__(self, root: Path) -> None:
        self.here, self.there = hall(root, "here", HERE), hall(root, "there", THERE)
        clock = Clock()
        self.halls = Halls([self.here, self.there], clock)
        send = through(self.halls)
        self.at_here = Caller(send, clock=clock, url=HERE)
        self.at_there = Caller(send, clock=clock, url=THERE)


@pytest.fixture
def hosted(tmp_path: Path) -> Iterator[Hosted]:
    made = Hosted(tmp_path)
    with closing(made.halls):
        yield made


def test_attack_29_an_offer_of_another_town_hall(hosted: Hosted) -> None:
    offered = offer(hosted.here)
    code = offered.handover.code.text
    assert hosted.at_there.get(f"{THERE}/o/{code}").status == 404
    assert said(hosted.at_there.redeem(hosted.at_here.code(offered), offered.pin)) == (
        400, "invalid_grant", "token.code",
    )  # fmt: skip
    assert "redeem" not in acts(hosted.here) + acts(hosted.there)


def test_attack_29_a_token_of_another_town_hall(hosted: Hosted) -> None:
    """Its refresh token, a notification and a delivery that waits are as unknown there."""
    tokens = hosted.at_here.tokens(offer(hosted.here))
    access, refresh = str(tokens["access_token"]), str(tokens["refresh_token"])
    there = hosted.at_there
    assert said(there.ask(access))[:2] == (401, "invalid_token")
    assert said(there.refresh(refresh))[:2] == (400, "invalid_grant")
    assert said(there.notify(access, "x"))[:2] == (401, "invalid_token")
    assert "issue" not in acts(hosted.here) + acts(hosted.there)


def test_attack_29_a_nonce_of_another_town_hall(hosted: Hosted) -> None:
    access = hosted.at_here.access(offer(hosted.here))
    request = hosted.at_here.request(nonce=hosted.at_there.nonce())
    assert said(hosted.at_here.ask(access, request)) == (400, "invalid_nonce", "key_proof.nonce")
    assert "issue" not in acts(hosted.here)


def test_attack_29_a_list_and_a_name_of_another_town_hall(hosted: Hosted) -> None:
    for which in ("status/1.jwt", "did.jsonl"):
        own = hosted.here.home.place_of(HttpsUri.parse(f"{HERE}/{which}"))
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_bytes(b"here")
        assert hosted.at_here.get(f"{HERE}/{which}").body == b"here"
        assert hosted.at_there.get(f"{THERE}/{which}").status == 404


def test_attack_29_twin_each_at_its_own(hosted: Hosted) -> None:
    for office, caller, other in (
        (hosted.here, hosted.at_here, hosted.at_there),
        (hosted.there, hosted.at_there, hosted.at_here),
    ):
        offered = offer(office)
        assert other.get(f"{other.url}/o/{offered.handover.code.text}").status == 404
        assert len(credentials(caller.ask(caller.access(offered)))) == 3


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
