"""Attack 29: what is one town hall's is brought to another that the same process serves.

Each of the two has its own keys and records, so nothing is found at the wrong one. The twin picks
up at the right one, after all of it was tried at the other.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from livret_core.https_uri import HttpsUri
from tests.halls_hosted import HERE, THERE, Hosted
from tests.halls_online import credentials, said
from tests.pickups import acts, offer


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
    assert said(there.ask(access)) == (401, "invalid_token", "access.invalid")
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
